"""A talk at its moments, and the one question of the first day."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from checkins.agenda.verbs import queue_letter, queue_pause_topic
from checkins.answers.starting import start_without_writing
from checkins.answers.verbs import keep_take_away
from checkins.one_question.verbs import ask_one_question
from checkins.rhythm.models import OPEN_FOR, CheckIn
from couples.people.models import User
from tests.checkins.table.eased import told_how_it_went
from tests.e2e.staging import answered_by_each, couple, scene
from tests.helpers import factories, notebook
from tests.helpers.factories import Pair


def _page_of(check_in: CheckIn, person: User) -> tuple[User, str]:
    return person, reverse("check_in", args=[check_in.pk])


@scene
def one_question() -> tuple[User, str]:
    pair = couple()
    return _page_of(ask_one_question(pair.alice_seat, timezone.now()), pair.bob)


@scene
def one_question_opened() -> tuple[User, str]:
    pair = couple()
    check_in = ask_one_question(pair.alice_seat, timezone.now())
    factories.handed_in(check_in, pair.alice_seat, "You hum while you cook")
    return _page_of(factories.handed_in(check_in, pair.bob_seat, "You warm my side"), pair.alice)


def _laid_table(talks_before: int = 0) -> tuple[Pair, CheckIn]:
    pair, now = couple(), timezone.now()
    for number in range(talks_before):
        past = now - timedelta(days=7 * (number + 1))
        check_in = factories.check_in_at(pair, past, past - timedelta(days=2))
        for seat in (pair.bob_seat, pair.alice_seat):
            factories.handed_in(check_in, seat, now=past)
    queue_pause_topic(pair.alice_seat, "What you said at the door", pair.couple.pk, now)
    queue_letter(pair.bob_seat, answered_by_each(pair), "I would like to hear what is hard in it for you", now)
    factories.queued(pair.bob_seat, "How often my parents come, and how long they stay")
    factories.queued(pair.alice_seat, "Where we go in summer, and whether we go at all")
    notebook.noted(pair.alice_seat, "You stayed up until I was home")
    notebook.noted(pair.bob_seat, "你把阳台的灯修好了，还等我回家一起开")
    return pair, factories.opened_check_in(pair)


@scene
def table_that_asks_what_fits() -> tuple[User, str]:
    pair, check_in = _laid_table(4)
    long_ago = timezone.now() - timedelta(days=200)
    factories.agreed_cool_down(pair, long_ago, word="kettle")
    factories.agreed_response_rule(pair, long_ago, triggers=["late_reply"])
    for seat, answer in ((pair.alice_seat, "easier"), (pair.bob_seat, "same")):
        told_how_it_went(seat, answer, long_ago + timedelta(days=30))
    # The ones before it were talks of another quarter.
    CheckIn.objects.filter(couple=pair.couple).exclude(pk=check_in.pk).update(starts_at=long_ago)
    return pair.bob, reverse("table", args=[check_in.pk]) + "#fits"


@scene
def table() -> tuple[User, str]:
    pair, check_in = _laid_table(4)
    return _page_of(check_in, pair.alice)


@scene
def table_at_first() -> tuple[User, str]:
    """Nothing written of what felt good, nothing to talk about, and one way to begin."""
    pair = couple()
    return _page_of(factories.opened_check_in(pair), pair.alice)


@scene
def table_ten_minutes() -> tuple[User, str]:
    pair, check_in = _laid_table()
    return pair.alice, reverse("ten_minutes", args=[check_in.pk])


@scene
def table_whole() -> tuple[User, str]:
    pair, check_in = _laid_table(4)
    return pair.bob, reverse("table", args=[check_in.pk]) + "#fits"


@scene
def table_question() -> tuple[User, str]:
    pair, check_in = _laid_table()
    return pair.alice, f"{reverse('ten_minutes', args=[check_in.pk])}#question"


@scene
def table_end() -> tuple[User, str]:
    pair, check_in = _laid_table()
    return pair.alice, f"{reverse('ten_minutes', args=[check_in.pk])}#wishes"


@scene
def table_without_writing() -> tuple[User, str]:
    """What Alice had written stays hers; the two ask each other."""
    pair, now = couple(), timezone.now()
    check_in = factories.begun_check_in(pair)
    factories.handed_in(check_in, pair.alice_seat)
    for seat in (pair.bob_seat, pair.alice_seat):
        start_without_writing(check_in, seat, now)
    return pair.alice, reverse("ten_minutes", args=[check_in.pk])


@scene
def check_in_in_the_last_hour() -> tuple[User, str]:
    pair = couple()
    check_in = factories.upcoming_check_in(pair, hours=0.5)
    return _page_of(factories.handed_in(check_in, pair.alice_seat), pair.alice)


@scene
def check_in_read_again() -> tuple[User, str]:
    """It is no news any more: all of it on one page."""
    pair = couple()
    past = timezone.now() - OPEN_FOR - timedelta(days=1)
    check_in = factories.check_in_at(pair, past, past - timedelta(days=2))
    for seat in (pair.bob_seat, pair.alice_seat):
        check_in = factories.handed_in(check_in, seat, "A walk by the river", past)
    for seat in (pair.bob_seat, pair.alice_seat):
        keep_take_away(check_in, seat, "Tea first, then money.", past)
    return _page_of(check_in, pair.alice)


@scene
def another_time_elsewhere() -> tuple[User, str]:
    pair = couple()
    factories.agreed_rhythm(pair, zone="Asia/Shanghai")
    return pair.alice, reverse("move", args=[CheckIn.objects.get().pk])
