"""Cool-downs: what a pause looks like for these two, agreed on a calm day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.kinds.base import AgreementKind
from agreements.kinds.fields import MinutesField, WordsField
from agreements.kinds.form import TermsForm
from agreements.kinds.sentences import Sentence
from agreements.kinds.terms import Terms, in_one_line
from basics import formats
from basics.directions import own_words, said
from couples.people.fields import zone_choices, zone_field
from couples.people.models import User

# Counsellors' practice, not a medical fact: at least 20 minutes, at most a day.
SHORTEST_MINUTES = 20
LONGEST_MINUTES = 24 * 60

FIRST_SPEAKERS = {
    "starter": gettext_lazy("the one who asked for the pause"),
    "other": gettext_lazy("the one who was asked"),
    "either": gettext_lazy("whoever is ready"),
}

# How a sentence about a pause ends.
THEN_SPEAKS = {
    "starter": gettext_lazy("then the one who asked for it speaks first"),
    "other": gettext_lazy("then the one who was asked speaks first"),
    "either": gettext_lazy("then whoever is ready speaks first"),
}


class CoolDownForm(TermsForm):
    """What both set for a pause."""

    words_fields = ("word", "we_do_not", "stays_allowed")
    settings_fields = ("minutes", "speaks_first", "zone")

    word = WordsField(
        label=gettext_lazy("Our word"),
        rows=1,
        max_length=60,
        help_text=gettext_lazy("Said out loud it means the same as the button: we stop here, and we come back."),
    )
    minutes = MinutesField(
        label=gettext_lazy("How long"),
        offered=(20, 30, 45, 60, 120, 240, 720, 1440),
        min_value=SHORTEST_MINUTES,
        max_value=LONGEST_MINUTES,
        initial=30,
        help_text=gettext_lazy("At least 20 minutes, at most a day. Either can choose another length in the moment."),
    )
    we_do_not = WordsField(
        label=gettext_lazy("What we don't do meanwhile"),
        required=False,
        rows=3,
    )
    stays_allowed = WordsField(
        label=gettext_lazy("What stays allowed"),
        rows=3,
    )
    speaks_first = forms.ChoiceField(
        label=gettext_lazy("Who speaks first after it"),
        choices=tuple(FIRST_SPEAKERS.items()),
        widget=forms.RadioSelect,
        initial="starter",
    )
    # Without one a pause has lengths alone: a clock time by the starter's own clock would tell where they are.
    zone = zone_field(
        label=gettext_lazy("Whose clock “until tomorrow 09:00” goes by"),
        required=False,
        choices=lambda: [("", _("No times of day, only lengths")), *zone_choices()],
    )


class CoolDown(AgreementKind):
    """How we stop, and how we come back."""

    name = "cool_down"
    label = gettext_lazy("How we pause")
    purpose = gettext_lazy("Stop before it hurts, with a time to come back.")
    invitation_label = gettext_lazy("A way to pause")
    icon = "pause"
    order = 20
    form_class = CoolDownForm
    lines = (("word", "minutes", "speaks_first"), ("we_do_not",), ("stays_allowed",), ("zone",))
    is_single = True
    place_for_a_line = 7

    def from_a_line(self, words: str) -> Mapping[str, Any]:
        """A wish names what is good: it stays possible in a pause."""
        return {"stays_allowed": words}

    def defaults(self, author: User) -> Mapping[str, Any]:
        """Begin with the author's own zone."""
        return {**super().defaults(author), "zone": author.time_zone}

    def title(self, terms: Terms) -> str:
        """Return the length and the word."""
        length, word = formats.length(terms.settings["minutes"]), own_words(terms.words.get("word", ""))
        return said(_("%(length)s, “%(word)s”"), length=length, word=word)

    def headline(self, terms: Terms) -> str:
        length, word = formats.short_length(terms.settings["minutes"]), own_words(terms.words.get("word", ""))
        return said(_("Pause · %(length)s · “%(word)s”"), length=length, word=word)

    def phrase(self, terms: Terms) -> str:
        length, word = formats.length(terms.settings["minutes"]), own_words(terms.words.get("word", ""))
        return said(_("pauses of %(length)s, “%(word)s”"), length=length, word=word)

    def on_card(self, terms: Terms, author_name: str, partner_name: str) -> str:
        return said(
            _("Our word is “%(word)s”: %(length)s, %(then)s."),
            word=own_words(in_one_line(terms.words.get("word", ""))),
            length=formats.length(terms.settings["minutes"]),
            then=THEN_SPEAKS[terms.settings["speaks_first"]],
        )

    def comes_next(self, terms: Terms) -> str:
        """Say how to pause."""
        word = own_words(terms.words.get("word", ""))
        return said(_("From now on either of you can say “%(word)s”, or press Pause."), word=word)

    def letter(self, terms: Terms, author_name: str, partner_name: str) -> Sequence[Sentence]:
        settings = terms.settings
        word, length = self.written("word", terms), self.said("minutes", formats.length(settings["minutes"]))
        speaks_first = self.said("speaks_first", str(THEN_SPEAKS[settings["speaks_first"]]))
        zone = self.said("zone", formats.zone_place(settings["zone"]) if settings.get("zone") else "")
        text = _("When one of us says “%(word)s”, we stop for %(minutes)s, and %(speaks_first)s.")
        return [
            Sentence(text, (word, length, speaks_first)),
            Sentence(_("What we don't do meanwhile: %(we_do_not)s."), (self.written("we_do_not", terms),)),
            Sentence(_("What stays allowed: %(stays_allowed)s."), (self.written("stays_allowed", terms),)),
            Sentence(_("“Until tomorrow 09:00” goes by the clock in %(zone)s."), (zone,)),
        ]
