"""The page of all that two people set together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from agreements.drafts.showing import drafts_of, offered_kinds
from agreements.kinds.base import Beside
from agreements.letters.showing import AgreementAsSeen, agreements_of
from agreements.trials.fitting import asked_on_their_page, with_what_was_told
from basics.localtime import earliest
from couples.live.asking import lives
from couples.seats.access import PersonRequest, membership_of
from couples.seats.models import Membership


@require_safe
@lives
@login_required
def agreement_list(request: PersonRequest) -> HttpResponse:
    """All there is: to answer, in force, sent, drafts, set aside; and something to start."""
    seat = membership_of(request.user)
    context = {"drafts": drafts_of(request.user), "kinds": offered_kinds()}
    if seat:
        context |= _by_state(seat)
    return render(request, "agreements/list.html", context)


def _by_state(seat: Membership) -> dict[str, Any]:
    agreements = agreements_of(seat, timezone.now())
    asked_about = asked_on_their_page(agreements, timezone.localdate())
    return {
        "kinds": offered_kinds(agreements),
        "to_answer": [row for row in agreements if row.asks_me],
        "put_off": [row for row in agreements if row.needs_my_answer and row.is_put_off],
        "in_force": [row for row in agreements if row.state == "in_force"],
        "sent": [row for row in agreements if row.is_sent_by_me],
        "changes_at": earliest(*(row.ends_at for row in agreements)),
        "may_not_fit": with_what_was_told(seat, asked_about),
        "seen_together": _seen_together(agreements),
        "over": [row for row in agreements if row.ended_at],
    }


def _seen_together(agreements: Sequence[AgreementAsSeen]) -> Sequence[Beside]:
    """Return the pages on which those of one kind stand together, each once."""
    pages = (row.kind.seen_together for row in agreements if row.state == "in_force")
    return list(dict.fromkeys(page for page in pages if page))
