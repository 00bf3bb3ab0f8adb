"""Routes of check-ins."""

from django.urls import path

from checkins import overview
from checkins.agenda import views as agenda
from checkins.answers import views

urlpatterns = [
    path("check-ins/", overview.check_in_list, name="check_ins"),
    path("check-ins/<uuid:check_in_id>/", views.check_in_page, name="check_in"),
    path("check-ins/<uuid:check_in_id>/keep/", views.keep_answers, name="keep_answers"),
    path("check-ins/<uuid:check_in_id>/take-away/", views.take_away, name="take_away"),
    path("check-ins/<uuid:check_in_id>/take-away/keep/", views.keep_take_away, name="keep_take_away"),
    path("check-ins/topics/", agenda.topics, name="topics"),
    path("check-ins/topics/keep/", agenda.keep_topic, name="keep_topic"),
    path("check-ins/topics/letters/<uuid:agreement_id>/", agenda.topic_of_letter, name="topic_of_letter"),
    path("check-ins/topics/pauses/<uuid:pause_id>/", agenda.topic_of_pause, name="topic_of_pause"),
    path("check-ins/topics/<uuid:topic_id>/", agenda.topic, name="topic"),
    path("check-ins/topics/<uuid:topic_id>/let-go/", agenda.topic_let_go, name="topic_let_go"),
    path("check-ins/topics/<uuid:topic_id>/next-time/", agenda.topic_next_time, name="topic_next_time"),
    path("check-ins/topics/<uuid:topic_id>/keep-on/", agenda.topic_keep_on, name="topic_keep_on"),
]
