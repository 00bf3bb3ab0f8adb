"""Routes of notices, of preferences, of links from outside, of unsubscribing, and of the installed app."""

from django.urls import path

from reminders.choices import installed_app as installing
from reminders.choices import views
from reminders.notices import views as notices

urlpatterns = [
    path("notices/", notices.notices, name="notices"),
    path("notices/after/<uuid:newest>/", notices.notices_fresh, name="notices_fresh"),
    path("notices/read/", notices.notices_read, name="notices_read"),
    path("settings/reminders/", views.reminder_settings, name="reminder_settings"),
    path("settings/reminders/test/", views.reminder_test, name="reminder_test"),
    path("settings/reminders/devices/", views.push_subscribe, name="push_subscribe"),
    path("settings/reminders/devices/look/", views.push_look, name="push_look"),
    path("settings/reminders/devices/renew/", views.push_renew, name="push_renew"),
    path("settings/reminders/devices/<uuid:device_id>/stop/", views.push_forget, name="push_forget"),
    path("settings/reminders/other/", views.other_enter, name="other_enter"),
    path("settings/reminders/other/confirm/", views.other_confirm, name="other_confirm"),
    path("settings/reminders/other/stop/", views.other_remove, name="other_remove"),
    path("manifest.webmanifest", installing.manifest, name="manifest"),
    path("service-worker.js", installing.service_worker, name="service_worker"),
    path("go/<str:token>/", views.go, name="go"),
    path("unsubscribe/<str:token>/", views.unsubscribe_page, name="unsubscribe"),
]
