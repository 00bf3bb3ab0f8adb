"""Codes of the second step: six digits from an app, or eight of a spare code, by any keyboard.

What cannot be one is told at its field, before allauth counts it as a try.
"""

from __future__ import annotations

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _

from basics.typed import DigitsField


class SecondStepCode(forms.Form):
    """A code from the app, or a spare one."""

    code = DigitsField(
        *(6, 8),
        label=_("Code"),
        error_messages={"invalid": _("Six digits from the app, or the eight of a spare code.")},
    )


class SignInCodeForm(SecondStepCode, AuthenticateForm):  # type: ignore[misc]
    """The second step at sign-in."""


class AskAgainCodeForm(SecondStepCode, ReauthenticateForm):  # type: ignore[misc]
    """The second step before something that needs it anew."""


class TurnOnCodeForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new app."""

    code = DigitsField(6, label=_("Code from the app"), error_messages={"invalid": _("Six digits, such as 042713.")})
