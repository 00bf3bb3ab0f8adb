"""Routes of this room in the API."""

from __future__ import annotations

from django.urls import path

from checkins.agenda.api import KeepOn, LetterTopic, NextTime, OneTopic, PauseTopic, Topics
from checkins.answers.api import CheckIns, HandIn, KeepAnswers, MyTakeAway, OneCheckIn

urlpatterns = [
    path("check-ins/", CheckIns.as_view(), name="check_ins"),
    path("check-ins/<uuid:check_in_id>/", OneCheckIn.as_view(), name="check_in"),
    path("check-ins/<uuid:check_in_id>/answers/", KeepAnswers.as_view(), name="keep_answers"),
    path("check-ins/<uuid:check_in_id>/hand-in/", HandIn.as_view(), name="hand_in"),
    path("check-ins/<uuid:check_in_id>/take-away/", MyTakeAway.as_view(), name="take_away"),
    path("topics/", Topics.as_view(), name="topics"),
    path("topics/letters/<uuid:agreement_id>/", LetterTopic.as_view(), name="topic_of_letter"),
    path("topics/pauses/<uuid:pause_id>/", PauseTopic.as_view(), name="topic_of_pause"),
    path("topics/<uuid:topic_id>/", OneTopic.as_view(), name="topic"),
    path("topics/<uuid:topic_id>/next-time/", NextTime.as_view(), name="topic_next_time"),
    path("topics/<uuid:topic_id>/keep-on/", KeepOn.as_view(), name="topic_keep_on"),
]
