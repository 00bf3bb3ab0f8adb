"""Routes of check-ins."""

from django.urls import path

from checkins import overview
from checkins.answers import views
from checkins.feed import views as feeding

urlpatterns = [
    path("check-ins/", overview.check_in_list, name="check_ins"),
    path("check-ins/<uuid:check_in_id>/", views.check_in_page, name="check_in"),
    path("check-ins/<uuid:check_in_id>/calendar/", feeding.check_in_calendar, name="check_in_calendar"),
    path("check-ins/<uuid:check_in_id>/keep/", views.keep_answers, name="keep_answers"),
    path("check-ins/<uuid:check_in_id>/take-away/", views.take_away, name="take_away"),
    path("check-ins/<uuid:check_in_id>/take-away/keep/", views.keep_take_away, name="keep_take_away"),
    path("settings/calendar/", feeding.calendar_page, name="calendar"),
    path("settings/calendar/make/", feeding.calendar_make, name="calendar_make"),
    path("settings/calendar/stop/", feeding.calendar_stop, name="calendar_stop"),
    path("ical/<str:token>.ics", feeding.feed, name="feed"),
]
