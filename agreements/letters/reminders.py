"""This room's kinds of reminder: a letter, its answer, an ending, a pause and its end."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.letters.called import answer_called, end_called, letter_called
from agreements.letters.models import Agreement, Version
from basics.directions import isolated_in_text
from couples.people.models import User
from couples.seats.models import Membership
from reminders.flood_limit import all_but
from reminders.kinds import LETTERS, Decision, Line, Message, ReminderKind
from reminders.models import ChannelName, Notice, Reminder
from reminders.notices.verbs import settle
from reminders.scheduling import schedule, withdraw
from reminders.subjects import Subject
from reminders.wording import something_new

AGREEMENT = Subject("agreement")
_VERSION = "version:"


def version_occurrence(version: Version) -> str:
    """Return which letter about an agreement it is."""
    return f"{_VERSION}{version.number}"


def _agreements(rows: Sequence[Reminder] | Sequence[Notice], now: datetime) -> dict[str, Agreement]:
    """Return the agreements of couples that are connected, by subject. One query a batch."""
    open_ones = Agreement.objects.filter(pk__in=AGREEMENT.keys(rows), couple__closed_at__isnull=True).with_words()
    return {AGREEMENT.of(agreement.pk): agreement.as_of(now) for agreement in open_ones}


def _versions(rows: Sequence[Notice]) -> dict[tuple[str, str], Version]:
    """Return the versions of these agreements, by subject and occurrence. One query a batch."""
    found = Version.objects.filter(agreement__pk__in=AGREEMENT.keys(rows))
    return {(AGREEMENT.of(version.agreement_id), version_occurrence(version)): version for version in found}


class _AboutAgreement(ReminderKind):
    """What these kinds share: they lead to the agreement and vanish with the couple."""

    group = LETTERS
    useful_for = timedelta(days=7)

    def said(self, notices: Sequence[Notice], found: Mapping[str, Agreement]) -> Mapping[int, str]:
        """Return what each says, by primary key."""
        raise NotImplementedError

    def lines(self, notices: Sequence[Notice], now: datetime) -> Mapping[int, Line]:
        """Return the text for each agreement that the couple still has."""
        found = _agreements(notices, now)
        true = [notice for notice in notices if self.still_true(notice, found.get(notice.subject))]
        said = self.said(true, found) if true else {}
        return {notice.pk: Line(said[notice.pk], self.leads_to(notice)) for notice in true if notice.pk in said}

    def leads_to(self, reminder: Reminder | Notice) -> str:
        return reverse("agreement", args=[AGREEMENT.key(reminder)])

    def decide(self, reminders: Sequence[Reminder], now: datetime) -> Mapping[int, Decision]:
        """Drop what is about a closed couple, or not true any more."""
        found = _agreements(reminders, now)
        true = [row for row in reminders if self.still_true(row, found.get(row.subject))]
        return all_but(true, reminders, now)

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

    def said(self, notices: Sequence[Notice], found: Mapping[str, Agreement]) -> Mapping[int, str]:
        letters = {notice.pk: found[notice.subject] for notice in notices}
        return {
            key: letter_called(letter, letter.proposal, False) for key, letter in letters.items() if letter.proposal
        }

    def neutral(self, reminder: Reminder, now: datetime) -> Message:
        return something_new()

    def plain(self, reminder: Reminder, now: datetime) -> Message:
        return Message(
            subject=_("A letter for you"),
            paragraphs=(_("There is a letter for you to read, whenever it suits you. It will wait."),),
            link_label=_("Read it"),
        )

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
    # Nobody had these outside the app before they could.
    is_off_at_first = True

    def said(self, notices: Sequence[Notice], found: Mapping[str, Agreement]) -> Mapping[int, str]:
        versions = _versions(notices)
        letters = {notice.pk: versions.get((notice.subject, notice.occurrence)) for notice in notices}
        subjects = {notice.pk: found[notice.subject] for notice in notices}
        return {key: answer_called(subjects[key], letter) for key, letter in letters.items() if letter}

    def neutral(self, reminder: Reminder, now: datetime) -> Message:
        return something_new()

    def plain(self, reminder: Reminder, now: datetime) -> Message:
        return Message(
            subject=_("Your letter has an answer"),
            paragraphs=(_("Your letter has an answer. It waits until you read it."),),
            link_label=_("Read it"),
        )

    def detail(self, reminder: Reminder, now: datetime) -> str:
        """Say whose answer it is, by the name under the letter, and not what it says."""
        agreement = Agreement.objects.get(pk=AGREEMENT.key(reminder))
        number = int(reminder.occurrence.removeprefix(_VERSION))
        name = isolated_in_text(agreement.reader_of(agreement.versions.get(number=number)).name)
        return _("%(name)s answered your letter") % {"name": name}


class AgreementEnded(_AboutAgreement):
    """The other ended an agreement."""

    name = "agreement_ended"
    label = gettext_lazy("An agreement has ended")
    channels = (ChannelName.IN_APP,)

    def said(self, notices: Sequence[Notice], found: Mapping[str, Agreement]) -> Mapping[int, str]:
        return {notice.pk: end_called(found[notice.subject]) for notice in notices}


def put_letters_away(agreement: Agreement, now: datetime) -> None:
    """Withdraw what waits to be told about an agreement, and stop asking its reader to read an older letter."""
    withdraw(AGREEMENT.of(agreement.pk), now)
    settle(AGREEMENT.of(agreement.pk), LETTER, members(agreement.couple_id), now)


def settle_news(agreement_id: uuid.UUID, person_id: int, now: datetime) -> None:
    """Mark what this person was told of its answer or its end as read."""
    for kind in (LETTER_ANSWERED, AGREEMENT_ENDED):
        settle(AGREEMENT.of(agreement_id), kind, [person_id], now)


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
