"""What a page or the API may show: everything has an owner in tests/guards/allowed/, or it is not shown.

What the API answers is compared where it is described (tests/api/test_description.py), what templates are given where
pages are walked (tests/guards/canaries/).
"""

from __future__ import annotations

import dataclasses

from checkins.week import showing as week
from tests.guards.allowed import SHOWING, allowed, unlisted
from tests.guards.shown_fields import showings


def test_every_field_that_a_showing_has_is_allowed_and_nothing_else_is():
    assert unlisted(showings(), allowed(SHOWING)) == []


def test_a_field_that_is_new_fails_until_somebody_says_whose_it_is(monkeypatch):
    seen_by_the_other = dataclasses.make_dataclass("Week", ["entries", "today", "read_by_the_other_at"])
    seen_by_the_other.__module__ = week.__name__
    monkeypatch.setattr(week, "Week", seen_by_the_other)
    [complaint] = unlisted(showings(), allowed(SHOWING))
    assert complaint == "checkins/week · Week: say in tests/guards/allowed/ whose read_by_the_other_at is"


def test_what_is_not_shown_any_more_does_not_stay_allowed():
    assert unlisted({}, {"checkins/week · Week": {"today"}}) == ["checkins/week · Week: today is not shown any more"]
