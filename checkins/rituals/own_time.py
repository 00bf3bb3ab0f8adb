"""Own time: hours that need no explaining, for each, for one of them, for the two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.kinds.sentences import Sentence
from agreements.kinds.terms import Terms
from basics import formats
from basics.directions import own_words, said
from checkins.rhythm.saying import in_a_sentence
from checkins.rituals.form import WHEN, OwnTimeForm
from checkins.rituals.kind import TimedKind
from checkins.rituals.names import AUTHOR, EACH, OWN_TIME, US
from checkins.rituals.patterns import timed_rule_of
from checkins.rituals.phrases import when_said


class OwnTime(TimedKind):
    """Time for me, time for us."""

    name = OWN_TIME
    label = gettext_lazy("Own time")
    purpose = gettext_lazy("Time for me, time for us.")
    icon = "book"
    order = 70
    form_class = OwnTimeForm
    # What the first sentence says is one step: else the second would offer to add what stands there.
    lines = (("whose", *WHEN, "minutes"), ("what",), ("meanwhile", "reachable"))
    who_fields = ("whose",)
    place_for_a_line = 5
    needs = ("own_space", "rest")
    sets_time_aside = True

    def from_a_line(self, words: str) -> Mapping[str, Any]:
        """A wish becomes what the time is for, each their own."""
        return {"what": words}

    def time_for(self, words: str) -> Mapping[str, Any]:
        """What does its author good becomes what their own time is for."""
        return {"what": words, "whose": AUTHOR}

    def headline(self, terms: Terms) -> str:
        length = formats.short_length(terms.settings["minutes"])
        return _("Own time · %(length)s, %(when)s") % {"length": length, "when": self.when_in_a_tile(terms)}

    def phrase(self, terms: Terms) -> str:
        if terms.settings["whose"] == US:
            return said(_("time for the two of us, “%(what)s”"), what=self.what_in_a_name(terms))
        return said(_("own time, “%(what)s”"), what=self.what_in_a_name(terms))

    def on_card(self, terms: Terms, author_name: str, partner_name: str) -> str:
        return said(
            _("%(whose)s, %(when)s: %(what)s."),
            whose=whose_said(terms.settings, author_name, partner_name),
            when=in_a_sentence(when_said(terms.settings)),
            what=self.what_on_a_card(terms),
        )

    def comes_next(self, terms: Terms) -> str:
        """Say what can be done about the next one: of what each has of their own nobody leaves out the other's."""
        if terms.settings["whose"] == EACH and timed_rule_of(terms.settings):
            return _("Each time it comes it can be put at another time.")
        return super().comes_next(terms)

    def letter(self, terms: Terms, author_name: str, partner_name: str) -> Sequence[Sentence]:
        settings = terms.settings
        whose = self.said("whose", whose_said(settings, author_name, partner_name))
        every = self.said("every", in_a_sentence(when_said(settings)))
        length = self.said("minutes", formats.length(settings["minutes"]))
        return [
            Sentence(_("%(whose)s: %(minutes)s, %(every)s."), (whose, length, every)),
            *self.on_the_clock(terms),
            Sentence(_("What we mean by it: %(what)s."), (self.written("what", terms),)),
            Sentence(_("Meanwhile: %(meanwhile)s."), (self.written("meanwhile", terms),)),
            Sentence(_("How to reach each other then: %(reachable)s."), (self.written("reachable", terms),)),
        ]


def whose_said(settings: Mapping[str, Any], author_name: str, partner_name: str) -> str:
    """Return whose time it is, by name, so that both read the same."""
    if settings["whose"] == EACH:
        return _("Own time for each of us")
    if settings["whose"] == US:
        return _("Time for the two of us")
    name = author_name if settings["whose"] == AUTHOR else partner_name
    return said(_("Own time for %(name)s"), name=own_words(name))
