"""What stands in the week: every time that the agreements in force bring in it, as rows have it, else computed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from agreements.kinds.terms import ENDS, in_one_line
from agreements.letters.models import Agreement
from basics import formats
from basics.directions import own_words
from basics.localtime import local, moment
from checkins.rhythm.meetings import Meeting
from checkins.rhythm.models import CheckIn
from checkins.rhythm.recurrence import slots
from checkins.rhythm.scheduling import RHYTHM, UPCOMING_TALKS
from checkins.rhythm.upcoming import Upcoming, computed
from checkins.rituals.models import Occasion
from checkins.rituals.names import OWN_TIME, RITUAL
from checkins.rituals.own_time import whose_said
from checkins.rituals.patterns import WEEK, rule_of
from checkins.rituals.upcoming import UPCOMING_OCCASIONS
from couples.seats.models import Membership

KINDS = (RHYTHM, RITUAL, OWN_TIME)
LONGEST_IN_A_ROW = 60


@dataclass(frozen=True)
class Entry:
    """One line of the week."""

    kind: str
    # None for a talk that comes from no rhythm.
    agreement_id: uuid.UUID | None
    what: str
    page: str
    minutes: int
    # Of what has a clock time its moment, and its day on the reader's clock; without one the day alone, or none.
    day: date | None = None
    at: datetime | None = None
    # The agreed time, where it was put at another one.
    moved_from: datetime | None = None
    is_left_out: bool = False

    @property
    def is_words(self) -> bool:
        """Tell whether a person wrote what it is."""
        return self.kind == RITUAL

    @property
    def length(self) -> str:
        """Return how long it takes, as short as it can be said."""
        return formats.short_length(self.minutes)

    @property
    def clock(self) -> str:
        """Return its time on the reader's clock; empty where it has none."""
        return formats.clock(self.at) if self.at else ""


@dataclass(frozen=True)
class Span:
    """The days that are shown, and the present."""

    start: datetime
    end: datetime
    now: datetime

    def holds(self, when: datetime) -> bool:
        """Tell whether a moment is in them."""
        return self.start <= when < self.end


def entries_of(seat: Membership, span: Span) -> Iterator[Entry]:
    """Yield every line, in no order. Three queries."""
    in_force = Agreement.objects.of(seat).now_in_force(span.now).filter(kind__in=KINDS).select_related("in_force")
    agreements = [(each, _usual(each, seat)) for each in in_force]
    talks = list(_around(CheckIn.objects.talks().defer("prompts"), seat, span))
    occasions = list(_around(Occasion.objects.all(), seat, span))
    yield from _by_the_clock(UPCOMING_TALKS, agreements, talks, span)
    yield from _by_the_clock(UPCOMING_OCCASIONS, agreements, occasions, span)
    yield from (_of_no_rhythm(talk) for talk in talks if talk.agreement_id is None and span.holds(talk.starts_at))
    for agreement, usual in agreements:
        if agreement.kind in UPCOMING_OCCASIONS.kinds:
            yield from _without_clock(_settings(agreement), usual, timezone.localtime(span.start).date())


def _settings(agreement: Agreement) -> Mapping[str, Any]:
    return agreement.in_force.settings_by_now if agreement.in_force else {}


def _usual(agreement: Agreement, seat: Membership) -> Entry:
    """Return what all lines of an agreement have in common."""
    page = reverse("agreement", args=[agreement.pk])
    return Entry(agreement.kind, agreement.pk, _what(agreement, seat), page, _settings(agreement)["minutes"])


def _what(agreement: Agreement, seat: Membership) -> str:
    if agreement.kind == RHYTHM:
        return _("Our talk")
    if agreement.kind == OWN_TIME:
        mine, theirs = seat.user.name, seat.partner.name
        names = (mine, theirs) if agreement.is_begun_by(seat) else (theirs, mine)
        return whose_said(_settings(agreement), *names)
    words = agreement.in_force.words["what"] if agreement.in_force else ""
    return own_words(Truncator(in_one_line(words).rstrip(ENDS)).chars(LONGEST_IN_A_ROW))


def _around(rows: Any, seat: Membership, span: Span) -> Any:
    """Return the rows that the days depend on; what other words undid is none of them."""
    stands = Q(cancelled_at__isnull=True) | Q(left_out__gt=0)
    return rows.of(seat).filter(stands, Q(starts_at__gte=span.start) | Q(slot__gte=span.start))


def _by_the_clock(
    upcoming: Upcoming[Any], agreements: Iterable[tuple[Agreement, Entry]], rows: Sequence[Meeting], span: Span
) -> Iterator[Entry]:
    for agreement, usual in agreements:
        rule = upcoming.rule_of(_settings(agreement)) if agreement.kind in upcoming.kinds else None
        own = [row for row in rows if row.agreement_id == agreement.pk]
        found = [_row(row, usual) for row in own]
        found += [_at(usual, slot) for slot in computed(rule, own, span.now, span.end)] if rule else []
        yield from (each for each in found if _is_shown(each, agreement, span))


def _is_shown(entry: Entry, agreement: Agreement, span: Span) -> bool:
    """Tell whether it is in these days, and before what is tried is over."""
    assert entry.at, "it goes by the clock"
    return span.holds(entry.at) and (agreement.ends_at is None or entry.at < agreement.ends_at)


def _row(row: Meeting, usual: Entry) -> Entry:
    moved_from = row.slot if row.slot != row.starts_at else None
    shown = replace(_at(usual, row.starts_at), minutes=row.minutes, moved_from=moved_from)
    page = reverse("check_in", args=[row.pk]) if isinstance(row, CheckIn) else usual.page
    return replace(shown, page=page, is_left_out=row.left_out > 0)


def _at(usual: Entry, when: datetime) -> Entry:
    return replace(usual, at=when, day=timezone.localtime(when).date())


def _of_no_rhythm(talk: CheckIn) -> Entry:
    """Return a talk that the two agreed on at once."""
    usual = Entry(RHYTHM, None, _("Our talk"), reverse("check_in", args=[talk.pk]), talk.minutes)
    return replace(_row(talk, usual), moved_from=None)


def _without_clock(settings: Mapping[str, Any], usual: Entry, today: date) -> Iterator[Entry]:
    """Yield the days of what has no clock time: a day is the same day wherever one reads it."""
    if settings.get("at") and rule_of(settings):
        return
    rule, last = rule_of(settings), today + timedelta(days=6)
    if rule is None and settings["every"] == WEEK:
        yield usual
    if rule is not None:
        before = moment(today, time(), rule.zone) - timedelta(seconds=1)
        days = (local(slot, rule.zone).date() for slot in slots(rule, before))
        yield from (replace(usual, day=day) for day in takewhile(lambda day: day <= last, days))
