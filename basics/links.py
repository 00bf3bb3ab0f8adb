"""Addresses of this site, for mails and for what lies outside a room."""

from __future__ import annotations


def absolute(path: str) -> str:
    """Return the whole address of a page, for mails."""
    from django.conf import settings

    return f"{settings.SITE_URL}{path}"


API = "/api/"


DOCS = f"{API}docs/"
