"""What is told of a ritual or of own time: that it is near, and nothing else about it outside the app."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.kinds.terms import ENDS, in_one_line
from agreements.letters.models import Agreement
from agreements.pauses.running import running_until
from basics import formats
from basics.directions import isolated_in_text
from checkins.rituals.models import Occasion
from checkins.rituals.names import OCCASION, RITUAL
from reminders.kinds import TALKS, Decision, Drop, Hold, Line, Message, ReminderKind
from reminders.models import Notice, Reminder
from reminders.subjects import minute
from reminders.wording import calendar_entry

LONGEST_IN_A_LINE = 80


class OccasionNear(ReminderKind):
    """The agreed time comes near."""

    name = "ritual"
    group = TALKS
    label = gettext_lazy("A ritual or own time is near")
    has_agreed_clock_time = True

    def decide(self, reminders: Sequence[Reminder], now: datetime) -> Mapping[int, Decision]:
        """Drop what was left out, moved or is not agreed any more; a running pause holds rituals, and no own time."""
        found = _standing(reminders, now)
        for row in reminders:
            row.found = found.get(row.subject)
        rituals = {each.couple_id for each in found.values() if each.agreement.kind == RITUAL}
        paused = running_until(rituals, now) if rituals else {}
        decisions = {row.pk: _decide(row, row.found, paused) for row in reminders}
        return {key: decision for key, decision in decisions.items() if decision}

    def neutral(self, reminder: Reminder, now: datetime) -> Message:
        """Return a time and how long it takes, as a calendar would."""
        occasion = _occasion_of(reminder)
        return calendar_entry(occasion.starts_at, occasion.minutes, timezone.localtime(now).date())

    def plain(self, reminder: Reminder, now: datetime) -> Message:
        """Return its time and nothing else."""
        occasion = _occasion_of(reminder)
        length = {"length": formats.length(occasion.minutes)}
        return Message(
            subject=capfirst(formats.when_said(occasion.starts_at, now)),
            paragraphs=(_("It takes about %(length)s.") % length,),
            link_label=_("Open"),
        )

    def leads_to(self, reminder: Reminder) -> str:
        return _page(_occasion_of(reminder))

    def lines(self, notices: Sequence[Notice], now: datetime) -> Mapping[int, Line]:
        """Return the in-app text while it stands and is not over."""
        ahead = {subject: each for subject, each in _standing(notices, now).items() if now < each.ends_at}
        true = [(notice, ahead[notice.subject]) for notice in notices if notice.subject in ahead]
        return {notice.pk: Line(_said(occasion, now), _page(occasion)) for notice, occasion in true}


def occasion_occurrence(occasion: Occasion, lead_minutes: int) -> str:
    """Return slot + revision + lead: a moved one is another occurrence."""
    return f"{minute(occasion.slot)}:{occasion.revision}:{lead_minutes}"


def what_of(agreement: Agreement) -> str:
    """Return what it is, in the words in force, for a line of text."""
    words = agreement.in_force.words.get("what", "") if agreement.in_force else ""
    return isolated_in_text(Truncator(in_one_line(words).rstrip(ENDS)).chars(LONGEST_IN_A_LINE))


def _decide(row: Reminder, occasion: Occasion | None, paused: Mapping[uuid.UUID, datetime]) -> Decision | None:
    if occasion is None or not row.occurrence.startswith(occasion_occurrence(occasion, 0)[:-1]):
        return Drop()
    until = paused.get(occasion.couple_id) if occasion.agreement.kind == RITUAL else None
    return Hold(until) if until else None


def _said(occasion: Occasion, now: datetime) -> str:
    when = formats.when_said(occasion.starts_at, now)
    return _("%(what)s: %(when)s.") % {"what": what_of(occasion.agreement), "when": when}


def _page(occasion: Occasion) -> str:
    return reverse("agreement", args=[occasion.agreement_id])


def _occasion_of(reminder: Reminder) -> Occasion:
    """Return what was found when the kind was asked, a moment ago; a row that nobody asked about is looked up."""
    return reminder.found or Occasion.objects.get(pk=OCCASION.key(reminder))


def _standing(rows: Sequence[Reminder] | Sequence[Notice], now: datetime) -> dict[str, Occasion]:
    """Return those that stand, of what is in force by now, by subject. One query a batch."""
    in_force = Agreement.objects.now_in_force(now)
    standing = Occasion.objects.alive().filter(pk__in=OCCASION.keys(rows), couple__closed_at__isnull=True)
    found = standing.filter(agreement__in=in_force).select_related("agreement__in_force")
    return {OCCASION.of(occasion.pk): occasion for occasion in found}


OCCASION_NEAR = OccasionNear()
