"""Three left out in a row: both are asked alike, once, and what one answers is nobody else's."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from agreements.letters import consent
from agreements.letters.models import Version
from checkins.moving import verbs
from checkins.moving.movable import Talk
from checkins.moving.showing import questions_of
from checkins.moving.suiting import say_it_suits
from checkins.rhythm.models import CheckIn
from couples.live.verbs import present_revision
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db
both_databases = pytest.mark.both_databases("subqueries")
NOW = timezone.now().replace(second=0, microsecond=0)
WEEK = timedelta(days=7)


def skip(pair: Pair, number: int, now: datetime = NOW) -> CheckIn:
    """Let Alice and Bob skip so many in turn, right away; return the last of them."""
    for turn in range(number):
        check_in = CheckIn.objects.ahead(now).select_related("agreement").order_by("starts_at")[0]
        seat = (pair.alice_seat, pair.bob_seat)[turn % 2]
        verbs.leave_out(Talk(check_in), seat, check_in.starts_at, "", now)
    return CheckIn.objects.get(pk=check_in.pk)


def asked(pair: Pair, now: datetime = NOW) -> list[int]:
    """Return how many questions each of them has."""
    return [len(questions_of(seat, now)) for seat in (pair.alice_seat, pair.bob_seat)]


@both_databases
def test_after_three_both_are_asked_and_after_two_nobody(pair: Pair) -> None:
    factories.upcoming_check_in(pair, NOW)
    skip(pair, 2)
    assert asked(pair) == [0, 0]
    skip(pair, 1)
    assert asked(pair) == [1, 1]
    [hers], [his] = (questions_of(seat, NOW) for seat in (pair.alice_seat, pair.bob_seat))
    assert hers == his, "it says of neither who skipped"
    assert hers.is_weekly


@both_databases
def test_it_suits_is_for_oneself_alone_and_asked_once_a_time(pair: Pair) -> None:
    factories.upcoming_check_in(pair, NOW)
    third = skip(pair, 3)
    before = present_revision(pair.bob.pk, NOW)
    say_it_suits(pair.alice_seat, third.pk, NOW)
    assert asked(pair) == [0, 1]
    assert present_revision(pair.bob.pk, NOW) == before
    skip(pair, 1)
    assert asked(pair) == [0, 1], "a fourth does not ask again"
    skip(pair, 2)
    assert asked(pair) == [1, 1], "three more do"


def test_a_talk_that_comes_to_be_puts_the_question_away(pair: Pair) -> None:
    factories.upcoming_check_in(pair, NOW)
    skip(pair, 3)
    ahead = CheckIn.objects.ahead(NOW).get()
    assert asked(pair, ahead.starts_at - timedelta(seconds=1)) == [1, 1]
    assert asked(pair, ahead.starts_at) == [0, 0]


def test_one_that_was_not_skipped_begins_the_row_anew(pair: Pair) -> None:
    first = factories.upcoming_check_in(pair, NOW)
    skip(pair, 2)
    ahead = CheckIn.objects.ahead(NOW).get()
    later = ahead.starts_at + timedelta(minutes=1)
    from checkins.rhythm.scheduling import ensure_next

    ensure_next(factories.rhythm_of(first), later)
    skip(pair, 2, later)
    assert asked(pair, later) == [0, 0]


def test_a_letter_about_it_asks_instead_and_other_words_answer(pair: Pair) -> None:
    rhythm = factories.rhythm_of(factories.upcoming_check_in(pair, NOW))
    skip(pair, 3)
    letter = factories.amended(rhythm, pair.bob_seat, NOW, minutes=45)
    assert asked(pair) == [0, 0]
    consent.accept(letter, pair.alice_seat, 2, NOW + timedelta(minutes=1))
    assert asked(pair) == [0, 0]


@both_databases
def test_the_page_leads_to_the_letter_with_every_other_week_filled_in(pair: Pair) -> None:
    rhythm = factories.rhythm_of(factories.upcoming_check_in(pair, NOW))
    skip(pair, 3)
    with time_machine.travel(NOW, tick=False):
        client = factories.signed_in(None, pair.bob)
        page = client.get("/check-ins/").content.decode()
        assert "day still suit you two?" in page
        assert "Alice" not in page.split("still suit you two?")[1].split("It suits")[0]
        assert f'href="/agreements/{rhythm.pk}/other-words/?weeks=2"' in page
        form = client.get(f"/agreements/{rhythm.pk}/other-words/?weeks=2").context["form"]
        assert form["weeks"].value() == 2
        # Of two days neither is the one in question.
        Version.objects.filter(agreement=rhythm).update(settings={**rhythm.in_force.settings, "weekdays": [0, 3]})
        assert "Does your talk time still suit you two?" in client.get("/check-ins/").content.decode()
