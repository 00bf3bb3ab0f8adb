"""What makes the site an app on a phone: manifest and service worker.

The service worker is put on a device only by someone who asked for push there or installed the app, and it keeps
nothing but the offline page, the same for everyone, and the device's own subscription: after sign-out, or quick exit,
no page of a person is left on the device.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from reminders.choices import devices


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Name, colours and icons of the installed app."""
    return render(request, "reminders/choices/manifest.webmanifest", content_type="application/manifest+json")


@require_safe
@never_cache
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker, at the root so that it may serve the whole site; a template, since it names fingerprinted files."""
    script, key = "reminders/choices/service-worker.js", {"push_key": devices.server_key()}
    return render(request, script, key, content_type="text/javascript; charset=utf-8")
