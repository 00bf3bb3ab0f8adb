"""The one question about a mailbox, on every page that asks it. Nothing is preselected, and it may stay unanswered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from reminders.models import WhoSees

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# The same answers, each with what comes of it.
EXPLAINED = (
    (WhoSees.ONLY_ME.value, _("Only me: mails say what it is")),
    (WhoSees.SOMEONE.value, _("Someone might: mails read like a calendar")),
    (WhoSees.NO_MAILS.value, _("Send none: only what is about your account, such as codes")),
)


def mailbox_field(help_text: StrOrPromise, *, explained: bool = False) -> forms.ChoiceField:
    """Return the question, with the bare answers or with what comes of each."""
    return forms.ChoiceField(
        label=_("Who sees this mailbox?"),
        choices=EXPLAINED if explained else WhoSees.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=help_text,
    )
