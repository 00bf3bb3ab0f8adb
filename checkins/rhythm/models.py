"""When two people talk: check-ins, sealed answers, what each takes with them."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Max, Q
from django.db.models.functions import Coalesce, Greatest

from agreements.letters.models import Agreement
from basics.limits import CLOCKS_APART
from checkins.questions.prompts import GOOD, USUAL, drawn_among
from checkins.rhythm.meetings import Meeting, MeetingQuerySet
from couples.seats.models import Couple

# So long after its time a check-in can still be answered; then unopened answers return to their writers. And so long
# opened ones stand first on Today.
OPEN_FOR = timedelta(hours=72)
# So long it is time; after a night it was.
TIME_LASTS = timedelta(hours=6)
# What both can read is no draft: its writer has a day to change it.
FIXED_AFTER = timedelta(hours=24)


def has_stood_a_day(since: datetime, now: datetime) -> bool:
    """Tell whether what both could read since then is fixed by now.

    So is what a clock that ran ahead has dated: nobody knows how long it has stood.
    """
    return not now - FIXED_AFTER < since <= now + CLOCKS_APART


def usual_prompts() -> list[str]:
    """Return the prompts of a check-in for which none was drawn yet."""
    return list(USUAL)


class CheckInQuerySet(MeetingQuerySet["CheckIn"]):
    """Check-ins by whose they are and when."""

    def talks(self) -> CheckInQuerySet:
        """Those that two people sit down for."""
        return self.filter(is_one_question=False)

    def known(self) -> CheckInQuerySet:
        """Those that both know of. A light question that only one of them has begun is none, nor one that both left."""
        return self.exclude(is_one_question=True, both_in_at=None)

    def before(self, check_in: CheckIn) -> CheckIn | None:
        """Return the one before it in its rhythm, also one that was left out, and none that a change of words undid."""
        if check_in.agreement_id is None:
            return None
        earlier = self.filter(agreement=check_in.agreement_id, slot__lt=check_in.slot)
        return earlier.filter(Q(cancelled_at__isnull=True) | Q(left_out__gt=0)).order_by("-slot").first()

    def surely_ahead(self, now: datetime) -> Self:
        """Those ahead whose answers nobody has opened either, by a clock that is ahead of this one."""
        return self.ahead(now).exclude(both_in_at__gte=F("starts_at"))

    def current(self, now: datetime) -> CheckInQuerySet:
        """Those ahead, and those that can still be answered or opened within the last 72 hours; the nearest first."""
        # Whoever answers last may do so 72 hours after the time: what opens then is news as long as all else.
        since = now - OPEN_FOR
        lately = Q(starts_at__gt=since) | Q(both_in_at__gt=since) | Q(started_at__gt=since)
        return self.alive().filter(lately).order_by("starts_at")

    def on_at(self, moment: datetime) -> CheckIn | None:
        """Return the one whose time it is at that moment, as agreed."""
        latest = self.talks().alive().filter(starts_at__lte=moment).order_by("-starts_at").first()
        return latest if latest and moment < latest.ends_at else None

    def opened(self, now: datetime) -> CheckInQuerySet:
        """Those that are open."""
        return self.alive().filter(starts_at__lte=now, both_in_at__isnull=False)

    def opened_since(self, moment: datetime, now: datetime) -> CheckInQuerySet:
        """Those that opened after that moment."""
        return self.opened(now).filter(Q(starts_at__gt=moment) | Q(both_in_at__gt=moment))

    def opened_between(self, begins_at: datetime, ends_at: datetime) -> CheckInQuerySet:
        """Those that opened within that time."""
        begun = Q(starts_at__gte=begins_at) | Q(both_in_at__gte=begins_at)
        return self.filter(begun, starts_at__lt=ends_at, both_in_at__lt=ends_at)

    def last_opening_before(self, moment: datetime) -> datetime | None:
        """Return when the last one opened that opened before that moment."""
        opened = self.filter(starts_at__lt=moment, both_in_at__lt=moment)
        latest: datetime | None = opened.aggregate(at=Max(Greatest("starts_at", "both_in_at")))["at"]
        return latest

    def on(self, now: datetime) -> CheckInQuerySet:
        """Those that came to a table: they opened, or both started without writing."""
        return self.alive().filter(Q(starts_at__lte=now, both_in_at__isnull=False) | Q(started_at__isnull=False))

    def on_since(self, moment: datetime, now: datetime) -> CheckInQuerySet:
        """Those that came to it after that moment."""
        return self.on(now).filter(Q(started_at__gt=moment) | Q(starts_at__gt=moment) | Q(both_in_at__gt=moment))

    def latest_first(self) -> CheckInQuerySet:
        """Those that came to it, the last one first."""
        return self.order_by(Greatest("starts_at", Coalesce("both_in_at", "started_at")).desc(), "pk")

    def unopened(self, now: datetime) -> CheckInQuerySet:
        """Those whose time has not come, or that not both are in after it, nor both started without."""
        return self.filter(Q(both_in_at__isnull=True) | Q(starts_at__gt=now), started_at__isnull=True)

    def given_back(self, now: datetime) -> CheckInQuerySet:
        """Those over whose answers nobody opened, so that they are their writers' again."""
        too_late = Q(both_in_at__isnull=True, starts_at__lte=now - OPEN_FOR)
        return self.filter(Q(cancelled_at__isnull=False) | Q(started_at__isnull=False) | too_late)

    def by_opening(self) -> CheckInQuerySet:
        """Those that both are in, in the order in which they opened."""
        return self.order_by(Greatest("starts_at", "both_in_at"), "pk")


