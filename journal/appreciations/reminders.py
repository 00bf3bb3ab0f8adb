"""What is told of something good that was given at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from basics.directions import isolated_in_text, own_words, said
from couples.seats.models import Membership
from journal.appreciations.models import Appreciation
from reminders.about import AboutOne
from reminders.kinds import LETTERS, Message
from reminders.models import Notice, Reminder
from reminders.scheduling import schedule
from reminders.subjects import Subject
from reminders.wording import something_new

APPRECIATION = Subject("appreciation")


class AppreciationNow(AboutOne[Appreciation]):
    """The other has given something good. What a talk opens with is told by the talk."""

    name = "appreciation_now"
    subject, route = APPRECIATION, "appreciation"
    group = LETTERS
    label = gettext_lazy("Something good that I did was written down")
    useful_for = timedelta(days=7)
    is_off_at_first = True

    def there(self, keys: Sequence[str], now: datetime) -> Iterable[Appreciation]:
        """Return those between people who are connected."""
        return Appreciation.objects.filter(pk__in=keys, couple__closed_at__isnull=True).select_related("giver")

    def line(self, row: Notice, thing: Appreciation, now: datetime) -> str:
        return said(_("%(name)s wrote down something good that you did."), name=own_words(thing.giver.name))

    def neutral(self, reminder: Reminder, now: datetime) -> Message:
        return something_new()

    def plain(self, reminder: Reminder, now: datetime) -> Message:
        return Message(
            subject=_("Something good that you did"),
            paragraphs=(_("Something good that you did was written down for you. It waits until you read it."),),
            link_label=_("Read it"),
        )

    def detail(self, reminder: Reminder, now: datetime) -> str:
        """Say whose it is, and not a word of it."""
        row = Appreciation.objects.select_related("giver").get(pk=APPRECIATION.key(reminder))
        return _("%(name)s wrote down something good that you did") % {"name": isolated_in_text(row.giver.name)}


def tell_given(row: Appreciation, seat: Membership, now: datetime) -> None:
    """Queue the one notice of it."""
    schedule(APPRECIATION_NOW, APPRECIATION.of(row.pk), occurrence="given", people=[seat.partner.pk], due_at=now)


APPRECIATION_NOW = AppreciationNow()
