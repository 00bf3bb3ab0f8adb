"""What the two prepare for a talk and find in it: questions, decks, topics, something good."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from checkins.agenda.models import ASKED_AFTER, Topic
from checkins.answers.starting import start_without_writing
from checkins.answers.verbs import hand_in, keep_take_away
from checkins.decks.own_verbs import add_question, make_deck
from checkins.decks.verbs import choose_deck, say_heavy_is_fine
from checkins.rhythm.models import CheckIn
from checkins.rhythm.scheduling import ensure_all_next
from couples.people.models import User
from tests.e2e.staging import answered_by_each, couple, scene
from tests.helpers import factories, notebook
from tests.helpers.factories import Pair


def check_in_page(pair: Pair, check_in: CheckIn) -> tuple[User, str]:
    return pair.alice, reverse("check_in", args=[check_in.pk])


@scene
def check_in_to_prepare() -> tuple[User, str]:
    pair = couple()
    factories.queued(pair.bob_seat, "How often my parents come", is_announced=True)
    return check_in_page(pair, factories.upcoming_check_in(pair))


@scene
def topics() -> tuple[User, str]:
    pair = couple()
    factories.upcoming_check_in(pair)
    factories.queued(pair.bob_seat, "How often my parents come", is_announced=True)
    factories.queued(pair.alice_seat, "Where we go in summer, and whether we go at all", is_announced=True)
    factories.queued(pair.alice_seat, "The money for the bicycle")
    Topic.objects.filter(announced_at=None).update(times_moved=ASKED_AFTER)
    return pair.alice, reverse("topics")


@scene
def topic() -> tuple[User, str]:
    pair = couple()
    return pair.alice, reverse("topic", args=[factories.queued(pair.alice_seat, "The money for the bicycle").pk])


@scene
def decks() -> tuple[User, str]:
    pair = couple()
    make_deck(pair.bob_seat, "What only we two ask", uuid.uuid4(), timezone.now())
    return pair.alice, reverse("decks")


@scene
def heavy_deck() -> tuple[User, str]:
    return couple().alice, reverse("deck", args=["past"])


@scene
def own_deck() -> tuple[User, str]:
    pair, now = couple(), timezone.now()
    deck = make_deck(pair.bob_seat, "What only we two ask", uuid.uuid4(), now)
    add_question(pair.bob_seat, deck.pk, "What did we laugh about in Lisbon?", uuid.uuid4(), now)
    add_question(pair.alice_seat, deck.pk, "Where would we go again?", uuid.uuid4(), now)
    return pair.alice, reverse("deck", args=[deck.pk])


@scene
def heavy_question() -> tuple[User, str]:
    pair, now = couple(), timezone.now()
    for seat in (pair.alice_seat, pair.bob_seat):
        say_heavy_is_fine(seat, "past", True, now)
    choose_deck(pair.bob_seat, "past", now)
    return check_in_page(pair, factories.upcoming_check_in(pair))


@scene
def topic_of_a_letter() -> tuple[User, str]:
    pair = couple()
    return pair.alice, reverse("topic_of_letter", args=[answered_by_each(pair).pk])


@scene
def check_in_handed_in() -> tuple[User, str]:
    pair = couple()
    return check_in_page(pair, factories.handed_in(factories.begun_check_in(pair), pair.alice_seat))


@scene
def something_good() -> tuple[User, str]:
    pair = couple()
    notebook.noted(pair.alice_seat, "You stayed up until I was home")
    notebook.noted(pair.alice_seat, "You laughed with my mother at the table, all evening", is_for_now=True)
    notebook.noted(pair.bob_seat, "你把阳台的灯修好了，还等我回家一起开", is_for_now=True)
    return pair.alice, reverse("appreciations")


@scene
def something_good_to_change() -> tuple[User, str]:
    pair = couple()
    return pair.alice, reverse("appreciation", args=[notebook.noted(pair.alice_seat, "thank you").pk])


@scene
def kept() -> tuple[User, str]:
    pair, now = couple(), timezone.now()
    talk = factories.opened_check_in(pair)
    keep_take_away(talk, pair.bob_seat, "先喝茶，再谈钱。", now)
    keep_take_away(talk, pair.alice_seat, "Dinner at seven on Tuesdays.", now)
    notebook.noted(pair.bob_seat, "你把阳台的灯修好了，还等我回家一起开", now - timedelta(days=120), is_for_now=True)
    notebook.noted(pair.alice_seat, "You laughed with my mother at the table, all evening", is_for_now=True)
    return pair.alice, reverse("kept")


@scene
def check_in_returned() -> tuple[User, str]:
    pair = couple()
    past = timezone.now() - timedelta(days=5)
    check_in = factories.check_in_at(pair, past, past - timedelta(days=2))
    ensure_all_next(past)
    return check_in_page(pair, factories.handed_in(check_in, pair.alice_seat, now=past))


@scene
def check_in_wish() -> tuple[User, str]:
    """The last thing one is asked, once it is time: to hand in, to say it aloud, or to start at once."""
    pair = couple()
    person, path = check_in_page(pair, factories.begun_check_in(pair))
    return person, f"{path}#asks-until_next_time"


@scene
def check_in_question() -> tuple[User, str]:
    pair = couple()
    person, path = check_in_page(pair, factories.upcoming_check_in(pair))
    return person, f"{path}#asks-was_heavy"


@scene
def check_in_one_would_start() -> tuple[User, str]:
    pair = couple()
    check_in = factories.handed_in(factories.begun_check_in(pair), pair.alice_seat)
    start_without_writing(check_in, pair.alice_seat, timezone.now())
    return check_in_page(pair, check_in)


@scene
def check_in_started() -> tuple[User, str]:
    pair = couple()
    check_in = factories.handed_in(factories.begun_check_in(pair), pair.alice_seat)
    for seat in (pair.alice_seat, pair.bob_seat):
        start_without_writing(check_in, seat, timezone.now())
    return check_in_page(pair, check_in)


@scene
def day_after() -> tuple[User, str]:
    pair = couple()
    factories.begun_check_in(pair, minutes=24 * 60)
    ensure_all_next(timezone.now())
    return pair.alice, reverse("today")


@scene
def said_aloud() -> tuple[User, str]:
    pair, now = couple(), timezone.now()
    check_in = factories.handed_in(factories.begun_check_in(pair), pair.alice_seat)
    hand_in(check_in, pair.bob_seat, {}, now, rest_aloud=True)
    return pair.alice, f"{reverse('ten_minutes', args=[check_in.pk])}#question"
