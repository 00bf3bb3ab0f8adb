"""A draft that is written on two pages: each page changes what was changed on it, and nothing else."""

from __future__ import annotations

import uuid
from html.parser import HTMLParser
from typing import Any

import pytest
from django.utils import timezone

from agreements.drafts import verbs as drafts
from agreements.drafts.models import Draft
from agreements.drafts.verbs import keep_draft
from agreements.kinds.base import all_kinds
from agreements.kinds.terms import Terms
from tests.helpers import factories

pytestmark = pytest.mark.django_db


class Fields(HTMLParser):
    """Collects what a browser would send of a page's fields, as it was loaded."""

    def __init__(self, page: str) -> None:
        super().__init__()
        # Of boxes with one name all that are ticked.
        self.values: dict[str, Any] = {}
        self._text = ""
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        name = found.get("name") or ""
        if tag == "textarea":
            self._text = name
            self.values[name] = ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in found:
            self.values[self._select] = found.get("value") or ""
        elif tag == "input" and name and (found.get("type") not in ("radio", "checkbox") or "checked" in found):
            value = found.get("value") or ("on" if found.get("type") == "checkbox" else "")
            is_another_box = found.get("type") == "checkbox" and name in self.values
            self.values[name] = [*_all(self.values[name]), value] if is_another_box else value

    def handle_data(self, data):
        if self._text:
            self.values[self._text] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.values[self._text] = self.values[self._text].removeprefix("\n")
            self._text = ""


def _all(value):
    return value if isinstance(value, list) else [value]


def loaded(client, draft, step=1):
    return Fields(client.get(f"/agreements/drafts/{draft.pk}/{step}/").content.decode()).values


def test_two_pages_of_one_step_keep_what_was_changed_on_each(pair, alice_client):
    draft = factories.draft(pair.alice)
    address = f"/agreements/drafts/{draft.pk}/1/"
    phone, computer = loaded(alice_client, draft), loaded(alice_client, draft)
    words = [name for name in phone if f"initial-{name}" in phone and name in draft.words]
    assert len(words) >= 2
    first, second = words[:2]
    assert alice_client.post(address, {**phone, first: "from the phone"}).status_code == 302
    assert alice_client.post(address, {**computer, second: "from the computer"}).status_code == 302
    kept = Draft.objects.get().words
    assert (kept[first], kept[second]) == ("from the phone", "from the computer")


def test_going_back_and_on_again_keeps_what_stands(pair, alice_client):
    draft = factories.draft(pair.alice)
    stale = loaded(alice_client, draft)
    keep_draft(draft, Terms({name: f"newer {name}" for name in draft.words}, {}), None, timezone.now())
    before = Draft.objects.get().words
    assert alice_client.post(f"/agreements/drafts/{draft.pk}/1/", stale).status_code == 302
    assert Draft.objects.get().words == before


def test_a_change_by_the_api_leaves_all_else_as_it_is_by_then(pair, alice_client, monkeypatch):
    draft = factories.draft(pair.alice)
    address = f"/api/v1/drafts/{draft.pk}/"
    answer = alice_client.patch(address, {"coping_line": "it will pass"}, "application/json")
    assert answer.status_code == 200
    assert Draft.objects.get().words == draft.words


def test_an_old_page_keeps_nothing_of_a_draft_that_is_gone(pair):
    draft = factories.draft(pair.alice)
    stale = Draft.objects.get(pk=draft.pk)
    Draft.objects.all().delete()
    with pytest.raises(drafts.Gone):
        keep_draft(stale, Terms({"please": "x"}, {}), None, timezone.now())
    assert not Draft.objects.exists()


def gone_before(monkeypatch, verb):
    """Let the draft be sent from elsewhere after it was read, and before it is kept."""

    def verb_too_late(draft, *parts):
        Draft.objects.filter(pk=draft.pk).delete()
        return verb(draft, *parts)

    monkeypatch.setattr(drafts, "keep_draft", verb_too_late)


