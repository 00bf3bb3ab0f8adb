"""What the database holds of how somebody signs in."""

from __future__ import annotations

import zlib

from django.contrib.sessions.models import Session
from django.core import signing
from django.db import connection

AGENT = "Mozilla/5.0 (Linux; Android 14; SM-ZEBRA) AppleWebKit/537.36 Chrome/131.0.6778.39 Mobile Safari/537.36"
ADDRESS = "203.0.113.77"


def stored_sign_ins() -> str:
    """All that the database holds of sessions, sign-ins, second steps and keys, in whatever form it can be read."""
    texts = []
    with connection.cursor() as cursor:
        for table in ("django_session", "usersessions_usersession", "mfa_authenticator", "couples_accesstoken"):
            cursor.execute(f"SELECT * FROM {table}")
            texts += [str(row) for row in cursor.fetchall()]
    for data in Session.objects.values_list("session_data", flat=True):
        value = data.rsplit(":", 2)[0]
        raw = signing.b64_decode(value.removeprefix(".").encode())
        texts.append((zlib.decompress(raw) if value.startswith(".") else raw).decode("latin-1"))
    return "\n".join(texts)
