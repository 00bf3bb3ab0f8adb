"""Routes of check-ins."""

from django.urls import path

from checkins import overview
from checkins.answers import views

urlpatterns = [
    path("check-ins/", overview.check_in_list, name="check_ins"),
    path("check-ins/<uuid:check_in_id>/", views.check_in_page, name="check_in"),
    path("check-ins/<uuid:check_in_id>/keep/", views.keep_answers, name="keep_answers"),
    path("check-ins/<uuid:check_in_id>/take-away/", views.take_away, name="take_away"),
    path("check-ins/<uuid:check_in_id>/take-away/keep/", views.keep_take_away, name="keep_take_away"),
]
