"""Today: what opened comes first, then letters, then what is told once, then the next of the first things."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from agreements.drafts.models import NotOffered
from agreements.letters import consent
from agreements.letters.models import Agreement
from checkins.rhythm.scheduling import make_talk
from tests.agreements.drafts.test_keeping_drafts import Fields
from tests.helpers import factories

pytestmark = pytest.mark.django_db


def today(person):
    return factories.signed_in(None, person).get("/today/").content.decode()


# What opened


def test_what_opened_comes_first_for_72_hours_from_then(pair):
    """Opened by the time, or later by the second of the two: the 72 hours begin when it opened."""
    now = timezone.now().replace(second=0, microsecond=0)
    check_in = factories.begun_check_in(pair, now, minutes=10)
    factories.handed_in(check_in, pair.alice_seat, now=now)
    late = now + timedelta(hours=70)
    with time_machine.travel(late, tick=False):
        assert "Your answers are open" not in today(pair.alice)
    factories.handed_in(check_in, pair.bob_seat, now=late)
    rule = factories.proposed_rule(pair)
    for hours, is_there in ((0, True), (71, True), (73, False)):
        with time_machine.travel(late + timedelta(hours=hours), tick=False):
            pages = today(pair.alice), today(pair.bob)
            assert [("Read them together" in page, "Your answers are open" in page) for page in pages] == [
                (is_there, is_there)
            ] * 2
    with time_machine.travel(late, tick=False):
        html = today(pair.bob)
        assert html.index("Read them together") < html.index(f"/agreements/{rule.pk}/")
        assert "/accept/" not in html, "only what comes first is answered here"
        assert "Our talk on" in factories.signed_in(None, pair.bob).get("/check-ins/").content.decode()
        factories.paused(pair.bob_seat, now=late)
        assert "Read them together" not in today(pair.bob), "a running pause comes before all"


def test_a_new_pause_is_one_tap_but_no_answer_to_one_that_is_over(pair):
    assert "/pause/start/" in today(pair.bob)
    factories.paused(pair.alice_seat, 20, now=timezone.now() - timedelta(minutes=25))
    html = today(pair.bob)
    assert "/pause/back/" in html
    assert "/pause/start/" not in html


def test_a_talk_whose_time_has_come_goes_before_what_can_wait_unless_ones_own_are_in(pair):
    check_in = factories.begun_check_in(pair, minutes=45)
    rule = factories.proposed_rule(pair)
    there, letter = f"/check-ins/{check_in.pk}/", f"/agreements/{rule.pk}/"
    html = today(pair.bob)
    assert html.index(there) < html.index(letter)
    assert html.count(there) == 1
    factories.amended(factories.rhythm_of(check_in), pair.alice_seat, minutes=45)
    html = today(pair.bob)
    assert html.index(there) < html.index(f'<a href="{letter}"')
    assert html.count('class="button"') == 1, "the talk has the one filled button, and no letter and no next talk"
    newer = make_talk(pair.couple.pk, timezone.now(), timezone.now())
    html = today(pair.bob)
    assert html.index(f"/check-ins/{newer.pk}/") < html.index(there)
    factories.handed_in(check_in, pair.bob_seat)
    html = today(pair.bob)
    assert html.index(letter) < html.index(there)


def test_ones_own_answers_are_closed_with_change_beside_and_todays_card_says_so(pair):
    check_in = factories.handed_in(factories.upcoming_check_in(pair), pair.alice_seat, "SEALED-BY-ME")
    page = factories.signed_in(None, pair.alice).get(f"/check-ins/{check_in.pk}/").content.decode()
    closed, _, rest = page.partition("<details")
    assert "Yours are in. They open together:" in closed
    assert "SEALED-BY-ME" not in closed
    assert "SEALED-BY-ME" in rest
    assert "Yours are in. They open together:" in today(pair.alice)
    assert "Yours are in" not in today(pair.bob)


# The first things, one at a time


def test_the_finished_letter_is_sent_from_today_and_then_comes_the_next(pair):
    draft, client = factories.draft(pair.alice, "rhythm"), factories.signed_in(None, pair.alice)
    html = client.get("/today/").content.decode()
    assert "every Sunday, 20:30" in html
    assert f"/agreements/drafts/{draft.pk}/send/" in html
    assert html.count("/send/") == 1
    client.post(f"/agreements/drafts/{draft.pk}/send/", {"revision": draft.revision, "couple": pair.couple.pk})
    html = client.get("/today/").content.decode()
    assert "kind=cool_down" in html
    assert "kind=response_rule" not in html, "one at a time"
    client.post("/agreements/drafts/not-now/", {"kind": "cool_down"})
    html = client.get("/today/").content.decode()
    assert "kind=response_rule" in html
    assert "kind=cool_down" not in html
    client.post("/agreements/drafts/not-now/", {"kind": "response_rule"})
    assert "kind=" not in client.get("/today/").content.decode()
    assert "kind=cool_down" in client.get("/agreements/").content.decode(), "it is found under Agreements as ever"
    assert "kind=cool_down" in today(pair.bob), "what one puts off is theirs alone"
    assert NotOffered.objects.filter(person=pair.alice).count() == 2


def test_what_was_set_aside_or_ended_is_not_offered_again(pair):
    letter = factories.proposed("rhythm", pair.alice_seat)
    consent.decline(letter, pair.bob_seat, 1, timezone.now())
    ended = factories.agreed_cool_down(pair)
    consent.end(ended, pair.bob_seat, timezone.now())
    for person in (pair.alice, pair.bob):
        html = today(person)
        assert "kind=rhythm" not in html
        assert "kind=cool_down" not in html
        assert "kind=response_rule" in html


# What is told once


def panel(html, heading):
    """Return the card under this heading, if it is there."""
    cards = [card for card in html.split('<section class="card">')[1:] if f"<h2>{heading}</h2>" in card]
    return cards[0].partition("</section>")[0] if cards else ""


def test_agreed_is_told_on_the_page_after_the_yes_and_once_on_the_others_today(pair, alice_client, bob_client):
    rule = factories.proposed_rule(pair, please="call me")
    page = bob_client.get("/today/").content.decode()
    assert page.count(f"/agreements/{rule.pk}/accept/") == 1, "one letter stands there with its three answers"
    accepting = Fields(page[page.index(f"/agreements/{rule.pk}/accept/") :].partition("</form>")[0]).values
    yes = bob_client.post(f"/agreements/{rule.pk}/accept/", accepting, follow=True)
    after_the_yes = panel(yes.content.decode(), "Agreed")
    told = panel(alice_client.get("/today/").content.decode(), "Agreed")
    lasting = bob_client.get(f"/agreements/{rule.pk}/").content.decode()
    assert alice_client.get("/today/?agreed=x").status_code == 200
    for html in (after_the_yes, told, lasting):
        for part in ("Alice", "Bob", "It counts from the next time on."):
            assert part in html
    assert not panel(bob_client.get("/today/").content.decode(), "Agreed"), "it was his own yes"
    assert panel(alice_client.get("/today/").content.decode(), "Agreed"), "looking at Today puts nothing away"
    alice_client.post(f"/agreements/{rule.pk}/seen/")
    assert not panel(alice_client.get("/today/").content.decode(), "Agreed")


def test_several_agreed_at_once_stand_on_one_card(pair, alice_client):
    factories.agreed_cool_down(pair, word="kettle")
    ended = factories.agreed_response_rule(pair, please="call me")
    consent.end(ended, pair.bob_seat, timezone.now())
    html = alice_client.get("/today/").content.decode()
    card = html.partition('<div class="our-card')[2].partition('<ul class="rows')[0]
    assert html.count('class="our-card') == 1
    assert "kettle" in card
    assert "call me" not in card
    consent.end(Agreement.objects.get(kind="cool_down"), pair.bob_seat, timezone.now())
    assert 'class="our-card' not in alice_client.get("/today/").content.decode()


def test_an_ending_is_told_once_to_the_other_alone_and_goes_once_it_was_opened(pair, alice_client, bob_client):
    rule = factories.agreed_response_rule(pair, please="call me")
    bob_client.post(f"/agreements/{rule.pk}/end/")
    assert "call me" in panel(alice_client.get("/today/").content.decode(), "No longer agreed")
    assert not panel(bob_client.get("/today/").content.decode(), "No longer agreed")
    before = [bob_client.get(path).content for path in ("/api/v1/agreements/", f"/api/v1/agreements/{rule.pk}/")]
    for stranger in (factories.person("Sam"), factories.person("Charlie")):
        factories.signed_in(None, stranger).post(f"/agreements/{rule.pk}/seen/")
    bob_client.get(f"/agreements/{rule.pk}/")
    bob_client.post(f"/agreements/{rule.pk}/seen/")
    alice_client.head(f"/agreements/{rule.pk}/")
    for by_itself in ({"Sec-Purpose": "prefetch"}, {"HX-Request": "true"}):
        alice_client.get(f"/agreements/{rule.pk}/", headers=by_itself)
    assert panel(alice_client.get("/today/").content.decode(), "No longer agreed"), "hers to put away alone"
    revision = Agreement.objects.get().revision
    alice_client.get(f"/agreements/{rule.pk}/")
    assert not panel(alice_client.get("/today/").content.decode(), "No longer agreed")
    assert Agreement.objects.get().revision == revision
    after = [bob_client.get(path).content for path in ("/api/v1/agreements/", f"/api/v1/agreements/{rule.pk}/")]
    assert after == before, "Bob cannot tell that she has seen it"


def test_an_ended_connection_tells_nothing_of_it(pair):
    rule = factories.agreed_response_rule(pair, please="call me")
    consent.end(rule, pair.bob_seat, timezone.now())
    pair.left()
    assert "call me" not in today(pair.alice)
    assert Client().post(f"/agreements/{rule.pk}/seen/").status_code == 302


def test_who_has_just_ended_it_is_not_urged_to_begin_anew(pair, alice_client):
    pair.left(timezone.now())
    page = alice_client.get("/today/").content.decode()
    assert '<button class="secondary">Invite your partner</button>' in page
    fresh = factories.signed_in(None, factories.person("Dora")).get("/today/").content.decode()
    assert '<button class="">Invite your partner</button>' in fresh


@time_machine.travel(datetime(2026, 11, 25, 18, 0, tzinfo=UTC), tick=False)
def test_a_talk_that_is_on_goes_before_what_is_new_for_who_wrote_too(pair):
    factories.agreed_cool_down(pair)
    factories.handed_in(factories.begun_check_in(pair), pair.alice_seat)
    page = today(pair.alice)
    assert page.index('class="hero"') < page.index("New between you two")
