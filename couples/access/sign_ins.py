"""Where somebody is signed in: a row of allauth's holds what its owner's list shows, and nothing else."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession

from couples.access.device_names import device_named

# Allauth's column wants an address; the list shows none.
NOWHERE = "0.0.0.0"  # noqa: S104 - nothing listens here


def keep_what_the_list_shows(instance: UserSession, **_signal: Any) -> None:
    """Store the device's coarse name and the day; no address, no version of anything, no time of the last visit."""
    instance.ip = NOWHERE
    instance.user_agent = device_named(instance.user_agent)
    instance.last_seen_at = instance.created_at
