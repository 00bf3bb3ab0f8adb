"""Say on each answer, seal and take-away whose couple's it is."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery

MODELS = ("Answer", "Seal", "TakeAway")


def fill(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Take the couple from the check-in, one UPDATE a table."""
    check_in = apps.get_model("checkins", "CheckIn").objects
    for name in MODELS:
        whose = check_in.filter(pk=OuterRef("check_in")).values("couple")
        apps.get_model("checkins", name).objects.update(couple=Subquery(whose))


def couple(null: bool) -> models.ForeignKey:
    """Return the column, first empty and then not."""
    to = "couples.couple"
    return models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=to, null=null)


class Migration(migrations.Migration):
    """Add, fill, require."""

    dependencies = [("checkins", "0001_initial"), ("couples", "0002_name_at_end")]

    operations = [
        *(migrations.AddField(name.lower(), "couple", couple(null=True)) for name in MODELS),
        migrations.RunPython(fill, migrations.RunPython.noop),
        *(migrations.AlterField(name.lower(), "couple", couple(null=False)) for name in MODELS),
    ]
