"""What is told of letters: that one came, that one was answered, and to its writer alone that one has rested."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from basics.directions import isolated_in_text, own_words, said
from couples.people.models import User
from journal.letters.models import ComposedLetter, LetterDraft
from reminders.about import AboutOne
from reminders.kinds import LETTERS, Decision, Drop, Line, Message, ReminderKind
from reminders.models import ChannelName, Notice, Reminder
from reminders.notices.verbs import tell
from reminders.scheduling import schedule, untell
from reminders.subjects import Subject, exact_moment
from reminders.wording import nothing_said, something_new

COMPOSED = Subject("composed_letter")
HELD = Subject("held_letter")
SENT, ANSWERED = "sent", "answered"


class LetterComposed(AboutOne[ComposedLetter]):
    """The other has sent a letter, or has answered one. What a talk opens with is told by the talk."""

    name = "letter_composed"
    subject, route = COMPOSED, "composed_letter"
    group = LETTERS
    label = gettext_lazy("A letter in somebody’s own words, or an answer to one")
    useful_for = timedelta(days=7)
    is_off_at_first = True

    def there(self, keys: Sequence[str], now: datetime) -> Iterable[ComposedLetter]:
        """Return what was sent between people who are connected."""
        given = ComposedLetter.objects.filter(pk__in=keys, couple__closed_at__isnull=True, given_at__isnull=False)
        return given.select_related("writer", "couple").prefetch_related("couple__memberships__user")

    def is_named_on_today(self, notice: Notice) -> bool:
        return True

    def line(self, row: Notice, thing: ComposedLetter, now: datetime) -> str:
        if row.occurrence == ANSWERED:
            return said(_("%(name)s answered your letter."), name=own_words(_reader(thing).name))
        return said(_("%(name)s wrote you a letter."), name=own_words(thing.writer.name))

    def neutral(self, reminder: Reminder, now: datetime) -> Message:
        return something_new()

    def plain(self, reminder: Reminder, now: datetime) -> Message:
        if reminder.occurrence == ANSWERED:
            subject, said = _("Your letter has an answer"), _("Your letter has an answer. It waits until you read it.")
        else:
            subject = _("A letter for you")
            said = _("There is a letter for you to read, whenever it suits you. It will wait.")
        return Message(subject=subject, paragraphs=(said,), link_label=_("Read it"))

    def detail(self, reminder: Reminder, now: datetime) -> str:
        """Say from whom it is, and not a word of it."""
        letter = ComposedLetter.objects.select_related("writer").get(pk=COMPOSED.key(reminder))
        if reminder.occurrence == ANSWERED:
            return _("%(name)s answered your letter") % {"name": isolated_in_text(_reader(letter).name)}
        return _("A letter from %(name)s is here") % {"name": isolated_in_text(letter.writer.name)}


class HeldText(ReminderKind):
    """What somebody let rest is a draft again. To themself alone, and once."""

    name = "held_text"
    label = gettext_lazy("Something that I let rest until then")
    has_agreed_clock_time = True
    useful_for = timedelta(days=7)
    is_off_at_first = True

    def decide(self, reminders: Sequence[Reminder], now: datetime) -> Mapping[int, Decision]:
        """Drop what was taken out, sent or thrown away, and what rests until another time."""
        rested = _rested(reminders, now)
        return {row.pk: Drop() for row in reminders if row.subject not in rested}

    def neutral(self, reminder: Reminder, now: datetime) -> Message:
        """Only who wrote it knows that there is anything."""
        return nothing_said()

    def plain(self, reminder: Reminder, now: datetime) -> Message:
        return Message(
            subject=_("Something for you"),
            paragraphs=(_("Something that you kept for yourself until now is here. Nobody else knows of it."),),
            link_label=_("Open"),
        )

    def leads_to(self, reminder: Reminder) -> str:
        return _own_page(reminder)

    def lines(self, notices: Sequence[Notice], now: datetime) -> Mapping[int, Line]:
        """Return the in-app text, as long as it is a draft."""
        rested = _rested(notices, now)
        return {row.pk: Line(_("Something you wrote"), _own_page(row)) for row in notices if row.subject in rested}


def tell_composed(letter: ComposedLetter, reader_id: int, now: datetime) -> None:
    """Tell of a letter once."""
    _tell(letter, reader_id, SENT, now)


def tell_answered(letter: ComposedLetter, now: datetime) -> None:
    """Tell of its answer once."""
    _tell(letter, letter.writer_id, ANSWERED, now)


def _tell(letter: ComposedLetter, person_id: int, occurrence: str, now: datetime) -> None:
    subject = COMPOSED.of(letter.pk)
    tell([person_id], LETTER_COMPOSED.name, subject, occurrence, now)
    schedule(LETTER_COMPOSED, subject, occurrence=occurrence, people=[person_id], due_at=now, not_by=ChannelName.IN_APP)


def remind_of_held(draft: LetterDraft) -> None:
    """Queue the one notice of a draft that rests, in the place of any of before."""
    assert draft.held_until, "it is held"
    forget_held(draft.pk, draft.person_id)
    occurrence, due_at = exact_moment(draft.held_until), draft.held_until
    schedule(HELD_TEXT, HELD.of(draft.pk), occurrence=occurrence, people=[draft.person_id], due_at=due_at)


def forget_held(letter_id: uuid.UUID, person_id: int) -> None:
    """Delete what was to be told, and was told, of its rest."""
    untell(HELD.of(letter_id), [person_id])


def _reader(letter: ComposedLetter) -> User:
    return next(seat.user for seat in letter.couple.memberships.all() if seat.user_id != letter.writer_id)


def _own_page(row: Reminder | Notice) -> str:
    return reverse("mine_letter", args=[HELD.key(row)])


def _rested(rows: Sequence[Reminder] | Sequence[Notice], now: datetime) -> set[str]:
    """Return the subjects of the drafts whose rest is over. One query a batch."""
    over = LetterDraft.objects.filter(pk__in=HELD.keys(rows), held_until__lte=now)
    return {HELD.of(key) for key in over.values_list("pk", flat=True)}


LETTER_COMPOSED = LetterComposed()
HELD_TEXT = HeldText()
