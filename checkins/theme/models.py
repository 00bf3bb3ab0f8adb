"""That a talk is about what each needs most, and what each put into it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from basics.encryption import EncryptedJSONField
from checkins.rhythm.models import CheckIn, CheckInQuerySet
from couples.people.models import User
from couples.seats.models import Couple, Membership
from journal.needs.ranking import Ranked, ranked_in


def compared_at(seat: Membership) -> CheckInQuerySet:
    """Return the talks of this seat's couple that are about what each needs most."""
    return CheckIn.objects.of(seat).filter(pk__in=Theme.objects.filter(couple=seat.couple_id).values("check_in"))


class Theme(models.Model):
    """The two compare at this talk what they need most. Whoever of them wanted it is not kept."""

    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+")
    check_in = models.OneToOneField(CheckIn, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"theme of {self.check_in_id}"


class SealedNeedsQuerySet(models.QuerySet["SealedNeeds"]):
    """What each put in, by who may read it."""

    def readable_by(self, user: User, check_in: CheckIn, now: datetime) -> SealedNeedsQuerySet:
        """One's own always; the partner's only once the answers are open, at a talk that is about it."""
        rows, mine = self.filter(check_in=check_in), Q(author=user)
        with_theme = Q(check_in__in=Theme.objects.values("check_in"))
        return rows.filter(mine | with_theme if check_in.is_open(now) else mine)


class SealedNeeds(models.Model):
    """What one person put in of what they need most, as it stood when they handed in their answers.

    What stands among their own pages goes on being theirs to change.
    """

    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+")
    check_in = models.ForeignKey(CheckIn, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # In their order, with their lines; nothing before handing in, nor beside "not today".
    payload = EncryptedJSONField(default=dict)
    not_today = models.BooleanField(default=False)

    objects = SealedNeedsQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["check_in", "author"], name="one_ranking_each"),)

    def __str__(self) -> str:
        return f"sealed needs {self.pk}"

    @property
    def ranked(self) -> Sequence[Ranked]:
        """Return the needs in their order."""
        return ranked_in(self.payload)
