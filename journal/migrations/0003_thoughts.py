"""A thought that somebody looked at in four steps."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import basics.encryption


class Migration(migrations.Migration):
    """A table of its own; undone, what was written is gone."""

    dependencies = [
        ("journal", "0002_entries_and_copies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Thought",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("begun_at", models.DateTimeField()),
                ("payload", basics.encryption.EncryptedJSONField()),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "begun_at"], name="thought_of_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "submission"), name="thought_submitted_once")
                ],
            },
        ),
    ]
