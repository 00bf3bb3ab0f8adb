"""Routes of this room in the API."""

from __future__ import annotations

from django.urls import path

from journal.appreciations.api import Appreciations, OneAppreciation

urlpatterns = [
    path("appreciations/", Appreciations.as_view(), name="appreciations"),
    path("appreciations/<uuid:appreciation_id>/", OneAppreciation.as_view(), name="appreciation"),
]
