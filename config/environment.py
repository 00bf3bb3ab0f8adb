"""Reads the environment once, typed; every mistake is told in one sentence, all at once.

Each secret can also be given as NAME_FILE, the path of a file that holds it (Docker and
Kubernetes secrets). `VARIABLES` is the list that the README's table is checked against.
"""

from __future__ import annotations

import base64
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
import dj_email_url
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.asymmetric import ec
from environs import EnvError, FileAwareEnv, validate


@dataclass(frozen=True)
class Variable:
    """One environment variable as the README documents it."""

    name: str
    default: str
    meaning: str


VARIABLES = (
    Variable("DATA_DIR", "./var", "Folder of the embedded default: database, keys, outbox"),
    Variable("PORT", "8000", "Port of the web server"),
    Variable("HOST", "127.0.0.1", "Address that `serve` listens on"),
    Variable("CONNECTION_LIMIT", "200", "Connections that `serve` holds; for one more, the longest idle one is closed"),
    Variable("IDLE_SECONDS", "60", "How long `serve` holds a connection on which nothing happens"),
    Variable("SITE_URL", "http://localhost:PORT", "Address people reach the site at; goes into links in mails"),
    Variable("ALLOWED_HOSTS", "the host of SITE_URL", "Further host names to answer to, separated by commas"),
    Variable("DATABASE_URL", "SQLite in DATA_DIR", "PostgreSQL address; set together with REDIS_URL"),
    Variable("REDIS_URL", "in memory", "Redis address of the Celery broker; set together with DATABASE_URL"),
    Variable("DATABASE_POOL_SIZE", "8", "PostgreSQL connections per process at most"),
    Variable("SECRET_KEY", "made in DATA_DIR", "Signs sessions and links; required with DATABASE_URL"),
    Variable("WORDS_KEYS", "made in DATA_DIR", "Keys that encrypt people's words, newest first, separated by commas"),
    Variable(
        "VAPID_PRIVATE_KEY",
        "made in DATA_DIR",
        "Signs web push, see docs/channels.md; without it there is none in the distributed mode",
    ),
    Variable("EMAIL_URL", "outbox in DATA_DIR", "Mail server, such as smtp://user:password@host:587/?tls=True"),
    Variable("EMAIL_FROM", "Steady <steady@localhost>", "Sender of all mails"),
    Variable(
        "BOUNCE_ADDRESS", "none", "Mailbox for returned mails, such as bounces@example.org; see docs/reminders.md"
    ),
    Variable("MAIL_ENABLED", "true", "`false` stops all outgoing mail; it waits as rows until it expires"),
    Variable("TRUSTED_PROXIES", "0", "How many reverse proxies stand in front and set X-Forwarded-For"),
    Variable("QUICK_EXIT_URL", "wikipedia.org, in Chinese baidu.com", "Whole address to which quick exit leads"),
    Variable("CONTACT", "none", "Mail address or https address for people's questions, on the privacy page"),
    Variable("METRICS_TOKEN", "no metrics", "Whoever sends it as `Authorization: Bearer` may read /metrics"),
    Variable("BACKUP_PASSPHRASE", "not encrypted", "What `backup` encrypts to, and restoring decrypts with"),
    Variable("BACKUP_DAYS", "30", "For how many days you keep backups; the page on deleting one's account says it"),
    Variable("LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR"),
    Variable("DEBUG", "false", "Django's debug pages; for development only"),
)


@dataclass(frozen=True)
class Environment:
    """The settings of this process after reading, with types."""

    embedded: bool
    data_dir: Path
    host: str
    port: int
    connection_limit: int
    idle_seconds: int
    site_url: str
    allowed_hosts: list[str]
    database_url: str
    redis_url: str
    database_pool_size: int
    secret_key: str
    words_keys: list[str]
    vapid_private_key: str
    email: dict[str, object]
    email_from: str
    bounce_address: str
    mail_enabled: bool
    trusted_proxies: int
    quick_exit_url: str
    contact: str
    metrics_token: str
    backup_passphrase: str
    backup_days: int
    log_level: str
    debug: bool


