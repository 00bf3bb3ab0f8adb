"""Where a time to talk is agreed on, what is tried runs to a talk, and ends the day after it."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime

import pytest
import time_machine

from agreements.drafts.showing import draft_as_seen
from agreements.drafts.verbs import begin_draft
from agreements.kinds.base import kind_named
from agreements.letters.showing import todays_agreements_of, whole_agreement, whole_agreements
from agreements.trials.showing import due_trials
from agreements.trials.verbs import Said, answer_trial, try_first
from tests.helpers import factories
from tests.helpers.factories import fresh

pytestmark = pytest.mark.django_db
# A Monday; they talk on Sundays, 20:30.
NOW = datetime(2026, 2, 2, 12, tzinfo=UTC)
SUNDAY = date(2026, 3, 1)


def says(agreement, seat):
    seen = whole_agreement(whole_agreements(seat).get(pk=agreement.pk), seat, NOW)
    return str(seen.in_force.letter.sentences[-1])


@time_machine.travel(NOW, tick=False)
def test_a_trial_to_the_day_of_a_talk_says_so_and_ends_the_day_after(pair):
    factories.agreed_rhythm(pair, NOW)
    to_talk = factories.agreed_cool_down(pair, NOW, trial_until=SUNDAY)
    assert to_talk.ends_at == datetime(2026, 3, 2, 23, tzinfo=UTC)
    said = "We try this until our talk on 1 March. Then it ends by itself, unless you both keep it."
    assert says(to_talk, pair.alice_seat) == says(to_talk, pair.bob_seat) == said
    standing = todays_agreements_of(pair.bob_seat, NOW)
    # From the day of the reminder on, three days before the talk.
    due = [
        [row.pk for row in due_trials(pair.bob_seat, standing, datetime(2026, 2, day, 8, tzinfo=UTC)).rows]
        for day in (25, 26)
    ]
    assert due == [[], [to_talk.pk]]
    on_its_own = factories.agreed_response_rule(pair, NOW, trial_until=date(2026, 3, 2))
    assert on_its_own.ends_at == to_talk.ends_at
    assert says(on_its_own, pair.bob_seat).startswith("We try this until 2 March.")
    for seat in (pair.alice_seat, pair.bob_seat):
        answer_trial(to_talk, seat, 1, Said("longer"), NOW)
    assert "our talk on 29 March" in says(to_talk, pair.alice_seat)
    for seat in (pair.alice_seat, pair.bob_seat):
        answer_trial(to_talk, seat, 2, Said("keep"), NOW)
    assert "until" not in says(to_talk, pair.alice_seat)


@time_machine.travel(NOW, tick=False)
def test_four_weeks_run_to_the_next_talk_and_a_kind_may_begin_with_them(pair, monkeypatch):
    letter, kind = factories.proposed_rule(pair, NOW), kind_named("response_rule")
    monkeypatch.setattr(kind, "trial_weeks", 4)
    alone = begin_draft(pair.alice, kind, {}, uuid.uuid4(), NOW)
    assert alone.settings["trial_until"] == "2026-03-02", "without a time to talk four weeks are four weeks"
    factories.agreed_rhythm(pair, NOW)
    draft = begin_draft(pair.alice, kind, {}, uuid.uuid4(), NOW)
    assert draft.settings["trial_until"] == "2026-03-08", "the first talk after them"
    assert "our talk on 8 March" in str(draft_as_seen(draft, pair.alice).letter.sentences[-1]), "before it is sent, too"
    never = begin_draft(pair.alice, kind, {"trial_until": None}, uuid.uuid4(), NOW)
    assert never.settings["trial_until"] is None, "a template may have it otherwise"
    try_first(letter, pair.bob_seat, 1, uuid.uuid4(), NOW)
    assert fresh(letter).proposal.trial_until == date(2026, 3, 8)
