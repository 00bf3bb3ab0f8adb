"""The private line that a person keeps beside an agreement; nobody else ever reads it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from agreements.letters.models import Agreement, PrivateLine
from basics.limits import Room
from basics.refusals import Refusal
from basics.transactions import acting
from couples.live.verbs import raise_revisions
from couples.seats.models import Membership

# Some four hundred of the longest, over all of a person's connections.
LINES = Room(1_000_000)


class LinesTooLong(Refusal):
    """All lines that a person keeps for themself are too long together."""

    name = "no-room"
    field = "coping_line"
    message = _("You keep very many lines for yourself. Shorten or empty another one first; this one is still here.")


def set_private_line(agreement: Agreement, seat: Membership, words: str) -> None:
    """Keep, change or, with an empty text, remove the caller's line. Raises LinesTooLong."""
    with acting(seat.user_id):
        if words:
            _keep(agreement, seat, words)
        else:
            PrivateLine.objects.filter(agreement=agreement, user=seat.user).delete()
        raise_revisions([seat.user_id])


def _keep(agreement: Agreement, seat: Membership, words: str) -> None:
    kept = {"words": words, "couple_id": agreement.couple_id}
    with LINES.kept_within(PrivateLine.objects.filter(user=seat.user), seat.user_id, LinesTooLong):
        PrivateLine.objects.update_or_create(agreement=agreement, user=seat.user, defaults=kept)
