"""Two switches about mail, which became one answer to who sees the mailbox."""

from __future__ import annotations

from typing import Any

from django.apps.registry import Apps

from reminders.models import Preferences
from tests.config.before.part import Part

# Mails at all, and whether somebody else sees the mailbox.
SWITCHES = [(True, False), (False, False), (True, True), (False, True)]


class Mailboxes(Part):
    """Nobody gets more mails by it, forward or back, and nobody is taken to have answered who did not."""

    def store(self, before: Apps) -> None:
        people = before.get_model("couples", "User").objects
        self.owners = [people.create(email=f"mailbox-{number}@example.org").pk for number in range(len(SWITCHES))]
        for owner, (mails, shared) in zip(self.owners, SWITCHES, strict=True):
            _rows(before).create(user_id=owner, mail_enabled=mails, mailbox_is_shared=shared, says_what_it_is=True)

    def look_forward(self) -> None:
        own = Preferences.objects.filter(user__in=self.owners).order_by("user")
        answers = own.values_list("who_sees_mailbox", "says_what_it_is")
        assert list(answers) == [("", True), *[("no_mails", True)] * 3]

    def look_back(self, before: Apps) -> None:
        own = _rows(before).filter(user__in=self.owners).order_by("user")
        again = own.values_list("mail_enabled", "mailbox_is_shared")
        assert list(again) == [(True, False), *[(False, True)] * 3]


def _rows(before: Apps) -> Any:
    return before.get_model("reminders", "Preferences")._default_manager
