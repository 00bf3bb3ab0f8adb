"""What is asked right before sending: an ended, moved or paused thing, and who is told at all."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from agreements.letters import consent
from agreements.pauses.verbs import return_early
from basics.localtime import local
from checkins.rhythm.models import CheckIn
from couples.pairing.reminders import block_token, read_block_token
from couples.people.models import User
from reminders.addresses import block
from reminders.channels import CHANNELS
from reminders.delivery import outcomes as marks
from reminders.models import Notice, Preferences, Reminder, State
from reminders.queue.leases import lease_due
from tests.helpers import factories
from tests.helpers.factories import Pair
from tests.helpers.mailserver import MailServer
from tests.reminders.sending import send_due, states

both_databases = pytest.mark.both_databases("rows are leased, decided on and marked by SQL of each database's own")

LEAD = timedelta(minutes=60)


@pytest.fixture
def check_in(pair: Pair, now: datetime) -> CheckIn:
    """A check-in in two hours, reminded an hour before; all else is sent or taken out of the way."""
    found = factories.check_in_at(pair, now + timedelta(hours=2), now, remind_minutes=60)
    Reminder.objects.exclude(kind="check_in").delete()
    return found


@pytest.fixture
def due(check_in: CheckIn) -> datetime:
    """When the check-in's reminders are due."""
    return check_in.starts_at - LEAD


def recipients() -> set[str]:
    """Return who has a row about a check-in."""
    rows = Reminder.objects.filter(kind="check_in", state=State.SENT)
    return {row.user.name for row in rows.select_related("user") if row.user}


@both_databases
def test_both_are_told_by_mail_and_in_the_app_and_nobody_else(
    check_in: CheckIn, due: datetime, smtp_server: MailServer, charlie: User, eve: User
) -> None:
    send_due(due)
    assert states(kind="check_in") == {State.SENT: 4}
    assert recipients() == {"Alice", "Bob"}
    assert sorted(letter.recipients[0] for letter in smtp_server.letters) == ["alice@example.org", "bob@example.org"]
    assert {notice.user.name for notice in Notice.objects.all()} == {"Alice", "Bob"}


def test_not_a_minute_early(check_in: CheckIn, due: datetime, smtp_server: MailServer) -> None:
    assert send_due(due - timedelta(seconds=1)) == 0


def test_rows_that_are_sent_are_not_sent_again(check_in: CheckIn, due: datetime, smtp_server: MailServer) -> None:
    for minutes in range(3):
        send_due(due + timedelta(minutes=minutes))
    assert len(smtp_server.letters) == 2
    assert Notice.objects.count() == 2


# A committed leave, ending or move drops, even when the rows are leased already


@both_databases
@pytest.mark.parametrize("when", ["before the lease", "after the lease"])
@pytest.mark.parametrize("what", ["leave", "end", "move"])
def test_committed_change_drops(
    what: str, when: str, pair: Pair, check_in: CheckIn, due: datetime, smtp_server: MailServer
) -> None:
    if when == "after the lease":
        assert lease_due("email", due)
        assert lease_due("in_app", due)
    if what == "leave":
        pair.left(due)
    elif what == "end":
        consent.end(factories.rhythm_of(check_in), pair.bob_seat, due)
    else:
        moved_rhythm(pair, check_in, due)
    send_due(due)
    assert State.SENT not in states(kind="check_in", occurrence__startswith=f"{check_in.slot:%Y%m%dT%H%M}:0:")
    assert smtp_server.letters == []


def moved_rhythm(pair: Pair, check_in: CheckIn, now: datetime) -> CheckIn:
    """Let both agree on another time for the same talk: half an hour later."""
    later = local(check_in.starts_at + timedelta(minutes=30), pair.alice.time_zone)
    amended = factories.amended(factories.rhythm_of(check_in), pair.bob_seat, now, at=f"{later:%H:%M}")
    assert amended.newest
    consent.accept(amended, pair.alice_seat, amended.newest.number, now)
    return CheckIn.objects.get(pk=check_in.pk)


def test_change_that_only_the_asking_can_see_drops(
    pair: Pair, check_in: CheckIn, due: datetime, smtp_server: MailServer
) -> None:
    """Without the rows being withdrawn: the kind finds the check-in cancelled."""
    CheckIn.objects.filter(pk=check_in.pk).update(cancelled_at=due)
    send_due(due)
    assert states(kind="check_in") == {State.WITHDRAWN: 4}
    assert smtp_server.letters == []


def test_moved_check_in_is_reminded_again(
    pair: Pair, check_in: CheckIn, due: datetime, smtp_server: MailServer
) -> None:
    send_due(due)
    moved = moved_rhythm(pair, check_in, due)
    assert moved.revision == check_in.revision + 1
    send_due(moved.starts_at - LEAD)
    assert len([letter for letter in smtp_server.letters if letter.subject.startswith("Reminder: ")]) == 4


# A running pause holds the check-in it paused


def test_pause_holds_the_talk_and_it_is_sent_after(
    pair: Pair, check_in: CheckIn, due: datetime, smtp_server: MailServer
) -> None:
    pause = factories.paused(pair.alice_seat, 60, due)
    send_due(due)
    assert states(kind="check_in") == {State.PENDING: 4}
    send_due(pause.ends_at - timedelta(seconds=1))
    assert states(kind="check_in") == {State.PENDING: 4}
    send_due(pause.ends_at + marks.ASK_HELD_AGAIN)
    assert states(kind="check_in") == {State.SENT: 4}


