"""Response rules: when this happens, I feel, I need; please do this, within this time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from agreements.kinds.base import AgreementKind, CallTerms
from agreements.kinds.fields import MinutesField, WordsField
from agreements.kinds.form import TermsForm
from agreements.kinds.sentences import Sentence
from agreements.kinds.terms import ENDS, TRIGGERS, Terms, in_one_line, in_our_quotes
from basics import formats
from basics.directions import own_words, said

# Less would have somebody watch their phone. Versions of before may say less, and stay as they are.
SHORTEST_MINUTES = 30
LONGEST_MINUTES = 3 * 24 * 60
A_DAY = 24 * 60
# A link or a heading with more of it would be read by nobody.
LONGEST_IN_A_NAME = 80
# Nine of these fit on a card that is read from across a kitchen.
LONGEST_ON_A_CARD = 180


class ResponseRuleForm(TermsForm):
    """The author's own side, what both word, and one private line."""

    words_fields = ("when", "feel", "need", "please", "except_when")
    settings_fields = ("who", "within_minutes", "a_line_is_enough")

    when = WordsField(
        label=pgettext_lazy("response rule", "When"),
        help_text=gettext_lazy("What happens, as a camera would see it: “you have read my message and hours go by”."),
    )
    feel = WordsField(
        label=gettext_lazy("I feel"), help_text=gettext_lazy("A feeling, not a reproach: uneasy, left out, worried.")
    )
    need = WordsField(
        label=gettext_lazy("I need"), help_text=gettext_lazy("What would help you then: to know we are all right.")
    )
    please = WordsField(
        label=gettext_lazy("Please"), help_text=gettext_lazy("One small thing that can be done even on a full day.")
    )
    who = forms.ChoiceField(
        label=gettext_lazy("Who answers"), choices=(), widget=forms.RadioSelect, initial="other", required=True
    )
    within_minutes = MinutesField(
        label=gettext_lazy("Within"),
        offered=(30, 60, 120, 240, 720, 1440),
        min_value=SHORTEST_MINUTES,
        max_value=LONGEST_MINUTES,
        initial=120,
        error_messages={"min_value": gettext_lazy("30 minutes is the shortest. Choose a longer time.")},
    )
    except_when = WordsField(
        label=gettext_lazy("Doesn't count when"),
        required=False,
        help_text=gettext_lazy("Sleep, work, driving, whatever is fair."),
        initial=gettext_lazy("asleep, driving, or at work without a break"),
    )
    a_line_is_enough = forms.BooleanField(
        label=gettext_lazy("A line saying when is enough"),
        help_text=gettext_lazy("“Busy now, I'll answer at 19:30” counts as an answer."),
        required=False,
        initial=True,
    )
    coping_line = WordsField(
        label=gettext_lazy("What I tell myself meanwhile"),
        help_text=gettext_lazy("Only you ever see this. For example: they are busy, this is not being left."),
        required=False,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Say of a time that is too short by now that a longer one is chosen with whatever else changes."""
        super().__init__(*args, **options)
        before = self.initial.get("within_minutes")
        if "within_minutes" in self.fields and isinstance(before, int) and before < SHORTEST_MINUTES:
            said = _("So far this says %(length)s. 30 minutes is the shortest now.")
            self.fields["within_minutes"].help_text = said % {"length": formats.length(before)}

    def address_partner(self) -> None:
        """Name the partner in the choice."""
        field = self.fields.get("who")
        if isinstance(field, forms.ChoiceField):
            field.choices = [("other", own_words(self.partner_name)), ("both", _("both of us, whoever is asked"))]


class ResponseRule(AgreementKind):
    """One person's ask, with an answer both can count on."""

    name = "response_rule"
    label = gettext_lazy("What helps me")
    purpose = gettext_lazy("For the hours when waiting is hard.")
    invitation_label = gettext_lazy("A reply I can count on")
    icon = "reply"
    order = 30
    form_class = ResponseRuleForm
    lines = (
        ("when", "feel", "need"),
        ("please", "within_minutes"),
        ("who",),
        ("except_when",),
        ("a_line_is_enough",),
        ("coping_line",),
    )
    can_be_blank = True
    author_fields = ("when", "feel", "need")
    private_fields = ("coping_line",)
    place_for_a_line = 1
    needs = ("contact", "plain_word", "heard")
    says_what_helps = True

    def from_a_line(self, words: str) -> Mapping[str, Any]:
        """Ask for it; what is felt and needed is worded so that it holds for most of what people wish for."""
        return {
            "when": _("the days are full and this slips away"),
            "feel": _("a little further from you"),
            "need": _("to know that it matters to us both"),
            "please": words,
            "who": "both",
            "within_minutes": A_DAY,
            "except_when": "",
            "a_line_is_enough": False,
        }

    def from_a_request(self, happened: str, feel: str, need: str, request: str) -> Mapping[str, Any]:
        """Ask for it whenever the same happens; within a day, as it may be more than a line."""
        return {"when": happened, "feel": feel, "need": need, "please": request, "within_minutes": A_DAY}

    def about_a_need(self, need: str, line: str, is_own: bool) -> Mapping[str, Any]:
        """Ask for what the line says. What is needed its author words: of the other's it says nothing for them.

        Within a day, and for more than a line that says when: most of what people need is no answer.
        """
        asked = {"please": line, "within_minutes": A_DAY, "except_when": "", "a_line_is_enough": False}
        return {**asked, "need": need} if is_own else {**asked, "who": "both"}

    def when_set_off_by(self, trigger: str, called: str, feeling: str) -> Mapping[str, Any]:
        """Begin from the template that is about this above all; with words of one's own for it, from those."""
        about = sorted(
            (starter for starter in self.starters if trigger in starter.triggers),
            key=lambda starter: starter.triggers.index(trigger),
        )
        own = {"when": _("this happens: %(words)s") % {"words": called}}
        begun = {**about[0].values, TRIGGERS: [trigger]} if about else own
        return {**begun, **({"feel": feeling} if feeling else {})}

    def heading(self, author_name: str) -> str:
        """Name whom it helps: who reads a letter may be the other one."""
        return said(_("What helps %(name)s"), name=own_words(author_name))

    def title(self, terms: Terms) -> str:
        please = terms.words.get("please")
        return own_words(please) if please else str(self.label)

    def headline(self, terms: Terms) -> str:
        return _("Reply · within %(length)s") % {"length": formats.short_length(terms.settings["within_minutes"])}

    def detail(self, terms: Terms) -> str:
        """Return what is asked for."""
        return own_words(in_one_line(terms.words.get("please", "")))

    def phrase(self, terms: Terms) -> str:
        """Return within what time, and the beginning of what is asked for. Nothing is, while it is a draft."""
        length = formats.length(terms.settings["within_minutes"])
        please = in_our_quotes(terms.words.get("please", ""))
        if not please:
            return str(self.label)
        words = own_words(Truncator(please).chars(LONGEST_IN_A_NAME))
        return said(_("a reply within %(length)s, “%(please)s”"), length=length, please=words)

    def on_card(self, terms: Terms, author_name: str, partner_name: str) -> str:
        """Return what is asked for, and when, where there is room; never what its writer feels and needs."""
        when, please = (in_one_line(terms.words.get(name, "")).rstrip(ENDS) for name in ("when", "please"))
        sentence = _("%(name)s: when %(when)s, please %(please)s (within %(length)s).")
        if not when or len(when) + len(please) > LONGEST_ON_A_CARD:
            sentence = _("%(name)s: please %(please)s (within %(length)s).")
        return said(
            sentence,
            name=own_words(author_name),
            when=own_words(when),
            please=own_words(Truncator(please).chars(LONGEST_ON_A_CARD)),
            length=formats.length(terms.settings["within_minutes"]),
        )

    def calls(self, terms: Terms) -> CallTerms | None:
        """Let the answer be asked for, where one is agreed on."""
        please, who = terms.words.get("please", ""), terms.settings.get("who", "other")
        if not please.strip():
            return None
        enough = bool(terms.settings.get("a_line_is_enough"))
        return CallTerms(who, please, terms.settings["within_minutes"], enough)

    def comes_next(self, terms: Terms) -> str:
        """Say from when it counts."""
        return _("It counts from the next time on. Either of you can suggest a change, or end it.")

    def letter(self, terms: Terms, author_name: str, partner_name: str) -> Sequence[Sentence]:
        """Return it in the order in which it is said."""
        when, feel, need, please, except_when = (self.written(name, terms) for name in self.form_class.words_fields)
        within = self.said("within_minutes", formats.length(terms.settings["within_minutes"]))
        a_line = _("A line saying when is enough.") if terms.settings.get("a_line_is_enough") else ""
        return [
            Sentence(_("When %(when)s, I feel %(feel)s."), (when, feel)),
            Sentence(_("I need %(need)s."), (need,), goes_on=True),
            Sentence(_("Please %(please)s, within %(within_minutes)s."), (please, within)),
            self._who(terms, partner_name),
            Sentence(_("It doesn't count when %(except_when)s."), (except_when,)),
            Sentence("%(a_line_is_enough)s", (self.said("a_line_is_enough", a_line),), goes_on=True),
        ]

    def _who(self, terms: Terms, partner_name: str) -> Sentence:
        if terms.settings.get("who") == "both":
            who = self.said("who", _("both of us, whoever is asked"))
            return Sentence(_("This is for %(who)s."), (who,), goes_on=True)
        who = self.said("who", own_words(partner_name))
        return Sentence(_("I ask this of %(who)s."), (who,), goes_on=True)
