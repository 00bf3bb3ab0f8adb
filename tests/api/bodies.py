"""Terms as a program would send them."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

COOL_DOWN = {
    "kind": "cool_down",
    "word": "red light",
    "minutes": 45,
    "we_do_not": "no messages",
    "stays_allowed": "anything about the children",
    "speaks_first": "starter",
    "zone": "Europe/Berlin",
    "trial_until": None,
    "triggers": [],
}
RULE = {
    "kind": "response_rule",
    "when": "hours go by",
    "feel": "uneasy",
    "need": "to know we are all right",
    "please": "send one line",
    "who": "other",
    "within_minutes": 120,
    "except_when": "asleep",
    "a_line_is_enough": True,
    "trial_until": None,
    "triggers": [],
}
BOUNDARY: dict[str, object] = {
    "kind": "boundary",
    "about": "pictures of us online",
    "fine": "those that both have seen",
    "not_fine": "quarrels",
    "if_it_happens": "we take it down, and talk about it",
    "goes_for": "both",
    "trial_until": None,
    "triggers": [],
}
RITUAL: dict[str, object] = {
    "kind": "ritual",
    "what": "out of the house, the two of us",
    "small_version": "around the block",
    "every": "day",
    "weekday": None,
    "starts_on": None,
    "at": "15:00",
    "zone": "Europe/Berlin",
    "minutes": 120,
    "who_starts": "turns",
    "remind_minutes": None,
    "trial_until": None,
    "triggers": [],
}
OWN_TIME: dict[str, object] = {
    "kind": "own_time",
    "whose": "author",
    "what": "a swim",
    "meanwhile": "the other takes what comes up at home",
    "reachable": "as usual",
    "every": "week",
    "weekday": 2,
    "starts_on": None,
    "at": None,
    "zone": "Europe/Berlin",
    "minutes": 180,
    "trial_until": None,
    "triggers": [],
}
HOW_WE_DECIDE: dict[str, object] = {
    "kind": "how_we_decide",
    "about": "money we spend",
    "alone": "what each has for themselves",
    "tell": "things for the home",
    "together": "anything larger",
    "if_we_differ": "we sleep on it",
    "think_hours": 24,
    "trial_until": None,
    "triggers": [],
}


def rhythm(**values: object) -> dict[str, object]:
    said = {"kind": "rhythm", "every": "weeks", "weeks": 1, "weekdays": [6], "at": "20:30", "zone": "Europe/Berlin"}
    unused = dict.fromkeys(("day_of_month", "week_of_month", "weekday", "once_on", "ends_on", "trial_until"))
    start = (timezone.localdate() + timedelta(days=1)).isoformat()
    return {
        **said,
        **unused,
        "minutes": 30,
        "starts_on": start,
        "remind_minutes": 60,
        "about": "the two of us",
        "triggers": ["tired"],
        **values,
    }
