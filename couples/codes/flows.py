"""Allauth's two processes with codes, which keep in the session nothing but the name of the code's row.

Allauth counts tries in the session, of which each request at the same moment reads its own copy.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows import email_verification_by_code, password_reset_by_code
from allauth.core.exceptions import ImmediateHttpResponse
from django.db import transaction
from django.shortcuts import render
from django.utils import timezone

from couples.codes import verbs as codes
from couples.codes.models import Purpose


class Counted:
    """What the two have in common. What is said here of `state["code"]`: it is the name of the row."""

    purpose: Purpose
    state: Any
    request: Any

    def send(self, *args: Any, **kwargs: Any) -> None:
        """Send a code in the turn of its mailbox, or show why none goes there; nothing is half done."""
        try:
            with transaction.atomic():
                turn = codes.take_turn_for_code(
                    self.purpose,
                    self.state["email"],
                    self.user,  # type: ignore[attr-defined]
                    self.request.user.is_authenticated,
                    timezone.now(),
                )
                super().send(*args, **kwargs)  # type: ignore[misc]
                self.state["code"] = codes.keep_code(turn, self.sent_code(), self.tries, self.open_for)
        except codes.NoMoreCodeMails as refusal:
            page = render(self.request, "couples/codes/no_more.html", {"refusal": refusal.message}, status=429)
            raise ImmediateHttpResponse(page) from refusal

    def sent_code(self) -> str:
        """Return the code that the mail holds, "" if it holds none."""
        raise NotImplementedError

    @property
    def tries(self) -> int:
        return self.max_attempts  # type: ignore[attr-defined, no-any-return]

    @property
    def open_for(self) -> timedelta:
        return timedelta(seconds=self.timeout)  # type: ignore[attr-defined]

    def record_invalid_attempt(self) -> bool:
        """Tell whether there are tries left: fewer than the session says, if others were made beside it."""
        has_tries: bool = super().record_invalid_attempt()  # type: ignore[misc]
        if has_tries and not codes.can_be_tried(self.state["code"], self.purpose, timezone.now()):
            self.abort()  # type: ignore[attr-defined]
            return False
        return has_tries


class AddressCode(Counted, email_verification_by_code.EmailVerificationProcess):  # type: ignore[misc]
    """The code that proves an address: of a new account, or a new one of an account."""

    purpose = Purpose.ADDRESS
    _plain = ""

    def generate_code(self) -> None:
        """Make a code for the mail alone."""
        self._plain = get_adapter().generate_email_verification_code()

    @property
    def key(self) -> str:
        return self._plain

    def sent_code(self) -> str:
        return self._plain

    def is_valid(self) -> bool:
        now = timezone.now()
        return bool(super().is_valid()) and codes.can_be_tried(self.code, self.purpose, now)

    def abort_if_invalid(self) -> Any:
        """A second tap finds the code used. It leaves the session alone, which the first tap has signed in by now."""
        if codes.is_proved(self.code, self.purpose, timezone.now()):
            return None
        return super().abort_if_invalid()


class ResetCode(Counted, password_reset_by_code.PasswordResetVerificationProcess):  # type: ignore[misc]
    """The code that lets somebody set a new password."""

    purpose = Purpose.RESET

    def sent_code(self) -> str:
        plain: str = self.state.pop("code", "")
        return plain

    def is_valid(self) -> bool:
        """Before and after the code was typed; a second tap on the button comes after."""
        now = timezone.now()
        return bool(super().is_valid()) and (
            codes.is_proved(self.code, self.purpose, now)
            or (not self.state.get("code_confirmed") and codes.can_be_tried(self.code, self.purpose, now))
        )


def count_in_rows() -> None:
    """Have allauth use these. It has no setting for it, and looks the two names up in their modules at each use."""
    email_verification_by_code.EmailVerificationProcess = AddressCode
    password_reset_by_code.PasswordResetVerificationProcess = ResetCode
