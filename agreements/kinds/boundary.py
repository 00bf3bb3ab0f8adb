"""Boundaries: what two people hold to. One goes for both, or for the one who words it; never for the other alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.kinds.base import SAVED_FOR_A_TALK, AgreementKind, Beside
from agreements.kinds.fields import LONGEST_LINE, LONGEST_TEXT, WordsField
from agreements.kinds.form import TermsForm
from agreements.kinds.sentences import Sentence
from agreements.kinds.terms import ENDS, Terms, in_one_line, in_our_quotes
from basics.directions import own_words, said

BOTH, AUTHOR = "both", "author"
NO_SUCH_CHOICE = gettext_lazy("There is no such choice. A boundary goes for both, or for the one who writes it.")
LONGEST_IN_A_NAME = 80
LONGEST_ON_A_CARD = 180


class BoundaryForm(TermsForm):
    """What is fine, what is not, and whom it binds."""

    words_fields = ("about", "fine", "not_fine", "if_it_happens")
    settings_fields = ("goes_for",)

    about = WordsField(
        label=gettext_lazy("About what"),
        rows=1,
        max_length=LONGEST_LINE,
        help_text=gettext_lazy("In one line: photos of us online, chats with others."),
    )
    fine = WordsField(label=gettext_lazy("What is fine"), required=False, max_length=LONGEST_TEXT)
    not_fine = WordsField(
        label=gettext_lazy("What is not"),
        rows=3,
        max_length=LONGEST_TEXT,
        help_text=gettext_lazy("Small and clear is easier to hold to."),
        error_messages={"required": gettext_lazy("Write what is not fine.")},
    )
    if_it_happens = WordsField(
        label=gettext_lazy("If it happens"),
        required=False,
        max_length=LONGEST_TEXT,
        initial=gettext_lazy("We say it ourselves, and talk about it calmly."),
    )
    goes_for = forms.ChoiceField(
        label=gettext_lazy("Who holds to it"),
        choices=((BOTH, gettext_lazy("both of us alike")), (AUTHOR, gettext_lazy("me alone"))),
        widget=forms.RadioSelect,
        initial=BOTH,
        error_messages={"invalid_choice": NO_SUCH_CHOICE},
    )

    def written_by_partner(self, read: Terms) -> None:
        """Offer the other no limit for the one who began it alone; only to share what that one holds to alone."""
        if "goes_for" not in self.fields:
            return
        if read.settings["goes_for"] == BOTH:
            del self.fields["goes_for"]
            return
        alone = said(_("%(name)s alone, as it stands"), name=own_words(self.author_name))
        field = self.fields["goes_for"]
        assert isinstance(field, forms.ChoiceField)
        # In one element: beside each other the name and the words are two, with room between.
        field.choices = [(BOTH, _("both of us alike")), (AUTHOR, format_html("<span>{}</span>", alone))]


class Boundary(AgreementKind):
    """What we hold to."""

    name = "boundary"
    label = gettext_lazy("Boundary")
    purpose = gettext_lazy("What we hold to.")
    icon = "boundary"
    order = 40
    form_class = BoundaryForm
    lines = (("about",), ("fine", "not_fine"), ("if_it_happens",), ("goes_for",))
    can_be_blank = True
    not_yours = NO_SUCH_CHOICE
    place_for_a_line = 5
    needs = ("respect", "trust")
    trial_weeks = 4
    # On every one, whatever it says: else it would tell that its writer was hinted at.
    beneath = gettext_lazy("Nothing here may ask for proof.")
    is_talked_over = True
    beside = (Beside(SAVED_FOR_A_TALK, gettext_lazy("Save it for our next talk")),)

    def authors_alone(self, terms: Terms) -> Sequence[str]:
        """Return all its fields, where it binds the one who began it alone: nobody words a limit for the other."""
        own = (*self.form_class.words_fields, "goes_for")
        return own if terms.settings.get("goes_for") == AUTHOR else ()

    def from_a_line(self, words: str) -> Mapping[str, Any]:
        """A wish names what is good."""
        return {
            "about": Truncator(in_one_line(words)).chars(LONGEST_LINE),
            "fine": words,
            "not_fine": _("Letting it slip without a word about it."),
        }

    def about_a_need(self, need: str, line: str, is_own: bool) -> Mapping[str, Any]:
        return {"about": need, **({"fine": line} if line else {})}

    def title(self, terms: Terms) -> str:
        return own_words(in_one_line(terms.words.get("about", ""))) or str(self.label)

    def headline(self, terms: Terms) -> str:
        about = Truncator(in_one_line(terms.words.get("about", ""))).chars(LONGEST_IN_A_NAME)
        return said(_("Boundary · %(about)s"), about=own_words(about)) if about else str(self.label)

    def phrase(self, terms: Terms) -> str:
        about = Truncator(in_our_quotes(terms.words.get("about", ""))).chars(LONGEST_IN_A_NAME)
        return said(_("a boundary, “%(about)s”"), about=own_words(about)) if about else _("a boundary")

    def on_card(self, terms: Terms, author_name: str, partner_name: str) -> str:
        about, not_fine = (in_one_line(terms.words.get(name, "")).rstrip(ENDS) for name in ("about", "not_fine"))
        sentence = _("%(about)s. Not fine: %(not_fine)s.")
        if terms.settings["goes_for"] == AUTHOR:
            sentence = _("%(name)s holds to this: %(about)s. Not fine: %(not_fine)s.")
        return said(
            sentence,
            name=own_words(author_name),
            about=own_words(about),
            not_fine=own_words(Truncator(not_fine).chars(LONGEST_ON_A_CARD)),
        )

    def comes_next(self, terms: Terms) -> str:
        """Say how one comes back to it."""
        return _("It counts from now on. Either of you can save it for a talk, suggest a change, or end it.")

    def letter(self, terms: Terms, author_name: str, partner_name: str) -> Sequence[Sentence]:
        about, fine, not_fine, if_it_happens = (self.written(name, terms) for name in self.form_class.words_fields)
        return [
            Sentence(_("This is about: %(about)s."), (about,)),
            Sentence(_("What is fine: %(fine)s."), (fine,)),
            Sentence(_("What is not: %(not_fine)s."), (not_fine,)),
            Sentence(_("If it happens: %(if_it_happens)s."), (if_it_happens,)),
            Sentence("%(goes_for)s", (self.said("goes_for", _whom_it_binds(terms, partner_name)),)),
        ]


def _whom_it_binds(terms: Terms, partner_name: str) -> str:
    if terms.settings["goes_for"] == AUTHOR:
        return said(_("I hold to this myself; it asks nothing of %(name)s."), name=own_words(partner_name))
    return _("This goes for both of us.")
