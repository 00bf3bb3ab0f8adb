from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Tell a repeated request from another one under the same key; rows from before are compared with nothing."""

    dependencies = [("agreements", "0006_refused_tries")]

    operations = [
        migrations.AddField("draft", "body_hash", models.CharField(default="", editable=False, max_length=32)),
        migrations.AddField("version", "body_hash", models.CharField(default="", editable=False, max_length=32)),
    ]
