"""That was a slip: for ten seconds a pause is there for whoever tapped, and nothing of it for anybody else."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from agreements.pauses.models import Pause, Stretch
from agreements.pauses.running import NamesRestToo, object_to_name_in_pause, running_until
from agreements.pauses.verbs import (
    SLIP_WITHIN,
    AnotherPause,
    NoLongerASlip,
    NotMyPause,
    return_early,
    start_pause,
    take_back_slip,
)
from couples.live.verbs import present_revision
from reminders.models import Notice, Reminder
from tests.api.conftest import Caller
from tests.couples.live.test_lives import asked, question_on
from tests.helpers import factories
from tests.helpers.pages import without_chance

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases("what verbs write")]
NOW = timezone.now().replace(microsecond=0)
LATER = NOW + SLIP_WITHIN
HALF_AN_HOUR = timedelta(minutes=30)
PAGES = ["/today/", "/pause/", "/notices/", "/settings/"]


def begin(seat, now=NOW, **options):
    return start_pause(seat, now + HALF_AN_HOUR, now, **options)


def browsed(browser, person):
    """All that somebody's pages, their headers and the API are like."""
    pages = [browser.get(path) for path in PAGES]
    said = [(page.status_code, without_chance(page.content.decode()), page.get("ETag")) for page in pages]
    return said, Caller(person).get("/pause/").content


def test_until_both_know_nothing_of_the_others_moves(pair):
    """Not a byte, status or moment of change; nor for whoever still comes back from the last one."""
    with time_machine.travel(NOW, tick=False):
        factories.over_pause(pair.alice_seat, now=NOW)
        browser = factories.signed_in(None, pair.bob)
        browsed(browser, pair.bob)
        before = browsed(browser, pair.bob)
        questions = [question_on(browser.get(path).content.decode()) for path in ("/today/", "/pause/")]
        pause = begin(pair.alice_seat)
        assert browsed(browser, pair.bob) == before
        object_to_name_in_pause(pair.bob, "Robert", NOW)
    almost = LATER - timedelta(seconds=1)
    with time_machine.travel(almost, tick=False):
        assert {asked(browser, question).status_code for question in questions} == {204}
    assert running_until([pair.couple.pk], almost) == {}
    with time_machine.travel(LATER, tick=False):
        pages = [asked(browser, question).content.decode() for question in questions]
        assert all("needs a pause and will be back" in page for page in pages)
        with pytest.raises(NamesRestToo):
            object_to_name_in_pause(factories.pair_of(pair.alice).bob, "Robert", LATER)
    assert running_until([pair.couple.pk], LATER) == {pair.couple.pk: pause.ends_at}
    told = Reminder.objects.filter(kind="pause_started", subject=f"pause:{pause.pk}")
    assert set(told.values_list("user", "due_at")) == {(pair.bob.pk, LATER)}


def test_a_slip_leaves_no_row_and_the_other_nothing_to_ask_for(pair):
    before = present_revision(pair.bob.pk, LATER)
    pause = begin(pair.alice_seat)
    assert take_back_slip(pause.pk, pair.alice_seat, LATER - timedelta(seconds=1))
    assert not Pause.objects.exists()
    assert not Stretch.objects.exists()
    for model in (Notice, Reminder):
        assert not model.objects.filter(subject__startswith="pause").exists(), model
    assert present_revision(pair.bob.pk, LATER) == before
    assert not take_back_slip(pause.pk, pair.alice_seat, LATER), "and there is nothing to take back any more"


def test_to_come_back_before_anybody_knows_is_a_slip(pair):
    begin(pair.alice_seat)
    assert return_early(None, pair.alice_seat, NOW + timedelta(seconds=1))
    assert not Pause.objects.exists()


def test_what_both_know_is_no_slip(pair):
    pause = begin(pair.alice_seat)
    with pytest.raises(NoLongerASlip):
        take_back_slip(pause.pk, pair.alice_seat, LATER)
    with pytest.raises(AnotherPause):
        take_back_slip(uuid.uuid4(), pair.alice_seat, NOW)
    with pytest.raises(NotMyPause):
        take_back_slip(pause.pk, pair.bob_seat, LATER)
    assert not take_back_slip(None, pair.bob_seat, NOW), "and the other finds none before"


def test_the_others_own_tap_makes_it_known_to_both(pair):
    pause = begin(pair.alice_seat)
    soon = NOW + timedelta(seconds=3)
    before = present_revision(pair.alice.pk, soon)
    assert begin(pair.bob_seat, soon).pk == pause.pk
    assert present_revision(pair.alice.pk, soon) != before
    with pytest.raises(NoLongerASlip):
        take_back_slip(pause.pk, pair.alice_seat, soon)


def test_a_slip_counts_for_no_limit(pair):
    for number in range(10):
        now = NOW + timedelta(minutes=number)
        start_pause(pair.alice_seat, now + timedelta(hours=24), now)
        assert take_back_slip(None, pair.alice_seat, now)
    assert begin(pair.alice_seat, NOW + timedelta(minutes=11))


def test_a_tap_that_arrives_again_begins_one_pause(pair):
    """Also once that is over; and another tap begins another."""
    tap = uuid.uuid4()
    pause = begin(pair.alice_seat, submission=tap)
    assert begin(pair.alice_seat, LATER, submission=tap).pk == pause.pk
    return_early(pause.pk, pair.alice_seat, LATER)
    later = LATER + timedelta(minutes=10)
    assert begin(pair.alice_seat, later, submission=tap).pk == pause.pk
    assert Pause.objects.running(later).first() is None
    assert begin(pair.alice_seat, later, submission=uuid.uuid4()).pk != pause.pk


def test_the_page_sends_one_tap_once_and_offers_the_slip(pair, alice_client, bob_client):
    for client, tap in ((alice_client, uuid.uuid4()), (alice_client, uuid.uuid4())):
        client.post("/pause/start/", {"submission": tap})
        client.post("/pause/start/", {"submission": tap})
    assert Pause.objects.count() == 1
    page = alice_client.get("/pause/").content.decode()
    assert "That was a slip" in page
    assert "end my pause" not in page
    assert "That was a slip" not in bob_client.get("/pause/").content.decode()
    said = alice_client.post("/pause/slip/", {"pause": Pause.objects.get().pk}, follow=True).content.decode()
    assert "Nobody was told" in said
    assert not Pause.objects.exists()
