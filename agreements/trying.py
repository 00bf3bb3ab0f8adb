"""Trying the pause once, while all is well: a minute on both phones, and how it feels to come back.

No reminder, no limit and no row: its end stands in the page's own address, and the other opens the same page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from agreements.drafts.models import NotOffered
from agreements.drafts.verbs import offer_no_more
from agreements.kinds.cool_down import CoolDown
from agreements.letters.showing import AgreementAsSeen
from couples.live.asking import lives
from couples.seats.access import PartnerRequest, partners_only
from couples.seats.models import Membership

TRIAL_LASTS = timedelta(minutes=1)
# Its name among what Today does not offer a person any more.
TRIAL = "try_pause"
# Soon after it was agreed how they pause, or not at all.
OFFERED_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Trial:
    """A pause of a minute that is only a page."""

    ends_at: datetime
    is_over: bool


def is_offered(seat: Membership, in_force: Iterable[AgreementAsSeen], now: datetime) -> bool:
    """Tell whether Today offers it to this person: how they pause was agreed lately, and they have not been asked."""
    agreed = next((row.in_force_since for row in in_force if row.kind.name == CoolDown.name), None)
    if agreed is None or now - agreed > OFFERED_FOR:
        return False
    return not NotOffered.objects.filter(person=seat.user_id, kind=TRIAL).exists()


@require_safe
@lives
@partners_only
def pause_try(request: PartnerRequest, until: int) -> HttpResponse:
    """Show the minute, and what comes after it."""
    return render(request, "agreements/pauses/try.html", {"trial": _trial(until, timezone.now())})


def _trial(until: int, now: datetime) -> Trial:
    try:
        ends_at = datetime.fromtimestamp(until, UTC)
    except (ValueError, OverflowError, OSError):
        raise Http404 from None
    if ends_at > now + 2 * TRIAL_LASTS:
        raise Http404
    return Trial(ends_at, ends_at <= now)


@require_POST
@partners_only
def pause_try_begin(request: PartnerRequest) -> HttpResponse:
    """Begin the minute. It is not offered again."""
    offer_no_more(request.user, TRIAL)
    return redirect("pause_try", until=int((timezone.now() + TRIAL_LASTS).timestamp()))


@require_POST
@partners_only
def pause_try_no_more(request: PartnerRequest) -> HttpResponse:
    """Not now: it is not offered again."""
    offer_no_more(request.user, TRIAL)
    return redirect("today")
