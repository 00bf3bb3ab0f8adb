"""Other words are kept while they are written, for their writer alone, until they have answered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from agreements.letters import consent
from agreements.letters.version_names import name_of_version
from basics.limits import Room
from couples.begun import verbs as begun
from couples.begun.models import BegunText
from couples.begun.verbs import begun_by, forget_old_begun, keep_begun
from tests.agreements.drafts.test_keeping_drafts import Fields
from tests.helpers import factories

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def page(client, agreement):
    return client.get(f"/agreements/{agreement.pk}/other-words/").content.decode()


def keeps(client, agreement, loaded, **typed):
    answer = client.post(f"/agreements/{agreement.pk}/other-words/keep/", {**loaded, **typed}, headers=HTMX)
    assert answer.status_code == 200
    return answer.content.decode()


def test_they_come_back_and_two_pages_keep_what_was_changed_on_each(pair, bob_client, alice_client):
    rule = factories.agreed_response_rule(pair)
    seen = [alice_client.get(path).content for path in (f"/api/v1/agreements/{rule.pk}/", "/api/v1/notices/")]
    phone, computer = Fields(page(bob_client, rule)).values, Fields(page(bob_client, rule)).values
    answer = keeps(bob_client, rule, phone, please="call me")
    assert "Kept. Only you can read it." in answer
    assert 'name="initial-please" value="call me"' in answer
    keeps(bob_client, rule, computer, within_minutes="60")
    back = page(bob_client, rule)
    assert "What you had begun is here." in back
    assert (Fields(back).values["please"], Fields(back).values["within_minutes"]) == ("call me", "60")
    assert "call me" not in page(alice_client, rule)
    assert seen == [alice_client.get(path).content for path in (f"/api/v1/agreements/{rule.pk}/", "/api/v1/notices/")]
    row = BegunText.objects.get()
    assert (row.user, row.typed) == (pair.bob, {"please": "call me", "within_minutes": 60})


def test_unfinished_texts_are_kept_and_what_is_too_long_says_so(pair, bob_client, monkeypatch):
    rule = factories.agreed_response_rule(pair)
    loaded = Fields(page(bob_client, rule)).values
    assert "Kept." in keeps(bob_client, rule, loaded, please="")
    assert "Not kept yet: There is room for at most 600" in keeps(bob_client, rule, loaded, please="x" * 601)
    assert BegunText.objects.get().typed == {"please": ""}
    monkeypatch.setattr(begun, "BEGUN", Room(10))
    assert "You have begun very many texts." in keeps(bob_client, rule, loaded, please="okapi " * 50)


def answers(agreement, seat, verb):
    if verb == "amend":
        factories.amended(agreement, seat, please="sent")
    else:
        getattr(consent, verb)(agreement, seat, agreement.newest.number, timezone.now())


@pytest.mark.parametrize("verb", ["accept", "decline", "amend", "take_back"])
def test_they_go_with_ones_own_answer_and_with_nobody_elses(pair, verb):
    now = timezone.now()
    letter = factories.fresh(factories.proposed_rule(pair))
    mine, other = (pair.alice_seat, pair.bob_seat) if verb == "take_back" else (pair.bob_seat, pair.alice_seat)
    about = f"agreement:{letter.pk}"
    for seat in (mine, other):
        consent.keep_other_words(letter, seat, {"please": seat.user.name}, 1, now)
    answers(letter, mine, verb)
    assert begun_by(mine.user_id, about, now) == {}
    assert begun_by(other.user_id, about, now) == {"please": other.user.name}
    with pytest.raises(consent.Changed):
        consent.keep_other_words(letter, mine, {"please": "late"}, 99, now)


def test_who_ends_it_throws_nothing_away_of_the_others(pair, alice_client, bob_client):
    rule = factories.agreed_response_rule(pair)
    loaded = Fields(page(bob_client, rule)).values
    keeps(bob_client, rule, loaded, please="call me")
    consent.end(rule, pair.alice_seat, timezone.now())
    assert "Not kept yet" in keeps(bob_client, rule, loaded, please="call me soon")
    path = f"/agreements/{rule.pk}/"
    assert "call me" in bob_client.get(path).content.decode()
    assert "call me" not in alice_client.get(path).content.decode()
    assert "call me" in bob_client.get(f"{path}other-words/", follow=True).content.decode()


def test_newer_words_of_the_other_leave_them_on_the_page_and_ask_to_look(pair, bob_client):
    rule = factories.agreed_response_rule(pair)
    loaded = Fields(page(bob_client, rule)).values
    keeps(bob_client, rule, loaded, please="call me")
    factories.amended(rule, pair.alice_seat, except_when="asleep")
    assert "This has changed since you opened it." in keeps(bob_client, rule, loaded, please="call me soon")
    back = Fields(page(bob_client, rule)).values
    assert (back["please"], back["except_when"]) == ("call me", "asleep")
    assert back["based_on"] != name_of_version(rule.pk, 1)


def test_comparing_keeps_them_without_a_script(pair, bob_client):
    rule = factories.agreed_response_rule(pair)
    loaded = Fields(page(bob_client, rule)).values
    bob_client.post(f"/agreements/{rule.pk}/other-words/", {**loaded, "please": "call me"})
    assert Fields(page(bob_client, rule)).values["please"] == "call me"


def test_what_nobody_goes_on_with_goes_after_a_month(pair):
    now = timezone.now()
    keep_begun(pair.bob, "agreement:x", {"please": "old"}, now - timedelta(days=31))
    keep_begun(pair.bob, "agreement:y", {"please": "young"}, now)
    assert begun_by(pair.bob.pk, "agreement:x", now) == {}
    assert forget_old_begun(now) == 1
    assert BegunText.objects.get().about == "agreement:y"


def test_the_private_line_keeps_itself(pair, alice_client):
    rule = factories.agreed_response_rule(pair)
    path = f"/agreements/{rule.pk}/coping-line/"
    assert (
        "Kept. Only you can read it."
        in alice_client.post(path, {"coping_line": "It passes."}, headers=HTMX).content.decode()
    )
    assert "It passes." in alice_client.get(f"/agreements/{rule.pk}/").content.decode()
    assert "Not kept yet" in alice_client.post(path, {"coping_line": "x" * 601}, headers=HTMX).content.decode()
    assert "It passes." in alice_client.get(f"/agreements/{rule.pk}/").content.decode()
