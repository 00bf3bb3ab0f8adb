"""A request that found its seat just before the other left changes and opens nothing after it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from agreements.letters import consent
from agreements.pauses import verbs as pauses
from checkins.answers import verbs as opening
from checkins.answers.models import Answer, TakeAway
from checkins.rhythm.models import CheckIn
from couples.seats import leaving
from tests.helpers import factories

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases("locks")]


def test_answers_on_their_way_open_nothing(pair):
    check_in = factories.begun_check_in(pair)
    factories.handed_in(check_in, pair.alice_seat)
    leaving.leave(pair.alice_seat, timezone.now())
    for verb in (opening.hand_in, opening.keep_answers):
        with pytest.raises(opening.NoLongerOpenForAnswers):
            verb(check_in, pair.bob_seat, factories.answers("late", check_in), timezone.now())
    assert CheckIn.objects.get().both_in_at is None
    assert not Answer.objects.filter(author=pair.bob).exists()


def test_what_one_takes_with_them_is_not_added(pair):
    check_in = factories.opened_check_in(pair)
    leaving.leave(pair.alice_seat, timezone.now())
    with pytest.raises(opening.NotOpenYet):
        opening.keep_take_away(check_in, pair.bob_seat, "for you to read", timezone.now())
    assert not TakeAway.objects.exists()


@pytest.mark.parametrize("route", ["pause/", "drafts/{draft}/send/"])
def test_the_api_says_so_and_does_not_fail(pair, alice_client, monkeypatch, route):
    """The seat is found, then the other leaves, then the verb runs."""
    draft = factories.draft(pair.alice)
    for module in (consent, pauses):
        monkeypatch.setattr(module, "keep_connected", lambda seat: False)
    answer = alice_client.post(f"/api/v1/{route.format(draft=draft.pk)}", {}, "application/json")
    assert answer.status_code == 403
    assert answer.json()["type"].endswith("/not-connected")
