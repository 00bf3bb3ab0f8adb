"""One question about the mailbox with three answers, where two switches said as much without asking."""

from __future__ import annotations

from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.models import Q

NO_MAILS = "no_mails"


def answer_for_who_chose(apps: Apps, _editor: Any) -> None:
    """Whoever switched mails off, or had them kept from who else reads the mailbox, goes on getting none.

    Nobody else was asked in so many words, so nobody else has answered.
    """
    chosen = apps.get_model("reminders", "Preferences").objects
    chosen.filter(Q(mail_enabled=False) | Q(mailbox_is_shared=True)).update(who_sees_mailbox=NO_MAILS)


def choose_for_who_answered(apps: Apps, _editor: Any) -> None:
    """Keep all mails from who wants none: whichever switch it was before, both are off now."""
    chosen = apps.get_model("reminders", "Preferences").objects
    chosen.filter(who_sees_mailbox=NO_MAILS).update(mail_enabled=False, mailbox_is_shared=True)


class Migration(migrations.Migration):
    dependencies = (("reminders", "0010_devices_that_are_gone"),)

    operations = (
        migrations.AddField(
            model_name="preferences",
            name="who_sees_mailbox",
            field=models.CharField(
                blank=True,
                choices=[("only_me", "Only me"), ("someone", "Someone might"), ("no_mails", "Send none")],
                default="",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="preferences", name="devices_say_what_it_is", field=models.BooleanField(default=False)
        ),
        migrations.RunPython(answer_for_who_chose, choose_for_who_answered),
        migrations.RemoveField(model_name="preferences", name="mail_enabled"),
        migrations.RemoveField(model_name="preferences", name="mailbox_is_shared"),
    )
