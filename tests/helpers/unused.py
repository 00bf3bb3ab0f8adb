"""Definitions that nothing uses: `python -m tests.helpers.unused` prints them and fails if there are any.

vulture finds names that no Python code mentions. It is asked about functions, methods, classes and constants of the
service alone, so that what only a test calls counts as unused; a name in a template or in a dotted path of the
settings is used. Fields and options of Django's classes are left out: the framework reads them.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from vulture import Vulture
from vulture.core import Item

from tests.helpers.processes import ROOT

ROOMS = ("basics", "reminders", "couples", "agreements", "journal", "checkins", "pages", "config")
CALLED_BY_DECORATOR = [
    "@receiver*",
    "@admin.*",
    "@register*",
    "@*.register",
    "@shared_task*",
    "@*.connect*",
    "@checks*",
]
# Names that a framework calls: Django's forms, fields and commands, DRF's serializers and views, Celery's signals,
# Python's reader of HTML.
CALLED_BY_NAME = [
    "Meta",
    "*Config",
    "Command",
    "handle",
    "handle_*",
    "add_arguments",
    "ready",
    "has_*_permission",
    "get_*",
    "clean_*",
    "compress",
    "validate*",
    "to_*",
    "from_db_value",
    "as_sqlite",
    "default_*",
    "format_value",
    "value_from_datadict",
    "authenticate*",
    "authentication_failed",
    "is_open_for_signup",
    "allow_request",
    "generate_code",
    "emit",
    "patch",
    "put",
    "create_superuser",
    "send_mail",
    "USERNAME_FIELD",
    "EMAIL_FIELD",
    "REQUIRED_FIELDS",
    # DRF's and drf-spectacular's extensions register themselves by being imported.
    "*Scheme",
    # Celery's scheduler, urllib3's pools.
    "setup_schedule",
    "tick",
    "_new_conn",
    "init_poolmanager",
    # What the README's table is checked against.
    "VARIABLES",
    # What tests ask of an agreement; pages ask its view.
    "is_in_force",
    # Read by name: by a serializer, and by the guards.
    "whole_letters",
    "own_words",
    # A class of secrecy that the design has; nothing is of it yet.
    "COPY",
    # Values of a choice, and strings of libraries that stand only to be translated.
    "LIGHT",
    "DARK",
    "DJANGO_*",
    "ALLAUTH",
    "STEADY",
]


def unused() -> list[str]:
    """Return each unused definition as `file:line: what`."""
    finder = Vulture(ignore_decorators=CALLED_BY_DECORATOR, ignore_names=CALLED_BY_NAME)
    finder.scavenge([str(ROOT / room) for room in ROOMS] + [str(ROOT / "manage.py")], exclude=["*/migrations/*"])
    mentioned = _mentioned_elsewhere()
    return [_line(item) for item in finder.get_unused_code() if _counts(item) and item.name not in mentioned]


def _counts(item: Item) -> bool:
    if item.typ in {"function", "method", "property", "class"}:
        return True
    return bool(item.typ == "variable" and item.name.isupper() and item.filename.name != "settings.py")


def _mentioned_elsewhere() -> set[str]:
    """Return the names in templates, and the last names of dotted paths ("config.celery.Ticker") in the code."""
    templates = " ".join(path.read_text() for path in _files("*.html", "*.txt"))
    modules = " ".join(path.read_text() for path in _files("*.py"))
    return {*re.findall(r"\w+", templates), *re.findall(r'"\w+[\w.]*[.:](\w+)"', modules)}


def _files(*endings: str) -> list[Path]:
    folders = [ROOT / name for name in (*ROOMS, "templates")]
    return [path for folder in folders for ending in endings for path in folder.rglob(ending)]


def _line(item: Item) -> str:
    return f"{Path(item.filename).relative_to(ROOT)}:{item.first_lineno}: unused {item.typ} {item.name}"


if __name__ == "__main__":
    found = unused()
    print(*found, sep="\n")
    sys.exit(bool(found))
