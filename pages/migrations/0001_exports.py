"""Files that people asked for, in pieces."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import basics.encryption


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ExportedFile",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("asked_at", models.DateTimeField()),
                ("run", models.UUIDField(editable=False, null=True)),
                ("worked_at", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("parts_done", models.PositiveSmallIntegerField(default=0)),
                ("parts", models.PositiveSmallIntegerField(default=0)),
                ("size", models.PositiveBigIntegerField(default=0)),
                ("ready_at", models.DateTimeField(null=True)),
                ("failed_at", models.DateTimeField(null=True)),
                ("fetched_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ExportedChunk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("content", basics.encryption.EncryptedBytesField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="chunks", to="pages.exportedfile"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="exportedfile",
            index=models.Index(
                condition=models.Q(
                    ("closed_at__isnull", True), ("failed_at__isnull", True), ("ready_at__isnull", True)
                ),
                fields=["asked_at"],
                name="export_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="exportedfile",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True)), fields=("person",), name="one_export_stands"
            ),
        ),
        migrations.AddConstraint(
            model_name="exportedfile",
            constraint=models.UniqueConstraint(fields=("person", "submission"), name="export_submitted_once"),
        ),
        migrations.AddConstraint(
            model_name="exportedfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("fetched_at__isnull", True), ("ready_at__isnull", False), _connector="OR"),
                name="fetched_export_was_ready",
            ),
        ),
        migrations.AddConstraint(
            model_name="exportedfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("parts_done__lte", models.F("parts"))), name="export_done_within_parts"
            ),
        ),
        migrations.AddConstraint(
            model_name="exportedchunk",
            constraint=models.UniqueConstraint(fields=("file", "number"), name="one_export_chunk_a_number"),
        ),
    ]
