"""Allauth's forms in the words of this service, with the three fields it adds, reading what was meant."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import AddEmailForm as AllauthAddEmailForm
from allauth.account.forms import BaseConfirmCodeForm, ConfirmEmailVerificationCodeForm, ConfirmPasswordResetCodeForm
from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.account.forms import ResetPasswordKeyForm as AllauthResetPasswordKeyForm
from allauth.account.forms import SetPasswordForm as AllauthSetPasswordForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.core import context
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from basics.refusals import Refusal
from basics.typed import AddressField, DigitsField, password_typed
from couples.access import tries
from couples.codes.models import Purpose
from couples.codes.verbs import CodeUsed, try_code
from couples.people.as_kept import as_kept
from couples.people.fields import guess_zone, own_zone_field
from couples.people.forms import MailboxForm
from couples.people.models import User
from couples.people.names import name_field
from couples.people.signing_up import begin_again, unfinished_account


def own_address_field() -> AddressField:
    """Return the field for the address of one's account, the same on every form."""
    return AddressField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))


class SignupForm(AllauthSignupForm):  # type: ignore[misc]
    """Name, e-mail, password; language and zone prefilled."""

    field_order = ("name", "email", "password1", "language", "time_zone")
    name = name_field(
        label=_("What should we call you?"),
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    email = own_address_field()
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = own_zone_field(initial=guess_zone)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()
        self.fields["email"].label = _("E-mail")
        self.fields["password1"].help_text = _("At least 10 characters. A few words in a row are easy to remember.")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    def validate_unique_email(self, value: str) -> str:
        """Look for an account by any spelling; the page that follows says the address as for an unknown one."""
        super().validate_unique_email(as_kept(value))
        return value

    def try_save(self, request: HttpRequest) -> Any:
        """Sign up; for an address that has an account already, take as long as for a new one."""
        begun = unfinished_account(as_kept(self.cleaned_data["email"])) if self.account_already_exists else None
        if begun:
            begin_again(request, begun, self.cleaned_data)
            return begun, None
        if self.account_already_exists:
            User().set_password(self.cleaned_data["password1"])
        return super().try_save(request)


class LoginForm(AllauthLoginForm):  # type: ignore[misc]
    """E-mail and password, named as everywhere else."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = own_address_field()

    def clean_login(self) -> str:
        """Let in whose account was made with another spelling of the address."""
        return as_kept(super().clean_login(), typed=str(self["login"].data))

    def clean(self) -> Any:
        """Sign in. Only here is an older hash replaced: a session that goes on is bound to the hash it began with."""
        cleaned = super().clean()
        if self.user:
            self.user.adopt_password(cleaned["password"])
        return cleaned


class ResetPasswordForm(AllauthResetPasswordForm):  # type: ignore[misc]
    """The address of an account whose password is forgotten."""

    email = own_address_field()

    def clean_email(self) -> str:
        """Look for an account by any spelling; the page that follows says the address as for an unknown one."""
        meant: str = self.cleaned_data["email"]
        self.cleaned_data["email"] = as_kept(meant, typed=str(self["email"].data))
        super().clean_email()
        return meant


class AddEmailForm(AllauthAddEmailForm):  # type: ignore[misc]
    """Another address for an account."""

    email = own_address_field()

    def clean_email(self) -> str:
        """Each address is written to, whoever's it is, so nobody adds many."""
        value: str = super().clean_email()
        if not tries.add_address(self.user.pk, timezone.now()):
            raise get_adapter().validation_error("rate_limited")
        return value


class SamePassword(forms.Form):
    """The new password typed a second time, by whatever keyboard; allauth compares it with the first."""

    def clean_password2(self) -> str:
        """Return what was meant, as the first field does."""
        return password_typed(self.cleaned_data["password2"])


class ChangePasswordForm(SamePassword, AllauthChangePasswordForm):  # type: ignore[misc]
    """A new password instead of the one that is known."""

    def clean_oldpassword(self) -> str:
        """Count the try like one at sign-in: whoever holds the phone could guess here too."""
        adapter = get_adapter()
        adapter.pre_authenticate(context.request, email=self.user.email)
        typed: str = super().clean_oldpassword()
        adapter.password_was_right()
        return typed


class SetPasswordForm(SamePassword, AllauthSetPasswordForm):  # type: ignore[misc]
    """A first password."""


class ResetPasswordKeyForm(SamePassword, AllauthResetPasswordKeyForm):  # type: ignore[misc]
    """A new password after the code from the mail."""


class TypedCode(forms.Form):
    """A code from a mail, as it was typed."""

    code = DigitsField(
        6,
        label=_("The six digits from the mail"),
        error_messages={"invalid": _("Six digits, such as 042713.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "data-goes-on-at": 6}),
    )

    @property
    def is_a_try(self) -> bool:
        """Tell whether a code was tried: neither what can be none, nor a form with another fault, costs one."""
        return bool(self.errors.keys() == {"code"}) and not any(
            self.has_error("code", why) for why in ("invalid", "required")
        )

    @property
    def is_second_tap(self) -> bool:
        """Tell whether it was the right code, and the first tap on the button used it."""
        return self.has_error("code", CodeUsed.__name__)


class CountedCode(BaseConfirmCodeForm):  # type: ignore[misc]
    """What allauth's own forms ask whether it is the code; `expected_code` is the name of its row."""

    purpose: Purpose

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for the code last and read it last: with its last digit the page goes on."""
        super().__init__(*args, **kwargs)
        self.fields["code"] = self.fields.pop("code")

    def clean_code(self) -> str:
        """Count the try, and compare; once all else is valid, since a code is used by being right."""
        typed: str = self.cleaned_data["code"]
        if self.errors:
            raise forms.ValidationError([])  # what to do is said at the other field
        try:
            try_code(self.expected_code, self.purpose, typed, timezone.now())
        except Refusal as refusal:
            raise forms.ValidationError(refusal.message, code=type(refusal).__name__) from refusal
        return typed


class ConfirmCodeForm(MailboxForm, TypedCode, ConfirmEmailVerificationCodeForm, CountedCode):  # type: ignore[misc]
    """The code from the mail, and the one question about the mailbox: at sign-up, and for another address."""

    purpose = Purpose.ADDRESS


class ResetCodeForm(TypedCode, ConfirmPasswordResetCodeForm, CountedCode):  # type: ignore[misc]
    """The code from the mail about a new password."""

    purpose = Purpose.RESET
