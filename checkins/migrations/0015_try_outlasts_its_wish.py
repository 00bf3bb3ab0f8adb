"""What two people try is both's: it outlasts the answers of who wished for it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("checkins", "0014_question_topics"),
    ]

    operations = [
        migrations.AlterField(
            model_name="try",
            name="answer",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="checkins.answer"
            ),
        ),
    ]
