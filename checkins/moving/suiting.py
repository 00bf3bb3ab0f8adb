"""Three left out in a row: both are asked whether the time still suits them, and each answers for themself."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q

from agreements.letters.models import Agreement
from basics.transactions import acting
from checkins.moving.models import IN_A_ROW, Suits
from checkins.rhythm.models import CheckIn, CheckInQuerySet
from couples.live.verbs import raise_revisions
from couples.seats.models import Membership


def no_longer_suiting(seat: Membership, now: datetime) -> CheckInQuerySet:
    """Return, of each rhythm that the couple may want otherwise, the third that was left out in a row.

    For both alike, whoever skipped; until a talk of it comes to be, or the two agree on other words or are about to;
    and for each until they have said that it suits.
    """
    later = CheckIn.objects.filter(agreement=OuterRef("agreement"), slot__gt=OuterRef("slot"))
    came = later.alive().filter(starts_at__lte=now)
    suits = Suits.objects.filter(check_in=OuterRef("pk"), person=seat.user_id)
    over = Q(Exists(came)) | Q(Exists(later.filter(left_out=IN_A_ROW))) | Q(Exists(suits))
    standing = Agreement.objects.now_in_force(now).filter(proposal__isnull=True)
    thirds = CheckIn.objects.of(seat).filter(left_out=IN_A_ROW, agreement__in=standing)
    return thirds.exclude(over).exclude(agreement__in_force_since__gt=F("cancelled_at"))


def say_it_suits(seat: Membership, check_in_id: uuid.UUID, now: datetime) -> None:
    """Put the question away, for this person alone. Where it is not asked nothing changes."""
    with acting(seat.user_id):
        third = no_longer_suiting(seat, now).filter(pk=check_in_id).first()
        if third is None:
            return
        Suits.objects.filter(person=seat.user, check_in__agreement=third.agreement_id).exclude(check_in=third).delete()
        Suits.objects.get_or_create(check_in=third, person=seat.user, defaults={"couple_id": seat.couple_id})
        raise_revisions([seat.user_id])
