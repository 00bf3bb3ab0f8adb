"""What was begun again with the words of something that had ended."""

import django.db.models.deletion
from django.db import migrations, models


def again() -> models.ForeignKey[None, None]:
    """Return the way back to it."""
    return models.ForeignKey(
        blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="agreements.agreement"
    )


class Migration(migrations.Migration):
    """Nothing was before."""

    dependencies = [("agreements", "0012_trial_answers")]

    operations = [
        migrations.AddField("agreement", "began_from", again()),
        migrations.AddField("draft", "began_from", again()),
    ]
