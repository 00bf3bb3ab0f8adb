"""Keys to the API end, and say on which day they were last used. Those from before end a year from now."""

from datetime import timedelta

from django.db import migrations, models
from django.utils import timezone


def in_a_year():
    return timezone.now() + timedelta(days=365)


class Migration(migrations.Migration):
    dependencies = [
        ("couples", "0007_mailed_codes"),
    ]

    operations = [
        migrations.AddField("apikey", "ends_at", models.DateTimeField(default=in_a_year), preserve_default=False),
        migrations.AddField("apikey", "last_used_on", models.DateField(blank=True, null=True)),
    ]
