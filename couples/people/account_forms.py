"""Allauth's forms in the words of this service, with the three fields it adds."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ConfirmEmailVerificationCodeForm, ConfirmPasswordResetCodeForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from basics.typed import DigitsField
from couples.people.fields import guess_zone, own_zone_field
from couples.people.forms import MailboxForm
from couples.people.models import User
from couples.people.names import name_field


class SignupForm(AllauthSignupForm):  # type: ignore[misc]
    """Name, e-mail, password; language and zone prefilled."""

    field_order = ("name", "email", "password1", "language", "time_zone")
    name = name_field(
        label=_("What should we call you?"),
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = own_zone_field(initial=guess_zone)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()
        self.fields["email"].label = _("E-mail")
        self.fields["password1"].help_text = _("At least 10 characters. A few words in a row are easy to remember.")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    def try_save(self, request: HttpRequest) -> Any:
        """Sign up; for an address that has an account already, take as long as for a new one."""
        if self.account_already_exists:
            User().set_password(self.cleaned_data["password1"])
        return super().try_save(request)


class LoginForm(AllauthLoginForm):  # type: ignore[misc]
    """E-mail and password, named as everywhere else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail")


class TypedCode(forms.Form):
    """A code from a mail, as it was typed."""

    code = DigitsField(
        6, label=_("The six digits from the mail"), error_messages={"invalid": _("Six digits, such as 042713.")}
    )


class ConfirmCodeForm(MailboxForm, TypedCode, ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    """The code from the mail, and the one question about the mailbox."""


class ResetCodeForm(TypedCode, ConfirmPasswordResetCodeForm):  # type: ignore[misc]
    """The code from the mail about a new password."""
