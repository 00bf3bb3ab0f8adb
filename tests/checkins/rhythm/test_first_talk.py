"""The first talk of two people: told a day before, and asked afterwards whether the same time suits again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from agreements.letters import consent
from basics.localtime import local
from checkins.moving.movable import Talk
from checkins.moving.verbs import accept_time, suggest_time
from checkins.rhythm.models import CheckIn
from checkins.rhythm.reminders import CHECK_IN
from checkins.table.coming import WhatComes, what_comes
from reminders.kinds import Hold
from reminders.models import Notice, Reminder, State
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(second=0, microsecond=0)
DAY = timedelta(days=1)


def the_day_before() -> list[Reminder]:
    rows = Reminder.objects.filter(kind="check_in", occurrence__endswith=":first", channel="in_app")
    return list(rows.exclude(state=State.WITHDRAWN).order_by("user"))


def test_both_are_told_a_day_before_and_anew_once_it_was_moved(pair: Pair) -> None:
    talk = factories.upcoming_check_in(pair, NOW, hours=60)
    assert {(row.user, row.due_at) for row in the_day_before()} == {
        (person, talk.starts_at - DAY) for person in (pair.alice, pair.bob)
    }
    later = talk.starts_at + timedelta(hours=30)
    move = suggest_time(Talk(talk), pair.alice_seat, later, "", None, NOW)
    accept_time(Talk.of(pair.bob_seat, talk.pk), pair.bob_seat, move.pk, NOW)
    assert {row.due_at for row in the_day_before()} == {later - DAY}


def test_it_is_told_of_the_first_alone_and_of_none_within_a_day(pair: Pair) -> None:
    factories.upcoming_check_in(pair, NOW, hours=23)
    assert not the_day_before(), "within a day"
    consent.end(factories.rhythm_of(CheckIn.objects.get()), pair.alice_seat, NOW)
    factories.opened_check_in(pair)
    second = factories.upcoming_check_in(pair, NOW, hours=60)
    assert all(row.due_at < NOW for row in the_day_before()), "not their first"
    assert Reminder.objects.about(f"check_in:{second.pk}").exists()


def test_nobody_is_told_twice_at_one_moment(pair: Pair) -> None:
    factories.upcoming_check_in(pair, NOW, hours=60, remind_minutes=24 * 60)
    assert not the_day_before()
    assert Reminder.objects.filter(kind="check_in", channel="in_app").count() == 2


def test_what_is_said_of_it_is_short_and_a_pause_holds_it(pair: Pair) -> None:
    talk = factories.upcoming_check_in(pair, NOW, hours=60)
    alices, bobs = the_day_before()
    assert CHECK_IN.plain(alices, talk.starts_at - DAY).paragraphs[1].startswith("It is your first. Three minutes")
    factories.handed_in(talk, pair.bob_seat, now=NOW)
    assert "first" not in CHECK_IN.plain(bobs, talk.starts_at - DAY).paragraphs[1], "who is in is not asked to write"
    told = Notice(pk=1, user=pair.alice, kind="check_in", subject=alices.subject, occurrence=alices.occurrence)
    assert "Your first talk: " in CHECK_IN.lines([told], talk.starts_at - DAY)[1].text
    assert "Your first talk: " not in CHECK_IN.lines([told], talk.starts_at)[1].text
    factories.paused(pair.bob_seat, 30, now=talk.starts_at - DAY)
    decided = CHECK_IN.decide([alices], talk.starts_at - DAY + timedelta(minutes=1))
    assert isinstance(decided[alices.pk], Hold)


def test_after_the_first_talk_both_are_asked_whether_the_time_suits_again(pair: Pair) -> None:
    def comes(check_in: CheckIn) -> list[WhatComes | None]:
        # On their own clock, as the page is read: late in the evening it is another day there.
        with timezone.override(pair.alice.time_zone):
            return [what_comes(check_in, seat, timezone.now()) for seat in (pair.alice_seat, pair.bob_seat)]

    first = factories.opened_check_in(pair)
    for asked in comes(first):
        assert asked
        assert asked.is_asked
        assert asked.weekday == f"{local(asked.starts_at, pair.alice.time_zone):%A}"
    page = factories.signed_in(None, pair.alice).get(f"/check-ins/{first.pk}/ten-minutes/").content.decode()
    assert f"Same time next {asked.weekday}?" in page
    assert f"/check-ins/{asked.pk}/move/" in page
    CheckIn.objects.filter(pk=asked.pk).update(starts_at=timezone.now() - timedelta(minutes=5))
    second = CheckIn.objects.get(pk=asked.pk)
    for seat in (pair.alice_seat, pair.bob_seat):
        factories.handed_in(second, seat)
    assert [each and each.is_asked for each in comes(second)] == [False, False]
