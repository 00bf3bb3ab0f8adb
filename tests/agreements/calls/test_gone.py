"""Eight days later no table holds a word of it, nor that it was."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps

from agreements.calls import verbs as calling
from agreements.calls.models import Call
from basics.encryption import encrypted_fields
from reminders.housekeeping import keep_house
from reminders.models import Notice, Reminder
from reminders.notices.verbs import tell
from tests.helpers import factories

NOW = datetime(2027, 3, 3, 15, 40, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def dumped() -> Iterator[str]:
    """Every value of every row of every model, decrypted."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed:
            for row in model._default_manager.values():
                yield from map(str, row.values())


def holding(*words: str) -> set[str]:
    """Return which of these words some row holds."""
    return {word for value in dumped() for word in words if word in value}


@pytest.mark.django_db
def test_eight_days_later_no_table_holds_a_word_of_it(pair, settings):
    rules = factories.many_agreed(pair, 3, NOW - DAY)
    answered, closed, lapsed = (
        calling.ask(pair.alice_seat, rule.pk, f"MARKER-{name}", uuid.uuid4(), NOW)
        for rule, name in zip(rules, ("answered", "closed", "lapsed"), strict=True)
    )
    calling.begin(pair.alice_seat, rules[0].pk, "MARKER-typed", NOW)
    for call in (answered, closed, lapsed):
        calling.begin_answer(pair.bob_seat, call.pk, "MARKER-begun", NOW)
        calling.hold(pair.bob_seat, call.pk, NOW + HOUR, NOW)
    calling.answer(pair.bob_seat, answered.pk, "MARKER-answer", False, NOW)
    calling.close(pair.alice_seat, closed.pk, NOW)
    for row in Reminder.objects.filter(subject__startswith="call:", channel="in_app"):
        tell([row.user_id or 0], row.kind, row.subject, row.occurrence, NOW)
    markers = [f"MARKER-{name}" for name in ("answered", "closed", "lapsed", "answer", "begun")]
    calls = [str(call.pk) for call in (answered, closed, lapsed)]
    assert holding(*markers, *calls) == {*markers, *calls}, "the dump does read it"
    keep_house(NOW + 8 * DAY)
    assert holding("MARKER-answered", "MARKER-closed", "MARKER-answer", *calls[:2]) == set()
    assert holding("MARKER-lapsed") == {"MARKER-lapsed"}, "its time for an answer was over a day before"
    keep_house(lapsed.lapses_at + 7 * DAY)
    assert holding(*markers, *calls) == set()
    assert not Notice.objects.filter(subject__startswith="call:").exists()
    assert not Call.objects.exists()
    assert len(encrypted_fields(Call)) == 2
