"""Of who erases their account nothing is left that tells of them, and what is the other's stays as it was."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.core.mail import EmailMessage
from django.core.management.color import no_style
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from agreements.letters.private_lines import set_private_line
from basics.keeping import all_keepings
from config.operating.outbox import OutboxBackend
from couples.codes.models import CodeMailbox, MailedCode, Purpose
from couples.people.models import User
from couples.people.reminders import ACCOUNT_MAIL
from couples.seats.models import Membership
from pages.erasure.carrying_out import own_rows
from pages.erasure.verbs import ask_for_erasure, erase_now
from reminders.addresses import mailbox_key
from reminders.models import Mailbox, Reminder
from reminders.scheduling import schedule_for_address
from tests.guards.scene import Scene, make_scene
from tests.helpers import factories, figures, letters, notebook
from tests.pages.erasure.searching import Dump, dump, found, tables, traces_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.both_databases("what a deleted row takes along is the database's and Django's"),
]

NAMES = {"Alice": "Aurelia", "Bob": "Bertold"}
# What each of the two wrote, and the other goes on reading.
OF_BOTH = {
    "agreements.Unnoticed.words",
    "agreements.Version.words",
    "checkins.OwnDeck.title",
    "checkins.OwnQuestion.words",
    "checkins.Try.words",
    "journal.Appreciation.what_it_meant",
    "journal.Appreciation.what_you_did",
    "journal.Appreciation.when_it_was",
    "journal.ComposedLetter.answer",
    "journal.ComposedLetter.payload",
}

INVITATION = {f"couples.Invitation.{name}" for name in ("address", "digits", "token")}


def test_nothing_of_either_is_left_whoever_goes_first_and_the_others_own_stays(caplog):
    alice, bob = _two_with_everything()
    assert _canaries(alice, dump()) >= OF_BOTH
    left = [*_in_order(alice, bob, caplog), *_in_order(bob, alice, caplog)]
    figures.count("erasure: {tables} tables searched, {left} left", tables=len(list(tables())), left=len(left))
    assert left == []


def _in_order(first: User, second: User, caplog: pytest.LogCaptureFixture) -> list[str]:
    """Erase one and then the other, and take it back; return where anything was left."""
    now = timezone.now()
    with transaction.atomic():
        couple = Membership.objects.active().get(user=first).couple_id
        ask_for_erasure(first, now)
        before, page = dump(), _past(second, couple)
        assert erase_now(first, now)
        after = dump()
        # The invitation by which they came together names both.
        assert _canaries(second, before) - _canaries(second, after) <= INVITATION
        assert _past(second, couple) == page.replace(first.name, "Someone")
        left = found(traces_of(first), after) + sorted(_canaries(first, after) - OF_BOTH)
        ask_for_erasure(second, now, at_once=True)
        at_last = dump()
        for person in (first, second):
            left += found(traces_of(person), at_last) + sorted(_canaries(person, at_last))
            assert str(person.pk) not in caplog.text
        left += found(re.compile(f"{couple.hex}|{couple}"), at_last)
        assert not User.objects.filter(is_someone=True, memberships__isnull=True).exists()
        transaction.set_rollback(True)
    return left


def _two_with_everything() -> tuple[User, User]:
    _let_keys_be_long()
    scene = make_scene(NAMES)
    alice, bob = _person(scene, "alice"), _person(scene, "bob")
    for seat in Membership.objects.active().filter(user__in=(alice, bob)).select_related("user", "couple"):
        _more_of(seat)
    for person in (alice, bob):
        _outside_of_columns(person)
        _plant(person)
    return alice, bob


def _person(scene: Scene, who: str) -> User:
    person = scene.people[who]
    assert person
    return person


def _let_keys_be_long() -> None:
    """Let a person's key stand for nothing else wherever it is found."""
    User.objects.create_user("first@example.org", name="First", pk=771_000_000)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [User]):
            cursor.execute(statement)


def _more_of(seat: Membership) -> None:
    """What stays for the other, and what hangs on the other's things: each of the two has all of it."""
    pair = factories.pair_of(seat.user) if seat.seat == 1 else factories.pair_of(seat.partner)
    other = pair.bob_seat if seat.seat == 1 else pair.alice_seat
    for given in (True, False):
        notebook.noted(seat, is_for_now=given)
    letters.letter_sent(seat)
    letters.letter_saved(seat)
    factories.queued(seat)
    factories.unnoticed(seat, "the windows")
    # Of a letter that was never agreed, which the other began: one's own words, and a line for oneself beside them.
    letter = factories.proposed("response_rule", other)
    factories.amended(letter, seat, within_minutes=90)
    set_private_line(letter, seat, "it will pass")


def _outside_of_columns(person: User) -> None:
    """What names a person without pointing to their row."""
    now, operator = timezone.now(), factories.staff_person(f"Operator of {person.pk % 1000}")
    factories.signed_in(None, person)
    half_signed_in = SessionStore()
    half_signed_in["account_login"] = {"user_pk": str(person.pk), "email": person.email}
    half_signed_in.create()
    users = ContentType.objects.get_for_model(User)
    LogEntry.objects.create(
        user=operator, content_type=users, object_id=str(person.pk), object_repr="", action_flag=CHANGE
    )
    mailbox = CodeMailbox.objects.create(key=mailbox_key(person.email), last_asked_at=now)
    MailedCode.objects.create(purpose=Purpose.RESET, mailbox=mailbox, tries_left=1, asked_at=now, closes_at=now)
    Mailbox.objects.create(key=mailbox_key(person.email))
    OutboxBackend().send_messages([EmailMessage("x", person.name, to=[f"{person.name} <{person.email}>"])])
    schedule_for_address(ACCOUNT_MAIL, "account:x", "once", person.email, {"subject": "x", "text": "x"}, now)
    Reminder.objects.create(
        kind="log",
        subject=f"log:{person.pk}",
        occurrence="x",
        recipient=f"user:{person.pk}",
        user=person,
        channel="in_app",
        due_at=now,
        expires_at=now + timedelta(days=1),
    )


def _plant(person: User) -> None:
    """Put a canary into every text of this person's; what is a number, a list or somebody's name stays."""
    for keeping in all_keepings():
        for name in keeping.own_words:
            if keeping.owner and name not in ("name", "names"):
                rows = own_rows(keeping, person)
                for key, words in rows.values_list("pk", name):
                    rows.filter(pk=key).update(**{name: _with(_canary(person), words)})


def _canary(person: User) -> str:
    return f"canary-{person.pk % 1000}-"


def _with(canary: str, words: Any) -> Any:
    if isinstance(words, dict):
        return {name: canary if isinstance(said, str) else said for name, said in words.items()}
    return canary


def _canaries(person: User, stored: Dump) -> set[str]:
    """Return where anything is that this person wrote."""
    return {place for place, text in stored if _canary(person) in text}


def _past(person: User, couple: uuid.UUID) -> str:
    """Return what this person reads of the couple, without the letters in a name's mark."""
    page = factories.signed_in(None, person).get(reverse("earlier_couple", args=[couple])).content.decode()
    main = page.partition("<main")[2]
    return re.sub(r'>[\w·]<|value="[^"]*"', "", main)
