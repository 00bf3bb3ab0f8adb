"""What is told of a copy that was shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from basics.directions import isolated_in_text, own_words, said
from couples.seats.models import Membership
from journal.copies.models import ShownCopy
from reminders.flood_limit import all_but
from reminders.kinds import LETTERS, Decision, Line, Message, ReminderKind
from reminders.models import Notice, Reminder
from reminders.notices.verbs import forget_notices
from reminders.scheduling import forget, schedule
from reminders.subjects import Subject
from reminders.wording import something_new

COPY = Subject("shown_copy")


class CopyShown(ReminderKind):
    """The other showed something of their own. Taken back, nothing is told of it any more."""

    name = "shown_copy"
    group = LETTERS
    label = gettext_lazy("Something was shown to me")
    useful_for = timedelta(days=7)
    is_off_at_first = True

    def decide(self, reminders: Sequence[Reminder], now: datetime) -> Mapping[int, Decision]:
        """Drop what was taken back, or is of a couple that is none any more."""
        found = _found(reminders)
        return all_but([row for row in reminders if row.subject in found], reminders, now)

    def neutral(self, reminder: Reminder, now: datetime) -> Message:
        return something_new()

    def plain(self, reminder: Reminder, now: datetime) -> Message:
        return Message(
            subject=_("Something was shown to you"),
            paragraphs=(_("Something was shown to you. It needs no answer, and waits until you read it."),),
            link_label=_("Read it"),
        )

    def detail(self, reminder: Reminder, now: datetime) -> str:
        """Say whose it is, and not a word of it."""
        row = ShownCopy.objects.select_related("giver").get(pk=COPY.key(reminder))
        return _("%(name)s showed you something") % {"name": isolated_in_text(row.giver.name)}

    def leads_to(self, reminder: Reminder) -> str:
        return _page(reminder)

    def lines(self, notices: Sequence[Notice], now: datetime) -> Mapping[int, Line]:
        """Return the in-app text, as long as it is shown and the two are connected."""
        found = _found(notices)
        there = [(notice, found[notice.subject]) for notice in notices if notice.subject in found]
        return {notice.pk: Line(_line(row), _page(notice)) for notice, row in there}


def tell_shown(row: ShownCopy, seat: Membership, now: datetime) -> None:
    """Queue the one notice of it."""
    schedule(SHOWN_COPY, COPY.of(row.pk), occurrence="shown", people=[seat.partner.pk], due_at=now)


def untell(row: ShownCopy, seat: Membership) -> None:
    """Leave no row that tells of it, sent or not; a worker that holds one finds nothing to send."""
    forget(COPY.of(row.pk))
    forget_notices(COPY.of(row.pk), [seat.partner.pk])


def _line(row: ShownCopy) -> str:
    return said(_("%(name)s showed you something."), name=own_words(row.giver.name))


def _page(row: Reminder | Notice) -> str:
    return reverse("copy", args=[COPY.key(row)])


def _found(rows: Sequence[Reminder] | Sequence[Notice]) -> dict[str, ShownCopy]:
    """Return what is shown between people who are connected, by subject. One query a batch."""
    shown = ShownCopy.objects.shown().filter(pk__in=COPY.keys(rows), couple__closed_at__isnull=True)
    return {COPY.of(row.pk): row for row in shown.select_related("giver")}


SHOWN_COPY = CopyShown()
