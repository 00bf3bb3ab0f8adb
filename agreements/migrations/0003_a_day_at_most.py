"""No pause lasts longer than a day, whoever writes it."""

from datetime import timedelta

from django.conf import settings
from django.db import migrations, models
from django.db.models import Case, F, When
from django.db.models.lookups import LessThanOrEqual

from agreements.pauses.models import Seconds

DAY = timedelta(hours=24)
CONSTRAINT = models.CheckConstraint(
    condition=LessThanOrEqual(Seconds("ends_at") - Seconds("started_at"), 86400.1), name="a_pause_lasts_a_day_at_most"
)


def shorten(apps, schema_editor):
    """The verb has never let a longer one pass; what else wrote into the file did not ask it."""
    day_after = F("started_at") + DAY
    ended = Case(When(ended_at__gt=day_after, then=day_after), default=F("ended_at"))
    # One statement: PostgreSQL lets no table be altered after a row was changed twice.
    apps.get_model("agreements", "Pause").objects.filter(ends_at__gt=day_after).update(
        ends_at=day_after, ended_at=ended
    )


class Migration(migrations.Migration):
    """Add it, once what is longer was shortened."""

    dependencies = [
        ("agreements", "0002_couple_on_every_row"),
        ("couples", "0003_api_key"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(shorten, migrations.RunPython.noop),
        migrations.AddConstraint(model_name="pause", constraint=CONSTRAINT),
    ]
