"""From asking for a line into one's own journal, and nothing of that on the other's side."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from agreements.calls.verbs import answer
from couples.people.models import Revision
from journal.entries.from_calls import NothingToKeep, keep_call, trigger_of_call
from journal.entries.models import Entry
from journal.entries.reading import as_read
from reminders.models import Notice, Reminder
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 5, 4, 12, 0, tzinfo=UTC)


def test_an_answer_is_kept_once_and_silently(pair: Pair) -> None:
    rule = factories.agreed_response_rule(pair, NOW, triggers=["late_reply", "unread"])
    call = factories.called(rule, pair.alice_seat, "are you there?", NOW)
    assert trigger_of_call(pair.alice_seat, call.pk, NOW) == "late_reply", "what it is about above all"
    with pytest.raises(NothingToKeep):
        keep_call(pair.alice_seat, call.pk, NOW)
    answer(pair.bob_seat, call.pk, "I am", False, NOW)
    before = of_bob(pair)
    first, second = (keep_call(pair.alice_seat, call.pk, NOW + timedelta(minutes=number)) for number in range(2))
    assert first == second
    entry = as_read(Entry.objects.get(person=pair.alice))
    assert (entry.feeling, entry.text, entry.trigger) == ("", "are you there?\nI am", "late_reply")
    assert of_bob(pair) == before


def of_bob(pair: Pair) -> tuple[object, ...]:
    """Return what would move if he learnt of it."""
    revisions = list(Revision.objects.filter(pk=pair.bob.pk).values_list())
    return revisions, Notice.objects.count(), Reminder.objects.count()


def test_the_page_leads_there_and_what_set_one_off_comes_along(pair: Pair, alice_client: Client) -> None:
    rule = factories.agreed_response_rule(pair, triggers=["late_reply"])
    call = factories.called(rule, pair.alice_seat)
    assert f"/mine/notice/ask/{call.pk}/" in alice_client.get(f"/ask/{call.pk}/").content.decode()
    page = alice_client.get(f"/mine/notice/ask/{call.pk}/", follow=True)
    assert page.redirect_chain[-1][0] == "/mine/notice/?trigger=late_reply"
    assert "family=uneasy&amp;trigger=late_reply" in page.content.decode()
    answer(pair.bob_seat, call.pk, "here I am", False, call.called_at)
    assert f"/mine/keep/{call.pk}/" in alice_client.get(f"/ask/{call.pk}/").content.decode()
    kept = alice_client.post(f"/mine/keep/{call.pk}/", follow=True)
    assert "Kept in Mine." in kept.content.decode()
    assert as_read(Entry.objects.get()).text == "here I am"
    assert alice_client.get(f"/mine/notice/ask/{uuid.uuid4()}/").status_code == 404
