"""What is told of a copy that was shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from basics.directions import isolated_in_text, own_words, said
from couples.seats.models import Membership
from journal.copies.models import ShownCopy
from reminders import scheduling
from reminders.about import AboutOne
from reminders.kinds import LETTERS, Message
from reminders.models import Notice, Reminder
from reminders.subjects import Subject
from reminders.wording import something_new

COPY = Subject("shown_copy")


class CopyShown(AboutOne[ShownCopy]):
    """The other showed something of their own. Taken back, nothing is told of it any more."""

    name = "shown_copy"
    subject, route = COPY, "copy"
    group = LETTERS
    label = gettext_lazy("Something was shown to me")
    useful_for = timedelta(days=7)
    is_off_at_first = True

    def there(self, keys: Sequence[str], now: datetime) -> Iterable[ShownCopy]:
        """Return what is shown between people who are connected."""
        shown = ShownCopy.objects.shown().filter(pk__in=keys, couple__closed_at__isnull=True)
        return shown.select_related("giver")

    def line(self, row: Notice, thing: ShownCopy, now: datetime) -> str:
        return said(_("%(name)s showed you something."), name=own_words(thing.giver.name))

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


def tell_shown(row: ShownCopy, seat: Membership, now: datetime) -> None:
    """Queue the one notice of it."""
    scheduling.schedule(SHOWN_COPY, COPY.of(row.pk), occurrence="shown", people=[seat.partner.pk], due_at=now)


def untell(row: ShownCopy, seat: Membership) -> None:
    """Leave no row that tells of it, sent or not; a worker that holds one finds nothing to send."""
    scheduling.untell(COPY.of(row.pk), [seat.partner.pk])


SHOWN_COPY = CopyShown()
