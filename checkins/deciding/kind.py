"""How we decide: what each decides alone, what one tells the other, what the two decide together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.kinds.base import AgreementKind, Beside
from agreements.kinds.fields import LONGEST_LINE, LONGEST_TEXT, HoursField, WordsField
from agreements.kinds.form import TermsForm
from agreements.kinds.sentences import Sentence
from agreements.kinds.terms import ENDS, Terms, in_one_line, in_our_quotes
from basics import formats
from basics.directions import own_words, said

# Of which at least one is said.
THREE = ("alone", "tell", "together")
LONGEST_IN_A_NAME = 80
LONGEST_ON_A_CARD = 180


class HowWeDecideForm(TermsForm):
    """Who decides what, and how long a question is thought over."""

    words_fields = ("about", *THREE, "if_we_differ")
    settings_fields = ("think_hours",)
    # Whether the three may all be missing still.
    is_unfinished = False

    about = WordsField(
        label=gettext_lazy("About what"),
        rows=1,
        max_length=LONGEST_LINE,
        help_text=gettext_lazy("In one line: money we spend, weekends and guests."),
    )
    alone = WordsField(
        label=gettext_lazy("Each decides alone"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=gettext_lazy("Of this and the next two write at least one."),
    )
    tell = WordsField(label=gettext_lazy("Each decides, and tells the other"), required=False, max_length=LONGEST_TEXT)
    together = WordsField(label=gettext_lazy("We decide together"), required=False, max_length=LONGEST_TEXT)
    if_we_differ = WordsField(
        label=gettext_lazy("If we differ"),
        required=False,
        max_length=LONGEST_TEXT,
        initial=gettext_lazy("We sleep on it. Then each says what matters most and why."),
    )
    think_hours = HoursField(
        label=gettext_lazy("Time to think before we talk about a question"),
        offered=(0, 12, 24, 48, 72, 168, 336),
        zero=gettext_lazy("none: at the next talk"),
        min_value=0,
        max_value=336,
        initial=24,
    )

    def unfinished(self) -> TermsForm:
        """Let all three be missing while it is written."""
        self.is_unfinished = True
        return super().unfinished()

    def clean(self) -> dict[str, Any]:
        """Ask for one of the three."""
        cleaned = super().clean() or {}
        there = [name for name in THREE if name in self.fields and name not in self.errors]
        if there and not self.is_unfinished and not any({**self.initial, **cleaned}.get(name) for name in THREE):
            self.add_error(there[0], _("Write at least one of the three."))
        return cleaned


class HowWeDecide(AgreementKind):
    """Who decides what."""

    name = "how_we_decide"
    label = gettext_lazy("How we decide")
    purpose = gettext_lazy("Who decides what, said before it comes up.")
    icon = "decide"
    order = 80
    form_class = HowWeDecideForm
    lines = (("about",), THREE, ("if_we_differ",), ("think_hours",))
    can_be_blank = True
    place_for_a_line = 6
    needs = ("own_say",)
    trial_weeks = 4
    beside = (Beside("question_for_talk", gettext_lazy("Save a question for our talk")),)

    def from_a_line(self, words: str) -> Mapping[str, Any]:
        """A wish is something that both decide on."""
        about = Truncator(in_one_line(words)).chars(LONGEST_LINE)
        return {"about": about, "alone": "", "tell": "", "together": words}

    def about_a_need(self, need: str, line: str, is_own: bool) -> Mapping[str, Any]:
        """Name what it is about, and leave open who decides it."""
        return {"about": Truncator(in_one_line(line) or need).chars(LONGEST_LINE)}

    def title(self, terms: Terms) -> str:
        return own_words(in_one_line(terms.words.get("about", ""))) or str(self.label)

    def headline(self, terms: Terms) -> str:
        about = Truncator(in_one_line(terms.words.get("about", ""))).chars(LONGEST_IN_A_NAME)
        return said(_("Decide · %(about)s"), about=own_words(about)) if about else str(self.label)

    def phrase(self, terms: Terms) -> str:
        about = Truncator(in_our_quotes(terms.words.get("about", ""))).chars(LONGEST_IN_A_NAME)
        return said(_("how we decide, “%(about)s”"), about=own_words(about)) if about else _("how we decide")

    def on_card(self, terms: Terms, author_name: str, partner_name: str) -> str:
        """Return what the two decide together, else the next of the three that says something."""
        sentences = {
            "together": _("%(about)s. We decide together: %(words)s."),
            "tell": _("%(about)s. Each decides, and tells the other: %(words)s."),
            "alone": _("%(about)s. Each decides alone: %(words)s."),
        }
        name = next(name for name in sentences if terms.words.get(name))
        about, words = (in_one_line(terms.words.get(each, "")).rstrip(ENDS) for each in ("about", name))
        words = Truncator(words).chars(LONGEST_ON_A_CARD)
        return said(sentences[name], about=own_words(about), words=own_words(words))

    def comes_next(self, terms: Terms) -> str:
        """Say where a question goes."""
        return _("When a question comes up, open this agreement and save it for your talk.")

    def letter(self, terms: Terms, author_name: str, partner_name: str) -> Sequence[Sentence]:
        about, alone, tell, together, differ = (self.written(name, terms) for name in self.form_class.words_fields)
        hours = terms.settings["think_hours"]
        think = self.said("think_hours", formats.length(hours * 60) if hours else "")
        return [
            Sentence(_("What we decide on: %(about)s."), (about,)),
            Sentence(_("Each decides alone: %(alone)s."), (alone,)),
            Sentence(_("Each decides, and tells the other: %(tell)s."), (tell,)),
            Sentence(_("We decide together: %(together)s."), (together,)),
            Sentence(_("If we differ: %(if_we_differ)s."), (differ,)),
            Sentence(_("A question waits at least %(think_hours)s before we talk about it."), (think,)),
        ]


def time_to_think(terms: Terms) -> timedelta:
    """Return how long a question waits by these terms."""
    return timedelta(hours=terms.settings["think_hours"])
