"""An address in another app that keeps refusing: it is forgotten, and its owner told in-app."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from reminders.channels import CHANNELS
from reminders.kinds import Line, ReminderKind, whole_line
from reminders.models import ChannelName, Notice, OtherAddress
from reminders.notices.verbs import tell
from reminders.subjects import exact_moment

MOST_REFUSALS = 3


class OtherAddressForgotten(ReminderKind):
    """The line that tells it. It has no rows of its own."""

    name = "other_address_forgotten"
    channels = (ChannelName.IN_APP,)

    def lines(self, notices: Sequence[Notice], now: datetime) -> Mapping[int, Line]:
        """Say it, and where to enter it again, until it was."""
        text = _(
            "Your other app does not take our messages any more, so we stopped sending there. You can set it up anew."
        )
        anew = CHANNELS[ChannelName.OTHER].reachable({notice.user_id for notice in notices})
        return {each.pk: whole_line(text, reverse("reminder_settings")) for each in notices if each.user_id not in anew}


def note_taken(address: OtherAddress) -> None:
    """Forget earlier refusals."""
    if address.refusals:
        OtherAddress.objects.filter(pk=address.pk).update(refusals=0)


def note_refused(address: OtherAddress, now: datetime) -> None:
    """Count a refusal for good; at the third the address is forgotten and its owner told, once."""
    rows = OtherAddress.objects.filter(pk=address.pk, confirmed_at__isnull=False)
    with transaction.atomic():
        rows.update(refusals=F("refusals") + 1)
        if rows.filter(refusals__gte=MOST_REFUSALS).delete()[0]:
            tell([address.user_id], OtherAddressForgotten.name, "other", exact_moment(now), now)
