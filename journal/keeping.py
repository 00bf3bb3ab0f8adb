"""What this room keeps: appreciations."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from basics.keeping import Erasure, Keeping, Secrecy
from couples.seats.models import Couple, Membership
from journal.appreciations.models import Appreciation, AppreciationQuerySet
from journal.appreciations.openings import settle_talks


def readable(seat: Membership) -> AppreciationQuerySet:
    """Return what this person knows of it: words to one are one's own as well."""
    return Appreciation.objects.known_to(seat).order_by(
        F("given_at").asc(nulls_last=True), "giver_id", "written_at", "pk"
    )


def write_down_what_opened(couple: Couple, now: datetime) -> None:
    """Write down what talks have opened with: once the two are apart nothing opens any more."""
    settle_talks(couple.pk, now)


KEEPINGS = (
    Keeping(
        Appreciation,
        Secrecy.SEALED,
        _("Something good that you wrote down. Your partner reads it once a talk opens, or at once if you say so."),
        owner="giver",
        couple="couple",
        opened=Q(given_at__isnull=False),
        stays=readable,
        erasure=Erasure.ANONYMISE,
        on_leaving=write_down_what_opened,
    ),
)
