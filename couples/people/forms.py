"""What a person is asked about themself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from couples.people.fields import own_zone_field
from couples.people.models import User
from couples.people.names import name_field
from reminders.choices.mailbox import mailbox_field


class MailboxForm(forms.Form):
    """Who sees the mailbox: the one question beside the code from the mail. It may stay unanswered."""

    who_sees_mailbox = mailbox_field(
        help_text=_("It decides what mails say: “Your talk today at 20:30”, or only “Reminder: today 20:30”.")
    )

    @property
    def answer(self) -> str:
        """Return the answer; "" for who gave none."""
        return str(self.cleaned_data["who_sees_mailbox"]) if self.is_valid() else ""


class ProfileForm(forms.ModelForm):
    """What a person can change about themself."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = own_zone_field(help_text=_("Your reminders follow it. Your partner does not see it."))

    name = name_field(label=_("What we call you; your partner sees it"))

    class Meta:
        model = User
        fields = ("name", "language", "time_zone", "theme")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A zone chosen already is not guessed over.
        self.fields["time_zone"].widget.attrs.pop("data-guess-zone", None)

    @property
    def is_sent(self) -> bool:
        """Tell whether any of its fields came with the request."""
        return any(self.add_prefix(name) in self.data for name in self.fields)
