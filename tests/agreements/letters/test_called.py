"""A letter says what it is wherever it is named, and tells nothing of letters that nobody read."""

from __future__ import annotations

import pytest
from django.utils import timezone, translation

from agreements.drafts.showing import draft_as_seen
from agreements.letters import consent
from agreements.letters.showing import agreements_of
from reminders.models import Reminder
from reminders.notices.verbs import notices_with_lines
from tests.api.conftest import Caller
from tests.helpers import factories
from tests.reminders.sending import send_due

pytestmark = pytest.mark.django_db
RULE = {"en": "a reply within 2 hours, “send one line”", "zh-hans": "2小时内回一句“send one line”"}


def called(seat, language="en"):
    with translation.override(language), timezone.override(seat.user.time_zone):
        return [str(row.called) for row in agreements_of(seat, timezone.now())]


def told(person):
    return [str(line.text) for _notice, line in notices_with_lines(person, timezone.now())]


def tell():
    send_due(timezone.now(), ["in_app"])


def test_each_kind_says_what_it_is(pair):
    factories.agreed_rhythm(pair)
    factories.agreed_cool_down(pair, word="kettle", minutes=30)
    factories.agreed_response_rule(pair)
    assert called(pair.bob_seat) == [
        f"A{RULE['en'][1:]}",
        "Pauses of 30 minutes, “kettle”",
        "Talk every Sunday, 20:30",
    ]
    *others, talk = called(pair.bob_seat, "zh-hans")
    assert others == [RULE["zh-hans"], "每次暂停30分钟，喊“kettle”"]
    assert talk.startswith("谈心，每")
    assert talk.endswith("20:30")
    quoting = factories.draft(pair.alice, please="write “later”")
    assert draft_as_seen(quoting, pair.alice).called == "A reply within 2 hours, “write ‘later’”"
    assert draft_as_seen(factories.draft(pair.alice, please=""), pair.alice).called == "What helps me"
    draft = factories.draft(pair.alice, please="x" * 300)
    assert len(draft_as_seen(draft, pair.alice).called) < 120, "a link is no letter"


def test_a_letter_says_whose_it_is_and_what_became_of_it(pair):
    """First as it was sent, then with other words, agreed, other words again, ended; and one that was set aside."""
    Reminder.objects.all().delete()
    rule = factories.proposed_rule(pair)
    tell()
    assert (called(pair.alice_seat), called(pair.bob_seat)) == (
        [f"You suggest: {RULE['en']}"],
        [f"Alice suggests: {RULE['en']}"],
    )
    assert called(pair.bob_seat, "zh-hans") == [f"Alice提议：{RULE['zh-hans']}"]
    assert told(pair.bob) == called(pair.bob_seat)
    assert Caller(pair.bob).get("/notices/").json()["results"][0]["text"] == called(pair.bob_seat)[0]
    factories.amended(rule, pair.bob_seat, please="call me")
    tell()
    said = "a reply within 2 hours, “call me”"
    assert (called(pair.bob_seat), called(pair.alice_seat)) == (
        [f"You suggest a change: {said}"],
        [f"Bob suggests a change: {said}"],
    )
    assert told(pair.alice) == called(pair.alice_seat)
    consent.accept(factories.fresh(rule), pair.alice_seat, 2, timezone.now())
    tell()
    assert told(pair.bob) == [f"Alice answered: {said}"]
    assert called(pair.alice_seat) == called(pair.bob_seat) == [f"A{said[1:]}"]
    factories.amended(rule, pair.alice_seat, please="wave")
    assert called(pair.alice_seat) == [f"A{said[1:]}"]
    assert called(pair.bob_seat) == ["Alice suggests a change: a reply within 2 hours, “wave”"]
    consent.end(factories.fresh(rule), pair.alice_seat, timezone.now())
    tell()
    assert told(pair.bob)[0] == f"No longer agreed: {said}" == called(pair.bob_seat)[0]
    consent.decline(factories.proposed("cool_down", pair.alice_seat), pair.bob_seat, 1, timezone.now())
    tell()
    assert called(pair.alice_seat)[0] == "A letter that was not agreed"
    assert told(pair.alice)[0] == "Bob answered: pauses of 30 minutes, “pause”", "not how it was answered"


def test_a_letter_that_its_writer_replaced_unread_is_no_change(pair):
    rule = factories.proposed_rule(pair, please="never read")
    factories.amended(rule, pair.alice_seat, please="send one line")
    assert called(pair.bob_seat) == [f"Alice suggests: {RULE['en']}"]


def test_pages_head_and_list_them_by_that_name(pair, bob_client):
    rule = factories.proposed_rule(pair)
    other = factories.proposed("cool_down", pair.alice_seat)
    name = "<bdi>Alice</bdi> suggests: a reply within 2 hours, “<bdi>send one line</bdi>”"
    assert f"<h1>{name}</h1>" in bob_client.get(f"/agreements/{rule.pk}/").content.decode()
    for path in ("/today/", "/agreements/"):
        page = bob_client.get(path).content.decode()
        assert name in page
        assert page.count("Read the letter") == 1, path
        assert f'href="/agreements/{other.pk}/"' in page
