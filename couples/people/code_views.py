"""Allauth's pages for codes, which count only what could be a code as a try."""

from __future__ import annotations

from typing import Any

from allauth.account.views import ConfirmEmailVerificationCodeView, ConfirmPasswordResetCodeView
from allauth.mfa.base.views import ReauthenticateView
from django.http import HttpRequest, HttpResponse

from couples.people.account_forms import ConfirmNewAddressForm
from couples.people.second_step_forms import SecondStepCode


class ConfirmAddress(ConfirmEmailVerificationCodeView):  # type: ignore[misc]
    """The code that proves an address."""

    def _get_verify_form_class(self) -> Any:
        """Ask whoever is signed in, and so changes their address, for an answer that nothing stands in for."""
        return ConfirmNewAddressForm if self.request.user.is_authenticated else super()._get_verify_form_class()

    def _verify_form_invalid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super()._verify_form_invalid(form) if form.is_a_try else _asked_again(self, form)
        return answer


class ConfirmReset(ConfirmPasswordResetCodeView):  # type: ignore[misc]
    """The code that lets somebody set a new password."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Count a wrong code; ask again for what is none."""
        answer: HttpResponse = super().form_invalid(form) if form.is_a_try else _asked_again(self, form)
        return answer


def _asked_again(view: Any, form: Any) -> HttpResponse:
    answer: HttpResponse = view.render_to_response(view.get_context_data(form=form))
    return answer


class AskAgain(ReauthenticateView):  # type: ignore[misc]
    """The second step before something that needs it anew; allauth counts here before it reads."""

    def _check_ratelimit(self, request: HttpRequest) -> HttpResponse | None:
        if request.method == "POST" and not SecondStepCode(request.POST).is_valid():
            return None
        counted: HttpResponse | None = super()._check_ratelimit(request)
        return counted
