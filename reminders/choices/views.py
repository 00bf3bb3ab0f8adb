"""The page on which a person says how to be reached, links from outside, and unsubscribing."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from basics.answering import asks_who_it_is, goes_through, says_what_for
from basics.origins import our_origins
from reminders.channels.email.unsubscribing import read_token, unsubscribe
from reminders.choices import address_codes as confirming
from reminders.choices import devices
from reminders.choices.asking import asks_again, change_preferences, was_asked
from reminders.choices.forms import (
    CodeForm,
    OtherAddressForm,
    RenewForm,
    SubscribeForm,
    TestForm,
)
from reminders.choices.own_kinds import request_test
from reminders.choices.renewing import Advice, look_after, renew
from reminders.choices.showing import settings_form, settings_parts
from reminders.kinds import find_kind
from reminders.links import find_target
from reminders.preferences import preferences_of, usable_channels

_TO_ANOTHER_APP = gettext_lazy("This is to let what we tell you go to another app.")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@says_what_for(gettext_lazy("This is to change how you are reached."))
@asks_again
def reminder_settings(request: HttpRequest) -> HttpResponse:
    """How this person wants to be reached. Nobody else sees it."""
    if not request.POST:
        return settings_page(request)
    form = settings_form(request.user, request.POST)
    if form.is_valid():
        change_preferences(form.instance.user_id, form.changed, form.marks, was_asked(request), timezone.now())
        messages.success(request, _("Saved."))
        return redirect("reminder_settings")
    return settings_page(request, 400, form=form)


def settings_page(request: HttpRequest, status: int = 200, **sent: Any) -> HttpResponse:
    """Return the page with all its parts; a form that was sent stands in for the one of its name."""
    parts = settings_parts(request.user, request.session, timezone.now())
    return render(request, "reminders/choices/settings.html", {**parts, **sent}, status=status)


@require_POST
@login_required
@asks_who_it_is(_TO_ANOTHER_APP)
def other_enter(request: HttpRequest) -> HttpResponse:
    """Send a code to an address in another app."""
    form = OtherAddressForm(request.POST)
    if not goes_through(form, lambda: confirming.enter(request.user, form.cleaned_data["address"], timezone.now())):
        return settings_page(request, status=400, other_form=form)
    messages.success(request, _("A code is on its way there."))
    return redirect("reminder_settings")


@require_POST
@login_required
@asks_who_it_is(_TO_ANOTHER_APP)
def other_confirm(request: HttpRequest) -> HttpResponse:
    """Take an address into use whose code came back."""
    form = CodeForm(request.POST)
    if not goes_through(form, lambda: confirming.confirm(request.user, form.cleaned_data["code"], timezone.now())):
        return settings_page(request, status=400, code_form=form)
    messages.success(request, _("What you chose reaches you there now."))
    return redirect("reminder_settings")


@require_POST
@login_required
def other_remove(request: HttpRequest) -> HttpResponse:
    """Forget the address in another app."""
    confirming.remove(request.user)
    messages.success(request, _("Nothing is sent there any more."))
    return redirect("reminder_settings")


@require_POST
@login_required
def reminder_test(request: HttpRequest) -> HttpResponse:
    """Send a test on one channel: a row like any other."""
    channel = TestForm(request.POST).channel_name
    if channel not in usable_channels(preferences_of(request.user)):
        messages.error(request, _("This way is not set up or switched off, so nothing can be sent there."))
    else:
        request_test(request.user, channel, timezone.now())
        messages.success(request, _("A test is on its way. It should be there within a minute."))
    return redirect("reminder_settings")


@require_POST
@login_required
def push_subscribe(request: HttpRequest) -> HttpResponse:
    """Add this device; its browser sends what a push needs. A script sends it, and leads to the question by itself."""
    if not was_asked(request):
        return HttpResponse(_("First your password, please."), status=403, content_type="text/plain")
    try:
        device = devices.subscribe(request.user, SubscribeForm(request.POST).subscription, timezone.now())
    except devices.NotADevice:
        return HttpResponse(_("This is no device that we can reach."), status=400, content_type="text/plain")
    devices.put_at_hand(request.user, request.session, device)
    messages.success(request, _("This device will notify you."))
    return HttpResponse(status=204)


@require_POST
@login_required
def push_look(request: HttpRequest) -> HttpResponse:
    """Tell this device, which sends what it holds, whether to keep, renew or drop its subscription."""
    held = SubscribeForm(request.POST).subscription
    try:
        advice = look_after(request.user, request.session, held, timezone.now())
    except devices.NotADevice:
        advice = Advice.STOP
    return JsonResponse({"advice": advice})


@csrf_exempt  # a service worker has no form: whoever shows a subscription's secret may renew it, and nothing else
@require_POST
def push_renew(request: HttpRequest) -> HttpResponse:
    """Take a new subscription in place of an old one, from a browser that changed it while no page was open."""
    if request.headers.get("Origin") not in our_origins(request):
        return HttpResponse(status=403)
    form = RenewForm(request.POST)
    try:
        renewed = renew(form.old, form.subscription)
    except devices.NotADevice:
        return HttpResponse(status=400)
    return HttpResponse(status=204 if renewed else 404)


@require_POST
@login_required
def push_forget(request: HttpRequest, device_id: uuid.UUID) -> HttpResponse:
    """Take one of one's own devices off the list."""
    devices.forget(request.user, device_id)
    messages.success(request, _("Nothing is sent to that device any more."))
    return redirect("reminder_settings")


@never_cache  # its redirects name what the link itself does not
@require_safe
@login_required
def go(request: HttpRequest, token: str) -> HttpResponse:
    """Lead a person on from a link in a mail or a push. Nothing is looked up before they have signed in.

    For anybody else, and for what is too old or was never there, the answer is one and the same.
    """
    target = find_target(token, request.user, timezone.now())
    return HttpResponseRedirect(target) if target else render(request, "reminders/choices/link_closed.html", status=404)


@csrf_exempt  # a mail program posts here without a page of ours; the closed address is the permission
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    """Stop mails of one kind. GET only shows a form, since scanners open links; POST acts (RFC 8058)."""
    subscription = read_token(token)
    if subscription is None:
        raise Http404
    if request.method == "POST":
        unsubscribe(subscription, timezone.now())
    # Whoever reads the mailbox is not told here what the mail did not say; its owner, signed in, is.
    kind = find_kind(subscription.kind) if subscription.user_id == request.user.pk else None
    context = {"kind": kind.label if kind else "", "done": request.method == "POST"}
    return render(request, "reminders/email/unsubscribe.html", context)
