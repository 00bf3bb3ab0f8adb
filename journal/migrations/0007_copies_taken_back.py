"""When a copy was taken back: its empty row counts among the ten of its day."""

from django.db import migrations, models


def delete_empty_rows(apps, schema_editor):
    apps.get_model("journal", "ShownCopy").objects.filter(taken_back_at__isnull=False).delete()


class Migration(migrations.Migration):
    """A column; undone, the empty rows go, which nobody is to read as something that is shown."""

    dependencies = [("journal", "0006_eased_answers")]

    operations = [
        migrations.AddField(
            model_name="showncopy",
            name="taken_back_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(migrations.RunPython.noop, delete_empty_rows),
    ]
