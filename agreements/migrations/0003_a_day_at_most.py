"""No pause lasts longer than a day, whoever writes it."""

from django.conf import settings
from django.db import migrations, models
from django.db.models.lookups import LessThanOrEqual

from agreements.pauses.models import Seconds

CONSTRAINT = models.CheckConstraint(
    condition=LessThanOrEqual(Seconds("ends_at") - Seconds("started_at"), 86400.1), name="a_pause_lasts_a_day_at_most"
)


class Migration(migrations.Migration):
    """Add it; the verb has never let a longer one pass."""

    dependencies = [
        ("agreements", "0002_couple_on_every_row"),
        ("couples", "0003_api_key"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [migrations.AddConstraint(model_name="pause", constraint=CONSTRAINT)]
