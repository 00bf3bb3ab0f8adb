"""He does not stop: calls, phrases, letters, invitations, pauses. What one can send has an end, the same for both."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from agreements.calls import verbs as calling
from agreements.letters import consent
from agreements.letters.models import Agreement
from agreements.pauses import limits
from agreements.pauses.verbs import return_early, start_pause
from agreements.phrases import verbs as phrases
from checkins.moving.refusals import AskedTwice
from checkins.moving.talk_now import ask_for_talk, take_asking_back
from checkins.rhythm.models import CheckIn
from couples.pairing import verbs as pairing
from journal.appreciations import verbs as appreciating
from journal.appreciations.models import Appreciation
from journal.copies import verbs as copying
from journal.letters.refusals import SentEnough
from reminders.models import Reminder
from tests.helpers import factories, letters, notebook
from tests.helpers.factories import Pair
from tests.safety.test_flooding import deliver

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def test_he_calls_for_an_answer_without_end(pair: Pair) -> None:
    rules = factories.many_agreed(pair, calling.ASKS.most + 1, NOW - timedelta(days=2))
    Agreement.objects.update(author=pair.bob)
    for rule in rules[:-1]:
        factories.called(rule, pair.bob_seat, now=NOW)
    with pytest.raises(calling.AskedEnough):
        factories.called(rules[-1], pair.bob_seat, now=NOW)


def test_he_says_i_need_without_end(pair: Pair) -> None:
    for _ in range(phrases.A_DAY.most):
        factories.said_phrase(pair.bob_seat, now=NOW)
    with pytest.raises(phrases.EnoughToday):
        factories.said_phrase(pair.bob_seat, now=NOW)
    factories.said_phrase(pair.alice_seat, now=NOW)


def test_he_sends_suggestions_without_end(pair: Pair) -> None:
    for _ in range(consent.LETTERS.most):
        factories.proposed("response_rule", pair.bob_seat, NOW)
    with pytest.raises(consent.TooManyLetters):
        factories.proposed("response_rule", pair.bob_seat, NOW)


def test_he_sends_letters_of_feelings_without_end(pair: Pair) -> None:
    for _ in range(5):
        letters.letter_sent(pair.bob_seat, now=NOW)
    with pytest.raises(SentEnough):
        letters.letter_sent(pair.bob_seat, now=NOW)


def test_he_praises_her_without_end(pair: Pair) -> None:
    """Ten a day come at once; what is more waits for their talk, and rings nowhere."""
    for _ in range(appreciating.AT_ONCE.most + 3):
        notebook.noted(pair.bob_seat, now=NOW, is_for_now=True)
    assert Appreciation.objects.exclude(given_at=None).count() == appreciating.AT_ONCE.most == 10
    told = Reminder.objects.filter(kind="appreciation_now", user=pair.alice, channel="in_app")
    assert told.count() == 10


def test_he_shows_her_feelings_without_end(pair: Pair) -> None:
    for _ in range(copying.A_DAY.most):
        notebook.shown_of(pair.bob_seat, notebook.felt(pair.bob, "sad", NOW), "feeling", NOW)
    with pytest.raises(copying.ShownEnough):
        notebook.shown_of(pair.bob_seat, notebook.felt(pair.bob, "sad", NOW), "feeling", NOW)


def test_he_wants_to_talk_now_again_and_again(pair: Pair) -> None:
    """Twice a day he may ask; nothing begins by it, and without an answer it is gone."""
    for minute in (0, 40):
        move = ask_for_talk(pair.bob_seat, NOW + timedelta(minutes=minute))
        take_asking_back(pair.bob_seat, move.pk, NOW + timedelta(minutes=minute + 1))
    with pytest.raises(AskedTwice):
        ask_for_talk(pair.bob_seat, NOW + timedelta(hours=2))
    assert not CheckIn.objects.exists()


def test_he_starts_pause_after_pause(pair: Pair) -> None:
    for number in range(limits.STARTS.most):
        now = NOW + timedelta(minutes=number)
        pause = start_pause(pair.bob_seat, now + limits.SHORTEST, now)
        return_early(pause.pk, pair.bob_seat, pause.known_at)
    with pytest.raises(limits.PausedTooOften):
        start_pause(pair.bob_seat, NOW + timedelta(hours=1), NOW + timedelta(minutes=10))


def test_he_invites_the_same_mailbox_again_and_again(charlie) -> None:
    for number in range(4):
        pairing.withdraw(charlie)
        pairing.invite(charlie, f"alice+{number}@example.org", uuid.uuid4(), NOW)
    assert Reminder.objects.filter(kind="invitation").count() == 1


def test_he_makes_her_phone_ring_with_mails(pair: Pair) -> None:
    """Of one kind at most three in six hours leave the app, however many there are."""
    for _ in range(10):
        factories.proposed("response_rule", pair.alice_seat, NOW)
    assert deliver("letter", NOW) == 3
