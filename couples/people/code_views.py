"""Allauth's pages for codes and for a new account, which count only what could be a code as a try."""

from __future__ import annotations

from typing import Any

from allauth.account.views import (
    CompletePasswordResetView,
    ConfirmEmailVerificationCodeView,
    ConfirmPasswordResetCodeView,
    SignupView,
)
from allauth.mfa.base.views import ReauthenticateView
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from couples.codes.models import Purpose
from couples.codes.verbs import spend
from couples.people.second_step_forms import SecondStepCode


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


class AskAgain(ReauthenticateView):  # type: ignore[misc]
    """The second step before something that needs it anew; allauth counts here before it reads."""

    def _check_ratelimit(self, request: HttpRequest) -> HttpResponse | None:
        if request.method == "POST" and not SecondStepCode(request.POST).is_valid():
            return None
        counted: HttpResponse | None = super()._check_ratelimit(request)
        return counted