def read_environment() -> Environment:
    """Return the typed environment.

    Side effect: on the embedded default, makes DATA_DIR and the two keys in it on the first run.
    Raises SystemExit with one sentence per wrong variable.
    """
    env = FileAwareEnv(eager=False, strip_whitespace=True)
    try:
        values = _declare(env)
        env.seal()
    except EnvError as error:
        raise SystemExit(_explain(error)) from None
    except (OSError, ValueError) as error:
        raise _stop("A variable that ends in _FILE", f"Its file cannot be read: {error}") from None
    return _complete(values)


def _declare(env: FileAwareEnv) -> dict[str, object]:
    port = env.int("PORT", 8000, validate=validate.Range(min=1, max=65535))
    return {
        "data_dir": Path(env.str("DATA_DIR", "./var") or "./var").resolve(),
        "port": port,
        "host": env.str("HOST", "127.0.0.1"),
        "connection_limit": env.int("CONNECTION_LIMIT", 200, validate=validate.Range(min=2, max=10_000)),
        "idle_seconds": env.int("IDLE_SECONDS", 60, validate=validate.Range(min=1, max=3600)),
        "site_url": env.str("SITE_URL", "") or f"http://localhost:{port}",
        "allowed_hosts": env.list("ALLOWED_HOSTS", []),
        "database_url": env.str("DATABASE_URL", ""),
        "redis_url": env.str("REDIS_URL", ""),
        "database_pool_size": env.int("DATABASE_POOL_SIZE", 8, validate=validate.Range(min=1, max=1000)),
        "secret_key": env.str("SECRET_KEY", ""),
        "words_keys": env.list("WORDS_KEYS", []),
        "vapid_private_key": env.str("VAPID_PRIVATE_KEY", ""),
        "email_url": env.str("EMAIL_URL", ""),
        "email_from": env.str("EMAIL_FROM", "Steady <steady@localhost>"),
        "bounce_address": env.str("BOUNCE_ADDRESS", ""),
        "mail_enabled": env.bool("MAIL_ENABLED", True),
        "trusted_proxies": env.int("TRUSTED_PROXIES", 0, validate=validate.Range(min=0, max=10)),
        "quick_exit_url": env.str("QUICK_EXIT_URL", ""),
        "contact": env.str("CONTACT", "", validate=_is_contact),
        "metrics_token": env.str("METRICS_TOKEN", ""),
        "backup_passphrase": env.str("BACKUP_PASSPHRASE", ""),
        "backup_days": env.int("BACKUP_DAYS", 30, validate=validate.Range(min=0, max=3650)),
        "log_level": env.str("LOG_LEVEL", "INFO", validate=validate.OneOf(["DEBUG", "INFO", "WARNING", "ERROR"])),
        "debug": env.bool("DEBUG", False),
    }


def _is_contact(value: str) -> None:
    if value and not re.fullmatch(r"https://\S+|[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+", value):
        raise EnvError("Write a mail address, or a whole address that begins with https://.")


def _explain(error: EnvError) -> str:
    messages = getattr(error, "error_messages", None) or {"": [str(error)]}
    lines = [f"  {name}: {' '.join(map(str, texts))}" for name, texts in sorted(messages.items())]
    return "Steady cannot start. Please correct these environment variables:\n" + "\n".join(lines)


def _stop(name: str, sentence: str) -> SystemExit:
    return SystemExit(f"Steady cannot start. Please correct these environment variables:\n  {name}: {sentence}")


def _complete(values: dict) -> Environment:
    embedded = not values["database_url"] and not values["redis_url"]
    if bool(values["database_url"]) != bool(values["redis_url"]):
        raise _stop(
            "DATABASE_URL, REDIS_URL", "Set both for the distributed mode, or neither for the embedded default."
        )
    _check_urls(values, embedded)
    site_host = urlsplit(values["site_url"]).hostname or ""
    values["allowed_hosts"] = sorted(
        {site_host, *values["allowed_hosts"], *(["localhost", "127.0.0.1"] if embedded else [])}
    )
    values["email"] = _email(values.pop("email_url"), embedded)
    values["secret_key"], values["words_keys"] = _keys(values, embedded)
    values["vapid_private_key"] = _vapid_private_key(values, embedded)
    return Environment(embedded=embedded, **values)


