"""Keep with each version and each consent what the two were called; for those that exist, what they are called now."""

from collections import defaultdict
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from basics.encryption import EncryptedJSONField, EncryptedTextField

BATCH = 500


def fill(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Read both names of each couple once, then write them by the batch."""
    names = dict(apps.get_model("couples", "User").objects.values_list("pk", "name"))
    people: dict[Any, list[int]] = defaultdict(list)
    for couple, user in apps.get_model("couples", "Membership").objects.values_list("couple", "user"):
        people[couple].append(user)
    versions, consents = (apps.get_model("agreements", name).objects for name in ("Version", "Consent"))
    for version in versions.select_related("agreement").only("couple_id", "agreement__author_id").iterator(BATCH):
        author = version.agreement.author_id
        other = next((user for user in people[version.couple_id] if user != author), None)
        version.names = {"author": names.get(author, ""), "other": names.get(other, "")}
        versions.filter(pk=version.pk).update(names=version.names)
    for key, user in consents.values_list("pk", "user").iterator(BATCH):
        consents.filter(pk=key).update(name=names.get(user, ""))


class Migration(migrations.Migration):
    """Add, fill, require."""

    dependencies = [("agreements", "0004_revision_of_drafts"), ("couples", "0003_api_key")]

    operations = [
        migrations.AddField("version", "names", EncryptedJSONField(null=True)),
        migrations.AddField("consent", "name", EncryptedTextField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("version", "names", EncryptedJSONField()),
        migrations.AlterField("consent", "name", EncryptedTextField()),
    ]
