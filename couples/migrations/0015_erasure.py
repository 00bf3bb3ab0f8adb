"""When an account is erased that its person asked to be, and who stands for them in what the other keeps."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("couples", "0014_install_told"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="erases_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="user",
            name="is_someone",
            field=models.BooleanField(default=False),
        ),
        migrations.AddIndex(
            model_name="user",
            index=models.Index(
                condition=models.Q(("erases_at__isnull", False)), fields=["erases_at"], name="user_to_erase"
            ),
        ),
    ]