def test_pause_that_ends_early_lets_the_talk_go_at_once(
    pair: Pair, check_in: CheckIn, due: datetime, smtp_server: MailServer
) -> None:
    pause = factories.paused(pair.alice_seat, 240, due)
    send_due(due)
    back = due + timedelta(minutes=10)
    return_early(pause.pk, pair.alice_seat, back)
    send_due(back + marks.ASK_HELD_AGAIN)
    assert states(kind="check_in") == {State.SENT: 4}


@both_databases
def test_pause_beyond_the_talk_makes_it_missed_and_says_so_once(
    pair: Pair, check_in: CheckIn, due: datetime, smtp_server: MailServer
) -> None:
    factories.paused(pair.alice_seat, 600, due)
    send_due(due)
    assert states(kind="check_in") == {State.PENDING: 4}, "the pause may still end early"
    for minutes in range(0, 200, 5):
        send_due(due + timedelta(minutes=minutes))
    assert states(kind="check_in") == {State.MISSED: 4}
    assert [letter for letter in smtp_server.letters if letter.subject.startswith("Reminder: ")] == []
    assert Notice.objects.filter(kind="missed").count() == 2


@both_databases
def test_pause_never_holds_what_is_private(
    pair: Pair, check_in: CheckIn, due: datetime, smtp_server: MailServer
) -> None:
    factories.paused(pair.alice_seat, 60, due)
    rule = factories.proposed_rule(pair, due)
    send_due(due)
    assert states(kind="letter", subject=f"agreement:{rule.pk}") == {State.SENT: 2}
    assert states(kind="pause_started") == {State.SENT: 2}


def test_pause_of_another_couple_holds_nothing(
    pair: Pair, strangers: Pair, check_in: CheckIn, due: datetime, smtp_server: MailServer
) -> None:
    factories.paused(strangers.alice_seat, 60, due)
    send_due(due)
    assert states(kind="check_in") == {State.SENT: 4}


def test_end_of_a_pause_reaches_both(pair: Pair, now: datetime, smtp_server: MailServer) -> None:
    pause = factories.paused(pair.alice_seat, 20, now)
    send_due(pause.ends_at)
    over = Reminder.objects.filter(kind="pause_over", state=State.SENT)
    assert {(row.user_id, row.channel) for row in over} == {
        (user.pk, channel) for user in (pair.alice, pair.bob) for channel in ("email", "in_app")
    }


# Asking is one conversation for the whole batch


def test_queries_of_asking_do_not_grow_with_the_batch(
    pair: Pair, check_in: CheckIn, due: datetime, django_assert_max_num_queries: object
) -> None:
    from reminders.delivery.decisions import still_wanted

    for number in range(20):
        other = factories.connected_couple(factories.person(f"C{number}"), factories.person(f"D{number}"))
        factories.check_in_at(other, check_in.starts_at, due - timedelta(hours=1), remind_minutes=60)
    Reminder.objects.exclude(kind="check_in").delete()
    lease = lease_due("in_app", due)
    assert lease
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        assert len(still_wanted(lease, CHANNELS["in_app"], due)) == 42


# Who may be reached


def test_who_wants_no_mails_gets_account_mails_alone(
    pair: Pair, check_in: CheckIn, due: datetime, smtp_server: MailServer
) -> None:
    Preferences.objects.create(user=pair.alice, who_sees_mailbox="no_mails")
    send_due(due)
    assert [letter.recipients for letter in smtp_server.letters] == [["bob@example.org"]]
    assert Notice.objects.filter(user=pair.alice).exists()


@both_databases
def test_person_who_is_not_active_gets_nothing(
    pair: Pair, check_in: CheckIn, due: datetime, smtp_server: MailServer
) -> None:
    User.objects.filter(pk=pair.alice.pk).update(is_active=False)
    send_due(due)
    assert [letter.recipients for letter in smtp_server.letters] == [["bob@example.org"]]
    assert not Notice.objects.filter(user=pair.alice).exists()


# The invitation: one mail, ever


def test_one_invitation_mail_ever(dana: User, now: datetime, smtp_server: MailServer) -> None:
    from couples.pairing import verbs as pairing

    for week in range(3):
        then = now + timedelta(days=20 * week)
        factories.open_invitation(dana, "ben@example.org", then)
        send_due(then)
        pairing.withdraw(dana)
    assert len(smtp_server.to("ben@example.org")) == 1


def test_withdrawn_invitation_is_not_mailed(dana: User, now: datetime, smtp_server: MailServer) -> None:
    from couples.pairing import verbs as pairing

    factories.open_invitation(dana, "ben@example.org", now)
    pairing.withdraw(dana)
    send_due(now)
    assert smtp_server.letters == []


def test_blocked_address_gets_no_invitation(dana: User, now: datetime, smtp_server: MailServer) -> None:
    factories.open_invitation(dana, "ben@example.org", now)
    block(read_block_token(block_token("Ben@example.org")) or "", now)
    send_due(now)
    assert smtp_server.letters == []
    assert states(kind="invitation") == {State.WITHDRAWN: 1}
