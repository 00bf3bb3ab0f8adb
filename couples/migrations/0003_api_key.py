from __future__ import annotations

from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import CASCADE


class Migration(migrations.Migration):
    """Call the model by its one name. The table keeps its own, so nothing in the database changes either way."""

    dependencies = [("couples", "0002_name_at_end")]

    operations = [
        migrations.AlterModelTable("accesstoken", "couples_accesstoken"),
        migrations.RenameModel("AccessToken", "ApiKey"),
        migrations.AlterField(
            "apikey",
            "user",
            models.ForeignKey(on_delete=CASCADE, related_name="api_keys", to=settings.AUTH_USER_MODEL),
        ),
    ]
