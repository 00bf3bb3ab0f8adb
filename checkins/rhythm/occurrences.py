"""How rows about a check-in are named."""

from __future__ import annotations

from checkins.rhythm.models import CheckIn
from reminders.subjects import Subject, minute

# Ends the occurrence of a reminder that one person asked for in their own preferences.
OWN = "own"
# Ends the occurrence of what tells of the first talk of two people, the day before.
FIRST, A_DAY = "first", 24 * 60
# End the occurrence of what tells that answers are open: with the time, or later with the second of the two.
WITH_THE_TIME, WITH_THE_SECOND = "open", "opened"
CHECK_IN_SUBJECT = Subject("check_in")


def check_in_occurrence(check_in: CheckIn, lead_minutes: int) -> str:
    """Return slot + revision + lead: a moved check-in is another occurrence."""
    return f"{minute(check_in.slot)}:{check_in.revision}:{lead_minutes}"


def opening_occurrence(check_in: CheckIn, how: str) -> str:
    """Return slot + revision + what opens them."""
    return f"{minute(check_in.slot)}:{check_in.revision}:{how}"


def first_occurrence(check_in: CheckIn) -> str:
    """Return the occurrence of what tells of the first talk, beside the agreed reminder."""
    return f"{check_in_occurrence(check_in, A_DAY)}:{FIRST}"


def own_occurrence(check_in: CheckIn, lead_minutes: int) -> str:
    """Return the occurrence of a person's own reminder, beside the agreed one."""
    return f"{check_in_occurrence(check_in, lead_minutes)}:{OWN}"
