"""How kinds and rows about them are named."""

from __future__ import annotations

from reminders.subjects import Subject

RITUAL, OWN_TIME = "ritual", "own_time"
# Whose own time it is.
EACH, AUTHOR, OTHER, US = "each", "author", "other", "us"
OCCASION = Subject("occasion")
