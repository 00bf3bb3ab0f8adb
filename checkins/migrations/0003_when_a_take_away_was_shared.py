"""Say of each take-away since when both can read it."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery


def fill(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Take the time of the talk: nothing could be shared before it."""
    talk = apps.get_model("checkins", "CheckIn").objects.filter(pk=OuterRef("check_in"))
    apps.get_model("checkins", "TakeAway").objects.update(shared_at=Subquery(talk.values("starts_at")))


class Migration(migrations.Migration):
    """Add, fill, require."""

    dependencies = [("checkins", "0002_couple_on_every_row")]

    operations = [
        migrations.AddField("takeaway", "shared_at", models.DateTimeField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("takeaway", "shared_at", models.DateTimeField()),
    ]
