"""Routes of this room in the API."""

from __future__ import annotations

from django.urls import path

from journal.appreciations.api import Appreciations, OneAppreciation
from journal.thoughts.api import OneThought, ThoughtLine, Thoughts
from journal.triggers import api as cards

urlpatterns = [
    path("appreciations/", Appreciations.as_view(), name="appreciations"),
    path("appreciations/<uuid:appreciation_id>/", OneAppreciation.as_view(), name="appreciation"),
    path("mine/thoughts/", Thoughts.as_view(), name="thoughts"),
    path("mine/thoughts/<uuid:thought_id>/", OneThought.as_view(), name="thought"),
    path("mine/thoughts/<uuid:thought_id>/line/", ThoughtLine.as_view(), name="thought_line"),
    path("mine/triggers/", cards.Triggers.as_view(), name="triggers"),
    path("mine/triggers/<str:trigger>/", cards.OneTrigger.as_view(), name="trigger"),
    path("mine/triggers/<str:trigger>/draft/", cards.TriggerDraft.as_view(), name="trigger_draft"),
    path("mine/triggers/<str:trigger>/eased/", cards.TriggerEased.as_view(), name="trigger_eased"),
    path("mine/triggers/<str:trigger>/copies/", cards.TriggerCopy.as_view(), name="trigger_copies"),
    path("mine/triggers/<str:trigger>/eased/copies/", cards.EasedCopy.as_view(), name="eased_copies"),
]
