"""When an account is to be erased."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from basics.formats import day
from couples.seats.forms import CoupleForm
from pages.erasure.verbs import GRACE

LATER, AT_ONCE = "later", "now"


class ErasureForm(CoupleForm):
    """After the days of grace, or at once."""

    when = forms.ChoiceField(
        label=_("When"),
        widget=forms.RadioSelect,
        initial=LATER,
        choices=[(LATER, ""), (AT_ONCE, _("At once. Nobody can bring it back."))],
    )

    def name_day(self, now: datetime) -> ErasureForm:
        """Say at the first choice on which day that is."""
        later = gettext("On %(day)s. Until then you can sign in and keep it.") % {"day": day(now + GRACE)}
        self.fields["when"].widget.choices[0] = (LATER, later)
        return self

    @property
    def is_at_once(self) -> bool:
        """Tell whether nothing is to wait, of a valid form."""
        return bool(self.cleaned_data["when"] == AT_ONCE)
