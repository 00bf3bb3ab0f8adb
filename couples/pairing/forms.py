"""What is asked to invite somebody and to confirm who came."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from basics.submissions import SubmissionForm
from basics.typed import AddressField, DigitsField
from couples.people.models import User
from reminders.addresses import address_key


class InviteForm(SubmissionForm):
    """Nothing, for a link; or an address, which gets that link by mail."""

    address = AddressField(
        label=_("Your partner's e-mail"),
        required=False,
        help_text=_("They get one neutral mail with the link, once, without your name in it."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, inviter: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.inviter = inviter

    def clean_address(self) -> str:
        """Refuse one's own address."""
        address: str = self.cleaned_data["address"]
        if address and address_key(address) == address_key(self.inviter.email):
            raise forms.ValidationError(
                _("This is your own address. Enter your partner's, or leave it empty."), code="own"
            )
        return address


class JoinForm(forms.Form):
    """With which button somebody who is signed out joins: they have an account, or make one."""

    account = forms.BooleanField(required=False)

    @property
    def has_account(self) -> bool:
        """Tell whether they have one."""
        return bool(self.is_valid() and self.cleaned_data["account"])


class ShownInvitationForm(forms.Form):
    """Which invitation, or which claim to it, the page with the button was about."""

    invitation = forms.UUIDField(required=False)
    claim = forms.CharField(required=False)

    @property
    def shown_invitation(self) -> uuid.UUID | None:
        """Return the invitation's id; None where the form names none or nothing readable."""
        return self.cleaned_data["invitation"] if self.is_valid() else None

    @property
    def shown_claim(self) -> str:
        """Return the claim's name; empty where the form names none or nothing readable."""
        return str(self.cleaned_data["claim"]) if self.is_valid() else ""


class DigitsForm(forms.Form):
    """The four digits from the other screen."""

    digits = DigitsField(
        4,
        label=_("The four digits on the other screen"),
        error_messages={"invalid": _("Four digits, such as 0427.")},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "digits", "data-goes-on-at": 4}
        ),
    )
