"""Lists of one's own, a line of the day, and habits: tables of their own."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import basics.encryption
import basics.submissions


class Migration(migrations.Migration):
    """Four tables; undone, what was written in them goes."""

    dependencies = [
        ("journal", "0009_closeness"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DailyLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.TimeField()),
                ("next_at", models.DateTimeField(db_index=True)),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HabitsOn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Habit",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("payload", basics.encryption.EncryptedJSONField()),
                ("at", models.TimeField(blank=True, null=True)),
                ("next_at", models.DateTimeField(blank=True, db_index=True, null=True)),
                ("added_at", models.DateTimeField()),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "submission"), name="habit_submitted_once")],
            },
            bases=(basics.submissions.SentInPayload, models.Model),
        ),
        migrations.CreateModel(
            name="OwnItem",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("list_name", models.CharField(max_length=20)),
                ("payload", basics.encryption.EncryptedJSONField()),
                ("place", models.IntegerField()),
                ("added_at", models.DateTimeField()),
                ("deleted_at", models.DateTimeField(blank=True, null=True)),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "list_name", "place"], name="own_item_of_person"),
                    models.Index(
                        condition=models.Q(("deleted_at__isnull", False)),
                        fields=["deleted_at"],
                        name="own_item_deleted",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "submission"), name="own_item_submitted_once")
                ],
            },
            bases=(basics.submissions.SentInPayload, models.Model),
        ),
    ]
