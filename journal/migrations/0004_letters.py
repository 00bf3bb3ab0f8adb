"""Letters that somebody wrote: drafts of theirs, and what they sent or saved for a talk."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import basics.encryption


class Migration(migrations.Migration):
    """Tables of their own; undone, what was written is gone."""

    dependencies = [
        ("couples", "0001_initial"),
        ("journal", "0003_thoughts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ComposedLetter",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("payload", basics.encryption.EncryptedJSONField()),
                ("put_at", models.DateTimeField()),
                ("given_at", models.DateTimeField(blank=True, null=True)),
                ("opened_with", models.UUIDField(blank=True, null=True)),
                ("answer", basics.encryption.EncryptedTextField(blank=True, default="")),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("submission", models.UUIDField(editable=False)),
                (
                    "couple",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="couples.couple"
                    ),
                ),
                (
                    "writer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["couple", "given_at"], name="letter_of_couple"),
                    models.Index(
                        condition=models.Q(("opened_with__isnull", False)),
                        fields=["opened_with"],
                        name="letter_of_talk",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("writer", "submission"), name="letter_submitted_once"),
                    models.CheckConstraint(
                        condition=models.Q(("opened_with__isnull", True), ("given_at__isnull", False), _connector="OR"),
                        name="opened_letter_is_given",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answered_at__isnull", True), ("given_at__isnull", False), _connector="OR"),
                        name="answered_letter_is_given",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterDraft",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("payload", basics.encryption.EncryptedJSONField()),
                ("written_at", models.DateTimeField()),
                ("held_until", models.DateTimeField(blank=True, null=True)),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "submission"), name="letter_draft_submitted_once")
                ],
            },
        ),
    ]