def _check_urls(values: dict, embedded: bool) -> None:
    if urlsplit(values["site_url"]).scheme not in {"http", "https"}:
        raise _stop("SITE_URL", "Write the whole address, such as https://steady.example.")
    values["site_url"] = values["site_url"].rstrip("/")
    if embedded:
        return
    if urlsplit(values["database_url"]).scheme not in {"postgres", "postgresql"}:
        raise _stop("DATABASE_URL", "Write a PostgreSQL address, such as postgresql://user:password@host:5432/steady.")
    if urlsplit(values["redis_url"]).scheme not in {"redis", "rediss"}:
        raise _stop("REDIS_URL", "Write a Redis address, such as redis://host:6379/0.")
    if not values["email_url"]:
        raise _stop("EMAIL_URL", "Write the mail server's address, such as smtp://user:password@host:587/?tls=True.")


def _email(url: str, embedded: bool) -> dict[str, object]:
    if not url:
        return {"EMAIL_BACKEND": "config.operating.outbox.OutboxBackend"}
    parsed = urlsplit(url)
    if parsed.scheme not in {"smtp", "smtps", "submission"} or not parsed.hostname:
        raise _stop("EMAIL_URL", "Write a mail server's address, such as smtp://user:password@host:587/?tls=True.")
    return {**dj_email_url.parse(url)}


def _keys(values: dict, embedded: bool) -> tuple[str, list[str]]:
    if not embedded:
        if len(values["secret_key"]) < 32:
            raise _stop("SECRET_KEY", "Give at least 32 random characters, or a file of them as SECRET_KEY_FILE.")
        return values["secret_key"], _check_words_keys(values["words_keys"])
    values["data_dir"].mkdir(mode=0o700, parents=True, exist_ok=True)
    secret_key = values["secret_key"] or _made_once(values["data_dir"] / "secret_key", secrets.token_urlsafe(48))
    words_keys = values["words_keys"] or _made_once(
        values["data_dir"] / "words_keys", Fernet.generate_key().decode()
    ).split(",")
    return secret_key, _check_words_keys(words_keys)


def _check_words_keys(keys: list[str]) -> list[str]:
    try:
        if not [Fernet(key) for key in keys]:
            raise ValueError
    except ValueError:
        raise _stop(
            "WORDS_KEYS",
            "Give one or more Fernet keys, newest first; `python manage.py rotate_words --new-key` prints one.",
        ) from None
    return keys


def fresh_vapid_key() -> str:
    """Return a new P-256 private key as 32 bytes in base64url."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return base64.urlsafe_b64encode(number.to_bytes(32, "big")).decode().rstrip("=")


def _vapid_private_key(values: dict, embedded: bool) -> str:
    key: str = values["vapid_private_key"]
    if embedded and not key:
        key = _made_once(values["data_dir"] / "vapid_private_key", fresh_vapid_key())
    if key and not re.fullmatch(r"[A-Za-z0-9_-]{43}=?", key):
        raise _stop(
            "VAPID_PRIVATE_KEY", "Give a P-256 private key as 32 bytes in base64url; docs/channels.md says how."
        )
    return key


def _made_once(path: Path, fresh: str) -> str:
    """Return the file's content; write `fresh` there first if it does not exist, for this user's eyes only."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(fresh)
    return fresh


def database(environment: Environment) -> dict[str, object]:
    """Return Django's settings of the default database."""
    if environment.embedded:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": environment.data_dir / "steady.sqlite3",
            # Each thread keeps its connection: a new one reads the whole schema before it answers anything.
            "CONN_MAX_AGE": None,
            # SQLite takes its write lock at BEGIN, so that two writers queue instead of failing midway.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;",
            },
        }
    settings: dict[str, Any] = {**dj_database_url.parse(environment.database_url)}
    options: dict[str, object] = {**settings.get("OPTIONS", {})}
    options["pool"] = {"min_size": 1, "max_size": environment.database_pool_size, "timeout": 10}
    # The pool asks each connection before it hands it out: after a restart of PostgreSQL no page and no task fails.
    return {**settings, "OPTIONS": options, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
