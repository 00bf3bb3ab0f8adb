"""What a person is asked about themself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from couples.people.fields import own_zone_field
from couples.people.models import User
from couples.people.names import name_field


class MailboxForm(forms.Form):
    """Whether others read the mailbox: the one question beside the code from the mail."""

    mailbox_is_shared = forms.BooleanField(
        label=_("Someone else reads this mailbox, or might"),
        help_text=_("Then we only send mails about your account. Everything else waits for you in the app."),
        required=False,
    )


WHO_READS = ((False, _("only I")), (True, _("someone else too, or they might")))


class NewMailboxForm(forms.Form):
    """The same question about another address: what was true of the old mailbox is no answer, nor is none."""

    mailbox_is_shared = forms.TypedChoiceField(
        label=_("Who reads this mailbox?"),
        choices=WHO_READS,
        coerce=lambda value: value in (True, "True"),
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Until you say that only you do, we only send mails about your account there."),
    )

    @property
    def answer(self) -> bool | None:
        """Return whether others read it; None for who did not say."""
        return self.cleaned_data["mailbox_is_shared"] if self.is_valid() else None


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
