"""What both are told of something they try: that its day comes near, and that it is over. Alike, and at their hour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.letters.called import called_in_force
from agreements.letters.models import Agreement, Version
from agreements.letters.reminders import members
from agreements.trials.models import TrialAnswer
from basics import formats
from basics.directions import said
from basics.localtime import moment
from couples.people.models import User
from reminders.about import AboutOne
from reminders.kinds import LETTERS, Message, ReminderKind
from reminders.models import ChannelName, Notice, Reminder
from reminders.scheduling import schedule, withdraw
from reminders.subjects import Subject
from reminders.wording import something_new

TRIAL = Subject("trial")
# Days before, the first of which is still to come; at what time on one's own clock.
DAYS_BEFORE, AT = (3, 2, 1), time(9)


def _occurrence(version: Version | None) -> str:
    if version is None:
        return ""
    # Its day can move once, with a talk that is skipped; then both are told of the new one.
    return f"version:{version.number}{':moved' if version.moved_until else ''}"


def _let_go(version: Version | None) -> str:
    return f"{_occurrence(version)}:let_go"


class _AboutTrial(AboutOne[Agreement]):
    """What both kinds share: they say to both alike what is the case."""

    subject = TRIAL
    group = LETTERS

    def there(self, keys: Sequence[str], now: datetime) -> Iterable[Agreement]:
        """Return the agreements of couples that are connected, as they stand now."""
        found = Agreement.objects.filter(pk__in=keys, couple__closed_at__isnull=True).with_words()
        return [agreement.as_of(now) for agreement in found]


class TrialEnds(_AboutTrial):
    """The day until which something is tried comes near. It depends on nothing that either has answered."""

    name = "trial_ends"
    route = "trial_review"
    label = gettext_lazy("Something you try ends in a few days")

    def still_true(self, row: Reminder | Notice, thing: Agreement, now: datetime) -> bool:
        """Only while these very words are tried; a pause holds nothing of it."""
        is_tried = thing.is_in_force and thing.ends_at is not None
        return is_tried and row.occurrence == _occurrence(thing.in_force)

    def true_of(self, rows: Sequence[Reminder] | Sequence[Notice], now: datetime) -> dict[int, Agreement]:
        """Ask nobody for what they have said already: their own answer alone drops their own row."""
        true = super().true_of(rows, now)
        people = {row.pk: row.user_id for row in rows}
        versions = {agreement.in_force_id for agreement in true.values()}
        said = TrialAnswer.objects.filter(version__in=versions, person__in=people.values())
        have_said = set(said.values_list("version", "person"))
        return {key: each for key, each in true.items() if (each.in_force_id, people[key]) not in have_said}

    def line(self, row: Notice, thing: Agreement, now: datetime) -> str:
        return said(_("Something to look at by %(day)s: %(what)s"), day=_day(thing, now), what=called_in_force(thing))

    def neutral(self, reminder: Reminder, now: datetime) -> Message:
        return something_new()

    def plain(self, reminder: Reminder, now: datetime) -> Message:
        agreement = Agreement.objects.with_words().get(pk=TRIAL.key(reminder))
        day = {"day": _day(agreement, now)}
        return Message(
            subject=_("Something to look at by %(day)s") % day,
            paragraphs=(
                _("Something that you two try ends after %(day)s, unless you both keep it. Look at it once more.")
                % day,
            ),
            link_label=_("Look at it again"),
        )


def _day(agreement: Agreement, now: datetime) -> str:
    until = agreement.in_force.trial_until if agreement.in_force else None
    return formats.day_said(until, timezone.localtime(now).date()) if until else ""


class TrialOver(_AboutTrial):
    """What was tried has ended."""

    name = "trial_over"
    route = "agreement"
    label = gettext_lazy("Something you tried has ended")
    channels = (ChannelName.IN_APP,)
    useful_for = timedelta(days=7)

    def still_true(self, row: Reminder | Notice, thing: Agreement, now: datetime) -> bool:
        """Only where these words were the last, and neither ended it."""
        was_last = row.occurrence in (_occurrence(thing.in_force), _let_go(thing.in_force))
        return thing.ended_at is not None and thing.tried_until is not None and was_last

    def line(self, row: Notice, thing: Agreement, now: datetime) -> str:
        assert thing.tried_until, "still_true asks for it"
        day = formats.date_said(thing.tried_until, timezone.localdate())
        return said(_("You tried this until %(day)s: %(what)s"), day=day, what=called_in_force(thing))


TRIAL_ENDS, TRIAL_OVER = TrialEnds(), TrialOver()
KINDS = (TRIAL_ENDS, TRIAL_OVER)


def remind_of_trial(agreement: Agreement, letter: Version | None, now: datetime) -> None:
    """Insert what both are told of the words that are tried by now, and take back what was to be told of others.

    What is told of an end stays: the row is due at the very moment at which it ended.
    """
    if agreement.tried_until:
        return
    withdraw(TRIAL.of(agreement.pk), now)
    if agreement.ended_at is None and agreement.ends_at:
        _remind(agreement, agreement.ends_at, now)


def _remind(agreement: Agreement, ends_at: datetime, now: datetime) -> None:
    version = agreement.in_force
    people = User.objects.filter(pk__in=members(agreement.couple_id))
    for person in people:
        if due_at := _due(version, person, now):
            _schedule(TRIAL_ENDS, agreement, [person.pk], due_at, ends_at)
    _schedule(TRIAL_OVER, agreement, [person.pk for person in people], ends_at)


def _due(version: Version | None, person: User, now: datetime) -> datetime | None:
    """Return when it comes on this person's own clock; None where no such morning is left."""
    until = version.trial_until if version else None
    mornings = [moment(until - timedelta(days=days), AT, person.time_zone) for days in DAYS_BEFORE] if until else []
    return next((morning for morning in mornings if morning > now), None)


def _schedule(
    kind: ReminderKind, agreement: Agreement, people: list[int], due_at: datetime, expires_at: datetime | None = None
) -> None:
    occurrence = _occurrence(agreement.in_force)
    schedule(kind, TRIAL.of(agreement.pk), occurrence=occurrence, people=people, due_at=due_at, expires_at=expires_at)


def tell_let_go(agreement: Agreement, now: datetime) -> None:
    """Tell both alike, at once, that it ended before its day."""
    withdraw(TRIAL.of(agreement.pk), now)
    people = members(agreement.couple_id)
    schedule(TRIAL_OVER, TRIAL.of(agreement.pk), occurrence=_let_go(agreement.in_force), people=people, due_at=now)
