"""A ritual's or own time's next occasion as what can be moved."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checkins.moving.models import Move
from checkins.moving.movable import Found, Movable, Routes
from checkins.moving.refusals import SkippedMany
from checkins.rituals.models import Occasion
from checkins.rituals.names import AUTHOR, OTHER, US
from checkins.rituals.reminders import what_of
from checkins.rituals.upcoming import UPCOMING_OCCASIONS
from couples.seats.models import Membership
from reminders.kinds import Message


class LeftOutMany(SkippedMany):
    """By then it is the words that do not suit."""

    message = gettext_lazy(
        "You have left out six since yesterday. If the time does not suit you, suggest a change of it for good."
    )


class MovableOccasion(Movable):
    """One occasion."""

    upcoming = UPCOMING_OCCASIONS
    routes = Routes(
        "occasion_move",
        "occasion_accept",
        "occasion_decline",
        "occasion_take_back",
        "occasion_leave_out",
    )
    skipped_many = LeftOutMany

    @classmethod
    def rows(cls) -> Any:
        """Return all occasions, with what they come from."""
        return Occasion.objects.select_related("agreement__in_force")

    def was_put_elsewhere(self, was_at: datetime, starts_at: datetime | None, now: datetime) -> None:
        """Nothing else goes by its time."""

    def may_be_left_out_by(self, seat: Membership) -> bool:
        """Nobody gives up the other's own hours for them, nor such that each has; another time can be suggested."""
        mine = AUTHOR if self.meeting.agreement.is_begun_by(seat) else OTHER
        return self._settings.get("whose", US) in (US, mine)

    @property
    def _settings(self) -> Mapping[str, Any]:
        in_force = self.meeting.agreement.in_force
        return in_force.settings if in_force else {}

    @property
    def page(self) -> str:
        return reverse("agreement", args=[self.meeting.agreement_id])

    @property
    def page_of_times(self) -> str:
        """Lead past the letter: without a script the agreement's page has only a link to it."""
        return reverse("next_occasion", args=[self.meeting.agreement_id])

    @property
    def heading(self) -> str:
        return _("Another time: %(what)s") % {"what": what_of(self.meeting.agreement)}

    def suggested_said(self, name: str, when: str) -> str:
        said = {"name": name, "when": when, "what": what_of(self.meeting.agreement)}
        return _("%(name)s suggests another time, %(when)s: %(what)s.") % said

    def moved_said(self, when: str) -> str:
        return _("Another time, %(when)s: %(what)s.") % {"when": when, "what": what_of(self.meeting.agreement)}

    def skipped_said(self, when: str, next_at: str) -> str:
        said = {"when": when, "next": next_at, "what": what_of(self.meeting.agreement)}
        if not next_at:
            return _("Left out, %(when)s: %(what)s.") % said
        return _("Left out, %(when)s: %(what)s. The next one: %(next)s.") % said

    def suggested_message(self) -> Message:
        return Message(
            subject=_("Another time is suggested"),
            paragraphs=(_("Another time is suggested. Until you both say yes, it stays as it is."),),
            link_label=_("Open"),
        )

    def moved_message(self, when: str, day_time: Mapping[str, str]) -> Message:
        return Message(
            subject=_("New time: %(day)s at %(time)s") % day_time,
            paragraphs=(_("It has another time: %(when)s.") % {"when": when},),
            link_label=_("Open"),
        )

    def skipped_message(self, day_time: Mapping[str, str]) -> Message:
        return Message(
            subject=_("Left out: %(day)s at %(time)s") % day_time,
            paragraphs=(_("This one is left out. What you agreed on stays."),),
            link_label=_("Open"),
        )

    @classmethod
    def next_times(cls, moves: Sequence[Move], found: Found, now: datetime) -> Mapping[uuid.UUID, datetime]:
        """Return when the next one of the same agreement is."""
        agreements = {move.pk: found[move.subject].meeting.agreement_id for move in moves if move.subject in found}
        ahead = Occasion.objects.ahead(now).filter(agreement__in=agreements.values()).order_by("-starts_at")
        by_agreement = dict(ahead.values_list("agreement", "starts_at"))
        return {key: by_agreement[agreement] for key, agreement in agreements.items() if agreement in by_agreement}
