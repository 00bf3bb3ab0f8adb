"""Routes of this room in the API."""

from __future__ import annotations

from django.urls import path

from reminders.choices.api import MyPreferences
from reminders.notices.api import Notices, NoticesRead

urlpatterns = [
    path("me/preferences/", MyPreferences.as_view(), name="preferences"),
    path("notices/", Notices.as_view(), name="notices"),
    path("notices/read/", NoticesRead.as_view(), name="notices_read"),
]
