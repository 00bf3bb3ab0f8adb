"""Pauses of before are known to both, and each is one stretch of who began it."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F
from django.db.models.functions import Coalesce

AT_ONCE = 1000


def fill(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """A migration of its own: PostgreSQL changes no table whose new rows still wait to be checked."""
    pauses, stretch = apps.get_model("agreements", "Pause").objects, apps.get_model("agreements", "Stretch")
    pauses.update(known_at=F("started_at"))
    rows = pauses.annotate(over_at=Coalesce("ended_at", "ends_at"))
    found = rows.values_list("couple_id", "pk", "started_by_id", "started_at", "over_at")
    stretch.objects.bulk_create(
        (
            stretch(couple_id=couple, pause_id=pause, person_id=person, starts_at=start, ends_at=max(start, over))
            for couple, pause, person, start, over in found.iterator()
        ),
        batch_size=AT_ONCE,
    )


class Migration(migrations.Migration):
    """Fill, then require."""

    dependencies = [("agreements", "0009_a_way_back")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("pause", "known_at", models.DateTimeField()),
    ]
