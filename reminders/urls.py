"""Routes of notices, of preferences and of unsubscribing."""

from django.urls import path

from reminders import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/after/<int:newest>/", views.notices_fresh, name="notices_fresh"),
    path("notices/read/", views.notices_read, name="notices_read"),
    path("settings/reminders/", views.reminder_settings, name="reminder_settings"),
    path("settings/reminders/test/", views.reminder_test, name="reminder_test"),
    path("unsubscribe/<str:token>/", views.unsubscribe_page, name="unsubscribe"),
]
