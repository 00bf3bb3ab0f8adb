"""What its author sees of a draft."""

from __future__ import annotations

from django.utils.translation import gettext as _

from agreements.drafts.models import Draft
from agreements.letters.showing import Letter, draft_letter
from couples.seats.access import PersonRequest, membership_of


def drafts_with_letters(request: PersonRequest) -> list[tuple[Draft, Letter]]:
    """Return the person's own drafts with their letters."""
    seat = membership_of(request.user)
    partner = seat.partner.name if seat else _("my partner")
    own = Draft.objects.filter(author=request.user).order_by("-updated_at")
    return [(draft, draft_letter(draft, request.user, partner)) for draft in own]
