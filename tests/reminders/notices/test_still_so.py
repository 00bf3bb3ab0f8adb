"""Lines that say what is no longer so are left out, and no number asks for them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from agreements.pauses.reminders import PAUSE
from agreements.pauses.verbs import return_early
from couples.people.models import User
from reminders.addresses import address_key
from reminders.channels.email.mailboxes import MailboxSetAside
from reminders.channels.email.unsubscribing import Subscription, unsubscribe
from reminders.channels.other.refusals import OtherAddressForgotten
from reminders.models import Mailbox, Notice, OtherAddress, Reminder, SwitchedOff
from reminders.notices.verbs import notices_with_lines, tell, unread_with_lines
from tests.helpers import factories
from tests.helpers.factories import Pair
from tests.reminders.sending import send_due

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def nothing_told(pair: Pair) -> None:
    Reminder.objects.all().delete()


def said(person: User, now: datetime) -> list[str]:
    lines = [line.text for _notice, line in notices_with_lines(person, now)]
    assert len(unread_with_lines(person, now)) == len(lines)
    return lines


def test_a_pause_is_told_while_it_runs_and_its_end_until_the_next(pair: Pair, now: datetime) -> None:
    pause = factories.paused(pair.alice_seat, 60, now)
    send_due(now, ["in_app"])
    [until] = said(pair.bob, now)
    assert until.startswith("A pause until")
    return_early(pause.pk, pair.alice_seat, now + MINUTE)
    [over] = said(pair.bob, now + MINUTE)
    assert over.startswith("The pause is over")
    again = factories.paused(pair.alice_seat, 20, now + 2 * MINUTE)
    assert said(pair.bob, now + 2 * MINUTE) == []
    send_due(now + 3 * MINUTE, ["in_app"])
    assert Notice.objects.get(user=pair.bob, subject=PAUSE.of(again.pk)).kind == "pause_started"
    assert said(pair.bob, again.ends_at) == [over]


def test_an_end_is_not_sent_into_the_next_pause(pair: Pair, now: datetime) -> None:
    first = factories.paused(pair.alice_seat, 20, now)
    factories.paused(pair.bob_seat, 20, first.ends_at)
    send_due(first.ends_at + MINUTE)
    assert not Reminder.objects.filter(kind="pause_over", state="sent").exists()


def test_being_connected_says_nothing_of_agreements(now: datetime) -> None:
    pair = factories.connected_couple(factories.person("Dana"), factories.person("Eli"), now)
    send_due(now, ["in_app"])
    assert said(pair.alice, now) == ["You use Steady together now."]


def test_a_check_in_is_told_until_it_is_over(pair: Pair, now: datetime) -> None:
    found = factories.check_in_at(pair, now + timedelta(hours=2), now, remind_minutes=60)
    Reminder.objects.exclude(kind="check_in").delete()
    send_due(now + timedelta(hours=1), ["in_app"])
    assert len(said(pair.bob, found.ends_at - MINUTE)) == 1
    assert said(pair.bob, found.ends_at) == []


def test_what_was_put_right_again(pair: Pair, now: datetime) -> None:
    """Mails on again, another app set up anew, another mailbox: each line was true before, and goes by itself."""
    bob = pair.bob
    unsubscribe(Subscription(bob.pk, "letter"), now)
    tell([bob.pk], OtherAddressForgotten.name, "other", "1", now)
    Mailbox.objects.create(pk=address_key(bob.email), set_aside_at=now)
    tell([bob.pk], MailboxSetAside.name, "mailbox", "1", now)
    assert len(said(bob, now)) == 3
    SwitchedOff.objects.all().delete()
    assert len(said(bob, now)) == 2
    OtherAddress.objects.create(user=bob, service="ntfy", address="x", confirmed_at=now, entered_at=now)
    assert len(said(bob, now)) == 1
    User.objects.filter(pk=bob.pk).update(email="bob@another.example.org")
    assert said(bob, now) == []
