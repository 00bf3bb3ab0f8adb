"""All addresses of the API, from its routes."""

from __future__ import annotations

import re
from typing import Any

from django.urls import URLResolver

from config.api import urls as api

UNKNOWN = "6f1c1f0e-6c0b-4c5e-9b1a-000000000000"


def every_address() -> list[tuple[str, type]]:
    """Return each address of the API, with unknown ids in it, and its view."""
    found = []

    def walk(patterns: list[Any], prefix: str) -> None:
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, route)
            else:
                path = re.sub(r"<uuid:\w+>", UNKNOWN, route)
                found.append((re.sub(r"<str:\w+>", "token", path), pattern.callback.view_class))

    walk(api.rooms, "/")
    return found


def methods(view: type) -> list[str]:
    return [name.upper() for name in ("get", "post", "put", "patch", "delete") if hasattr(view, name)]


OPERATIONS = [(method, path) for path, view in every_address() for method in methods(view)]
