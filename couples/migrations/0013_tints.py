"""Each of two people has a colour: the first seat this one, the second the other."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("couples", "0012_later_revision"),
    ]

    operations = [
        migrations.AddField(
            model_name="couple",
            name="first_tint",
            field=models.CharField(choices=[("sage", "Sage"), ("clay", "Clay")], default="sage", max_length=4),
        ),
        migrations.AddConstraint(
            model_name="couple",
            constraint=models.CheckConstraint(
                condition=models.Q(("first_tint__in", ["sage", "clay"])), name="a_known_tint"
            ),
        ),
    ]
