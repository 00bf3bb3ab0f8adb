"""Keep where the links in mails and pushes lead."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import basics.encryption


class Migration(migrations.Migration):
    """One new table; going back, links in mails lead nowhere, and pages are found as before."""

    dependencies = [
        ("reminders", "0008_public_ids_of_notices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OutsideLink",
            fields=[
                ("token_hash", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("target", basics.encryption.EncryptedTextField()),
                ("made_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outside_links",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["made_at"], name="outside_link_made")]},
        ),
    ]
