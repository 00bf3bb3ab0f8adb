"""Where people are shown something, and under what names: `showing`, the API's answers, what templates are given."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
from collections.abc import Iterator, Mapping
from typing import Any

from rest_framework.serializers import BaseSerializer

from tests.helpers.processes import ROOT

ROOMS = ("pages", "checkins", "journal", "agreements", "couples", "reminders")
# What was written at talks is read by page, file and Past alike, so that it stands beside the `showing` of the page.
SHOWN_IN = ("showing", "written")
# A list that comes page by page is what it lists, and no more.
OF_A_LIST = {"count", "next", "previous", "results"}
# Made of the fields of a kind's form; see agreements/kinds/.
MADE_OF_FORMS = "agreements/kinds"


def showings() -> dict[str, set[str]]:
    """Return the fields of every dataclass that a `showing` declares."""
    found = {}
    for file in sorted(path for room in ROOMS for name in SHOWN_IN for path in (ROOT / room).glob(f"*/{name}.py")):
        subject = file.parent.relative_to(ROOT)
        module = importlib.import_module(".".join((*subject.parts, file.stem)))
        for name, value in inspect.getmembers(module, dataclasses.is_dataclass):
            if inspect.isclass(value) and value.__module__ == module.__name__ and not name.startswith("_"):
                found[f"{subject} · {name}"] = {field.name for field in dataclasses.fields(value)}
    return found


def answered(description: Mapping[str, Any]) -> dict[str, set[str]]:
    """Return the properties of everything that the API answers with, by the subject that declares it."""
    schemas, subjects = description["components"]["schemas"], _subjects()
    found = {}
    for name in _reached(description):
        fields = set(schemas[name].get("properties", ()))
        if fields - OF_A_LIST:
            found[f"{subjects.get(name, MADE_OF_FORMS)} · api {name}"] = fields
    return found


def _subjects() -> dict[str, str]:
    """Return in which folder each serializer stands, by the name that it has in the description."""
    found: dict[str, str] = {}
    ahead: list[Any] = [BaseSerializer]
    while ahead:
        each = ahead.pop()
        ahead += each.__subclasses__()
        if each.__module__.split(".")[0] in (*ROOMS, "basics"):
            found[each.__name__.removesuffix("Serializer")] = "/".join(each.__module__.split(".")[:2])
    return found


def _reached(description: Mapping[str, Any]) -> set[str]:
    """Return the names of all schemas that an answer is made of."""
    operations = (operation for path in description["paths"].values() for operation in path.values())
    ahead = [name for operation in operations for name in _named(operation["responses"])]
    found: set[str] = set()
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead += _named(description["components"]["schemas"][name])
    return found


def _named(part: Any) -> Iterator[str]:
    if isinstance(part, Mapping):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"].rpartition("/")[2]
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from _named(each)


def page_of(template: str) -> str:
    """Return under which name a template of ours is listed; empty for a library's and for what is no page's."""
    room, _slash, rest = template.partition("/")
    if room not in ROOMS:
        return ""
    folder, _slash, name = rest.rpartition("/")
    return f"{room}/{folder} · {name}" if folder else f"{room} · {name}"
