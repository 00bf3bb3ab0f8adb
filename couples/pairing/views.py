"""Pages of inviting and joining."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from basics.answering import goes_through, refusals_lead_to
from basics.refusals import Refusal
from couples.live.asking import lives
from couples.pairing import verbs as pairing
from couples.pairing.forms import DigitsForm, InviteForm, JoinForm, ShownInvitationForm
from couples.pairing.joining import say_join
from couples.pairing.models import Invitation
from couples.pairing.qr_code import qr_code
from couples.pairing.refusals import AlreadyConnected, ClaimGone, InvitationClosed, WrongDigits
from couples.pairing.reminders import read_block_token
from couples.pairing.showing import show_own_invitation, show_received_invitation
from couples.people.models import User
from couples.people.unsent import keeps_typed, typed_before
from couples.seats.access import PersonRequest, membership_of
from reminders.addresses import block


@require_http_methods(["GET", "HEAD", "POST"])
@lives
@login_required
@keeps_typed
def invite(request: PersonRequest) -> HttpResponse:
    """Open an invitation, or see the one that is open, with what it takes to confirm who comes by it."""
    if membership_of(request.user):
        return render(request, "couples/seats/connected.html")
    form = InviteForm(request.POST or typed_before(request, "invite"), inviter=request.user)
    if request.method != "POST" or not goes_through(form, lambda: _invite(request, form)):
        return _invite_page(request, form)
    request.user.finish_first_steps()
    return redirect("invite")


def _invite(request: PersonRequest, form: InviteForm) -> None:
    pairing.invite(request.user, form.cleaned_data["address"], form.submission_id, timezone.now())


def _invite_page(request: PersonRequest, form: InviteForm, digits_form: DigitsForm | None = None) -> HttpResponse:
    invitation = show_own_invitation(request.user, timezone.now())
    context = {
        "form": form,
        "invitation": invitation,
        # Drawn when the page asks for it.
        "qr_code": partial(qr_code, invitation.link) if invitation else "",
        "digits_form": digits_form or DigitsForm(),
    }
    return render(request, "couples/pairing/invite.html", context, status=400 if request.method == "POST" else 200)


@require_POST
@login_required
@refusals_lead_to("invite")
def invitation_withdraw(request: PersonRequest) -> HttpResponse:
    """Take the open invitation back."""
    if not pairing.withdraw(request.user, ShownInvitationForm(request.POST).shown_invitation):
        raise _why_nothing_is_open(request.user)
    messages.success(request, _("Taken back. The link no longer works."))
    return redirect("invite")


def _why_nothing_is_open(person: User) -> Refusal:
    """Whoever came by the link may be seated already: then "taken back" would be the wrong comfort."""
    return AlreadyConnected() if membership_of(person) else ClaimGone(_("Nothing was open any more."))


@require_POST
@login_required
@refusals_lead_to("invite")
def claim_refuse(request: PersonRequest) -> HttpResponse:
    """Whoever opened the link is not the partner."""
    if not pairing.refuse_claim(request.user, ShownInvitationForm(request.POST).shown_claim):
        raise _why_nothing_is_open(request.user)
    messages.success(request, _("Nobody has joined. The link is open again; take it back if a stranger has it."))
    return redirect("invite")


@require_POST
@login_required
@refusals_lead_to("invite")
def claim_confirm(request: PersonRequest) -> HttpResponse:
    """Connect with whoever shows the digits."""
    form = DigitsForm(request.POST)
    if not form.is_valid() or not _confirmed(request, form):
        return _invite_page(request, InviteForm(inviter=request.user), form)
    messages.success(request, _("You use Steady together now."))
    return redirect("today")


def _confirmed(request: PersonRequest, form: DigitsForm) -> bool:
    try:
        pairing.confirm_claim(request.user, form.cleaned_data["digits"], timezone.now())
    except WrongDigits as error:
        form.add_error("digits", error.message)
        return False
    return True


@never_cache  # it names somebody, and "back" must not show it to whoever has the phone next
@require_http_methods(["GET", "HEAD"])
@lives
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What the receiver reads first: who it is from, what they will and will not see."""
    try:
        found = pairing.find_invitation(token, timezone.now())
    except InvitationClosed:
        return _show_closed(request)
    context = {
        "invitation": show_received_invitation(found, request.user),
        "token": token,
        "already_connected": request.user.is_authenticated and membership_of(request.user) is not None,
    }
    return render(request, "couples/pairing/invitation.html", context)


def _show_closed(request: HttpRequest) -> HttpResponse:
    """Answer for every link that cannot be used; someone who has just been connected goes on to Today."""
    if request.user.is_authenticated and membership_of(request.user):
        return redirect("today")
    return render(request, "couples/pairing/invitation_closed.html", status=410)


@never_cache
@require_POST
@refusals_lead_to("invitation")
def invitation_claim(request: HttpRequest, token: str) -> HttpResponse:
    """Join; whoever is signed out says it now, and it is done once they have an account or are signed in."""
    try:
        found = pairing.find_invitation(token, timezone.now())
        if not request.user.is_authenticated:
            return _account_first(request, found, token)
        return _join(request, request.user, found, token)
    except InvitationClosed:
        return _show_closed(request)


def _join(request: HttpRequest, person: User, found: Invitation, token: str) -> HttpResponse:
    if pairing.claim(found, person, timezone.now()) is None:
        return redirect("invitation", token)
    messages.success(request, _("You use Steady together now."))
    return redirect("today")


def _account_first(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    say_join(request, found, timezone.now())
    page = "account_login" if JoinForm(request.POST).has_account else "account_signup"
    return redirect(f"{resolve_url(page)}?{urlencode({'next': resolve_url('invitation', token)})}")


@never_cache
@require_POST
def invitation_decline(request: HttpRequest, token: str) -> HttpResponse:
    """Not for me. No account needed; the inviter's page does not change."""
    decliner = request.user if request.user.is_authenticated else None
    try:
        pairing.decline(pairing.find_invitation(token, timezone.now()), timezone.now(), decliner)
    except InvitationClosed:
        return _show_closed(request)
    return render(request, "couples/pairing/invitation_declined.html")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def block_address(request: HttpRequest, token: str) -> HttpResponse:
    """Don't write again. GET shows a form, since scanners open links; POST acts."""
    key = read_block_token(token)
    if key is None:
        raise Http404
    if request.method == "POST":
        block(key, timezone.now())
    return render(request, "couples/pairing/block_address.html", {"done": request.method == "POST"})
