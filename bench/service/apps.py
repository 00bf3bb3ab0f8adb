"""The app's registration with Django."""

from __future__ import annotations

from django.apps import AppConfig


class BenchConfig(AppConfig):
    """Registers the kind that asks nothing and the channel that sends nothing."""

    name = "bench.service"
    label = "bench"

    def ready(self) -> None:
        """Register both."""
        from bench.service.idle import IDLE, IDLE_IN_APP, IdleChannel
        from reminders.channels import CHANNELS
        from reminders.kinds import register

        register(IDLE)
        register(IDLE_IN_APP)
        CHANNELS[IdleChannel.name] = IdleChannel()
