"""Close what was plain: names of keys, secrets of the second step, sessions; and keep no more of a sign-in than is shown.

Each row is read and written alone, and what is done already stays, so that a migration that was stopped can go on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from django.apps.registry import Apps
from django.core import signing
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from basics.encryption import EncryptedTextField, WordsUnreadable, decrypt, encrypt
from basics.tokens import NotClosedHere
from couples.access.closed_sessions import ClosedSerializer
from couples.access.device_names import device_named
from couples.access.second_step import with_secrets
from couples.access.sign_ins import NOWHERE

BATCH = 500
SESSION_SALT = "django.contrib.sessions.SessionStore"


def closed(text: str) -> str:
    return text if plain(text) != text else encrypt(text)


def plain(text: str) -> str:
    try:
        return decrypt(text)
    except WordsUnreadable:
        return text


def change_names_and_secrets(change: Callable[[str], str]) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
    def run(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
        keys = apps.get_model("couples", "ApiKey").objects
        for key, name in keys.values_list("pk", "name").iterator(BATCH):
            keys.filter(pk=key).update(name=change(name))
        second_steps = apps.get_model("mfa", "Authenticator").objects
        for key, data in second_steps.values_list("pk", "data").iterator(BATCH):
            second_steps.filter(pk=key).update(data=with_secrets(data, change))

    return run


def write_sessions(serializer: type[Any]) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
    def run(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
        sessions = apps.get_model("sessions", "Session").objects
        for key, stored in sessions.values_list("pk", "session_data").iterator(BATCH):
            content = read(stored)
            if content is None:
                continue
            # A request that waits for its person to sign in once more; they send its form again.
            content.pop(STATE_SESSION_KEY, None)
            written = signing.dumps(content, salt=SESSION_SALT, serializer=serializer, compress=True)
            # What was written meanwhile, by the new code or by the old, stays.
            sessions.filter(pk=key, session_data=stored).update(session_data=written)

    return run


def read(stored: str) -> dict[str, Any] | None:
    """Return what a session holds; None for one that was signed with another SECRET_KEY, which nobody can use."""
    try:
        return dict(signing.loads(stored, salt=SESSION_SALT, serializer=ClosedSerializer))
    except (signing.BadSignature, NotClosedHere):
        return None


def keep_coarse_names(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    sign_ins = apps.get_model("usersessions", "UserSession").objects
    for key, agent in sign_ins.values_list("pk", "user_agent").iterator(BATCH):
        sign_ins.filter(pk=key).update(user_agent=device_named(agent))
    sign_ins.update(ip=NOWHERE, last_seen_at=models.F("created_at"))


class Migration(migrations.Migration):
    """Going back leaves everything readable for the code from before, but for what is not kept any more."""

    dependencies = [
        ("couples", "0008_keys_end"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("sessions", "0001_initial"),
        ("usersessions", "0001_initial"),
    ]

    operations = [
        migrations.AddField("invitation", "body_hash", models.CharField(default="", editable=False, max_length=32)),
        migrations.AlterField("apikey", "name", models.TextField()),
        migrations.RunPython(change_names_and_secrets(closed), change_names_and_secrets(plain)),
        migrations.AlterField("apikey", "name", EncryptedTextField(verbose_name="name")),
        migrations.RunPython(write_sessions(ClosedSerializer), write_sessions(signing.JSONSerializer)),
        migrations.RunPython(keep_coarse_names, migrations.RunPython.noop),
    ]
