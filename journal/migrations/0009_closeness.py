"""Sentences of one's own on closeness."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import basics.encryption


class Migration(migrations.Migration):
    """Add the table."""

    dependencies = [
        ("journal", "0008_needs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ClosenessSentence",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("written_on", models.DateField()),
                ("payload", basics.encryption.EncryptedJSONField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["person", "written_on"], name="closeness_of_person")]},
        ),
    ]
