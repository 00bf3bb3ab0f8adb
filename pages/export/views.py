"""The page of one's own file. What is asked for or fetched here is asked for with the password: all of it is in it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from basics.answering import asks_who_it_is, none_is_404, refusals_lead_to, says_what_for
from couples.live.asking import lives
from couples.seats.access import PersonRequest
from pages.export import verbs
from pages.export.forms import AskForm
from pages.export.models import ExportedFile
from pages.export.showing import export_of, file_to_fetch


@require_safe
@says_what_for(gettext_lazy("This is to download the file with all that is yours here."))
@lives
@login_required
def export(request: PersonRequest) -> HttpResponse:
    """Where one's file stands."""
    context = {"export": export_of(request.user, timezone.now()), "form": AskForm()}
    return render(request, "pages/export/export.html", context)


@require_POST
@login_required
@asks_who_it_is(gettext_lazy("This is to put together all that is yours here, as one file."))
@refusals_lead_to("export")
def export_make(request: PersonRequest) -> HttpResponse:
    """Ask for it."""
    form = AskForm(request.POST)
    form.is_valid()
    verbs.ask_for_export(request.user, form.submission_id, timezone.now())
    return redirect("export")


@require_safe
@login_required
def export_fetch(request: PersonRequest, file_id: uuid.UUID) -> HttpResponseBase:
    """Hand the file out. Who has to show who they are comes back to its link: a download would leave them there."""
    now = timezone.now()
    with none_is_404(ExportedFile.DoesNotExist):
        file = file_to_fetch(request.user, file_id, now)
    if is_reauthentication_required(request, app=""):
        link = {"next": f"{reverse('export')}#download"}
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode(link)}")
    if request.method == "GET" and not verbs.note_fetched(file, now):
        raise Http404
    return _handed_out(file)


def _handed_out(file: ExportedFile) -> StreamingHttpResponse:
    """Its name says nothing of what it is: it lies among all that somebody ever loaded down."""
    name = f"archive-{timezone.localdate(file.ready_at)}.zip"
    headers = {"Content-Length": str(file.size), "Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(_pieces(file), content_type="application/zip", headers=headers)


def _pieces(file: ExportedFile) -> Iterator[bytes]:
    """One at a time. Where one is gone meanwhile, the length tells the browser that the rest is missing."""
    for number in range(file.chunks.count()):
        content = file.chunks.filter(number=number).values_list("content", flat=True).first()
        if content is None:
            return
        yield content


@require_POST
@login_required
def export_put_away(request: PersonRequest) -> HttpResponse:
    """Delete it here at once."""
    verbs.put_away(request.user, timezone.now())
    messages.success(request, _("It is deleted here."))
    return redirect("export")
