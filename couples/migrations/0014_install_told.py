"""Whether a person was told that the service can stand on the home screen."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("couples", "0013_tints"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="install_told",
            field=models.BooleanField(default=False),
        ),
    ]
