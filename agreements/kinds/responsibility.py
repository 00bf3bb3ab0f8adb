"""Responsibilities: who notices that something is due, who plans it, who does it, and when it is good enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agreements.kinds.base import AgreementKind, Beside
from agreements.kinds.fields import MinutesField, WordsField
from agreements.kinds.form import TermsForm
from agreements.kinds.sentences import Sentence
from agreements.kinds.terms import SWAPPED_FOR, Terms, in_one_line
from basics import formats
from basics.directions import own_words, said
from basics.typed import WholeField

# What there is to share of one thing.
PARTS = ("notice", "plan", "do")
# With whom a part lies: who began the agreement, the other, one after the other, or the two together.
AUTHOR, OTHER, TURNS, BOTH = "author", "other", "turns", "both"
DAY, WEEK, MONTH, YEAR = "day", "week", "month", "year"

LONGEST_TITLE = 60
LONGEST_PASSAGE = 280
MOST_TIMES = 60
LONGEST_MINUTES = 600
# A name is read inside a sentence.
LONGEST_NAME = 40
ENDS = ".。 "


class UsualField(forms.TypedChoiceField):
    """What always says something, and counts only beside another choice."""

    is_asked_by_choice = True

    def __init__(self, usual: str, **options: Any) -> None:
        super().__init__(coerce=str, required=False, empty_value=usual, initial=usual, **options)


class ResponsibilityForm(TermsForm):
    """One thing that has to be done again and again, and with whom each part of it lies."""

    words_fields = ("title", "what", "enough", "cover")
    settings_fields = (*PARTS, "turn", "times", "per", "minutes")

    title = WordsField(
        label=gettext_lazy("What we call it"),
        rows=1,
        max_length=LONGEST_TITLE,
        required=False,
        help_text=gettext_lazy("A word or two: laundry, bills."),
    )
    what = WordsField(
        label=gettext_lazy("What it takes"),
        max_length=LONGEST_PASSAGE,
        help_text=gettext_lazy("From noticing that it is time until it is really over."),
    )
    enough = WordsField(label=gettext_lazy("When is it good enough?"), max_length=LONGEST_PASSAGE, required=False)
    cover = WordsField(label=gettext_lazy("When one of us is ill or away"), max_length=LONGEST_PASSAGE, required=False)
    notice = forms.ChoiceField(label=gettext_lazy("Who notices that it is time"), choices=(), initial=AUTHOR)
    plan = forms.ChoiceField(label=gettext_lazy("Who plans it"), choices=(), initial=AUTHOR)
    do = forms.ChoiceField(label=gettext_lazy("Who does it"), choices=(), initial=AUTHOR)
    turn = UsualField(
        WEEK,
        label=gettext_lazy("If you take turns, they change"),
        choices=((WEEK, gettext_lazy("every week")), (MONTH, gettext_lazy("every month"))),
    )
    times = WholeField(
        label=gettext_lazy("How many times"),
        required=False,
        min_value=1,
        max_value=MOST_TIMES,
        error_messages={
            "min_value": gettext_lazy("Once is the least. Left empty, it is not said."),
            "max_value": gettext_lazy("60 times is the most. Count it in a shorter time."),
        },
    )
    per = UsualField(
        WEEK,
        label=gettext_lazy("In what time"),
        choices=(
            (DAY, gettext_lazy("a day")),
            (WEEK, gettext_lazy("a week")),
            (MONTH, gettext_lazy("a month")),
            (YEAR, gettext_lazy("a year")),
        ),
    )
    minutes = MinutesField(
        label=gettext_lazy("How long it takes each time, roughly"),
        zero=gettext_lazy("hardly any time"),
        offered=(0, 5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 480),
        required=False,
        min_value=0,
        max_value=LONGEST_MINUTES,
    )

    def address_partner(self) -> None:
        """Name the two in the choices."""
        names = [(AUTHOR, own_words(self.author_name)), (OTHER, own_words(self.partner_name))]
        for part in PARTS:
            field = self.fields.get(part)
            if isinstance(field, forms.ChoiceField):
                field.choices = [*names, (TURNS, _("each of us in turn")), (BOTH, _("both of us together"))]

    def clean(self) -> dict[str, Any]:
        """What says nothing stays as it was: a change that nobody could read would make a letter."""
        cleaned = super().clean() or {}
        said_now = {**self.initial, **cleaned}
        if "turn" in cleaned and TURNS not in {said_now.get(part) for part in PARTS}:
            cleaned["turn"] = self.initial.get("turn", WEEK)
        if "per" in cleaned and not said_now.get("times"):
            cleaned["per"] = self.initial.get("per", WEEK)
        return cleaned


class Responsibility(AgreementKind):
    """Something that somebody has to think of, and who does."""

    name = "responsibility"
    label = gettext_lazy("Who does what")
    purpose = gettext_lazy("So that it need not be one of you who thinks of everything.")
    icon = "chores"
    order = 60
    form_class = ResponsibilityForm
    lines = (("what", "title"), ("notice", "plan", "do", "turn"), ("times", "per", "minutes"), ("enough",), ("cover",))
    can_be_blank = True
    trial_weeks = 4
    who_fields = PARTS
    seen_together = Beside("responsibilities", gettext_lazy("Side by side"))
    beside = (Beside("responsibility_turn", gettext_lazy("Side by side")),)
    place_for_a_line = 4
    needs = ("fairness", "a_hand")

    def from_a_line(self, words: str) -> Mapping[str, Any]:
        """Begin with the two together; how often it comes up a wish does not say."""
        lies = dict.fromkeys(PARTS, BOTH)
        return {"what": words, "title": "", "enough": "", "cover": "", **lies, "times": None, "minutes": None}

    def title(self, terms: Terms) -> str:
        """Return what the two call it."""
        return own_words(self.called(terms))

    def called(self, terms: Terms) -> str:
        """Return the same as bare words: the beginning of what it takes, where they gave it no name."""
        name = in_one_line(terms.words.get("title", ""))
        return name or Truncator(in_one_line(terms.words.get("what", "")).rstrip(ENDS)).chars(LONGEST_NAME)

    def headline(self, terms: Terms) -> str:
        return said(_("At home · %(task)s"), task=self.title(terms))

    def phrase(self, terms: Terms) -> str:
        return said(_("who takes care of “%(task)s”"), task=self.title(terms))

    def suggested(self, terms: Terms, name: str) -> str:
        """Name both, this one first: so no two letters of a swap are called the same."""
        other = terms.words.get(SWAPPED_FOR)
        if not other:
            return ""
        sentence = _("%(name)s suggests swapping “%(task)s” and “%(other)s”")
        if not name:
            sentence = _("You suggest swapping “%(task)s” and “%(other)s”")
        return said(sentence, name=name, task=self.title(terms), other=own_words(other))

    def on_card(self, terms: Terms, author_name: str, partner_name: str) -> str:
        parts = {part: with_whom(terms, part, author_name, partner_name) for part in PARTS}
        if lies_in_one_hand(terms):
            return said(_("%(task)s: %(who)s."), task=self.title(terms), who=parts["do"])
        sentence = _("%(task)s: %(notice)s to notice, %(plan)s to plan, %(do)s to do.")
        return said(sentence, task=self.title(terms), **parts)

    def comes_next(self, terms: Terms) -> str:
        """Say that nothing of it is for ever."""
        return _("It counts from now on. You two can swap it or suggest a change at any time.")

    def note_to_writer(self, terms: Terms) -> str:
        """Ask how word gets across, where one notices or plans what another does."""
        said_of = terms.settings
        if said_of["notice"] != said_of["do"]:
            return _("Noticing and doing lie with different people. How does word get across?")
        if said_of["plan"] != said_of["do"]:
            return _("Planning and doing lie with different people. How does word get across?")
        return ""

    def letter(self, terms: Terms, author_name: str, partner_name: str) -> Sequence[Sentence]:
        return [
            self._what(terms),
            self._with_whom(terms, author_name, partner_name),
            self._turns(terms, author_name),
            self._how_often(terms),
            Sentence(_("It is good enough like this: %(enough)s."), (self.written("enough", terms),)),
            Sentence(_("When one of us is ill or away: %(cover)s."), (self.written("cover", terms),)),
        ]

    def _what(self, terms: Terms) -> Sentence:
        what, title = self.written("what", terms), self.written("title", terms)
        if title.text:
            return Sentence(_("%(title)s: %(what)s."), (what, title))
        return Sentence(_("This is about: %(what)s."), (what,))

    def _with_whom(self, terms: Terms, author_name: str, partner_name: str) -> Sentence:
        parts = [self.said(part, with_whom(terms, part, author_name, partner_name)) for part in PARTS]
        if lies_in_one_hand(terms):
            return Sentence(_("Noticing that it is time, planning it and doing it lie with %(notice)s."), parts[:1])
        text = _("Noticing that it is time lies with %(notice)s, planning it with %(plan)s, doing it with %(do)s.")
        return Sentence(text, parts)

    def _turns(self, terms: Terms, author_name: str) -> Sentence:
        turn = TURN_SAID[terms.settings.get("turn") or WEEK] if takes_turns(terms) else ""
        first = self.said("first", own_words(author_name) if turn else "")
        text = _("We change %(turn)s, and %(first)s begins.")
        return Sentence(text, (self.said("turn", str(turn)), first), goes_on=True)

    def _how_often(self, terms: Terms) -> Sentence:
        times, minutes = self.said("times", times_said(terms)), self.said("minutes", minutes_said(terms))
        if times.text and minutes.text:
            return Sentence(_("It comes up %(times)s and takes %(minutes)s each time."), (times, minutes))
        if minutes.text:
            return Sentence(_("It takes %(minutes)s each time."), (minutes,))
        return Sentence(_("It comes up %(times)s."), (times,))


TURN_SAID = {WEEK: gettext_lazy("every week"), MONTH: gettext_lazy("every month")}


def lies_in_one_hand(terms: Terms) -> bool:
    """Tell whether all of it lies with the same."""
    return len({terms.settings[part] for part in PARTS}) == 1


def takes_turns(terms: Terms) -> bool:
    """Tell whether any of it is done in turn."""
    return TURNS in {terms.settings[part] for part in PARTS}


def with_whom(terms: Terms, part: str, author_name: str, partner_name: str) -> str:
    """Return with whom a part of it lies, as either of the two reads it."""
    names = {AUTHOR: own_words(author_name), OTHER: own_words(partner_name)}
    return names.get(terms.settings[part]) or str(
        _("each of us in turn") if terms.settings[part] == TURNS else _("both of us together")
    )


def times_said(terms: Terms) -> str:
    """Return how often it comes up: 2 times a week. Empty where the two did not say."""
    times = terms.settings.get("times")
    if not times:
        return ""
    often = {
        DAY: ngettext("once a day", "%(n)s times a day", times),
        WEEK: ngettext("once a week", "%(n)s times a week", times),
        MONTH: ngettext("once a month", "%(n)s times a month", times),
        YEAR: ngettext("once a year", "%(n)s times a year", times),
    }
    return often[terms.settings.get("per") or WEEK] % {"n": times}


def minutes_said(terms: Terms) -> str:
    """Return how long it takes each time; empty where the two did not say."""
    minutes = terms.settings.get("minutes")
    if minutes is None:
        return ""
    return _("about %(length)s") % {"length": formats.length(minutes)} if minutes else _("hardly any time")
