"""Give each notice an id that says nothing about anybody else's."""

import uuid

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

BATCH = 2000


def fill(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Make one for each row, by the batch: a default would be the same for all."""
    notices = apps.get_model("reminders", "Notice").objects
    while batch := list(notices.filter(public_id__isnull=True).only("pk")[:BATCH]):
        for notice in batch:
            notice.public_id = uuid.uuid4()
        notices.bulk_update(batch, ["public_id"])


class Migration(migrations.Migration):
    """Add, fill, require."""

    dependencies = [("reminders", "0007_no_daily_time")]

    operations = [
        migrations.AddField("notice", "public_id", models.UUIDField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("notice", "public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
    ]
