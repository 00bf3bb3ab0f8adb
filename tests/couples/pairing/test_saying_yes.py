"""Somebody said yes: the inviter is told of it, once a claim, and of nothing that is gone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from couples.pairing import verbs as pairing
from couples.pairing.models import Invitation
from couples.pairing.reminders import SAID_YES
from reminders.flood_limit import MOST
from reminders.models import Reminder, State
from reminders.notices.verbs import notices_with_lines, tell
from tests.couples.pairing.conftest import NOW

pytestmark = pytest.mark.django_db
both_databases = pytest.mark.both_databases("what verbs write, and what the database refuses")


def yeses():
    return Reminder.objects.filter(kind="said_yes").order_by("pk")


def told(rows):
    """Return who would be told what, by which way, of these rows."""
    return [(row.user.name, row.channel) for row in rows if row.pk not in SAID_YES.decide([row], NOW)]


@both_databases
def test_the_inviter_is_told_of_a_yes_by_notice_and_mail_and_of_each_claim_once(link, dana, charlie):
    for _ in range(3):
        pairing.claim(pairing.find_invitation(link.token, NOW), charlie, NOW)
        pairing.decline(link, NOW, charlie)
    assert told(yeses()) == [("Dana", "email"), ("Dana", "in_app")]
    mail = yeses().get(channel="email")
    assert "Charlie" not in str(SAID_YES.plain(mail, NOW))
    tell([dana.pk], SAID_YES.name, mail.subject, mail.occurrence, NOW)
    (said,) = notices_with_lines(dana, NOW)
    assert said[1].text == "Someone said yes to your invitation. Enter the four digits."
    assert said[1].path == "/invite/"


GONE = {
    "sent away": lambda link, dana, charlie: pairing.refuse_claim(dana),
    "taken back": lambda link, dana, charlie: pairing.withdraw(dana),
    "connected": lambda link, dana, charlie: pairing.confirm_claim(dana, Invitation.objects.get().digits, NOW),
    "too old": lambda link, dana, charlie: Invitation.objects.update(expires_at=NOW),
}


@both_databases
@pytest.mark.parametrize("how", GONE)
def test_nothing_is_told_of_a_claim_that_is_gone(link, dana, charlie, how):
    pairing.claim(link, charlie, NOW)
    tell([dana.pk], SAID_YES.name, yeses()[0].subject, yeses()[0].occurrence, NOW)
    GONE[how](link, dana, charlie)
    assert told(yeses()) == []
    assert not [line for notice, line in notices_with_lines(dana, NOW) if notice.kind == SAID_YES.name]


@both_databases
def test_mails_about_ever_new_claims_end(link, dana, charlie, django_assert_num_queries):
    """Who is sent away may join again at once, and again."""
    for minute in range(MOST + 2):
        pairing.claim(pairing.find_invitation(link.token, NOW), charlie, NOW + timedelta(minutes=minute))
        newest = yeses().filter(channel="email").latest("pk")
        if told([newest]):
            Reminder.objects.filter(pk=newest.pk).update(state=State.SENT, finished_at=NOW)
        pairing.refuse_claim(dana)
    assert yeses().filter(channel="email").count() == MOST + 2
    assert yeses().filter(channel="email", state=State.SENT).count() == MOST
    for rows in (list(yeses().filter(channel="email")[:1]), list(yeses().filter(channel="email"))):
        with django_assert_num_queries(1):
            SAID_YES.decide(rows, NOW)
        with django_assert_num_queries(1):
            SAID_YES.lines(rows, NOW)
