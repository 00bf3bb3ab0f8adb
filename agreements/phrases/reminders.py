"""What is told of a phrase: in the app at once; outside it only once it cannot be taken back any more."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.phrases.models import PHRASES_KEPT_FOR, SentPhrase
from basics.directions import isolated_in_text, own_words, said
from couples.people.models import User
from reminders.flood_limit import all_but
from reminders.kinds import LETTERS, Decision, Hold, Line, Message, ReminderKind
from reminders.models import ChannelName, Notice, Reminder
from reminders.notices.verbs import settle
from reminders.scheduling import schedule
from reminders.subjects import Subject
from reminders.wording import something_new

PHRASE = Subject("phrase")


class _AboutPhrase(ReminderKind):
    """What both share: they lead to the phrase, and are gone when it is."""

    group = LETTERS
    useful_for = PHRASES_KEPT_FOR
    keep_for = PHRASES_KEPT_FOR

    def is_true(self, row: SentPhrase) -> bool:
        """Tell whether it still says what is the case."""
        raise NotImplementedError

    def teller(self, row: SentPhrase) -> User:
        """Return whose words it is about."""
        raise NotImplementedError

    def decide(self, reminders: Sequence[Reminder], now: datetime) -> Mapping[int, Decision]:
        """Drop what is gone, and hold what would leave the app while it can still be taken back."""
        found = self._found(reminders, now)
        ends = {row.pk: found[row.subject].can_be_taken_back_until for row in reminders if row.subject in found}
        loud = [row.pk for row in reminders if row.channel != ChannelName.IN_APP and ends.get(row.pk, now) > now]
        true = [row for row in reminders if row.subject in found and row.pk not in loud]
        return {**all_but(true, reminders, now), **{key: Hold(ends[key]) for key in loud}}

    def neutral(self, reminder: Reminder, now: datetime) -> Message:
        return something_new()

    def called(self) -> str:
        """Return a sentence that says whose words it is about, and not one of them."""
        raise NotImplementedError

    def named(self) -> str:
        """Return the same as the subject of a mail."""
        raise NotImplementedError

    def detail(self, reminder: Reminder, now: datetime) -> str:
        """Say from whom it is, and not a word of it."""
        row = SentPhrase.objects.with_people().get(pk=PHRASE.key(reminder))
        return self.named() % {"name": isolated_in_text(self.teller(row).name)}

    def leads_to(self, reminder: Reminder | Notice) -> str:
        return reverse("phrase", args=[PHRASE.key(reminder)])

    def lines(self, notices: Sequence[Notice], now: datetime) -> Mapping[int, Line]:
        """Return the in-app text while it is there."""
        found = self._found(notices, now)
        there = [(notice, found[notice.subject]) for notice in notices if notice.subject in found]
        return {notice.pk: Line(self._line(row), self.leads_to(notice)) for notice, row in there}

    def _line(self, row: SentPhrase) -> str:
        return said(self.called(), name=own_words(self.teller(row).name))

    def _found(self, rows: Sequence[Reminder] | Sequence[Notice], now: datetime) -> dict[str, SentPhrase]:
        """Return what is there between people who are connected, by subject. One query a batch."""
        there = SentPhrase.objects.filter(pk__in=PHRASE.keys(rows), couple__closed_at__isnull=True).there(now)
        return {PHRASE.of(row.pk): row for row in there.with_people() if self.is_true(row)}


class Phrase(_AboutPhrase):
    """The other said something, and would like to hear a line."""

    name = "phrase"
    label = gettext_lazy("I was asked for a line")

    def is_true(self, row: SentPhrase) -> bool:
        """Only until it is answered."""
        return row.answered_at is None

    def teller(self, row: SentPhrase) -> User:
        return row.sender

    def called(self) -> str:
        return _("%(name)s has said something to you.")

    def named(self) -> str:
        return _("%(name)s has said something to you")

    def plain(self, reminder: Reminder, now: datetime) -> Message:
        return Message(
            subject=_("You were asked for a line"),
            paragraphs=(_("There is a sentence for you to read. A line back is enough, whenever it suits you."),),
            link_label=_("Read it"),
        )


class PhraseAnswered(_AboutPhrase):
    """What one said has an answer."""

    name = "phrase_answered"
    label = gettext_lazy("What I said has an answer")
    is_off_at_first = True

    def is_true(self, row: SentPhrase) -> bool:
        return row.answered_at is not None

    def teller(self, row: SentPhrase) -> User:
        return row.answerer

    def called(self) -> str:
        return _("%(name)s has answered you.")

    def named(self) -> str:
        return _("%(name)s has answered you")

    def plain(self, reminder: Reminder, now: datetime) -> Message:
        return Message(
            subject=_("What you said has an answer"),
            paragraphs=(_("What you said has an answer. It waits until you read it."),),
            link_label=_("Read it"),
        )


def tell_said(row: SentPhrase, person_id: int, now: datetime) -> None:
    """Queue the one notice of it."""
    schedule(SAID, PHRASE.of(row.pk), occurrence="said", people=[person_id], due_at=now)


def tell_answered(row: SentPhrase, now: datetime) -> None:
    """Queue the one notice, to who said it, that it was answered."""
    schedule(ANSWERED, PHRASE.of(row.pk), occurrence="answered", people=[row.sender_id], due_at=now)


def settle_said(key: uuid.UUID, person_id: int, now: datetime) -> None:
    """Mark what this person was told of it as read: there is nothing left to do about it."""
    settle(PHRASE.of(key), SAID, [person_id], now)


SAID = Phrase()
ANSWERED = PhraseAnswered()
KINDS = (SAID, ANSWERED)
