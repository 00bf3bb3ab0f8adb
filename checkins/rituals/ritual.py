"""Rituals: something small that is theirs, every day, every week, or whenever it suits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.kinds.sentences import Sentence
from agreements.kinds.terms import Terms
from basics import formats
from basics.directions import own_words, said
from checkins.rhythm.saying import in_a_sentence, lead_said
from checkins.rituals.form import WHEN, RitualForm
from checkins.rituals.kind import TimedKind
from checkins.rituals.names import RITUAL
from checkins.rituals.patterns import timed_rule_of
from checkins.rituals.phrases import when_said


class Ritual(TimedKind):
    """Something small that the two do."""

    name = RITUAL
    label = gettext_lazy("A ritual of ours")
    purpose = gettext_lazy("Something small that is ours.")
    icon = "ritual"
    order = 50
    form_class = RitualForm
    lines = (("what", "small_version"), WHEN, ("minutes", "who_starts", "remind_minutes"))
    who_fields = ("who_starts",)
    place_for_a_line = 2
    needs = ("company", "time", "rituals")

    def from_a_line(self, words: str) -> Mapping[str, Any]:
        """A wish becomes what they do, with no time of its own."""
        return {"what": words, "small_version": "", "every": "no_fixed_time"}

    def headline(self, terms: Terms) -> str:
        return _("Ritual · %(when)s") % {"when": self.when_in_a_tile(terms)}

    def phrase(self, terms: Terms) -> str:
        return said(_("a ritual of ours, “%(what)s”"), what=self.what_in_a_name(terms))

    def on_card(self, terms: Terms, author_name: str, partner_name: str) -> str:
        return said(_("%(when)s: %(what)s."), when=when_said(terms.settings), what=self.what_on_a_card(terms))

    def letter(self, terms: Terms, author_name: str, partner_name: str) -> Sequence[Sentence]:
        settings = terms.settings
        every = self.said("every", in_a_sentence(when_said(settings)))
        length = self.said("minutes", formats.length(settings["minutes"]))
        small = self.written("small_version", terms)
        return [
            Sentence(_("Something small that is ours: %(what)s."), (self.written("what", terms),)),
            Sentence(_("On a full day this is enough: %(small_version)s."), (small,), goes_on=True),
            Sentence(_("We do this %(every)s, for about %(minutes)s."), (every, length)),
            *self.on_the_clock(terms),
            Sentence("%(who_starts)s", (self.said("who_starts", _starts(settings, author_name, partner_name)),)),
            self._reminder(settings),
        ]

    def _reminder(self, settings: Mapping[str, Any]) -> Sentence:
        minutes = settings.get("remind_minutes") if timed_rule_of(settings) else None
        lead = self.said("remind_minutes", "" if minutes is None else lead_said(minutes))
        return Sentence(_("A reminder comes to us both %(remind_minutes)s."), (lead,), goes_on=True)


def _starts(settings: Mapping[str, Any], author_name: str, partner_name: str) -> str:
    """Return who starts, by name, so that both read the same."""
    if settings["who_starts"] == "turns":
        return _("We take turns starting.")
    if settings["who_starts"] == "whoever":
        return _("Whoever thinks of it first starts.")
    name = author_name if settings["who_starts"] == "author" else partner_name
    return said(_("%(name)s starts."), name=own_words(name))
