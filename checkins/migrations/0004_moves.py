"""Moving and skipping talks, and talks that come from no rhythm."""

import uuid

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import basics.encryption


def forget_talks_without_a_rhythm(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Going back there is no place for them. What hangs on them goes at once, or the table could not be changed."""
    apps.get_model("checkins", "CheckIn").objects.filter(agreement=None).delete()
    if editor.connection.vendor == "postgresql":
        editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    """Forward, only columns and tables; back, what has no place any more goes first."""

    dependencies = [
        ("agreements", "0008_what_today_tells"),
        ("checkins", "0003_when_a_take_away_was_shared"),
        ("couples", "0011_begun_texts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="checkin",
            name="left_out",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="checkin",
            name="agreement",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="check_ins",
                to="agreements.agreement",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_talks_without_a_rhythm),
        migrations.CreateModel(
            name="Move",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("how", models.CharField(max_length=12)),
                ("subject", models.CharField(max_length=80)),
                ("slot", models.DateTimeField()),
                ("starts_at", models.DateTimeField()),
                ("line", basics.encryption.EncryptedTextField(blank=True, default="", empty_stays=True)),
                ("made_at", models.DateTimeField()),
                ("outcome", models.CharField(blank=True, default="", max_length=12)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "couple",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="couples.couple"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["couple", "how", "made_at"], name="move_of_couple")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("how", "another_time"), ("outcome", "")),
                        fields=("subject", "slot"),
                        name="one_time_is_asked",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("how", "later")),
                        fields=("subject", "slot", "author"),
                        name="later_once_each",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("how", "left_out")), fields=("subject", "slot"), name="left_out_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("how", "now"), ("outcome", "")), fields=("couple",), name="one_now_is_asked"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Suits",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "check_in",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="checkins.checkin"
                    ),
                ),
                (
                    "couple",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="couples.couple"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("check_in", "person"), name="suits_once_each")],
            },
        ),
    ]