class CheckIn(Meeting):
    """One deep talk, at one time. Only the next one of a rhythm is a row; the rest is computed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="check_ins")
    # None for one that comes from no rhythm: the two wanted to talk at once.
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, null=True, blank=True, related_name="check_ins")
    prompts = models.JSONField(default=usual_prompts)
    # Never shown before the time has come: it would tell one partner that the other has answered.
    both_in_at = models.DateTimeField(null=True, blank=True)
    # Since when both talk without what they wrote: each of them said so. Nothing sealed is opened by it, nor any more.
    started_at = models.DateTimeField(null=True, blank=True)
    # A light question and no more, on the day the two begin: no rhythm, no topics, no place in a calendar.
    is_one_question = models.BooleanField(default=False)
    # Whether it is written down with which topics and appreciations it opened; see `checkins/agenda/table.py`.
    topics_settled = models.BooleanField(default=False)

    # Whether the answers of the person that it was loaded for are in. Not stored.
    mine_are_in: bool
    # Whether the two compare at it what they need, as it was when it was loaded. Not stored.
    is_themed: bool

    objects = CheckInQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["agreement", "slot"], name="one_check_in_a_slot"),
            models.UniqueConstraint(fields=["couple"], condition=Q(is_one_question=True), name="one_question_a_couple"),
        )
        indexes = (
            models.Index(fields=["couple", "starts_at"], condition=Q(cancelled_at__isnull=True), name="check_in_next"),
        )

    def __str__(self) -> str:
        return f"check-in {self.pk}"

    def is_open(self, now: datetime) -> bool:
        """Tell whether the answers are open: both are in, the time has come, and nobody cancelled it before.

        This one rule decides for pages, API, export and notices; nothing else reads `both_in_at` before the time.
        """
        return self.both_in_at is not None and self.cancelled_at is None and self.has_begun(now)

    def is_on(self, now: datetime) -> bool:
        """Tell whether the two are at its table: their answers are open, or both started without writing."""
        return self.is_open(now) or self.was_started

    @property
    def was_started(self) -> bool:
        """Tell whether both started it without writing, so that what they wrote stays closed."""
        return self.started_at is not None and self.cancelled_at is None

    def can_start(self, now: datetime) -> bool:
        """Tell whether it can be started without writing: once its time has come, as long as it could still open."""
        return not self.is_one_question and self.has_begun(now) and self.takes_answers(now)

    def opened_lately(self, now: datetime) -> bool:
        """Tell whether it is open, and has been no longer than an opening is news."""
        return self.is_open(now) and self.opened_at is not None and now < self.opened_at + OPEN_FOR

    def on_lately(self, now: datetime) -> bool:
        """Tell whether the two are at its table, and have been no longer than that is news."""
        since = self.opened_at if self.is_open(now) else self.started_at
        return self.is_on(now) and since is not None and now < since + OPEN_FOR

    def is_fixed(self, now: datetime) -> bool:
        """Tell whether what opened with it has been there to be read for a day, whoever looked."""
        return self.opened_at is not None and has_stood_a_day(self.opened_at, now)

    @property
    def opened_at(self) -> datetime | None:
        """Return when what both handed in opens, or has opened."""
        return max(self.starts_at, self.both_in_at) if self.both_in_at else None

    @property
    def drawn(self) -> str:
        """Return which of its prompts was drawn for it; empty for one from before there were decks."""
        return drawn_among(self.prompts)

    @property
    def takes_good(self) -> bool:
        """Tell whether something good can be written down while one prepares it; an older talk asks for it itself."""
        return not self.is_one_question and GOOD not in self.prompts

    def drawn_before(self) -> list[str]:
        """Return what was drawn for it and gave way to another one."""
        drawn = self.drawings.order_by("drawn_at", "pk").values_list("prompt", flat=True)
        return [prompt for prompt in dict.fromkeys(drawn) if prompt not in self.prompts]

    @property
    def opened_with_the_time(self) -> bool:
        """Tell of open answers whether the time opened them, or else the second of the two who came after it."""
        return self.both_in_at is not None and self.both_in_at < self.starts_at

    def takes_answers(self, now: datetime) -> bool:
        """Tell whether answers can be given or changed: until it is on, or 72 hours after the time."""
        return self.cancelled_at is None and not self.is_on(now) and now < self.starts_at + OPEN_FOR

    def was_returned(self, now: datetime) -> bool:
        """Tell whether the answers went back to their writers unopened."""
        is_over = self.cancelled_at is not None or self.was_started or now >= self.starts_at + OPEN_FOR
        return not self.is_open(now) and is_over
