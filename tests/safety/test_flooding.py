"""Nobody can flood the other: letters and pauses are free to make, so what they cause has a limit."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from agreements.kinds.base import kind_named
from agreements.letters import consent
from agreements.letters.models import Version
from agreements.letters.reminders import LETTER
from agreements.pauses import limits
from agreements.pauses import verbs as pauses
from agreements.pauses.reminders import PAUSE_STARTED
from reminders import flood_limit as lately
from reminders.models import Reminder, State
from tests.helpers import factories

pytestmark = pytest.mark.django_db
both_databases = pytest.mark.both_databases("counters in rows")
NOW = timezone.now()


def deliver(kind: str, now) -> int:
    """Send what is due to Bob by mail, as a worker does: ask, then mark. Return how many mails went out."""
    rows = list(Reminder.objects.filter(kind=kind, channel="email", user__email="bob@example.org", state="pending"))
    due = [row for row in rows if row.due_at <= now]
    dropped = {"letter": LETTER, "pause_started": PAUSE_STARTED}[kind].decide(due, now)
    wanted = [row.pk for row in due if row.pk not in dropped]
    Reminder.objects.filter(pk__in=wanted).update(state=State.SENT, finished_at=now)
    Reminder.objects.filter(pk__in=dropped).update(state=State.WITHDRAWN, finished_at=now)
    return len(wanted)


@both_databases
def test_letters_in_one_batch_make_few_mails(pair):
    for _ in range(10):
        factories.proposed_rule(pair, NOW)
    assert deliver("letter", NOW) == lately.MOST


def test_letters_one_after_the_other_make_few_mails_and_later_some_again(pair):
    sent = 0
    for minute in range(10):
        now = NOW + timedelta(minutes=minute)
        letter = factories.proposed_rule(pair, now)
        sent += deliver("letter", now)
        consent.take_back(letter, pair.alice_seat, 1, now)
    assert sent == lately.MOST
    factories.proposed_rule(pair, NOW + timedelta(hours=7))
    assert deliver("letter", NOW + timedelta(hours=7)) == 1


@both_databases
def test_every_letter_keeps_its_quiet_line_in_the_app(pair):
    for _ in range(10):
        factories.proposed_rule(pair, NOW)
    lines = list(Reminder.objects.filter(kind="letter", channel="in_app", user=pair.bob))
    assert len(lines) == 10
    assert not LETTER.decide(lines, NOW)


def test_a_day_has_room_for_so_many_letters(pair):
    for _ in range(consent.LETTERS.most):
        letter = factories.proposed_rule(pair, NOW)
    with pytest.raises(consent.TooManyLetters):
        factories.proposed_rule(pair, NOW)
    with pytest.raises(consent.TooManyLetters):
        factories.amended(letter, pair.alice_seat, NOW, please="another line")
    assert Version.objects.count() == consent.LETTERS.most
    # The other is not held back, and answers are always free.
    consent.accept(letter, pair.bob_seat, 1, NOW)
    factories.proposed("response_rule", pair.bob_seat, NOW)
    factories.proposed_rule(pair, NOW + consent.LETTERS.within)


def test_the_limit_is_told_and_the_draft_stays(pair, alice_client):
    for _ in range(consent.LETTERS.most):
        factories.proposed_rule(pair)
    draft = factories.draft(pair.alice)
    page = alice_client.post(f"/agreements/drafts/{draft.pk}/send/", follow=True)
    assert str(consent.TooManyLetters.message) in page.content.decode()
    assert alice_client.post(f"/api/v1/drafts/{draft.pk}/send/").status_code == 429
    draft.refresh_from_db()
    assert kind_named(draft.kind)


def take_and_return(seat, now) -> None:
    pause = pauses.start_pause(seat, now + limits.SHORTEST, now)
    pauses.return_early(pause.pk, seat, pause.known_at)


def test_pauses_begun_again_and_again_end_and_leave_the_other_theirs(pair):
    sent = 0
    for number in range(limits.STARTS.most):
        now = NOW + timedelta(seconds=20 * number)
        pause = pauses.start_pause(pair.alice_seat, now + limits.SHORTEST, now)
        sent += deliver("pause_started", pause.known_at)
        pauses.return_early(pause.pk, pair.alice_seat, pause.known_at)
    assert sent == lately.MOST
    late = NOW + timedelta(minutes=5)
    with pytest.raises(limits.PausedTooOften):
        take_and_return(pair.alice_seat, late)
    take_and_return(pair.bob_seat, late)
    take_and_return(pair.alice_seat, NOW + limits.STARTS.within)


def test_the_pause_limit_is_told_by_page_and_api(pair, alice_client):
    for number in range(limits.STARTS.most):
        take_and_return(pair.alice_seat, timezone.now() - timedelta(minutes=10 - number))
    page = alice_client.post("/pause/start/", follow=True)
    assert str(limits.PausedTooOften.message) in page.content.decode()
    assert alice_client.post("/api/v1/pause/", {}, "application/json").status_code == 429
