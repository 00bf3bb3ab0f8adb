"""What a path leads to here, wherever it comes from."""

from __future__ import annotations

from django.urls import Resolver404, ResolverMatch, resolve


def route_of(path: str) -> ResolverMatch | None:
    """Return the route of a path, without a query; None where it leads nowhere."""
    try:
        return resolve(path)
    except Resolver404:
        return None
