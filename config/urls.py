"""The routes of all pages; those of the API come on top in api/routes.py."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.shortcuts import redirect
from django.urls import include, path

from config.operating import health, outbox

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # as allauth says
# One page for a new password, which asks, counts and tells as everybody's does.
admin.site.password_change = lambda *_request, **_more: redirect("account_change_password")  # type: ignore

urlpatterns = [
    path("outbox/", outbox.outbox, name="outbox"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("", include("pages.urls")),
    path("", include("couples.urls")),
    path("", include("agreements.urls")),
    path("", include("journal.urls")),
    path("", include("checkins.urls")),
    path("", include("reminders.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("account/", include("allauth.account.urls")),
    path("operators/", admin.site.urls),
]
handler400 = "config.api.problems.bad_request"
handler500 = "config.api.problems.server_error"
