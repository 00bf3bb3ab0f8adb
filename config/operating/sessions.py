"""Sign-ins that are over are forgotten: Django keeps expired sessions until somebody runs `clearsessions`."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef

# So that nobody waits long for the database, whatever has gathered.
BATCH = 500
MOST_BATCHES = 20


def forget_expired_sessions(now: datetime) -> int:
    """Delete sessions that have expired, and what allauth noted of devices whose session is gone. Part of housekeeping.

    Return how many sessions. What more there is, the next minute takes.
    """
    deleted = 0
    for _batch in range(MOST_BATCHES):
        keys = list(Session.objects.filter(expire_date__lt=now).values_list("pk", flat=True)[:BATCH])
        deleted += Session.objects.filter(pk__in=keys, expire_date__lt=now).delete()[0]
        if len(keys) < BATCH:
            break
    _forget_their_devices()
    return deleted


def _forget_their_devices() -> None:
    """Forget address and browser of sign-ins without a session."""
    lives = Session.objects.filter(pk=OuterRef("session_key"))
    gone = UserSession.objects.filter(~Exists(lives)).values_list("pk", flat=True)[: BATCH * MOST_BATCHES]
    UserSession.objects.filter(pk__in=list(gone)).delete()
