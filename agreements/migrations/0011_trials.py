"""Let an agreement be tried until a day, and each version know whose clock its days go by."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

BATCH = 500


def fill(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Take the zone that the terms name, else the one in which its author lives now."""
    zones: dict[Any, str] = dict(apps.get_model("couples", "User").objects.values_list("pk", "time_zone"))
    versions = apps.get_model("agreements", "Version").objects
    for key, author, settings in versions.values_list("pk", "author", "settings").iterator(BATCH):
        versions.filter(pk=key).update(zone=settings.get("zone") or zones.get(author) or "UTC")


class Migration(migrations.Migration):
    """Nothing that was agreed before is tried."""

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
    ]
