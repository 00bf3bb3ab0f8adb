"""Two sealed answers about what is tried, and the versions that come of them."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from basics.encryption import EncryptedJSONField


class Migration(migrations.Migration):
    """Nothing was answered before."""

    dependencies = [
        ("agreements", "0011_trials"),
        ("couples", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "version",
            "renews",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="agreements.version",
            ),
        ),
        migrations.CreateModel(
            name="TrialAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("answer", models.CharField(max_length=10)),
                ("words", EncryptedJSONField(default=dict)),
                ("settings", models.JSONField(default=dict)),
                ("submission", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("answered_at", models.DateTimeField()),
                (
                    "couple",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="couples.couple"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="trial_answers",
                        to="agreements.version",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("version", "person"), name="one_trial_answer_each")]
            },
        ),
    ]
