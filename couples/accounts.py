"""What the service adds to django-allauth: three fields, mails as rows, one question about the mailbox."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ConfirmEmailVerificationCodeForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed, password_changed, password_reset, password_set
from django import forms
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from basics import formats
from basics.localtime import validate_zone, zone_names
from couples.models import AccessToken, User
from couples.names import name_field
from couples.reminders import ACCOUNT_MAIL, absolute
from reminders.models import Preferences
from reminders.news import tell_account_news
from reminders.scheduling import schedule_for_address


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Allauth's door to this project."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("This is not the code from the newest mail. Check the six digits, or have a new one sent."),
        "email_password_mismatch": _("E-mail and password do not fit together. Try again, or set a new password."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the mail as a row, so that signing up works while the mail server is down."""
        ours = {name: _at_our_address(value) for name, value in context.items() if name.endswith("_url")}
        mail = self.render_mail(template_prefix, email, {"request": self.request, "email": email, **context, **ours})
        schedule_for_address(
            ACCOUNT_MAIL,
            subject=f"account:{'' if template_prefix in _UNASKED else uuid.uuid4()}",
            occurrence=f"{template_prefix.rpartition('/')[2]}:{timezone.now():%Y%m%d}",
            address=email,
            payload={"subject": mail.subject, "text": mail.body, "language": get_language()},
            due_at=timezone.now(),
        )
        _tell_in_app_too(template_prefix, email)

    def save_user(self, request: HttpRequest, user: User, form: forms.Form, commit: bool = True) -> User:
        """Keep name, language and zone from the sign-up page."""
        for field in ("name", "language", "time_zone"):
            setattr(user, field, form.cleaned_data[field])
        saved: User = super().save_user(request, user, form, commit)
        return saved


def _at_our_address(url: str) -> str:
    """Allauth takes the address from the request's Host header; whoever caused the mail wrote that, with any port."""
    return absolute(urlsplit(url).path)


# Mails to people who asked for nothing; one a day of each says it all, however often somebody types their address.
_UNASKED = ("account/email/account_already_exists", "account/email/unknown_account")
# Mails that someone else who reads the mailbox may have caused, or may see first, by the names of their templates.
_NEWS_OF_MAILS = {
    "account/email/password_reset_code": "reset",
    "account/email/password_changed": "changed",
    "account/email/password_set": "changed",
    "account/email/password_reset": "changed",
    "account/email/email_changed": "changed",
}


def _tell_in_app_too(template_prefix: str, email: str) -> None:
    """Where others read the mailbox, say in the app what happened to the account."""
    what = _NEWS_OF_MAILS.get(template_prefix)
    person = User.objects.filter(email__iexact=email).first() if what else None
    if what and person:
        tell_account_news(person.pk, what, timezone.now())


def zone_choices() -> list[tuple[str, str]]:
    """Return the zones for a select, as people read them."""
    return [(name, formats.zone_label(name)) for name in zone_names()]


def zone_field(**options: Any) -> forms.ChoiceField:
    """Return the field for a time zone, the same on every form."""
    return forms.ChoiceField(
        label=_("Time zone"),
        choices=lambda: [("", _("Choose your time zone")), *zone_choices()],
        validators=[validate_zone],
        error_messages={
            "invalid_choice": _("This time zone does not exist. Choose one from the list, such as Europe/Berlin.")
        },
        widget=forms.Select(attrs={"data-guess-zone": "", "autocomplete": "off"}),
        **options,
    )


def guessed_zone() -> str:
    """Return a first guess without JavaScript: the zone that the language all but names, else none."""
    return "Asia/Shanghai" if get_language() == "zh-hans" else ""


class SignupForm(AllauthSignupForm):  # type: ignore[misc]
    """Name, e-mail, password; language and zone prefilled."""

    field_order = ("name", "email", "password1", "language", "time_zone")
    name = name_field(
        label=_("What should we call you?"),
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = zone_field(initial=guessed_zone)

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


class ConfirmCodeForm(ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    """The code from the mail, and the one question about the mailbox."""

    mailbox_is_shared = forms.BooleanField(
        label=_("Someone else reads this mailbox, or might"),
        help_text=_("Then we only send mails about your account. Everything else waits for you in the app."),
        required=False,
    )


@receiver(email_confirmed)
def keep_mailbox_answer(request: HttpRequest, email_address: EmailAddress, **_kwargs: Any) -> None:
    """Store the answer given beside the code."""
    shared = bool(request.POST.get("mailbox_is_shared"))
    Preferences.objects.update_or_create(user=email_address.user, defaults={"mailbox_is_shared": shared})


@receiver((password_changed, password_reset, password_set))
def revoke_keys(user: User, **_kwargs: Any) -> None:
    """Revoke the person's keys: somebody who knew the old password may hold one, and would go on reading with it."""
    AccessToken.objects.filter(user=user).delete()
