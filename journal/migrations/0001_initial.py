"""The journal, with its first subject: something good that one of the two wrote down of what the other did."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import basics.encryption


class Migration(migrations.Migration):
    """A table of its own; undone, what was written is gone."""

    initial = True

    dependencies = [
        ("couples", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Appreciation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("what_you_did", basics.encryption.EncryptedTextField()),
                ("when_it_was", basics.encryption.EncryptedTextField(blank=True, default="")),
                ("what_it_meant", basics.encryption.EncryptedTextField(blank=True, default="")),
                ("written_at", models.DateTimeField()),
                ("given_at", models.DateTimeField(blank=True, null=True)),
                ("opened_with", models.UUIDField(blank=True, null=True)),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("body_hash", models.CharField(default="", editable=False, max_length=32)),
                (
                    "couple",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="couples.couple"
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["couple", "given_at"], name="appreciation_of_couple"),
                    models.Index(
                        condition=models.Q(("opened_with__isnull", False)),
                        fields=["opened_with"],
                        name="appreciation_of_talk",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("couple", "giver", "submission"), name="appreciation_submitted_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("opened_with__isnull", True), ("given_at__isnull", False), _connector="OR"),
                        name="opened_appreciation_is_given",
                    ),
                ],
            },
        ),
    ]
