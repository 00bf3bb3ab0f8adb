"""What one person sees of a pause: that it runs, how to come back from it, and how to take one."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from agreements.letters.models import Agreement, PrivateLine
from agreements.letters.reading import Letter, letter_of
from agreements.pauses.extending import asks_from, asks_until
from agreements.pauses.models import RETURNS_KEPT_FOR, Pause, ReturnPage
from agreements.pauses.offers import Offer, agreed, agreed_cool_down, offers, offers_of_more
from agreements.pauses.returning import FEELINGS, Written, is_there
from agreements.pauses.running import latest_pause
from basics import formats
from basics.directions import own_words, said
from basics.transactions import reading
from couples.people.models import User
from couples.seats.models import Membership

# How long after its end the pause's own page, and Today, lead back to each other.
LEADS_BACK_FOR = timedelta(hours=2)


@dataclass(frozen=True)
class RunningPause:
    """A pause that runs."""

    # So that a form is about this one and none that began later.
    id: uuid.UUID
    started_at: datetime
    ends_at: datetime
    # Whether the time that is left is one's own: only then one can end it.
    is_mine: bool
    # Who needs it, by name, where that is the other; else empty.
    needed_by: str
    # What the other reads: who needs it, and until when; empty for whoever needs it.
    sentence: str
    # By name, and as a sentence to this reader; empty where nothing is agreed.
    speaks_first: str
    speaks_first_said: str
    # One's own, for nobody else.
    coping_lines: Sequence[str]
    # Until when "That was a slip" stands; None for the other, and once both know.
    slip_until: datetime | None
    # What one wrote it is about; read by nobody else before both pages are in.
    about: str
    # Whether one is asked for that: not by the other's time, nor where both pages opened before one asked for more.
    takes_about: bool
    # The ways to ask for more time; none where it is not the time, or one has.
    more: Sequence[Offer]
    # Whether one may name a clock time of one's own, by the agreed clock.
    more_until_a_time: bool
    # When the page reads otherwise though nobody does anything.
    changes_at: datetime


@dataclass(frozen=True)
class OpenedPage:
    """What one of the two wrote, open to both."""

    name: str
    is_mine: bool
    about: str
    # Feelings, in the reader's language.
    feelings: Sequence[str]
    felt: str
    need: str


@dataclass(frozen=True)
class ReturnAsSeen:
    """How to come back from the last pause."""

    id: uuid.UUID
    ended_at: datetime
    # Whether it is the first thing on Today and on the pause's page: for two hours, unless one put it away.
    leads_back: bool
    speaks_first: str
    speaks_first_said: str
    # Whether one began the pause.
    is_mine: bool
    more: Sequence[Offer]
    more_until_a_time: bool
    # One's own page as it is kept, and whether it is in.
    mine: Written
    is_in: bool
    # Both pages, first who speaks first; none before both are in.
    opened: Sequence[OpenedPage]
    # When the page goes, and what was written on it to its writer.
    gone_at: datetime
    changes_at: datetime


@dataclass(frozen=True)
class PauseAsSeen:
    """Whether a pause runs, how to come back from the last one, and how to take one."""

    running: RunningPause | None
    back: ReturnAsSeen | None
    # The agreement in force, and how it reads.
    cool_down: uuid.UUID | None
    letter: Letter | None
    offers: Sequence[Offer]

    @property
    def changes_at(self) -> datetime | None:
        """Return when a page reads otherwise though nobody does anything."""
        shown = self.running or self.back
        return shown.changes_at if shown else None


@dataclass(frozen=True)
class PauseOnToday:
    """What Today says of a pause: until when, or that the two come back from it."""

    is_running: bool
    ends_at: datetime
    # What the other reads while it runs.
    sentence: str
    # Who speaks first after it.
    speaks_first_said: str
    changes_at: datetime


def pause_as_seen(seat: Membership, now: datetime) -> PauseAsSeen:
    """Return what the holder of this seat sees of a pause at `now`."""
    # Also beside a form that comes back, whose page is rendered after its verb.
    with reading(seat.user_id):
        return _as_seen(latest_pause(seat, now), seat, now)


def todays_pause(seat: Membership, now: datetime) -> PauseOnToday | None:
    """Return the pause as it stands on Today: while it runs, and as long as it leads back. One query if not."""
    latest = latest_pause(seat, now)
    if latest is None or now >= latest.over_at + LEADS_BACK_FOR:
        return None
    if latest.is_running(now):
        return _Seen(latest, None, seat, now).on_today()
    shown = _Seen(latest, agreed_cool_down(seat, now), seat, now)
    return shown.on_today() if shown.leads_back else None


def needs_a_pause(name: str, ends_at: datetime, now: datetime) -> str:
    """Return what one reads whose partner needs a pause."""
    until = formats.until_said(ends_at, now)
    if until == formats.clock(ends_at):
        text = _("%(name)s needs a pause and will be back at %(time)s. Nothing is expected of you until then.")
    else:
        text = _("%(name)s needs a pause and will be back %(time)s. Nothing is expected of you until then.")
    return said(text, name=own_words(name), time=until)


def partner_speaks_first(name: str) -> str:
    """Return what one reads whose partner begins after it."""
    return said(_("%(name)s speaks first."), name=own_words(name))


def _as_seen(latest: Pause | None, seat: Membership, now: datetime) -> PauseAsSeen:
    cool_down = agreed_cool_down(seat, now)
    shown = _Seen(latest, cool_down, seat, now) if latest and is_there(latest, now) else None
    runs = latest is not None and latest.is_running(now)
    return PauseAsSeen(
        running=shown.running() if shown and runs else None,
        back=shown.back() if shown and not runs else None,
        cool_down=cool_down.pk if cool_down else None,
        letter=letter_of(cool_down, cool_down.in_force) if cool_down and cool_down.in_force else None,
        offers=offers(agreed(cool_down), now),
    )


class _Seen:
    """One pause for one person, with what it takes to say it; of the other's page nothing before both are in."""

    def __init__(self, pause: Pause, cool_down: Agreement | None, seat: Membership, now: datetime) -> None:
        self.pause, self.cool_down, self.seat, self.now = pause, cool_down, seat, now
        # Asked for several times: whose time it is, and whether one may have more.
        prefetch_related_objects([pause], "stretches")
        self.began = pause.started_by_id == seat.user_id

    @cached_property
    def pages(self) -> Mapping[int, ReturnPage]:
        mine_or_both = ReturnPage.objects.filter(pause=self.pause.pk)
        if not self.pause.opened_at:
            mine_or_both = mine_or_both.filter(author=self.seat.user_id)
        return {page.author_id: page for page in mine_or_both}

    def on_today(self) -> PauseOnToday:
        over_at = self.pause.over_at
        return PauseOnToday(
            is_running=self.pause.is_running(self.now),
            ends_at=over_at,
            sentence=self._sentence(),
            speaks_first_said=self._speaks_first_said(),
            changes_at=self._next_of(over_at, over_at + LEADS_BACK_FOR),
        )

    @property
    def leads_back(self) -> bool:
        page = self.pages.get(self.seat.user_id)
        return self.now < self.pause.over_at + LEADS_BACK_FOR and not (page and page.is_put_away)

    def running(self) -> RunningPause:
        last_is_mine = self._last_is_mine
        own_lines = PrivateLine.objects.filter(user=self.seat.user_id, couple=self.seat.couple_id)
        return RunningPause(
            id=self.pause.pk,
            started_at=self.pause.started_at,
            ends_at=self.pause.ends_at,
            is_mine=last_is_mine,
            needed_by="" if last_is_mine else own_words(self.seat.partner.name),
            sentence=self._sentence(),
            speaks_first=self._speaks_first(),
            speaks_first_said=self._speaks_first_said(),
            coping_lines=[line.words for line in own_lines],
            slip_until=self._slip_until(),
            about=self._mine.about or "",
            takes_about=last_is_mine and self.pause.opened_at is None,
            more=self._more,
            more_until_a_time=self._more_until_a_time(),
            changes_at=self._next_of(self._slip_until(), asks_from(self.pause), self.pause.ends_at),
        )

    def back(self) -> ReturnAsSeen:
        page = self.pages.get(self.seat.user_id)
        over_at = self.pause.over_at
        leads_until, gone_at = over_at + LEADS_BACK_FOR, over_at + RETURNS_KEPT_FOR
        return ReturnAsSeen(
            id=self.pause.pk,
            ended_at=over_at,
            leads_back=self.leads_back,
            speaks_first=self._speaks_first(),
            speaks_first_said=self._speaks_first_said(),
            is_mine=self.began,
            more=self._more,
            more_until_a_time=self._more_until_a_time(),
            mine=self._mine,
            is_in=bool(page and page.in_at),
            opened=self._opened(),
            gone_at=gone_at,
            changes_at=self._next_of(asks_until(self.pause), leads_until, gone_at),
        )

    @cached_property
    def _last_is_mine(self) -> bool:
        return self.pause.last_stretch.person_id == self.seat.user_id

    def _sentence(self) -> str:
        if self._last_is_mine:
            return ""
        return needs_a_pause(self.seat.partner.name, self.pause.ends_at, self.now)

    @property
    def _mine(self) -> Written:
        return Written.on(self.pages.get(self.seat.user_id))

    def _slip_until(self) -> datetime | None:
        return self.pause.known_at if self.began and self.pause.may_be_a_slip(self.now) else None

    @cached_property
    def _more(self) -> Sequence[Offer]:
        return offers_of_more(self.pause, self.seat, agreed(self.cool_down), self.now)

    def _more_until_a_time(self) -> bool:
        return bool(self._more and agreed(self.cool_down).zone)

    def _next_of(self, *moments: datetime | None) -> datetime:
        ahead = [moment for moment in moments if moment and moment > self.now]
        return min(ahead, default=self.pause.over_at)

    def _rule(self) -> str:
        in_force = self.cool_down.in_force if self.cool_down else None
        return in_force.settings["speaks_first"] if in_force else ""

    def _speaks_first(self) -> str:
        rule = self._rule()
        if rule in ("", "either"):
            return _("whoever is ready") if rule else ""
        return own_words(self.seat.user.name if self._i_speak_first else self.seat.partner.name)

    @property
    def _i_speak_first(self) -> bool:
        return self.began == (self._rule() == "starter")

    def _speaks_first_said(self) -> str:
        rule = self._rule()
        if rule in ("", "either"):
            return _("Whoever is ready speaks first.") if rule else ""
        return _("You speak first.") if self._i_speak_first else partner_speaks_first(self.seat.partner.name)

    def _opened(self) -> Sequence[OpenedPage]:
        if not self.pause.opened_at:
            return ()
        i_am_first = self.began == (self._rule() != "other")
        people = [self.seat.user, self.seat.partner]
        return [self._opened_page(person) for person in (people if i_am_first else people[::-1])]

    def _opened_page(self, person: User) -> OpenedPage:
        written = Written.on(self.pages.get(person.pk))
        return OpenedPage(
            name=own_words(person.name),
            is_mine=person.pk == self.seat.user_id,
            about=written.about or "",
            feelings=[str(FEELINGS[name]) for name in written.chosen if name in FEELINGS],
            felt=written.felt,
            need=written.need,
        )
