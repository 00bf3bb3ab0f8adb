"""Routes of this room in the API."""

from __future__ import annotations

from django.urls import path

from checkins.answers.api import CheckIns, HandIn, KeepAnswers, MyTakeAway, OneCheckIn

urlpatterns = [
    path("check-ins/", CheckIns.as_view(), name="check_ins"),
    path("check-ins/<uuid:check_in_id>/", OneCheckIn.as_view(), name="check_in"),
    path("check-ins/<uuid:check_in_id>/answers/", KeepAnswers.as_view(), name="keep_answers"),
    path("check-ins/<uuid:check_in_id>/hand-in/", HandIn.as_view(), name="hand_in"),
    path("check-ins/<uuid:check_in_id>/take-away/", MyTakeAway.as_view(), name="take_away"),
]