def test_what_was_typed_into_a_draft_that_is_gone_stays_on_the_page(
    pair, alice_client, bob_client, charlie_client, monkeypatch
):
    """Gone since the page was opened, or only while it is kept; a stranger learns nothing of whose it is."""
    draft, other = factories.draft(pair.alice), factories.draft(pair.alice)
    address, typed = f"/agreements/drafts/{draft.pk}/1/", {**loaded(alice_client, draft), "when": "the tea is cold"}
    alice_client.post(f"/agreements/drafts/{draft.pk}/send/")
    for _ in range(2):
        page = alice_client.post(address, typed)
        html = page.content.decode()
        assert (page.status_code, "the tea is cold" in html) == (400, True)
        assert "it was sent, or thrown away" in html
        typed = Fields(html).values
    assert alice_client.get(address).status_code == 404
    assert alice_client.post(address, {**typed, "kind": "no such"}).status_code == 404
    for stranger in (bob_client, charlie_client):
        answers = [stranger.post(f"/agreements/drafts/{key}/1/", typed) for key in (other.pk, uuid.uuid4())]
        assert [answer.status_code for answer in answers] == [400, 400]
        assert stranger.post(f"/agreements/drafts/{other.pk}/1/", {"when": "x"}).status_code == 404
    assert Draft.objects.get().words["when"] != "the tea is cold"
    gone_before(monkeypatch, keep_draft)
    page = alice_client.post(f"/agreements/drafts/{other.pk}/1/", typed)
    assert (page.status_code, "the tea is cold" in page.content.decode()) == (400, True)


def test_the_api_says_that_a_draft_is_gone(pair, alice_client, monkeypatch):
    draft = factories.draft(pair.alice)
    gone_before(monkeypatch, keep_draft)
    answer = alice_client.patch(f"/api/v1/drafts/{draft.pk}/", {"coping_line": "x"}, "application/json")
    assert (answer.status_code, answer.json()["type"]) == (404, "/api/problems/not-found")


def keeps(client, draft, sent, step=1):
    return client.post(f"/agreements/drafts/{draft.pk}/{step}/keep/", sent, headers={"HX-Request": "true"})


def test_a_step_keeps_itself_unfinished_and_tells_what_it_showed(pair, alice_client, bob_client):
    draft = factories.draft(pair.alice)
    phone, computer = loaded(alice_client, draft), loaded(alice_client, draft)
    answer = keeps(alice_client, draft, {**phone, "when": "the tea is cold", "feel": ""}).content.decode()
    assert "Kept. Only you can read it." in answer
    assert 'name="initial-when" value="the tea is cold"' in answer
    assert "Kept." in keeps(alice_client, draft, {**computer, "need": "a word"}).content.decode()
    kept = Draft.objects.get().words
    assert (kept["when"], kept["feel"], kept["need"]) == ("the tea is cold", "", "a word")
    again = keeps(alice_client, draft, {**phone, "initial-when": "the tea is cold"}).content.decode()
    assert "Kept." in again
    assert Draft.objects.get().words["when"] == phone["when"], "back to the first text is a change by now"
    long = keeps(alice_client, draft, {**phone, "when": "x" * 601, "need": "two words"}).content.decode()
    assert "Not kept yet: There is room for at most 600 characters" in long
    assert Draft.objects.get().words["need"] == "two words", "one field that is too long holds up no other"
    assert keeps(alice_client, draft, phone, step=9).status_code == 404


def test_every_step_of_every_kind_keeps_itself(pair, alice_client):
    for kind in all_kinds():
        draft = factories.draft(pair.alice, kind.name)
        before = Draft.objects.values("words", "settings").get(pk=draft.pk)
        for step in range(1, len(kind.lines) + 1):
            sent = loaded(alice_client, draft, step)
            assert (
                f'hx-post="/agreements/drafts/{draft.pk}/{step}/keep/"'
                in alice_client.get(f"/agreements/drafts/{draft.pk}/{step}/").content.decode()
            )
            assert "Kept." in keeps(alice_client, draft, sent, step).content.decode(), (kind.name, step)
        assert Draft.objects.values("words", "settings").get(pk=draft.pk) == before, "nothing was changed on them"


def test_what_a_page_keeps_once_more_after_it_was_read_through_can_be_sent(pair):
    """The page keeps itself; on a slow line its last request comes after the one that leads on to sending."""
    draft = factories.draft(pair.alice)
    words = Terms({"when": "hours go by"}, {})
    keep_draft(draft, words, "I breathe", timezone.now())
    read = Draft.objects.get().revision
    keep_draft(draft, words, "I breathe", timezone.now())
    assert drafts.send_draft(pair.alice_seat, draft.pk, timezone.now(), read).proposal


def test_the_companion_what_it_changes_by_then_has_to_be_read(pair):
    draft = factories.draft(pair.alice)
    read = Draft.objects.get().revision
    keep_draft(draft, Terms({"when": "a day goes by"}, {}), None, timezone.now())
    with pytest.raises(drafts.WrittenOn):
        drafts.send_draft(pair.alice_seat, draft.pk, timezone.now(), read)
