"""A letter about something that one of the two needs most: a draft of whoever taps, with one tap."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from agreements.drafts.models import Draft
from agreements.drafts.verbs import begin_draft
from agreements.kinds.base import AgreementKind, kind_for_need, kind_that_helps
from basics.refusals import Refusal
from basics.transactions import acting
from checkins.rhythm.models import CheckIn
from checkins.theme.showing import NeedOnTable, compared
from couples.seats.models import Membership


class NoSuchRow(Refusal):
    """It does not lie on the table of this talk."""

    name = "not-found"
    message = _("This does not lie on the table.")


def draft_about(
    check_in: CheckIn,
    seat: Membership,
    need: str,
    is_mine: bool,
    now: datetime,
    kind: AgreementKind | None = None,
) -> Draft:
    """Begin a letter about a row of what was compared, for this person alone; without a kind of the one that fits.

    A later tap finds what an earlier one began, as it was written on, until that was sent or thrown away.
    Raises NoSuchRow, TooManyDrafts.
    """
    with acting(seat.user_id):
        row = row_on_table(check_in, seat, need, is_mine, now)
        chosen = kind or kind_for_need(need) or kind_that_helps()
        values = chosen.about_a_need(row.label, row.line, is_mine)
        submission = uuid.uuid5(check_in.pk, f"{chosen.name}:{need}:{is_mine}")
        return begin_draft(seat.user, chosen, values, submission, now)


def row_on_table(check_in: CheckIn, seat: Membership, need: str, is_mine: bool, now: datetime) -> NeedOnTable:
    """Return one row of what a talk has opened. Raises NoSuchRow."""
    both = compared(check_in, seat, now)
    lists = [each.needs for each in both.lists if each.is_mine == is_mine] if both else []
    found = next((row for needs in lists for row in needs if row.need == need), None)
    if found is None:
        raise NoSuchRow
    return found
