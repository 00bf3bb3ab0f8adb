"""What one person keeps has a size in all: told in a sentence that says what to do, and nothing typed is lost."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from agreements.drafts import verbs as drafts
from agreements.drafts.models import Draft
from agreements.letters import private_lines
from agreements.letters.models import PrivateLine
from basics import limits
from basics.limits import Room
from checkins.answers import verbs as answers
from checkins.answers.models import Answer, TakeAway
from checkins.questions.prompts import WISH
from couples.keys import verbs as keys
from couples.keys.models import ApiKey
from couples.people import unsent
from couples.people.models import UnsentForm
from tests.api.conftest import Caller, problem
from tests.helpers import factories

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases("lengths of what is encrypted")]
LONG, SHORT = "okapi " * 90, "okapi"
SMALL = Room(1_500)


def test_drafts_have_a_number(pair, alice_client, monkeypatch):
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 2)
    words = ("kettle", "teapot", "spoon")
    begin = [
        {**factories.typed_terms("cool_down", pair.alice, word=word), "submission": str(uuid.uuid4())} for word in words
    ]
    pages = [alice_client.post("/agreements/drafts/", sent, follow=True).content.decode() for sent in begin]
    assert ["You have many drafts already." in page for page in pages] == [False, False, True]
    assert alice_client.post("/agreements/drafts/", begin[0]).status_code == 302, "a double tap makes none"
    caller = Caller(pair.alice)
    problem(caller.post("/drafts/", {"kind": "cool_down"}), 409, "no-room")
    assert Draft.objects.count() == 2
    factories.draft(pair.bob)
    Draft.objects.filter(author=pair.alice).first().delete()
    assert caller.post("/drafts/", {"kind": "cool_down"}).status_code == 201


def test_drafts_have_a_size_in_all_and_get_shorter_at_any_time(pair, alice_client, monkeypatch):
    short, long = factories.draft(pair.alice), factories.draft(pair.alice, feel=LONG)
    monkeypatch.setattr(drafts, "DRAFTS", Room(limits._stored(Draft.objects.all()) + 100))
    words = {"when": "a", "feel": LONG, "need": "b", "please": "c"}
    page = alice_client.post(f"/agreements/drafts/{short.pk}/1/", {**words, "kind": "response_rule"})
    assert page.status_code == 400
    assert LONG.strip() in page.content.decode()
    assert "Your drafts have grown very long." in page.content.decode()
    caller = Caller(pair.alice)
    terms = {"kind": "response_rule", "feel": LONG}
    problem(caller.patch(f"/drafts/{short.pk}/", {"terms": terms}), 409, "no-room")
    assert Draft.objects.get(pk=short.pk).words["feel"] == "uneasy"
    assert caller.patch(f"/drafts/{long.pk}/", {"terms": {**terms, "feel": LONG[:420]}}).status_code == 200
    assert caller.patch(f"/drafts/{long.pk}/", {"terms": {**terms, "feel": SHORT}}).status_code == 200
    assert caller.patch(f"/drafts/{short.pk}/", {"terms": terms}).status_code == 200, "now there is room"


def test_lines_for_oneself_have_a_size_in_all(pair, alice_client, monkeypatch):
    rules = [factories.agreed_response_rule(pair) for _ in range(2)]
    monkeypatch.setattr(private_lines, "LINES", SMALL)
    first, second = (f"/agreements/{rule.pk}/coping-line/" for rule in rules)
    assert alice_client.post(first, {"coping_line": LONG}).status_code == 302
    page = alice_client.post(second, {"coping_line": LONG})
    assert page.status_code == 400
    assert LONG.strip() in page.content.decode()
    assert "You keep very many lines for yourself." in page.content.decode()
    problem(Caller(pair.alice).put(second, {"coping_line": LONG}), 409, "no-room")
    draft = factories.draft(pair.alice, coping_line=LONG)
    problem(Caller(pair.alice).post(f"/drafts/{draft.pk}/send/"), 409, "no-room")
    assert Draft.objects.filter(pk=draft.pk).exists(), "what was not sent is a draft as before"
    assert PrivateLine.objects.count() == 1
    factories.signed_in(None, pair.bob).post(second, {"coping_line": LONG})
    alice_client.post(first, {"coping_line": ""})
    assert alice_client.post(second, {"coping_line": LONG}).status_code == 302


def test_answers_and_what_one_takes_along_have_a_size_in_all(pair, alice_client, monkeypatch):
    open_one = factories.opened_check_in(pair, words=SHORT)
    upcoming = factories.upcoming_check_in(pair)
    monkeypatch.setattr(answers, "ANSWERS", SMALL)
    monkeypatch.setattr(answers, "TAKE_AWAYS", Room(10))
    asked = [prompt for prompt in upcoming.prompts if prompt != WISH]
    typed = dict.fromkeys(asked, LONG)
    address = f"/check-ins/{upcoming.pk}/"
    said = "What you wrote for your talks has grown very long."
    by_itself = alice_client.post(f"{address}keep/", typed, headers={"HX-Request": "true"})
    assert said in by_itself.content.decode()
    for path in (address, f"{address}keep/"):
        page = alice_client.post(path, typed)
        assert page.status_code == 409
        assert said in page.content.decode()
        assert LONG.strip() in page.content.decode()
    given = [{"prompt": prompt, "words": LONG, "not_today": False} for prompt in asked]
    caller = Caller(pair.alice)
    problem(caller.put(f"{address}answers/", {"answers": given}), 409, "no-room")
    problem(caller.post(f"{address}hand-in/", {"answers": given}), 409, "no-room")
    assert not Answer.objects.filter(check_in=upcoming).exists()
    page = alice_client.post(f"/check-ins/{open_one.pk}/take-away/", {"words": LONG})
    assert (page.status_code, TakeAway.objects.count()) == (400, 0)
    assert LONG.strip() in page.content.decode()


def test_keys_have_a_number(monkeypatch):
    monkeypatch.setattr(keys, "MOST_KEYS", 1)
    dana = factories.person("Dana")
    client = Client()
    client.post("/account/login/", {"login": dana.email, "password": factories.PASSWORD})
    client.post("/account/reauthenticate/", {"password": factories.PASSWORD})
    sent = [{"name": f"okapi {number}", "submission": str(uuid.uuid4())} for number in range(2)]
    pages = [client.post("/settings/keys/", each) for each in sent]
    assert [page.status_code for page in pages] == [200, 400]
    assert "You have many keys already." in pages[1].content.decode()
    assert "okapi 1" in pages[1].content.decode()
    assert "was made already" in client.post("/settings/keys/", sent[0], follow=True).content.decode()
    assert ApiKey.objects.count() == 1


def test_unsent_forms_are_five_of_forty_kilobytes(pair):
    now = timezone.now()
    for number in range(unsent.MOST_FORMS):
        UnsentForm.objects.create(
            user=pair.alice, token_hash=str(number), form={"path": f"/{number}/"}, kept_at=now - timedelta(minutes=9)
        )
    rule = factories.agreed_response_rule(pair)
    client = factories.signed_in(None, pair.alice)
    client.get("/today/")
    client.cookies.pop("sessionid")
    client.post(f"/agreements/{rule.pk}/coping-line/", {"coping_line": LONG})
    assert UnsentForm.objects.count() == unsent.MOST_FORMS
    assert LONG in str(UnsentForm.objects.latest("kept_at").form)
