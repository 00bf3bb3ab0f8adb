"""Pages of the templates: all of them, one as the letter it makes, and that one for whoever comes."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from agreements.drafts.showing import first_form, letter_before, one_in_force
from agreements.drafts.verbs import start_from
from agreements.starters.forms import FindForm
from agreements.starters.showing import Asked, StarterAsSeen, browse, starter_seen
from basics.answering import refusals_lead_to
from basics.links import absolute
from basics.submissions import SubmissionForm
from basics.transactions import reading
from couples.seats.access import PersonRequest, membership_of

AN_HOUR = 3600


@require_safe
@login_required
def template_list(request: PersonRequest) -> HttpResponse:
    """All templates, or those that somebody looks for."""
    form = FindForm(request.GET)
    form.is_valid()
    asked = Asked(form.said("words"), form.said("kind"), form.said("trigger"))
    return render(request, "agreements/starters/list.html", {"form": form, "browsed": browse(asked)})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@refusals_lead_to("template")
def template(request: PersonRequest, name: str) -> HttpResponse:
    """A template as the letter that the other would read; with POST it becomes a draft, which nobody else sees."""
    seen = _starter_or_404(name)
    if request.method == "POST":
        submission = SubmissionForm(request.POST).submission_id
        draft = start_from(request.user, seen.kind, seen.starter.values, submission, timezone.now())
        return redirect("draft", draft.pk)
    return _template_page(request, seen)


def _template_page(request: PersonRequest, seen: StarterAsSeen) -> HttpResponse:
    form = first_form(seen.kind, seen.starter.values, request.user, None)
    with reading(request.user.pk):
        one = one_in_force(membership_of(request.user), seen.kind, timezone.now())
    context = {
        "seen": seen,
        "letter": letter_before(seen.kind, form, request.user),
        "one": one,
        "form": SubmissionForm(),
        "link": absolute(reverse("template_blank", args=[seen.name])),
    }
    return render(request, "agreements/starters/template.html", context)


@require_safe
@cache_control(max_age=AN_HOUR)
def template_blank(request: HttpRequest, name: str) -> HttpResponse:
    """A template to whoever comes: nothing in it is anybody's."""
    return render(request, "agreements/starters/blank.html", {"seen": _starter_or_404(name)})


def _starter_or_404(name: str) -> StarterAsSeen:
    seen = starter_seen(name)
    if seen is None:
        raise Http404
    return seen
