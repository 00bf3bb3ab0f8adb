"""What the health checks of the containers say, and that each can fail."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from reminders.models import ChannelName, Reminder
from tests.helpers.processes import free_port


def use_port(settings: Any, port: int) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, port=port)


def due(minutes_ago: int) -> None:
    """Insert a reminder that nobody takes, for nobody runs here."""
    due_at = timezone.now() - timedelta(minutes=minutes_ago)
    Reminder.objects.create(
        kind="test",
        subject="test:1",
        occurrence=str(minutes_ago),
        recipient="user:0",
        channel=ChannelName.IN_APP,
        due_at=due_at,
        expires_at=due_at + timedelta(days=1),
    )


def test_web_answers(live_server: Any, settings: Any) -> None:
    use_port(settings, urlsplit(live_server.url).port)
    call_command("healthy", "web")


def test_web_is_down(settings: Any) -> None:
    use_port(settings, free_port())
    with pytest.raises(CommandError, match="web server does not answer"):
        call_command("healthy", "web")


@pytest.mark.django_db
def test_beat_is_in_time() -> None:
    due(minutes_ago=-5)
    due(minutes_ago=1)
    call_command("healthy", "beat")


@pytest.mark.django_db
def test_beat_lets_reminders_lie() -> None:
    due(minutes_ago=3)
    with pytest.raises(CommandError, match="nobody takes them"):
        call_command("healthy", "beat")


@pytest.mark.distributed
def test_worker_is_down() -> None:
    """That one answers until it is gone, tests/config/test_compose_story.py sees."""
    with pytest.raises(CommandError, match="does not answer"):
        call_command("healthy", "worker")
