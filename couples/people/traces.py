"""Pages of which nothing tells that somebody was there: help has to be safe to open."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpResponse
from django.views.decorators.cache import never_cache

from basics.links import route_of

View = TypeVar("View", bound=Callable[..., HttpResponse])


def leaves_no_trace(view: View) -> View:
    """Mark a view: opening it renews no session, and no browser keeps the page, whoever opens it."""
    marked: View = never_cache(view)
    marked.leaves_no_trace = True  # type: ignore[attr-defined]
    return marked


def is_untraced(path: str) -> bool:
    """Tell whether this address is of such a view."""
    route = route_of(path)
    return route is not None and getattr(route.func, "leaves_no_trace", False)
