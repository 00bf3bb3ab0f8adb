"""Addresses of this site: whole ones for mails and for what lies outside a room, and what a path leads to."""

from __future__ import annotations

from django.urls import Resolver404, ResolverMatch, resolve

API = "/api/"
DOCS = f"{API}docs/"


def absolute(path: str) -> str:
    """Return the whole address of a page, for mails."""
    from django.conf import settings

    return f"{settings.SITE_URL}{path}"


def route_of(path: str) -> ResolverMatch | None:
    """Return the route of a path, without a query; None where it leads nowhere."""
    try:
        return resolve(path)
    except Resolver404:
        return None
