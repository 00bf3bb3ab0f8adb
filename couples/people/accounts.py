"""What the service adds to django-allauth: three fields, mails as rows, one question about the mailbox."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.account.utils import filter_users_by_email
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from allauth.usersessions.internal.flows.sessions import end_other_sessions
from django import forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from basics.links import absolute
from basics.typed import password_spellings, password_typed
from couples.access import tries
from couples.access.browsers import remember_browser
from couples.access.tries import PASSWORDS_ENOUGH, TRIED_ENOUGH
from couples.codes.not_me import not_me_token
from couples.people.as_kept import as_kept
from couples.people.forms import MailboxForm
from couples.people.models import User
from couples.people.reminders import ACCOUNT_MAIL
from reminders.choices.asking import note_new_mailbox
from reminders.choices.own_kinds import ACCOUNT, tell_if_others_see_mailbox
from reminders.models import Preferences
from reminders.scheduling import schedule_for_address


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Allauth's door to this project."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("Wrong e-mail or password."),
        PASSWORDS_ENOUGH: _(
            "That was too often from here. Wait a while, an hour at most, or use another device on which you have "
            "signed in before. With a new password by mail you can go on at once. Help is at the top of this page."
        ),
        TRIED_ENOUGH: _(
            "That was too often from here. Wait a while, an hour at most, or use another device on which you have "
            "signed in before. Help is at the top of this page."
        ),
        "rate_limited": _("That was a little too often. Please wait an hour, and try again."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the mail as a row, so that signing up works while the mail server is down."""
        kept = as_kept(email)
        if template_prefix in _COUNTED:
            self.count_mail(_COUNTED[template_prefix], kept)
        ours = {name: _at_our_address(value) for name, value in context.items() if name.endswith("_url")}
        ours["not_me_url"] = absolute(reverse("not_me", args=[not_me_token(kept, timezone.now())]))
        mail = self.render_mail(template_prefix, email, {"request": self.request, "email": email, **context, **ours})
        schedule_for_address(
            ACCOUNT_MAIL,
            subject=ACCOUNT.of("" if template_prefix in _UNASKED else uuid.uuid4()),
            occurrence=f"{template_prefix.rpartition('/')[2]}:{timezone.now():%Y%m%d}",
            address=kept,
            payload={"subject": mail.subject, "text": mail.body, "language": get_language()},
            due_at=timezone.now(),
        )
        _tell_in_app_too(template_prefix, kept)

    def count_mail(self, tried: tries.Tried, address: str) -> None:
        """Answer "too often" instead of going on if so many were asked for from here. Raises ImmediateHttpResponse."""
        if tries.begin(tried, self.request, address, _people_of(address), timezone.now()) is None:
            raise ImmediateHttpResponse(respond_429(self.request))

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Count sign-ups by network, before anything is made of them."""
        if request.method == "POST" and not tries.sign_up_here(request, timezone.now()):
            raise ImmediateHttpResponse(respond_429(request))
        return True

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try at a password before it is hashed, the same for an unknown address."""
        address = credentials.get("email") or ""
        self._attempt = tries.begin(tries.PASSWORD, request, address, _people_of(address), timezone.now())
        if self._attempt is None:
            raise self.validation_error(PASSWORDS_ENOUGH)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """A right password was no guess."""
        user: User | None = super().authenticate(request, **credentials)
        if user:
            self.password_was_right()
        return user

    def password_was_right(self) -> None:
        """Take back the try that `pre_authenticate` counted."""
        if self._attempt:
            self._attempt.succeeded(timezone.now())

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse:
        """Know the browser from now on, once the second step is done too."""
        response: HttpResponse = super().post_login(request, user, **options)
        remember_browser(request, response, user.pk, timezone.now())
        return response

    def clean_password(self, password: str, user: User | None = None) -> str:
        """Judge and return what was meant."""
        cleaned: str = super().clean_password(password_typed(password), user)
        return cleaned

    def set_password(self, user: User, password: str) -> None:
        """Save the password alone; allauth's own way puts back a name that was changed elsewhere meanwhile."""
        user.set_password(password)
        user.save(update_fields=["password"])

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Hash for an unknown address as often as for a known one: allauth does it once, a person's check once a
        spelling.
        """
        _meant, *before = password_spellings(credentials.get("password") or "")
        if before and not filter_users_by_email(credentials.get("email") or "", prefer_verified=True):
            for each in before:
                make_password(each)

    def save_user(self, request: HttpRequest, user: User, form: forms.Form, commit: bool = True) -> User:
        """Keep name, language and zone from the sign-up page."""
        for field in ("name", "language", "time_zone"):
            setattr(user, field, form.cleaned_data[field])
        saved: User = super().save_user(request, user, form, commit)
        return saved


def _people_of(address: str) -> Iterator[int]:
    """Yield whose account it is; looked up only for who has a cookie of a browser that is known."""
    for user in filter_users_by_email(address):
        yield user.pk


def forget_tries_here(request: HttpRequest, user: User, **_signal: object) -> None:
    """Whoever has just set a new password by a code may type it at once."""
    for address in EmailAddress.objects.filter(user=user.pk).values_list("email", flat=True):
        tries.forget_here(tries.PASSWORD, request, address, user.pk)


def _at_our_address(url: str) -> str:
    """Allauth takes the address from the request's Host header; whoever caused the mail wrote that, with any port."""
    return absolute(urlsplit(url).path)


# Mails to people who asked for nothing; one a day of each says it all, however often somebody types their address.
_UNASKED = ("account/email/account_already_exists", "account/email/unknown_account")
# Mails that anybody causes by typing an address; those for an unknown one count as those for a known one do.
_COUNTED = {
    "account/email/email_confirmation_signup": tries.CONFIRMING_MAIL,
    "account/email/email_confirmation": tries.CONFIRMING_MAIL,
    "account/email/account_already_exists": tries.CONFIRMING_MAIL,
    "account/email/password_reset_code": tries.RESET_MAIL,
    "account/email/unknown_account": tries.RESET_MAIL,
}
# Mails that someone else who reads the mailbox may have caused, or may see first, by the names of their templates.
_NEWS_OF_MAILS = {
    "account/email/password_reset_code": "reset",
    "account/email/password_changed": "changed",
    "account/email/password_set": "changed",
    "account/email/password_reset": "changed",
}


def _tell_in_app_too(template_prefix: str, email: str) -> None:
    """Where others see the mailbox, say in the app what happened to the account."""
    what = _NEWS_OF_MAILS.get(template_prefix)
    if template_prefix == "account/email/unknown_account":
        tell_if_others_see_mailbox(0, "reset", timezone.now())  # nobody, asked after all the same: it takes as long
    if what:
        person = User.objects.filter(email__iexact=email).values_list("pk", flat=True).first()
        tell_if_others_see_mailbox(person or 0, what, timezone.now())


def keep_mailbox_answer(
    request: HttpRequest, user: User, from_email_address: EmailAddress | None, **_signal: object
) -> None:
    """Store the answer given beside the code. Allauth's view has done with its form and does not pass it on."""
    answer = MailboxForm(request.POST).answer
    if from_email_address is None:
        Preferences.objects.update_or_create(user=user, defaults={"who_sees_mailbox": answer})
        return
    note_new_mailbox(user.pk, answer, timezone.now())


def end_other_sign_ins(
    request: HttpRequest, user: User, from_email_address: EmailAddress | None, **_signal: object
) -> None:
    """End what was opened with the old address, everywhere but here."""
    if from_email_address is not None:
        end_other_sessions(request, user)
