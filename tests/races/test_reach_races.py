"""A page from before saves what it showed while the address changes: the caution about the new mailbox stays."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from reminders.choices import asking
from reminders.models import Preferences
from reminders.preferences import Marks
from tests.helpers import factories
from tests.races.stage import interleave

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def a_page_and_a_new_address() -> list[Any]:
    dana = factories.person("Dana")
    Preferences.objects.create(user=dana, who_sees_mailbox="only_me")
    return interleave(
        lambda: asking.change_preferences(dana.pk, {}, Marks(*[frozenset()] * 4), False, timezone.now()),
        lambda: asking.note_new_mailbox(dana.pk, "", timezone.now()),
        before='UPDATE "reminders_preferences"',
    )


def test_a_page_from_before_does_not_undo_the_caution():
    assert not [outcome for outcome in a_page_and_a_new_address() if outcome]
    assert Preferences.objects.get().who_sees_mailbox == ""


def test_companion_without_the_turn_it_does(monkeypatch):
    monkeypatch.setattr(asking, "take_turn", lambda person_id: None)
    a_page_and_a_new_address()
    assert Preferences.objects.get().who_sees_mailbox == "only_me"
