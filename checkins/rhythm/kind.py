"""The rhythm: when two people talk, an agreement like any other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.kinds.base import AgreementKind
from agreements.kinds.sentences import Coming, Sentence
from agreements.kinds.terms import Terms
from agreements.letters.models import Agreement, Version
from basics import formats
from checkins.rhythm.form import WHEN, RhythmForm
from checkins.rhythm.patterns import ONCE
from checkins.rhythm.phrases import when_in_a_tile, when_said
from checkins.rhythm.recurrence import Rule, is_over, next_slot
from checkins.rhythm.saying import in_a_sentence, lead_said, next_said_here, times_to_come, with_place
from checkins.rhythm.scheduling import RHYTHM, UPCOMING_TALKS
from couples.people.models import User


class Rhythm(AgreementKind):
    """A fixed time to talk."""

    name = RHYTHM
    label = gettext_lazy("Our talk time")
    purpose = gettext_lazy("It comes by itself; nobody has to ask.")
    invitation_label = gettext_lazy("A time to talk")
    icon = "talk"
    order = 10
    brings_talks = True
    ahead = ("said_here",)
    form_class = RhythmForm
    lines = (WHEN, ("minutes", "remind_minutes"), ("about",))

    def defaults(self, author: User) -> Mapping[str, Any]:
        """Begin with the author's own zone."""
        return {**super().defaults(author), "zone": author.time_zone}

    def title(self, terms: Terms) -> str:
        """Return when: every Sunday, 20:30; with the place, where the reader's clock is another one."""
        return self._with_what_matters_here(when_said(terms.settings, is_short=True), terms)

    def headline(self, terms: Terms) -> str:
        when = self._with_what_matters_here(when_in_a_tile(terms.settings), terms)
        return _("Talk · %(when)s") % {"when": when}

    def _with_what_matters_here(self, when: str, terms: Terms) -> str:
        if is_over(terms.settings, timezone.now()):
            return _("%(when)s (over)") % {"when": when}
        return with_place(when, Rule.of(terms.settings))

    def phrase(self, terms: Terms) -> str:
        """Return the same as what the two do then: talk every Sunday, 20:30."""
        return _("talk %(when)s") % {"when": in_a_sentence(self.title(terms))}

    def on_card(self, terms: Terms, author_name: str, partner_name: str) -> str:
        if is_over(terms.settings, timezone.now()):
            return ""
        return _("We talk %(when)s.") % {"when": in_a_sentence(self.title(terms))}

    def coming(self, terms: Terms) -> Sequence[Coming]:
        """Return the next five talks."""
        return times_to_come(Rule.of(terms.settings))

    def comes_next(self, terms: Terms) -> str:
        """Say when the next talk is; nothing once the rhythm is over."""
        next_talk = next_slot(Rule.of(terms.settings), timezone.now())
        if next_talk is None:
            return ""
        return _("Your next talk: %(when)s.") % {"when": formats.when_said(next_talk, timezone.now())}

    def letter(self, terms: Terms, author_name: str, partner_name: str) -> Sequence[Sentence]:
        settings = terms.settings
        zone = self.said("zone", formats.zone_place(settings["zone"]))
        here = self.said("said_here", next_said_here(Rule.of(settings)))
        length = self.said("minutes", formats.length(settings["minutes"]))
        lead = self.said("remind_minutes", lead_said(settings["remind_minutes"]))
        return [
            self._when(settings),
            Sentence(_("It goes by the clock in %(zone)s."), (zone,), goes_on=True),
            Sentence(_("The next one is %(said_here)s on your clock."), (here,), goes_on=True),
            Sentence(_("It takes %(minutes)s, and a reminder comes to us both %(remind_minutes)s."), (length, lead)),
            Sentence(_("What it is for: %(about)s."), (self.written("about", terms),)),
        ]

    def _when(self, settings: Mapping[str, Any]) -> Sentence:
        """Return one sentence with the first and the last day, so that other days change one sentence."""
        every = self.said("every", in_a_sentence(when_said(settings)))
        starts_on = self.said("starts_on", _day(None if settings["every"] == ONCE else settings["starts_on"]))
        ends_on = self.said("ends_on", _day(settings.get("ends_on")))
        if ends_on.text:
            text = _("We talk %(every)s, from %(starts_on)s until %(ends_on)s.")
            return Sentence(text, (every, starts_on, ends_on))
        if starts_on.text:
            return Sentence(_("We talk %(every)s, from %(starts_on)s on."), (every, starts_on))
        return Sentence(_("We talk %(every)s."), (every,))

    def on_in_force(self, agreement: Agreement, version: Version, now: datetime) -> None:
        """Put the next check-in where the new words say."""
        UPCOMING_TALKS.set_next(agreement, now)

    def on_ended(self, agreement: Agreement, now: datetime) -> None:
        """Cancel what is ahead."""
        UPCOMING_TALKS.cancel_ahead(agreement, now)


def _day(said: str | None) -> str:
    return formats.day(date.fromisoformat(said)) if said else ""
