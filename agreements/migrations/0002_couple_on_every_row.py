"""Say on each version, consent and private line whose couple's it is."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Q, Subquery


def fill(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Take the couple from the agreement, one UPDATE a table."""
    agreement = apps.get_model("agreements", "Agreement").objects
    version = apps.get_model("agreements", "Version").objects
    for name in ("Version", "PrivateLine"):
        whose = agreement.filter(pk=OuterRef("agreement")).values("couple")
        apps.get_model("agreements", name).objects.update(couple=Subquery(whose))
    whose = version.filter(pk=OuterRef("version")).values("couple")
    apps.get_model("agreements", "Consent").objects.update(couple=Subquery(whose))


def drop_lines_on_triggers(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """On the way back: a line on a trigger hangs on no agreement, and the table of before has no place for it."""
    apps.get_model("agreements", "PrivateLine").objects.filter(agreement=None).delete()


def couple(null: bool = True, **options: bool) -> models.ForeignKey:
    """Return the column, first empty and then not."""
    to = "couples.couple"
    return models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=to, null=null, **options)


class Migration(migrations.Migration):
    """Add, fill, require; the coping line becomes a private line on the way."""

    dependencies = [("agreements", "0001_initial"), ("couples", "0002_name_at_end")]

    operations = [
        migrations.RemoveConstraint("copingline", "one_coping_line_each"),
        migrations.RenameModel("CopingLine", "PrivateLine"),
        migrations.AlterField(
            "privateline",
            "user",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="private_lines",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            "privateline",
            "agreement",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="private_lines",
                to="agreements.agreement",
            ),
        ),
        migrations.AddField("privateline", "trigger", models.CharField(blank=True, default="", max_length=40)),
        migrations.AddField("privateline", "couple", couple(blank=True)),
        migrations.AddField("version", "couple", couple()),
        migrations.AddField("consent", "couple", couple()),
        migrations.RunPython(fill, drop_lines_on_triggers),
        migrations.AlterField("version", "couple", couple(null=False)),
        migrations.AlterField("consent", "couple", couple(null=False)),
        migrations.AddConstraint(
            "privateline",
            models.UniqueConstraint(fields=("agreement", "user"), name="one_private_line_an_agreement"),
        ),
        migrations.AddConstraint(
            "privateline",
            models.UniqueConstraint(
                condition=~Q(trigger=""), fields=("user", "trigger"), name="one_private_line_a_trigger"
            ),
        ),
        migrations.AddConstraint(
            "privateline",
            models.CheckConstraint(
                condition=Q(agreement__isnull=False, couple__isnull=False, trigger="")
                | Q(agreement__isnull=True, couple__isnull=True) & ~Q(trigger=""),
                name="private_line_of_one_thing",
            ),
        ),
    ]
