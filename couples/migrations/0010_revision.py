import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Which state of what a person sees is the present one. Nobody has a row until something changes for them."""

    dependencies = [("couples", "0009_nothing_plain")]

    operations = [
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("value", models.CharField(max_length=16)),
            ],
        ),
    ]
