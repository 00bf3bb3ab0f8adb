"""The rhythm: when two people talk, an agreement like any other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.kinds.base import AgreementKind
from agreements.kinds.passages import Passage
from agreements.kinds.terms import Terms
from agreements.letters.models import Agreement, Version
from basics import formats
from basics.localtime import local
from checkins.rhythm.form import LEAD_CHOICES, RhythmForm
from checkins.rhythm.recurrence import LAST_WEEK, Rule, next_slot
from checkins.rhythm.scheduling import RHYTHM, cancel_ahead, set_next_check_in
from couples.people.models import User


class Rhythm(AgreementKind):
    """A fixed time to talk."""

    name = RHYTHM
    label = gettext_lazy("Our talk time")
    purpose = gettext_lazy("A time to talk that comes by itself.")
    invitation_label = gettext_lazy("A time to talk")
    order = 10
    ahead = ("said_here",)
    form_class = RhythmForm
    steps = (("every", "weekday", "week_of_month", "at", "zone"), ("minutes", "starts_on", "remind_minutes", "about"))

    def defaults(self, author: User) -> Mapping[str, Any]:
        """Begin with the author's own zone."""
        return {**super().defaults(author), "zone": author.time_zone}

    def title(self, terms: Terms) -> str:
        """Return when: every Sunday, 20:30; with the place, where the reader's clock is another one."""
        when = self.when_said(terms.settings)
        if not self.said_here(terms.settings):
            return when
        return _("%(when)s (%(place)s)") % {"when": when, "place": formats.zone_place(terms.settings["zone"])}

    def phrase(self, terms: Terms) -> str:
        """Return the same as what the two do then: talk every Sunday, 20:30."""
        when = self.title(terms)
        return _("talk %(when)s") % {"when": f"{when[:1].lower()}{when[1:]}"}

    def when_said(self, settings: dict[str, Any]) -> str:
        """Return when, on the agreed clock."""
        said = {"weekday": formats.weekday(settings["weekday"]), "time": settings["at"]}
        if settings["every"] == "month":
            which = {1: _("first"), 2: _("second"), 3: _("third"), 4: _("fourth"), LAST_WEEK: _("last")}
            return _("Every %(which)s %(weekday)s of the month, %(time)s") % {
                "which": which[settings["week_of_month"]],
                **said,
            }
        if settings["every"] == "two_weeks":
            return _("Every other %(weekday)s, %(time)s") % said
        return _("Every %(weekday)s, %(time)s") % said

    def said_here(self, settings: dict[str, Any]) -> str:
        """Return when the next check-in is on the reader's own clock, where that is another one; else an empty text."""
        if settings["zone"] == timezone.get_current_timezone_name():
            return ""
        next_talk = next_slot(Rule.of(settings), timezone.now())
        if (
            next_talk is None
            or timezone.localtime(next_talk).utcoffset() == local(next_talk, settings["zone"]).utcoffset()
        ):
            return ""
        return formats.when_said(next_talk, timezone.now())

    def comes_next(self, terms: Terms) -> str:
        """Say when the next talk is; nothing once the rhythm is over."""
        next_talk = next_slot(Rule.of(terms.settings), timezone.now())
        if next_talk is None:
            return ""
        return _("Your next talk: %(when)s.") % {"when": formats.when_said(next_talk, timezone.now())}

    def parts(self, terms: Terms, author_name: str, partner_name: str) -> Sequence[Passage]:
        settings = terms.settings
        leads = dict(LEAD_CHOICES)
        lead = leads.get(settings["remind_minutes"]) or _("%(length)s before") % {
            "length": formats.length(settings["remind_minutes"])
        }
        return [
            self.said("when", self.when_said(settings), _("When")),
            self.said("zone", formats.zone_place(settings["zone"])),
            self.said("said_here", self.said_here(settings), _("The next one, on your clock")),
            self.said("starts_on", formats.day(date.fromisoformat(settings["starts_on"]))),
            self.said("minutes", formats.length(settings["minutes"])),
            self.said("remind_minutes", str(lead)),
            self.written("about", terms),
        ]

    def on_in_force(self, agreement: Agreement, version: Version, now: datetime) -> None:
        """Put the next check-in where the new words say."""
        set_next_check_in(agreement, now)

    def on_ended(self, agreement: Agreement, now: datetime) -> None:
        """Cancel what is ahead."""
        cancel_ahead(agreement, now)
