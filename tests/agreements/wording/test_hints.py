"""A hint while one writes: to its writer alone, about one sentence, and in nobody's way."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agreements.drafts.models import Draft
from tests.agreements.drafts.test_keeping_drafts import Fields
from tests.guards.test_open_pages import seen
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db
DEMAND = "You must answer within the hour."
CONTROL = "Show me your phone when I ask."
PLEASE = 2
ASKED = "What would I see you do?"


def asks(client: Client, field: str, text: str, **more: str) -> str:
    return client.post(reverse("wording_hint", args=[field]), {field: text, **more}).content.decode()


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("please", DEMAND, "Small and sure is easier to keep."),
        ("please", CONTROL, "Agreements here ask for no proof, codes or whereabouts."),
        ("please", f"{DEMAND} {CONTROL}", "Agreements here ask for no proof, codes or whereabouts."),
        ("not_fine", CONTROL, "Agreements here ask for no proof, codes or whereabouts."),
        ("meanwhile", DEMAND, "Small and sure is easier to keep."),
        ("when", DEMAND, "Small and sure is easier to keep."),
        ("when", CONTROL, ""),
        ("feel", CONTROL, ""),
        ("please", "Send me one line when you can.", ""),
        ("please", "x" * 3000, ""),
        ("please", "", ""),
    ],
)
def test_a_field_has_one_hint_at_most(alice_client: Client, field: str, text: str, says: str) -> None:
    shown = asks(alice_client, field, text)
    assert shown.count('class="hint"') == bool(says)
    assert says in shown


def test_the_words_are_underlined_in_the_sentence_said_again(alice_client: Client) -> None:
    shown = asks(alice_client, "please", f"Tell me, <b>.\n{DEMAND}")
    assert "<u>You must</u> answer within the hour." in shown
    assert "&lt;b&gt;" not in shown, "another sentence"
    assert 'href="#id_please"' in shown


def test_words_may_stay_as_they_are(alice_client: Client) -> None:
    shown = asks(alice_client, "please", "", stays="true")
    assert "It stays as you wrote it." in shown
    assert 'name="hints_read"' in shown


def test_nobody_who_is_not_signed_in_gets_a_word(client: Client) -> None:
    answer = client.post(reverse("wording_hint", args=["please"]), {"please": DEMAND})
    assert (answer.status_code, answer.content) == (204, b"")
    assert client.post("/api/v1/wording/", {"text": DEMAND}, "application/json").status_code == 401


def test_what_is_asked_for_is_asked_about_always(alice_client: Client) -> None:
    page = alice_client.get("/agreements/drafts/?kind=response_rule").content.decode()
    assert page.count(ASKED) == 1
    assert page.index('name="please"') < page.index(ASKED) < page.index('name="within_minutes"')
    assert ASKED not in alice_client.get("/agreements/drafts/?kind=cool_down").content.decode()


def test_a_line_to_oneself_is_never_looked_through(alice_client: Client, pair: Pair) -> None:
    draft = factories.draft(pair.alice)
    pages = [alice_client.get(f"/agreements/drafts/{draft.pk}/{line}/").content.decode() for line in (1, 2, 3, 4)]
    assert not [page for page in pages if 'wording/coping_line/"' in page]
    assert [page for page in pages if 'wording/please/"' in page]


def test_a_page_without_scripts_asks_once_and_goes_on(alice_client: Client, pair: Pair) -> None:
    draft = factories.draft(pair.alice, please="wave")
    line = f"/agreements/drafts/{draft.pk}/{PLEASE}/"
    sent = {**Fields(alice_client.get(line).content.decode()).values, "please": DEMAND}
    asked = alice_client.post(line, sent)
    shown = asked.content.decode()
    assert asked.status_code == 200
    assert "<u>You must</u> answer within the hour." in shown
    assert shown.index('class="hint"') < shown.index("<textarea")
    assert Draft.objects.get(pk=draft.pk).words["please"] == "wave", "nothing is stored before it goes on"
    assert alice_client.post(line, {**Fields(shown).values, "please": CONTROL}).status_code == 302
    assert Draft.objects.get(pk=draft.pk).words["please"] == CONTROL


def test_the_button_that_was_pressed_is_pressed_again(alice_client: Client, pair: Pair) -> None:
    page = alice_client.get("/agreements/drafts/?kind=cool_down").content.decode()
    sent = {**Fields(page).values, "we_do_not": "You must stay.", "action": "keep"}
    asked = alice_client.post("/agreements/drafts/", sent).content.decode()
    assert '<button name="action" value="keep">Leave it as it is' in asked
    assert not Draft.objects.exists()
    assert alice_client.post("/agreements/drafts/", {**sent, "hints_read": "true"}).status_code == 302
    assert Draft.objects.get().words["we_do_not"] == "You must stay."


def test_words_of_the_others_have_no_hint(bob_client: Client, pair: Pair) -> None:
    """Or Bob would learn what Alice was told."""
    rule = factories.agreed("cool_down", pair, we_do_not=DEMAND)
    page = f"/agreements/{rule.pk}/other-words/"
    sent = {**Fields(bob_client.get(page).content.decode()).values, "action": "compare"}
    assert 'class="hint"' not in bob_client.post(page, {**sent, "minutes": "45"}).content.decode()
    asked = bob_client.post(page, {**sent, "we_do_not": CONTROL}).content.decode()
    assert '<button name="action" value="compare">Leave it as it is' in asked
    on = bob_client.post(page, {**sent, "we_do_not": CONTROL, "hints_read": "true"}).content.decode()
    assert 'class="hint"' not in on
    assert 'value="send"' in on
    assert 'name="hints_read"' in on, "looked at once more, it is not asked again"


def test_the_partner_reads_the_same_byte_for_byte_whether_there_was_a_hint(alice_client, bob_client, pair) -> None:
    letter = factories.proposed_rule(pair, please=DEMAND)
    paths = [f"/agreements/{letter.pk}/", "/today/", "/agreements/", "/notices/"]
    bob_client.get(paths[0])
    before = seen(bob_client, paths)
    asks(alice_client, "please", DEMAND)
    asks(alice_client, "please", "", stays="true")
    alice_client.post("/api/v1/wording/", {"text": DEMAND}, "application/json")
    assert seen(bob_client, paths) == before


def test_the_api_gives_hints_and_says_where(alice_client: Client) -> None:
    def asked(text: str, **more: str) -> Any:
        return alice_client.post("/api/v1/wording/", {"text": text, **more}, "application/json")

    [hint] = asked(f"Fine. {DEMAND}").json()["hints"]
    assert hint == {
        "rule": "absolutes",
        "sentence": DEMAND,
        "start": 0,
        "end": 8,
        "says": "Small and sure is easier to keep.",
    }
    assert asked(CONTROL, field="feel").json() == {"hints": []}
    assert asked("").json() == {"hints": []}
    assert asked("x" * 2001).status_code == 400
    assert asked(DEMAND, more="x").status_code == 400
