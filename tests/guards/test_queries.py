"""A page costs the same number of queries with one thing on it and with three, and Today at most nine."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.phrases.own import add_own
from checkins.decks.own_verbs import add_question, make_deck
from checkins.moving.movable import Talk
from checkins.moving.verbs import suggest_time
from checkins.questions.models import OwnDeck
from checkins.rhythm.models import CheckIn
from couples.keys.verbs import make_key
from journal.closeness.models import ClosenessSentence
from journal.habits.models import Habit
from journal.habits.verbs import MOST
from journal.lists.lists import ALL
from journal.lists.models import OwnItem
from reminders.models import Notice
from tests.helpers import factories, letters, notebook
from tests.journal import own
from tests.journal.closeness.writing import gone_on

pytestmark = pytest.mark.django_db
both_databases = pytest.mark.both_databases("how many queries, and which")

# One of them for what the other has said.
MOST_ON_TODAY = 9
# Until all of the first things are begun: which of them were, and what is ready; and whether one question was skipped.
MORE_AT_FIRST = 3
# What marks out a transaction, and on PostgreSQL tells it for whom it is.
NOT_ASKING = ("SAVEPOINT", "RELEASE", "SELECT set_config('steady.person'")


def queries(client, path):
    """Return how many queries a page costs, and show them when they are compared."""
    client.get(path)  # what is made once, such as a session's first row, is made here
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    assert response.status_code == 200, path
    return [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(NOT_ASKING)]


def alone(charlie):
    factories.draft(charlie)
    factories.open_invitation(charlie)
    return charlie


def just_connected(charlie):
    pair = factories.connected_couple(charlie, factories.person("Dana"))
    factories.draft(pair.alice)
    return charlie


def normal_week(charlie):
    # Long enough ago that nothing of the first days is offered, nor to try a pause.
    pair = factories.connected_couple(charlie, factories.person("Dana"), timezone.now() - timedelta(days=40))
    factories.agreed_cool_down(pair, timezone.now() - timedelta(days=30))
    for _ in range(3):
        factories.agreed_response_rule(pair)
        factories.proposed("response_rule", pair.bob_seat)
    factories.opened_check_in(pair)
    return charlie


def pause(charlie):
    normal_week(charlie)
    factories.paused(factories.pair_of(charlie).bob_seat)
    return charlie


@both_databases
@pytest.mark.parametrize("state", [alone, just_connected, normal_week, pause])
def test_today_costs_at_most_nine_queries_in_each_state(charlie, state):
    found = queries(factories.signed_in(None, state(charlie)), "/today/")
    assert len(found) <= MOST_ON_TODAY + MORE_AT_FIRST * (state is just_connected), "\n".join(found)


def one_more_of_everything(pair):
    """Add one thing of each sort."""
    factories.draft(pair.alice)
    letters.letter_draft(pair.alice)
    factories.agreed_response_rule(pair)
    factories.proposed_rule(pair)
    factories.proposed("response_rule", pair.bob_seat)
    factories.amended(factories.agreed_response_rule(pair), pair.bob_seat, please="other words")
    factories.agreed("responsibility", pair)
    factories.unnoticed(pair.bob_seat)
    factories.opened_check_in(pair)
    factories.tried(pair)
    talk = Talk(factories.upcoming_check_in(pair))
    suggest_time(talk, pair.bob_seat, talk.meeting.starts_at + timedelta(hours=1), "x", None, timezone.now())
    for seat in (pair.alice_seat, pair.bob_seat):
        factories.said_phrase(seat)
        add_own(seat.user, "sit with me", uuid.uuid4(), timezone.now())
        factories.queued(seat, is_announced=True)
        notebook.noted(seat)
        notebook.noted(seat, is_for_now=True)
        letters.letter_sent(seat)
    notebook.looked_at(pair.alice)
    if Habit.objects.count() < MOST:
        own.habit(pair.alice)
    for name in ALL:
        own.listed(pair.alice, f"this, {OwnItem.objects.count()}", name)
    gone_on(pair.alice, now=timezone.now() - timedelta(days=40 * ClosenessSentence.objects.count()))
    for _ in range(3):
        notebook.felt(pair.alice, trigger="late_reply")
    # Of letters that are to be read the frame says from whom they are: one of its queries for the kind, beside this.
    Notice.objects.update(read_at=timezone.now())
    make_key(pair.alice, "phone", uuid.uuid4(), timezone.now())
    deck = make_deck(pair.alice_seat, "us", uuid.uuid4(), timezone.now())
    for _ in range(OwnDeck.objects.count()):
        add_question(pair.alice_seat, deck.pk, "why?", uuid.uuid4(), timezone.now())


LISTS = ["/today/", "/agreements/", "/check-ins/", "/pause/", "/settings/", "/notices/", "/more/", "/invite/"]
LISTS += ["/agreements/to-answer/", "/agreements/drafts/send/", "/check-ins/topics/", "/good/", "/kept/", "/decks/"]
LISTS += ["/agreements/card/", "/agreements/card/in-full/", "/responsibilities/", "/responsibilities/swap/"]
LISTS += ["/ask/", "/ask/own/", "/letters/", "/mine/letters/"]
LISTS += ["/mine/lines/", "/mine/feeds-me/", "/mine/something/", "/mine/habits/"]
LISTS += ["/mine/thoughts/", "/mine/triggers/", "/mine/triggers/late_reply/", "/mine/closeness/"]
LISTS += ["/look-back/", "/look-back/mine/"]


def test_pages_cost_the_same_with_one_and_with_three_of_everything(pair, alice_client):
    """Lists, and pages of one thing however much else there is."""
    agreement = factories.amended(factories.agreed_response_rule(pair), pair.bob_seat, please="x")
    check_in = factories.begun_check_in(pair)
    single = [f"/agreements/{agreement.pk}/", f"/agreements/{agreement.pk}/other-words/", f"/check-ins/{check_in.pk}/"]
    with_few = {path: queries(alice_client, path) for path in single}
    one_more_of_everything(pair)
    with_few |= {path: queries(alice_client, path) for path in LISTS}
    for _ in range(2):
        one_more_of_everything(pair)
    with_more = {path: queries(alice_client, path) for path in with_few}
    assert {path: len(found) for path, found in with_few.items()} == {
        path: len(found) for path, found in with_more.items()
    }, "\n".join(sorted({sql for path in with_few for sql in set(with_more[path]) - set(with_few[path])}))
    assert max(len(with_few[path]) for path in single) <= 15


def test_the_talks_cost_the_same_with_one_and_with_fifty(pair, alice_client):
    now = timezone.now()

    def talks(number):
        when = [now - timedelta(days=day) for day in range(number)]
        CheckIn.objects.bulk_create(
            CheckIn(couple=pair.couple, slot=day, starts_at=day, both_in_at=day, minutes=30, zone="UTC") for day in when
        )
        return len(queries(alice_client, "/check-ins/"))

    assert talks(1) == talks(49)


def test_agreements_and_today_cost_the_same_with_one_and_with_sixty(pair, alice_client):
    first = factories.agreed_response_rule(pair)
    there = f"/agreements/{first.pk}/"
    paths = ["/agreements/", there, f"{there}history/", "/today/", "/api/v1/agreements/"]
    with_one = [len(queries(alice_client, path)) for path in paths]
    factories.many_agreed(pair, 59)
    factories.copied(first, [(first, number) for number in range(2, 31)])
    assert [len(queries(alice_client, path)) for path in paths] == with_one


def test_what_stays_after_leaving_costs_the_same_with_one_and_with_three(pair, alice_client):
    def cost():
        return len(queries(alice_client, f"/earlier/{pair.couple.pk}/"))

    one_more_of_everything(pair)
    pair.left()
    with_one = cost()
    again = factories.connected_couple(pair.alice, pair.bob)
    for _ in range(3):
        one_more_of_everything(again)
    again.left()
    assert len(queries(alice_client, f"/earlier/{again.couple.pk}/")) == with_one
