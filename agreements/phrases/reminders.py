"""What is told of a phrase: in the app at once; outside it only once it cannot be taken back any more."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.phrases.models import PHRASES_KEPT_FOR, SentPhrase
from basics.directions import isolated_in_text, own_words, said
from couples.people.models import User
from reminders.about import AboutOne
from reminders.flood_limit import all_but
from reminders.kinds import LETTERS, Decision, Hold, Message
from reminders.models import ChannelName, Notice, Reminder
from reminders.notices.verbs import settle
from reminders.scheduling import schedule
from reminders.subjects import Subject
from reminders.wording import something_new

PHRASE = Subject("phrase")


class _AboutPhrase(AboutOne[SentPhrase]):
    """What both share: they are gone when the phrase is."""

    subject, route = PHRASE, "phrase"

    group = LETTERS
    useful_for = PHRASES_KEPT_FOR
    keep_for = PHRASES_KEPT_FOR

    def teller(self, row: SentPhrase) -> User:
        """Return whose words it is about."""
        raise NotImplementedError

    def decide(self, reminders: Sequence[Reminder], now: datetime) -> Mapping[int, Decision]:
        """Drop what is gone, and hold what would leave the app while it can still be taken back."""
        ends = {key: phrase.can_be_taken_back_until for key, phrase in self.true_of(reminders, now).items()}
        loud = [row.pk for row in reminders if row.channel != ChannelName.IN_APP and ends.get(row.pk, now) > now]
        true = [row for row in reminders if row.pk in ends and row.pk not in loud]
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

    def line(self, row: Notice, thing: SentPhrase, now: datetime) -> str:
        return said(self.called(), name=own_words(self.teller(thing).name))

    def there(self, keys: Sequence[str], now: datetime) -> Iterable[SentPhrase]:
        """Return those between people who are connected."""
        return SentPhrase.objects.filter(pk__in=keys, couple__closed_at__isnull=True).there(now).with_people()


class Phrase(_AboutPhrase):
    """The other said something, and would like to hear a line."""

    name = "phrase"
    label = gettext_lazy("I was asked for a line")

    def still_true(self, row: Reminder | Notice, thing: SentPhrase, now: datetime) -> bool:
        """Only until it is answered."""
        return thing.answered_at is None

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

    def still_true(self, row: Reminder | Notice, thing: SentPhrase, now: datetime) -> bool:
        return thing.answered_at is not None

    def is_named_on_today(self, notice: Notice) -> bool:
        return True

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
