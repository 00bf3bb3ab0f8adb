"""What is tried is in force until its day is over, for every reader, whether or not any job has run."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django import forms

from agreements.card.showing import card_of, in_full
from agreements.drafts.showing import one_in_force
from agreements.kinds.base import all_kinds, kind_named
from agreements.letters import consent
from agreements.letters.ending import close_all_over
from agreements.letters.models import Agreement, Version
from agreements.letters.reminders import AGREEMENT, LETTER
from agreements.letters.showing import agreements_of, letters_for, todays_agreements_of
from agreements.pauses.offers import agreed_cool_down
from checkins.rhythm.models import CheckIn
from checkins.rhythm.scheduling import ensure_all_next
from reminders.models import Notice
from tests.agreements.trials.reading import page_of, text_of
from tests.helpers import factories
from tests.helpers.factories import fresh

pytestmark = [pytest.mark.django_db]
NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)
# Both live in Berlin: one hour before midnight in London the day is over there.
UNTIL, OVER = date(2026, 3, 1), datetime(2026, 3, 1, 23, tzinfo=UTC)
LAST = OVER - timedelta(seconds=1)


def reads(pair, now):
    """What each reader says of the two's cool-down at that moment."""
    kind = kind_named("cool_down")
    return (
        agreed_cool_down(pair.bob_seat, now) is not None,
        bool(card_of(pair.bob_seat, now).sentences),
        bool(in_full(pair.alice_seat, now)),
        one_in_force(pair.bob_seat, kind, now) is not None,
        [row.state for row in agreements_of(pair.alice_seat, now)] == ["in_force"],
        Agreement.objects.now_in_force(now).exists(),
    )


def test_every_reader_computes_it_from_the_date_and_housekeeping_changes_no_page(pair):
    agreement = factories.agreed_cool_down(pair, NOW, trial_until=UNTIL)
    assert agreement.ends_at == OVER, "at the end of that day, on the clock of who suggested it"
    assert reads(pair, LAST) == (True,) * 6
    with time_machine.travel(LAST, tick=False):
        assert "To be tried until 1 March." in text_of(page_of(pair.bob, "/agreements/")[1])
    assert reads(pair, OVER) == (False,) * 6
    with time_machine.travel(OVER + timedelta(hours=1), tick=False):
        paths = ["/agreements/", f"/agreements/{agreement.pk}/", "/today/", "/agreements/card/", "/pause/"]
        before = pages_of(pair.bob, paths)
        assert "You tried this until 1 March. It ends here." in text_of(before[1])
        assert "You tried this until 1 March. It ends here." in text_of(before[2])
        assert close_all_over(OVER + timedelta(hours=1)) == 1
        assert close_all_over(OVER + timedelta(hours=1)) == 0
        assert pages_of(pair.bob, paths) == before
    agreement = fresh(agreement)
    assert (agreement.ended_at, agreement.tried_until) == (OVER, UNTIL)
    assert [row.tried_until for row in todays_agreements_of(pair.alice_seat, OVER)] == [UNTIL], "both are told alike"
    assert todays_agreements_of(pair.alice_seat, OVER + timedelta(days=3)) == []


def pages_of(person, paths):
    return [page_of(person, path)[1] for path in paths]


def test_what_is_over_keeps_no_place_and_takes_no_answer(pair):
    tried = factories.agreed_cool_down(pair, NOW, trial_until=UNTIL)
    other = factories.proposed("response_rule", pair.alice_seat, NOW)
    letter = factories.amended(tried, pair.bob_seat, LAST, minutes=45)
    for answer in (consent.accept, consent.decline):
        with pytest.raises(consent.Changed):
            answer(tried, pair.alice_seat, 2, OVER)
    assert [row.pk for row in letters_for(pair.alice_seat, OVER)] == []
    told = Notice(kind="letter", subject=AGREEMENT.of(tried.pk), occurrence="version:2", user=pair.alice)
    assert LETTER.lines([told], LAST)
    assert not LETTER.lines([told], OVER)
    consent.accept(other, pair.bob_seat, 1, OVER)
    assert fresh(letter).ended_at == OVER, "a verb first closes what is over"
    second = factories.agreed_cool_down(pair, OVER, word="kettle")
    assert second.is_in_force
    with pytest.raises(consent.OneAlready):
        factories.proposed("cool_down", pair.bob_seat, OVER)


def test_ending_it_after_its_day_ends_nothing_a_second_time(pair):
    tried = factories.agreed_cool_down(pair, NOW, trial_until=UNTIL)
    consent.end(tried, pair.bob_seat, OVER + timedelta(hours=2))
    assert (fresh(tried).ended_at, fresh(tried).news_for) == (OVER, None), "as of its day, and nobody ended it"


def test_a_rhythm_on_trial_puts_no_talk_past_its_day(pair):
    rhythm = factories.agreed_rhythm(pair, NOW, trial_until=date(2026, 2, 14))
    first = CheckIn.objects.get(agreement=rhythm)
    ensure_all_next(first.starts_at + timedelta(hours=3))
    second = CheckIn.objects.ahead(first.starts_at).get(agreement=rhythm)
    assert (first.starts_at.date(), second.starts_at.date()) == (date(2026, 2, 1), date(2026, 2, 8))
    assert ensure_all_next(second.starts_at + timedelta(hours=3)) == 0
    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        longer = factories.amended(rhythm, pair.bob_seat, NOW + timedelta(days=8), trial_until=None)
        consent.accept(longer, pair.alice_seat, 2, NOW + timedelta(days=8))
    assert CheckIn.objects.ahead(NOW + timedelta(days=8)).get(agreement=rhythm).starts_at.date() == date(2026, 2, 15)
    assert fresh(rhythm).ends_at is None


def test_a_letter_whose_day_passed_before_it_was_answered_is_refused(pair):
    letter = factories.proposed("cool_down", pair.alice_seat, NOW, trial_until=UNTIL)
    with pytest.raises(consent.TrialOver):
        consent.accept(letter, pair.bob_seat, 1, OVER)
    assert not fresh(letter).is_in_force
    assert Version.objects.get().trial_until == UNTIL


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", None),
        ("2026-02-02", None),
        ("2027-02-01", None),
        ("2026-02-01", "This date is over. Choose tomorrow or a later one."),
        ("2026-01-31", "This date is over. Choose tomorrow or a later one."),
        ("2027-02-02", "A year is the longest. Choose a nearer date."),
    ],
)
@time_machine.travel(NOW, tick=False)
def test_every_kind_takes_a_day_from_tomorrow_to_a_year(typed, problem):
    for kind in all_kinds():
        form = kind.form_class({"trial_until": typed}, shown=["trial_until"])
        assert form.errors.get("trial_until") == ([problem] if problem else None), kind.name
        assert ("trial_until",) in kind.lines
        assert isinstance(form.fields["trial_until"], forms.DateField)


@time_machine.travel(NOW, tick=False)
def test_the_letter_says_it_to_both_and_the_last_day_stands_while_other_words_change(pair):
    letter = factories.proposed("cool_down", pair.alice_seat, NOW, trial_until=UNTIL)
    said = "We try this until 1 March. Then it ends by itself, unless you both keep it."
    for person in (pair.alice, pair.bob):
        [page] = pages_of(person, [f"/agreements/{letter.pk}/"])
        assert said in text_of(page)
    form = kind_named("cool_down").form_class({"trial_until": "2026-02-01"}, initial={"trial_until": "2026-02-01"})
    assert "trial_until" not in form.errors
