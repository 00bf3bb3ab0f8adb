"""Allauth's pages for codes, for a new account and for signing out; only what could be a code counts as a try."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import (
    CompletePasswordResetView,
    ConfirmEmailVerificationCodeView,
    ConfirmPasswordResetCodeView,
    LogoutView,
    SignupView,
)
from allauth.mfa.base.views import ReauthenticateView
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from couples.access.tries import CONFIRMING_MAIL, TRIED_ENOUGH
from couples.codes.models import Purpose
from couples.codes.verbs import spend
from couples.people.signing_up import finish_sign_up


class SignUp(SignupView):  # type: ignore[misc]
    """A new account and the mail with its code, or neither."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Write all at once: each commit takes a while, which would tell a new address from one that has an account."""
        with transaction.atomic():
            answer: HttpResponse = super().form_valid(form)
            if answer.status_code == 429:
                transaction.set_rollback(True)
        return answer


class ConfirmAddress(ConfirmEmailVerificationCodeView):  # type: ignore[misc]
    """The code that proves an address."""

    def _resend_form_valid(self, form: Any) -> HttpResponse:
        """Send another; for an address that has an account, which gets none, count as if it were sent."""
        if not self._process.email_address.user_id:
            get_adapter().count_mail(CONFIRMING_MAIL, self._process.email)
        answer: HttpResponse = super()._resend_form_valid(form)
        return answer

    def _verify_form_valid(self, form: Any) -> HttpResponse:
        """Make the account its own before anybody is signed in to it."""
        logins = [self.stage.login.user] if self.stage else []
        finish_sign_up(self.request, *(user for user in (self._process.user, *logins) if user))
        answer: HttpResponse = super()._verify_form_valid(form)
        return answer

    def _verify_form_invalid(self, form: Any) -> HttpResponse:
        if form.has_error("code", "email_taken"):
            # The right code, so whoever typed it may know; it is used up.
            messages.error(self.request, form.errors["code"][0])
            self._process.abort()
        if form.is_second_tap or form.has_error("code", "email_taken"):
            return redirect("account_email" if self.request.user.is_authenticated else "account_login")
        answer: HttpResponse = super()._verify_form_invalid(form) if form.is_a_try else _asked_again(self, form)
        return answer


class ConfirmReset(ConfirmPasswordResetCodeView):  # type: ignore[misc]
    """The code that lets somebody set a new password."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Count a wrong code; ask again for what is none."""
        if form.is_second_tap:
            return redirect("account_complete_password_reset")
        answer: HttpResponse = super().form_invalid(form) if form.is_a_try else _asked_again(self, form)
        return answer


def _asked_again(view: Any, form: Any) -> HttpResponse:
    answer: HttpResponse = view.render_to_response(view.get_context_data(form=form))
    return answer


class CompleteReset(CompletePasswordResetView):  # type: ignore[misc]
    """The new password after the code: one, however often and from where it is sent."""

    def form_valid(self, form: Any) -> HttpResponse:
        if not spend(self._process.code, Purpose.RESET, timezone.now()):
            return redirect("account_reset_password")
        answer: HttpResponse = super().form_valid(form)
        return answer


class SignOut(LogoutView):  # type: ignore[misc]
    """Signing out; and giving up a sign-up or a sign-in that was begun, with all that was said on the way."""

    def logout(self) -> None:
        super().logout()
        self.request.session.flush()


class AskAgain(ReauthenticateView):  # type: ignore[misc]
    """The second step before something that needs it anew."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say to programs too that it was too often."""
        answer: HttpResponse = super().form_invalid(form)
        if form.has_error("code", TRIED_ENOUGH):
            answer.status_code = 429
        return answer
