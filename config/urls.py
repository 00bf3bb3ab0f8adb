"""The routes of all pages; those of the API come on top in urls_with_api.py."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from config import earlier, first_steps, health, outbox, settings_page, today, views

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # as allauth says

urlpatterns = [
    path("", views.welcome, name="welcome"),
    path("today/", today.today, name="today"),
    path("first-steps/", first_steps.first_steps, name="first_steps"),
    path("help/", views.help_page, name="help"),
    path("more/", views.more, name="more"),
    path("settings/", settings_page.settings_page, name="settings"),
    path("settings/keys/", settings_page.token_make, name="token_make"),
    path("settings/keys/<uuid:token_id>/revoke/", settings_page.token_revoke, name="token_revoke"),
    path("earlier/", earlier.earlier, name="earlier"),
    path("earlier/<uuid:couple_id>/", earlier.earlier_couple, name="earlier_couple"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("", include("couples.urls")),
    path("", include("agreements.urls")),
    path("", include("checkins.urls")),
    path("", include("reminders.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("account/", include("allauth.account.urls")),
    path("operators/", admin.site.urls),
]
handler400 = "config.problems.bad_request"
handler500 = "config.problems.server_error"
