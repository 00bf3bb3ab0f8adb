"""Begun again, the words are the same: whoever is named in them stays who they are."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest

from agreements.drafts.again import begin_again
from agreements.kinds.base import all_kinds
from agreements.letters.ending import close_if_over, end
from tests.helpers import factories
from tests.helpers.factories import fresh

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 3, 18, 0, tzinfo=UTC)


def test_whoever_begins_it_again_it_says_the_same_of_the_same_two(pair):
    """Of each kind that names one of them: what Alice began, what Bob's draft of it says, and what hers does."""
    cases = [
        ("responsibility", {"notice": "author", "plan": "turns", "do": "other"}, {"notice": "other", "do": "author"}),
        ("ritual", {"who_starts": "author"}, {"who_starts": "other"}),
        ("ritual", {"who_starts": "turns"}, {}),
        ("own_time", {"whose": "other"}, {"whose": "author"}),
        # Nobody words a limit for the other: it binds whoever begins it.
        ("boundary", {"goes_for": "author"}, {}),
        # Whoever is asked for the pause, whichever of the two that is.
        ("cool_down", {"speaks_first": "other"}, {}),
    ]
    for kind, said, turned in cases:
        agreement = factories.agreed(kind, pair, NOW, trial_until=None, **said)
        end(agreement, pair.alice_seat, NOW)
        for seat, expected in ((pair.alice_seat, said), (pair.bob_seat, {**said, **turned})):
            draft = begin_again(fresh(agreement), seat, uuid.uuid4(), NOW)
            assert expected.items() <= draft.settings.items(), (kind, seat.user.name)


def test_what_comes_too_late_says_the_same_of_the_same_two(pair):
    """Bob's other words for what Alice began become a draft of his, once that is over."""
    swim = factories.agreed("own_time", pair, NOW, whose="author", trial_until=NOW.date())
    letter = factories.amended(swim, pair.bob_seat, NOW, whose="other")
    late = fresh(letter)
    assert late.ends_at
    close_if_over(late, late.ends_at)
    draft = pair.bob.drafts.get()
    assert draft.settings["whose"] == "author"


def test_each_kind_says_which_of_its_settings_name_one_of_the_two():
    """Else the other's draft of it would name the wrong one."""
    for kind in all_kinds():
        choices = {name: {value for value, _label in getattr(field, "choices", ())} for name, field in fields_of(kind)}
        assert {name for name, values in choices.items() if {"author", "other"} <= values} == {*kind.who_fields}


def fields_of(kind):
    return kind.form_class(author_name="Alice", partner_name="Bob").fields.items()
