"""Topics for the next talk, and whether it is written down which of them a talk has opened with."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import basics.encryption

WAITING = models.Q(check_in__isnull=True)


class Migration(migrations.Migration):
    """Talks of before have opened with none; the next verb on topics says so of all of them in one statement."""

    dependencies = [
        ("agreements", "0008_what_today_tells"),
        ("checkins", "0003_when_a_take_away_was_shared"),
        ("couples", "0011_begun_texts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("checkin", "topics_settled", models.BooleanField(default=False)),
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("words", basics.encryption.EncryptedTextField(blank=True, default="")),
                ("pause", models.UUIDField(blank=True, null=True)),
                ("queued_at", models.DateTimeField()),
                ("announced_at", models.DateTimeField(blank=True, null=True)),
                ("times_moved", models.PositiveSmallIntegerField(default=0)),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("body_hash", models.CharField(default="", editable=False, max_length=32)),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="agreements.agreement",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "check_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="topics",
                        to="checkins.checkin",
                    ),
                ),
                (
                    "couple",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="couples.couple"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(condition=WAITING, fields=["couple"], name="topic_waiting")],
                "constraints": [
                    models.UniqueConstraint(fields=("couple", "author", "submission"), name="topic_submitted_once"),
                    models.UniqueConstraint(fields=("author", "pause"), name="one_topic_a_pause"),
                    models.UniqueConstraint(
                        condition=WAITING, fields=("author", "agreement"), name="one_waiting_topic_a_letter"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(agreement__isnull=True) | models.Q(pause__isnull=True),
                        name="topic_of_one_thing",
                    ),
                ],
            },
        ),
    ]
