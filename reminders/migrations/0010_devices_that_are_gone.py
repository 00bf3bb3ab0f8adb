"""Keep a device for a while whose subscription is over, so that its browser can renew it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Back on the release before, a push to such a device is refused once more, and takes it off the list."""

    dependencies = [("reminders", "0009_links_from_outside")]

    operations = [migrations.AddField("pushdevice", "gone_at", models.DateTimeField(blank=True, null=True))]
