"""This room's kinds of reminder: a letter, its answer, an ending, a pause and its end."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.letters.models import Agreement, Version
from basics.directions import isolated_in_text
from couples.people.models import User
from couples.seats.models import Membership
from reminders.flood_limit import told_lately
from reminders.kinds import Decision, Drop, Line, Message, ReminderKind
from reminders.models import ChannelName, Notice, Reminder
from reminders.notices.verbs import settle
from reminders.scheduling import schedule, withdraw
from reminders.subjects import Subject
from reminders.wording import something_new

if TYPE_CHECKING:
    pass


AGREEMENT = Subject("agreement")


def version_occurrence(version: Version) -> str:
    """Return which letter about an agreement it is."""
    return f"version:{version.number}"


def _agreements(rows: Sequence[Reminder] | Sequence[Notice]) -> dict[str, Agreement]:
    """Return the agreements of couples that are connected, by subject. One query a batch."""
    open_ones = Agreement.objects.filter(pk__in=AGREEMENT.keys(rows), couple__closed_at__isnull=True).select_related(
        "proposal"
    )
    return {AGREEMENT.of(agreement.pk): agreement for agreement in open_ones}


class _AboutAgreement(ReminderKind):
    """What these kinds share: they lead to the agreement and vanish with the couple."""

    useful_for = timedelta(days=7)

    def line(self, agreement: Agreement) -> str:
        raise NotImplementedError

    def lines(self, notices: Sequence[Notice], now: datetime) -> Mapping[int, Line]:
        """Return the text for each agreement that the couple still has."""
        found = _agreements(notices)
        return {
            notice.pk: Line(self.line(found[notice.subject]), reverse("agreement", args=[found[notice.subject].pk]))
            for notice in notices
            if self.still_true(notice, found.get(notice.subject))
        }

    def decide(self, reminders: Sequence[Reminder], now: datetime) -> Mapping[int, Decision]:
        """Drop what is about a closed couple, or not true any more."""
        found = _agreements(reminders)
        true = [row for row in reminders if self.still_true(row, found.get(row.subject))]
        wanted = {row.pk for row in true} - told_lately(true, now)
        return {row.pk: Drop() for row in reminders if row.pk not in wanted}

    def still_true(self, reminder: Reminder | Notice, agreement: Agreement | None) -> bool:
        """Tell whether the row still says what is the case."""
        return agreement is not None


class Letter(_AboutAgreement):
    """There is something to read and to answer."""

    name = "letter"
    label = gettext_lazy("There is a letter to read")

    def still_true(self, reminder: Reminder | Notice, agreement: Agreement | None) -> bool:
        """Only while this very version waits for an answer."""
        return bool(agreement and agreement.proposal and reminder.occurrence == version_occurrence(agreement.proposal))

    def line(self, agreement: Agreement) -> str:
        return _("There is a letter for you to read.")

    def neutral(self, reminder: Reminder, now: datetime) -> Message:
        return something_new()

    def plain(self, reminder: Reminder, now: datetime) -> Message:
        return Message(
            subject=_("A letter for you"),
            paragraphs=(_("There is a letter for you to read, whenever it suits you. It will wait."),),
            link_label=_("Read it"),
        )

    def leads_to(self, reminder: Reminder) -> str:
        return reverse("agreement", args=[AGREEMENT.key(reminder)])

    def detail(self, reminder: Reminder, now: datetime) -> str:
        """Say from whom it is, by the name under the letter."""
        agreement = Agreement.objects.select_related("proposal").get(pk=AGREEMENT.key(reminder))
        if agreement.proposal is None:
            return ""
        name = isolated_in_text(agreement.writer_of(agreement.proposal).name)
        return _("A letter from %(name)s is here") % {"name": name}


class LetterAnswered(_AboutAgreement):
    """A letter has an answer."""

    name = "letter_answered"
    label = gettext_lazy("Your letter has an answer")
    channels = (ChannelName.IN_APP,)

    def line(self, agreement: Agreement) -> str:
        return _("A letter of yours has an answer.")


class AgreementEnded(_AboutAgreement):
    """The other ended an agreement."""

    name = "agreement_ended"
    label = gettext_lazy("An agreement has ended")
    channels = (ChannelName.IN_APP,)

    def line(self, agreement: Agreement) -> str:
        return _("An agreement has ended.")


def put_letters_away(agreement: Agreement, now: datetime) -> None:
    """Withdraw what waits to be told about an agreement, and stop asking its reader to read an older letter."""
    withdraw(AGREEMENT.of(agreement.pk), now)
    settle(AGREEMENT.of(agreement.pk), LETTER, members(agreement.couple_id), now)


def tell_letter(agreement: Agreement, version: Version, reader: User, now: datetime) -> None:
    """Queue the one notice of a letter. There is no second one and no way to send it again."""
    occurrence = version_occurrence(version)
    schedule(LETTER, AGREEMENT.of(agreement.pk), occurrence=occurrence, people=[reader.pk], due_at=now)


def tell_answer(agreement: Agreement, version: Version, now: datetime) -> None:
    """Queue the notice, to the letter's author, that it was answered."""
    subject, occurrence = AGREEMENT.of(agreement.pk), version_occurrence(version)
    schedule(LETTER_ANSWERED, subject, occurrence=occurrence, people=[version.author_id], due_at=now)


def tell_ending(agreement: Agreement, other: User, now: datetime) -> None:
    """Queue the notice, to the other, that an agreement ended."""
    schedule(AGREEMENT_ENDED, AGREEMENT.of(agreement.pk), occurrence="ended", people=[other.pk], due_at=now)


def members(couple_id: uuid.UUID) -> list[int]:
    """Return the two users' keys."""
    return list(Membership.objects.active().filter(couple=couple_id).values_list("user_id", flat=True))


LETTER = Letter()
LETTER_ANSWERED = LetterAnswered()
AGREEMENT_ENDED = AgreementEnded()
KINDS = (LETTER, LETTER_ANSWERED, AGREEMENT_ENDED)
