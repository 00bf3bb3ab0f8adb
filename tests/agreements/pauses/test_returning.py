"""Coming back: one page for both, and what each writes is sealed until both are in."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from agreements.pauses.extending import More, ask_for_more
from agreements.pauses.models import Pause, ReturnPage
from agreements.pauses.returning import (
    NothingToComeBackFrom,
    NothingWritten,
    OpenAlready,
    Written,
    hand_in_page,
    keep_about,
    let_return_pages_go,
    put_away,
)
from agreements.pauses.showing import pause_as_seen
from agreements.pauses.verbs import start_pause, take_back_slip
from couples.people.models import UnsentForm
from reminders.models import Notice, Reminder, State
from tests.api.conftest import Caller
from tests.couples.people.test_unsent import come_back, signed_out_in_the_middle
from tests.guards.test_open_pages import seen
from tests.helpers import factories
from tests.reminders.channels.delivering import deliver_due

pytestmark = pytest.mark.django_db
both_databases = pytest.mark.both_databases("what verbs write, and what they delete")
NOW = timezone.now().replace(microsecond=0)
HOUR = timedelta(hours=1)
PAGES = ["/today/", "/pause/", "/pause/back/", "/notices/"]


def back(seat, now=NOW):
    return pause_as_seen(seat, now).back


@both_databases
def test_every_end_leads_both_to_one_page_for_two_hours(pair, alice_client, bob_client):
    factories.agreed_cool_down(pair, speaks_first="other")
    factories.over_pause(pair.alice_seat)
    who = {alice_client: "<bdi>Bob</bdi> speaks first.", bob_client: "You speak first."}
    for client, said in who.items():
        assert said in client.get("/today/").content.decode()
        for path in ("/pause/", "/pause/back/"):
            page = client.get(path).content.decode()
            assert said in page
            assert "What I would like you to know is" in page
        assert 'href="/pause/back/"' in client.get("/today/").content.decode()
    assert back(pair.bob_seat, timezone.now() + HOUR).leads_back
    assert not back(pair.bob_seat, timezone.now() + 2 * HOUR).leads_back
    with time_machine.travel(timezone.now() + 3 * HOUR):
        assert 'href="/pause/back/"' in factories.signed_in(None, pair.alice).get("/pause/").content.decode()
        assert "/pause/back/" not in factories.signed_in(None, pair.alice).get("/today/").content.decode()
    with time_machine.travel(timezone.now() + 80 * HOUR):
        assert factories.signed_in(None, pair.alice).get("/pause/back/")["Location"] == "/pause/"


@both_databases
def test_notices_lead_to_what_is_true_now(pair, alice_client):
    pause = factories.paused(pair.bob_seat, 30)
    assert "Nothing is expected of you" in alice_client.get("/pause/back/").content.decode()
    Pause.objects.filter(pk=pause.pk).update(ends_at=timezone.now())
    assert "Coming back" in alice_client.get("/pause/back/").content.decode()


@both_databases
def test_what_one_writes_moves_nothing_of_the_others_until_both_are_in(pair):
    with time_machine.travel(NOW, tick=False):
        pause = factories.paused(pair.alice_seat, 30, NOW - timedelta(minutes=35))
        bob = factories.signed_in(None, pair.bob)
        seen(bob, PAGES)
        before = seen(bob, PAGES), Caller(pair.bob).get("/pause/").content
        keep_about(pause.pk, pair.alice_seat, "the dishes", NOW)
        factories.written_after(pause, pair.alice_seat, "left alone", NOW)
        factories.written_after(pause, pair.alice_seat, "SECRET", NOW)
        put_away(pause.pk, pair.alice_seat, NOW)
        assert (seen(bob, PAGES), Caller(pair.bob).get("/pause/").content) == before
        assert back(pair.alice_seat).is_in
        assert not back(pair.alice_seat).opened
        alice = factories.signed_in(None, pair.alice)
        assert "SECRET" in alice.get("/pause/back/").content.decode()
        factories.written_after(pause, pair.bob_seat, "HIS", NOW)
        for client in (alice, bob):
            page = client.get("/pause/back/").content.decode()
            assert page.index("SECRET") < page.index("HIS"), "who began stands first"
    told = Reminder.objects.filter(kind="return_opened", channel="in_app")
    assert set(told.values_list("user", "due_at")) == {(pair.alice.pk, NOW), (pair.bob.pk, NOW)}
    with pytest.raises(OpenAlready):
        hand_in_page(pause.pk, pair.alice_seat, Written(felt="other words"), NOW)
    with pytest.raises(OpenAlready):
        keep_about(pause.pk, pair.bob_seat, "x", NOW)


def test_that_it_is_open_is_told_to_both_alike_while_it_is_there(pair, alice_client, bob_client):
    said = "What you both wrote is open. Read it together."
    pause = factories.over_pause(pair.alice_seat)
    factories.written_after(pause, pair.alice_seat, "first")
    deliver_due()
    for client in (alice_client, bob_client):
        assert said not in client.get("/notices/").content.decode()
    factories.written_after(pause, pair.bob_seat, "second")
    deliver_due()
    for client in (alice_client, bob_client):
        assert client.get("/notices/").content.decode().count(said) == 1
    let_return_pages_go(timezone.now() + 80 * HOUR)
    for client in (alice_client, bob_client):
        assert said not in client.get("/notices/").content.decode()


def test_what_is_gone_before_its_row_is_sent_is_not_told(pair):
    pause = factories.over_pause(pair.alice_seat)
    for seat in (pair.alice_seat, pair.bob_seat):
        factories.written_after(pause, seat, "words")
    ReturnPage.objects.all().delete()
    deliver_due()
    assert not Notice.objects.filter(kind="return_opened").exists()
    assert set(Reminder.objects.filter(kind="return_opened").values_list("state", flat=True)) == {State.WITHDRAWN}


def test_first_stands_who_speaks_first(pair, bob_client):
    factories.agreed_cool_down(pair, speaks_first="other")
    pause = factories.over_pause(pair.alice_seat, now=NOW)
    for seat in (pair.alice_seat, pair.bob_seat):
        factories.written_after(pause, seat, seat.user.name, NOW)
    for seat in (pair.alice_seat, pair.bob_seat):
        assert [page.name for page in back(seat).opened] == ["Bob", "Alice"]
    assert [page.is_mine for page in back(pair.bob_seat).opened] == [True, False]
    assert list(back(pair.bob_seat).opened[0].feelings) == ["hurt"]
    ask_for_more(pause.pk, pair.bob_seat, More(length=HOUR), NOW)
    with time_machine.travel(NOW, tick=False):
        assert "/pause/about/" not in bob_client.get("/pause/").content.decode(), "what is open stays as it is"
        answer = bob_client.post("/pause/about/", {"pause": pause.pk, "about": "TYPED"})
    assert "TYPED" in answer.content.decode(), "nor is it lost"


def test_after_72_hours_nothing_of_it_is_left(pair):
    pause = factories.over_pause(pair.alice_seat, now=NOW)
    factories.written_after(pause, pair.alice_seat, "x", NOW)
    gone = pause.ends_at + 72 * HOUR
    assert back(pair.alice_seat, gone - timedelta(seconds=1)).gone_at == gone
    assert back(pair.alice_seat, gone) is None
    assert let_return_pages_go(gone - timedelta(seconds=1)) == 0
    assert let_return_pages_go(gone) == 1
    with pytest.raises(NothingToComeBackFrom):
        hand_in_page(pause.pk, pair.bob_seat, Written(felt="x"), gone)


def test_a_new_pause_takes_what_was_written_with_it_and_a_slip_does_not(pair):
    pause = factories.over_pause(pair.alice_seat, now=NOW)
    factories.written_after(pause, pair.alice_seat, "x", NOW)
    slip = start_pause(pair.bob_seat, NOW + HOUR, NOW)
    assert back(pair.bob_seat) is None
    assert back(pair.alice_seat).mine.felt == "x"
    assert let_return_pages_go(NOW) == 0
    take_back_slip(slip.pk, pair.bob_seat, NOW)
    assert back(pair.alice_seat).mine.felt == "x"
    factories.paused(pair.bob_seat, 20, NOW)
    assert let_return_pages_go(NOW) == 1
    with pytest.raises(NothingToComeBackFrom):
        hand_in_page(pause.pk, pair.alice_seat, Written(felt="x"), NOW)


@both_databases
def test_one_line_while_it_runs_waits_for_the_return(pair, alice_client, bob_client):
    pause = factories.paused(pair.alice_seat)
    alice_client.post("/pause/about/", {"pause": pause.pk, "about": "THE-DISHES"})
    assert "THE-DISHES" in alice_client.get("/pause/").content.decode()
    assert "THE-DISHES" not in bob_client.get("/pause/").content.decode()
    with pytest.raises(NothingToComeBackFrom):
        hand_in_page(pause.pk, pair.alice_seat, Written(felt="x"), timezone.now())
    long = alice_client.post("/pause/about/", {"pause": pause.pk, "about": "x" * 141})
    assert long.status_code == 400
    assert "at most 140 characters" in long.content.decode()
    over = pause.ends_at
    hand_in_page(pause.pk, pair.alice_seat, Written(felt="x"), over)
    assert back(pair.alice_seat, over).mine.about == "THE-DISHES"
    hand_in_page(pause.pk, pair.bob_seat, Written(need="tea"), over)
    assert [page.about for page in back(pair.bob_seat, over).opened] == ["THE-DISHES", ""]


@both_databases
def test_an_empty_page_opens_nothing(pair, alice_client):
    pause = factories.over_pause(pair.bob_seat)
    answer = alice_client.post("/pause/write/", {"pause": pause.pk, "felt": " ", "need": ""})
    assert str(NothingWritten.message) in answer.content.decode()
    long = alice_client.post("/pause/write/", {"pause": pause.pk, "felt": "y" * 281})
    assert "y" * 281 in long.content.decode()
    assert not ReturnPage.objects.exists()
    sent = {"pause": pause.pk, "chosen": ["hurt", "tired"], "felt": "Left\nalone", "need": "tea"}
    assert alice_client.post("/pause/write/", sent).url == "/pause/back/"
    assert ReturnPage.objects.get().words == {
        "about": "",
        "chosen": ["hurt", "tired"],
        "felt": "Left\nalone",
        "need": "tea",
    }


@both_databases
def test_what_is_begun_is_kept_for_its_writer_and_opens_nothing(pair, alice_client, bob_client):
    pause = factories.over_pause(pair.bob_seat)
    hand_in_page(pause.pk, pair.bob_seat, Written(felt="unheard"), timezone.now())
    before = seen(bob_client, PAGES)
    begun = {"pause": pause.pk, "chosen": ["hurt"], "felt": "Left al", "need": ""}
    assert "Only you can read it" in alice_client.post("/pause/write/keep/", begun).content.decode()
    assert "this has 281" in alice_client.post("/pause/write/keep/", {**begun, "need": "y" * 281}).content.decode()
    assert seen(bob_client, PAGES) == before
    assert not Pause.objects.get().opened_at
    page = alice_client.get("/pause/back/").content.decode()
    assert "Left al" in page
    assert "unheard" not in page
    bob_client.post("/pause/write/keep/", {"pause": pause.pk, "felt": "half a sent"})
    assert ReturnPage.objects.get(author=pair.bob).words["felt"] == "unheard", "what is in changes only when it is sent"
    hand_in_page(pause.pk, pair.alice_seat, Written(felt="Left alone"), timezone.now())
    assert str(OpenAlready.message) in alice_client.post("/pause/write/keep/", begun).content.decode()
    assert back(pair.alice_seat, timezone.now()).opened


@both_databases
def test_what_was_sent_after_the_session_ended_comes_back(pair):
    pause, client = factories.over_pause(pair.bob_seat), Client()
    signed_out_in_the_middle(client, pair.alice)
    client.post("/pause/write/", {"pause": pause.pk, "felt": "Left alone"})
    assert "Left alone" in come_back(client, pair.alice, "/pause/back/").content.decode()
    client.post("/pause/write/", {"pause": pause.pk, "felt": "Left alone"})
    assert not UnsentForm.objects.exists()


def test_what_is_refused_is_there_to_be_copied(pair, alice_client):
    pause = factories.over_pause(pair.alice_seat, 30)
    factories.paused(pair.bob_seat)
    for address, words in (("/pause/write/", {"felt": "Left alone"}), ("/pause/about/", {"about": "Left alone"})):
        page = alice_client.post(address, {"pause": pause.pk, **words}).content.decode()
        assert str(NothingToComeBackFrom.message) in page
        assert "Left alone" in page


def test_a_line_that_is_too_long_comes_back_also_after_the_end(pair, alice_client):
    pause = factories.over_pause(pair.alice_seat)
    answer = alice_client.post("/pause/about/", {"pause": pause.pk, "about": "x" * 141})
    assert answer.status_code == 400
    assert "What I need now" in answer.content.decode()
    assert "x" * 141 in answer.content.decode()


def test_were_talking_is_ones_own(pair, alice_client, bob_client):
    pause = factories.over_pause(pair.bob_seat)
    alice_client.post("/pause/talking/", {"pause": pause.pk})
    assert "/pause/back/" not in alice_client.get("/today/").content.decode()
    assert "/pause/back/" in bob_client.get("/today/").content.decode()
    assert "Coming back" in alice_client.get("/pause/back/").content.decode(), "and a notice still leads there"


def test_leaving_closes_it_for_both(pair):
    pause = factories.over_pause(pair.alice_seat)
    for seat in (pair.alice_seat, pair.bob_seat):
        factories.written_after(pause, seat, "x")
    pair.left()
    assert not ReturnPage.objects.exists()
    assert not Reminder.objects.filter(kind="return_opened", state=State.PENDING).exists()
    assert not Notice.objects.filter(kind="return_opened").exists()
