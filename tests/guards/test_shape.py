"""The house's own measure: short functions, short files, small folders, and input only through forms."""

from __future__ import annotations

import ast
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import shape
from tests.helpers.processes import ROOT

EVERYTHING = shape.modules(*shape.ROOMS, "tests", "bench", "deploy")
# Text in which paths are written. Translations and compiled requirements come from tools that write paths of their own.
READ = {".py", ".md", ".html", ".toml", ".css", ".js", ".yml", ".yaml", ".env", ".in", ""}
A_PATH = re.compile(r"(?<![\w./<>{}-])((?:[\w-]+/)+[\w.-]+\.(?:py|html|md|toml|css|js|txt|yml|yaml|po|sh|env|json))\b")
OUTSIDE = re.compile(r"\bshared/|\bissue #?\d|\bhouse\.md\b|\bdesign\.md\b", re.IGNORECASE)
# Written by the reader, or by a test itself, or inside a library that templates extend.
MADE_LATER = {
    "staticfiles/staticfiles.json",
    "deploy/steady.env",
    "room/views.py",
    "room/templates/room/mail.txt",
    "reminders/channels/drop.py",
}
# A class that a style sheet styles wherever it stands.
A_CLASS = re.compile(r"^(?::root )?\.([\w-]+)(?= \{|,$)", re.MULTILINE)
OF_DJANGO = {"helptext"}
OF_LIBRARIES = ("account/", "mfa/", "usersessions/", "django_htmx/")


def test_no_file_of_a_room_is_longer_than_400_lines() -> None:
    assert [_named(path) for path in shape.modules(*shape.ROOMS) if shape.lines(path) > 400] == []


def test_no_folder_has_more_than_20_modules() -> None:
    assert [_named(folder) for folder, size in shape.folder_sizes(EVERYTHING).items() if size > 20] == []


def test_no_folder_of_a_room_has_more_than_20_files() -> None:
    """Its __init__ too, which the measure of all folders leaves out."""
    sizes = Counter(path.parent for path in shape.modules(*shape.ROOMS))
    assert [_named(folder) for folder, size in sizes.items() if size > 20] == []


def test_functions_stay_short() -> None:
    figures = shape.figures()
    assert figures["function_mean_lines"] <= 7
    assert figures["function_p90_lines"] <= 13


def test_input_is_read_by_forms_alone() -> None:
    """A view may hand `request.POST` to a form whole; taking a value out of it passes the form's checks by."""
    assert [found for path in shape.modules(*shape.ROOMS) if not _is_form(path) for found in _reads(path)] == []


@pytest.mark.parametrize("code", ["request.POST['a']", "request.GET.get('a')", "self.request.POST.getlist('a')"])
def test_reading_input_is_seen(code: str) -> None:
    """The guard itself."""
    assert list(_taken_out(ast.parse(code)))


def test_handing_input_to_a_form_is_not_reading() -> None:
    assert not list(_taken_out(ast.parse("Form(request.POST or None, instance=request.user)")))


def test_no_two_style_sheets_mean_something_else_by_one_class() -> None:
    """All sheets are on every page: a second meaning would reach the first one's elements."""
    sheets = {path.name: set(A_CLASS.findall(path.read_text())) for path in (ROOT / "static/steady").glob("*.css")}
    meant = Counter(name for names in sheets.values() for name in names)
    assert [name for name, times in meant.items() if times > 1 and name not in OF_DJANGO] == []


def test_no_text_names_a_file_that_is_not_here() -> None:
    """A newcomer has this repository and nothing else."""
    here = tracked()
    assert [found for path in here if _is_read(path) for found in _strangers(path, here)] == []


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _is_form(path: Path) -> bool:
    return path.stem.endswith(("forms", "form"))


def _reads(path: Path) -> Iterator[str]:
    for line in _taken_out(ast.parse(path.read_text())):
        yield f"{_named(path)}:{line}"


def _taken_out(tree: ast.AST) -> Iterator[int]:
    """Yield the lines in which something is taken out of `request.POST` or `request.GET`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Subscript) and _is_input(node.value):
            yield node.lineno


def _is_input(node: ast.expr) -> bool:
    if not isinstance(node, ast.Attribute) or node.attr not in {"POST", "GET"}:
        return False
    return ast.unparse(node.value).endswith("request")


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout: what belongs to the repository cannot be told")
    return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def _is_read(name: str) -> bool:
    return Path(name).suffix in READ and name != _named(Path(__file__))


def _strangers(name: str, here: list[str]) -> Iterator[str]:
    for number, line in enumerate((ROOT / name).read_text(errors="replace").splitlines(), 1):
        for path in A_PATH.findall(line):
            if not _is_here(path, here):
                yield f"{name}:{number}: {path}"
        for outside in OUTSIDE.findall(line):
            yield f"{name}:{number}: {outside}"


def _is_here(path: str, here: list[str]) -> bool:
    known = path in MADE_LATER or path.startswith(OF_LIBRARIES)
    return known or any(other == path or other.endswith(f"/{path}") for other in here)
