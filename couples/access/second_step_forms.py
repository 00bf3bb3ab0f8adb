"""Codes of the second step: six digits from an app, or eight of a spare code, by any keyboard.

What cannot be one is told at its field, before allauth counts it as a try.
"""

from __future__ import annotations

from allauth.account.adapter import get_adapter as account_adapter
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from basics.typed import DigitsField
from couples.access import tries
from couples.access.tries import TRIED_ENOUGH


class SecondStepCode(BaseAuthenticateForm):  # type: ignore[misc]
    """A code from the app, or a spare one: so many tries, and each code once."""

    code = DigitsField(
        *(6, 8),
        label=_("Code"),
        error_messages={"invalid": _("Six digits from the app, or the eight of a spare code.")},
    )

    def clean_code(self) -> str:
        """Count the try before the code is compared."""
        now, person_id = timezone.now(), self.user.pk
        attempt = tries.begin(tries.SECOND_STEP, context.request, str(person_id), [person_id], now)
        if attempt is None:
            raise account_adapter().validation_error(TRIED_ENOUGH)
        code: str = super().clean_code()
        if not tries.use_code(person_id, code, now):
            raise get_adapter().validation_error("incorrect_code")
        attempt.succeeded(now)
        return code


class SignInCodeForm(SecondStepCode, AuthenticateForm):  # type: ignore[misc]
    """The second step at sign-in."""


class AskAgainCodeForm(SecondStepCode, ReauthenticateForm):  # type: ignore[misc]
    """The second step before something that needs it anew."""


class TurnOnCodeForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new app."""

    code = DigitsField(6, label=_("Code from the app"), error_messages={"invalid": _("Six digits, such as 042713.")})
