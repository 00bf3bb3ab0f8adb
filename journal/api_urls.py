"""Routes of this room in the API."""

from __future__ import annotations

from django.urls import path

from journal.appreciations.api import Appreciations, OneAppreciation
from journal.thoughts.api import OneThought, ThoughtLine, Thoughts

urlpatterns = [
    path("appreciations/", Appreciations.as_view(), name="appreciations"),
    path("appreciations/<uuid:appreciation_id>/", OneAppreciation.as_view(), name="appreciation"),
    path("mine/thoughts/", Thoughts.as_view(), name="thoughts"),
    path("mine/thoughts/<uuid:thought_id>/", OneThought.as_view(), name="thought"),
    path("mine/thoughts/<uuid:thought_id>/line/", ThoughtLine.as_view(), name="thought_line"),
]
