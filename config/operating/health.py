"""For the operator and their machines: up, ready, and the numbers. No page here names a person."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from basics.storage import is_storage_fault
from config.operating.canary import unfit_for_work
from reminders.operating.overdue import LATE_AFTER, longest_wait


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """Answer that this process is up. A load balancer asks this: pages work without broker and workers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """Answer whether the service keeps its word: it can read words and write, and nothing due has waited too long.

    It looks at the rows and not at processes: a worker can be alive and not consume.
    """
    now = timezone.now()
    try:
        fault = unfit_for_work(now)
        waited = longest_wait(now)
    except DatabaseError as error:
        full = "nothing can be written: the disk is full or fails"
        return _text(full if is_storage_fault(error) else "the database does not answer", 503)
    if fault:
        return _text(fault, 503)
    if waited > LATE_AFTER:
        return _text(f"the oldest unsent reminder has been due for {waited.total_seconds():.0f} s", 503)
    return _text("ready", 200)


def _text(sentence: str, status: int) -> HttpResponse:
    return HttpResponse(f"{sentence}\n", content_type="text/plain", status=status)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer with the counters, to whoever has the operator's token; for anyone else there is no such page."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not constant_time_compare(given, settings.METRICS_TOKEN):
        raise Http404
    from config.operating.metrics import CONTENT_TYPE, exposition  # most processes are never asked

    return HttpResponse(exposition(timezone.now()), content_type=CONTENT_TYPE)
