"""What people have begun to write and not sent, for a month; going back, it is gone."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import basics.encryption


class Migration(migrations.Migration):
    dependencies = [
        ("couples", "0010_revision"),
    ]

    operations = [
        migrations.CreateModel(
            name="BegunText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("about", models.CharField(max_length=80)),
                ("typed", basics.encryption.EncryptedJSONField()),
                ("kept_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("user", "about"), name="one_begun_text_a_form")],
            },
        ),
    ]
