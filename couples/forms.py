"""Forms of this room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from basics.submissions import SubmissionForm
from couples.accounts import zone_field
from couples.models import User
from couples.names import name_field
from reminders.addresses import address_key


class InviteForm(SubmissionForm):
    """An address, or nothing: then there is only the link."""

    address = forms.EmailField(
        label=_("Your partner's e-mail"),
        required=False,
        help_text=_("They get one neutral mail, once, without your name in it. Leave this empty to get only a link."),
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


class DigitsForm(forms.Form):
    """The four digits from the other screen."""

    digits = forms.RegexField(
        r"^\d{4}$",
        label=_("The four digits on the other screen"),
        strip=True,
        error_messages={"invalid": _("Four digits, such as 0427.")},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 4, "class": "digits"}
        ),
    )


class ProfileForm(forms.ModelForm):
    """What a person can change about themself."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = zone_field(help_text=_("Your reminders follow it. Your partner does not see it."))

    name = name_field(label=_("What we call you; your partner sees it"))

    class Meta:
        model = User
        fields = ("name", "language", "time_zone", "theme")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A zone chosen already is not guessed over.
        self.fields["time_zone"].widget.attrs.pop("data-guess-zone", None)


class TokenForm(SubmissionForm):
    """A name for a new key to the API."""

    name = forms.CharField(
        label=_("Name of the key"), max_length=40, help_text=_("So that you recognise it: “my phone”.")
    )
