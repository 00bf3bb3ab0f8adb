"""Let an agreement be tried until a day, and each version know whose clock its days go by."""

from datetime import date, time, timedelta
from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

from basics.localtime import moment

BATCH = 500


def fill(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Take the zone that the terms name, else the one in which its author lives now."""
    zones: dict[Any, str] = dict(apps.get_model("couples", "User").objects.values_list("pk", "time_zone"))
    versions = apps.get_model("agreements", "Version").objects
    for key, author, settings in versions.values_list("pk", "author", "settings").iterator(BATCH):
        versions.filter(pk=key).update(zone=settings.get("zone") or zones.get(author) or "UTC")


def end_what_is_tried(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Write when a trial ends, for those that were there before the way back took it."""
    agreements = apps.get_model("agreements", "Agreement").objects.filter(ended_at__isnull=True)
    for agreement in agreements.filter(in_force__isnull=False).select_related("in_force").iterator(BATCH):
        settings = agreement.in_force.settings
        if until := settings.get("trial_until"):
            days = 2 if settings.get("until_talk") else 1
            ends_at = moment(date.fromisoformat(until) + timedelta(days=days), time(), agreement.in_force.zone)
            tried = {"ends_at": ends_at, "tried_since": agreement.in_force_since}
            agreements.filter(pk=agreement.pk).update(**tried)


def close_what_is_over(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """What has ended by its day must not be in force again for those who do not know of days."""
    over = apps.get_model("agreements", "Agreement").objects.filter(ended_at__isnull=True, ends_at__lte=timezone.now())
    over.update(ended_at=models.F("ends_at"), proposal=None)


class Migration(migrations.Migration):
    """Nothing that was agreed before is tried, unless it was there and went back."""

    dependencies = [("agreements", "0010_pauses_of_before"), ("couples", "0001_initial")]

    operations = [
        migrations.AddField("agreement", "ends_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("agreement", "tried_since", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("agreement", "tried_until", models.DateField(blank=True, null=True)),
        migrations.AddIndex(
            "agreement",
            models.Index(
                condition=models.Q(("ended_at__isnull", True), ("ends_at__isnull", False)),
                fields=["ends_at"],
                name="agreement_tried",
            ),
        ),
        migrations.AddField("version", "zone", models.CharField(default="UTC", max_length=64)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(end_what_is_tried, close_what_is_over),
    ]
