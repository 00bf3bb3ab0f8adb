"""What is told of something good that was given at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from basics.directions import isolated_in_text, own_words, said
from couples.seats.models import Membership
from journal.appreciations.models import Appreciation
from reminders.flood_limit import all_but
from reminders.kinds import LETTERS, Decision, Line, Message, ReminderKind
from reminders.models import Notice, Reminder
from reminders.scheduling import schedule
from reminders.subjects import Subject
from reminders.wording import something_new

APPRECIATION = Subject("appreciation")


class AppreciationNow(ReminderKind):
    """The other has given something good. What a talk opens with is told by the talk."""

    name = "appreciation_now"
    group = LETTERS
    label = gettext_lazy("Something good that I did was written down")
    useful_for = timedelta(days=7)
    is_off_at_first = True

    def decide(self, reminders: Sequence[Reminder], now: datetime) -> Mapping[int, Decision]:
        """Drop what is of a couple that is none any more."""
        found = _found(reminders)
        return all_but([row for row in reminders if row.subject in found], reminders, now)

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

    def leads_to(self, reminder: Reminder) -> str:
        return _page(reminder)

    def lines(self, notices: Sequence[Notice], now: datetime) -> Mapping[int, Line]:
        """Return the in-app text, as long as the two are connected."""
        found = _found(notices)
        there = [(notice, found[notice.subject]) for notice in notices if notice.subject in found]
        return {notice.pk: Line(_line(row), _page(notice)) for notice, row in there}


def tell_given(row: Appreciation, seat: Membership, now: datetime) -> None:
    """Queue the one notice of it."""
    schedule(APPRECIATION_NOW, APPRECIATION.of(row.pk), occurrence="given", people=[seat.partner.pk], due_at=now)


def _line(row: Appreciation) -> str:
    return said(_("%(name)s wrote down something good that you did."), name=own_words(row.giver.name))


def _page(row: Reminder | Notice) -> str:
    return reverse("appreciation", args=[APPRECIATION.key(row)])


def _found(rows: Sequence[Reminder] | Sequence[Notice]) -> dict[str, Appreciation]:
    """Return what was given between people who are connected, by subject. One query a batch."""
    given = Appreciation.objects.filter(pk__in=APPRECIATION.keys(rows), couple__closed_at__isnull=True)
    return {APPRECIATION.of(row.pk): row for row in given.select_related("giver")}


APPRECIATION_NOW = AppreciationNow()
