"""What a form about a connection carries."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from basics.refusals import Refusal
from couples.seats.models import Membership, Tint


class AnotherCouple(Refusal):
    """The page was about a connection that is over, and its button names somebody else."""

    name = "changed"
    field = "couple"
    message = _("That page was about an earlier time together, so nothing has happened.")


class CoupleForm(forms.Form):
    """Which connection the page was about: one from before must do nothing in another one."""

    couple = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def refuse_another(self, seat: Membership) -> None:
        """Raise AnotherCouple unless it is this seat's connection; a form that names none is about the one there is."""
        if "couple" in self.errors or self.cleaned_data["couple"] not in (None, seat.couple_id):
            raise AnotherCouple


class TintForm(CoupleForm):
    """Which of the two colours is mine."""

    tint = forms.ChoiceField(
        label=_("Your colour"),
        choices=Tint.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Your initials, your answers and your name under a letter have it. Your partner has the other one."
        ),
    )

    @property
    def chosen(self) -> Tint:
        """Return it, of a valid form."""
        return Tint(self.cleaned_data["tint"])
