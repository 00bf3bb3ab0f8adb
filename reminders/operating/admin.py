"""What an operator may look at: rows by their state, never what they say or whom they reach."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from reminders.models import Reminder

SHOWN = (
    "id",
    "kind",
    "channel",
    "state",
    "due_at",
    "expires_at",
    "leased_until",
    "claims",
    "attempts",
    "finished_at",
    "error",
)


@admin.register(Reminder)
class ReminderAdmin(admin.ModelAdmin):
    """A list to look at. `manage.py reminders` is what holds, releases and tries again."""

    list_display = SHOWN
    fields = SHOWN
    list_filter = ("state", "channel", "kind")
    ordering = ("-pk",)
    # A million rows are not counted for a page of a hundred.
    show_full_result_count = False
    list_display_links = ("id",)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Load no more than is shown: no subject, no recipient, no payload."""
        return super().get_queryset(request).only(*SHOWN)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Rows are made by what people do."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Reminder | None = None) -> bool:
        """Rows move by their state machine alone."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Reminder | None = None) -> bool:
        """A deleted row could be made and sent a second time."""
        return False
