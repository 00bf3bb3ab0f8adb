"""All addresses under /api/: the rooms', the description's, and those of the problem types."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, URLResolver, include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

import couples.keys.scheme  # noqa: F401 - the description looks for it
from basics.api.problems import PROBLEM_TYPES
from basics.api.views import Unknown
from config.api.middleware import WITH_API


def problem_type(request: HttpRequest, name: str) -> HttpResponse:
    """Explain a problem type: its URI leads here."""
    if name not in PROBLEM_TYPES:
        return Unknown.as_view()(request)
    found = PROBLEM_TYPES[name]
    return JsonResponse({"type": f"/api/problems/{name}", "title": str(found.title), "status": found.status})


rooms: list[URLPattern | URLResolver] = [
    path("", include("pages.api_urls")),
    path("", include("couples.api_urls")),
    path("", include("agreements.api_urls")),
    path("", include("journal.api_urls")),
    path("", include("checkins.api_urls")),
    path("", include("reminders.api_urls")),
]
urlpatterns = [
    path("v1/", include((rooms, "api"))),
    path("schema/", SpectacularAPIView.as_view(urlconf=WITH_API), name="api_schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api_schema"), name="api_docs"),
    path("problems/<slug:name>", problem_type, name="api_problem"),
    re_path(r"", Unknown.as_view(), name="api_unknown"),
]
