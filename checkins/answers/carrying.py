"""Taking what one wrote for a talk that did not come to it along to the next one, for oneself alone as before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from basics.formats import day_said
from basics.refusals import Refusal
from checkins.agenda.showing import next_talk
from checkins.answers.models import Answer
from checkins.answers.verbs import be_in_no_more
from checkins.rhythm.models import CheckIn
from couples.live.verbs import raise_revisions
from couples.seats.leaving import acting_together
from couples.seats.models import Membership

# So long other talks' pages lead to what is left.
LEADS_BACK_FOR = timedelta(days=14)


class NowhereToTakeIt(Refusal):
    """It may still open, or no talk is ahead."""

    name = "nowhere-to-take-it"
    message = gettext_lazy(
        "There is no other talk to take it to now. What you wrote stays here, and only you can read it."
    )


def take_along(check_in: CheckIn, seat: Membership, now: datetime) -> CheckIn:
    """Put what this person wrote for a talk that is over unopened to the next one, and return that.

    Nothing is handed in by it. What they have answered there already stays; what that talk does not ask is theirs there
    as it was here. A second tap finds nothing more to take. Raises NowhereToTakeIt, NotConnected.
    """
    with acting_together(seat):
        talk = next_talk(seat, now)
        if talk is None or check_in.is_one_question or not check_in.was_returned(now):
            raise NowhereToTakeIt
        # Handing in there takes this row first, too: it comes before all of this, or after it.
        CheckIn.objects.filter(pk=talk.pk).update(touched=F("touched") + 1)
        for answer in taken(check_in, talk, seat):
            Answer.objects.filter(check_in=talk, author=seat.user, prompt=answer.prompt).delete()
            Answer.objects.filter(pk=answer.pk).update(check_in=talk)
        be_in_no_more(check_in, seat)
        raise_revisions([seat.user_id])
    return talk


def taken(check_in: CheckIn, talk: CheckIn, seat: Membership) -> Sequence[Answer]:
    """Return which of a person's answers go along: those with words, where they have said nothing else there."""
    mine = Answer.objects.filter(author=seat.user, check_in__in=[check_in, talk])
    there = {answer.prompt for answer in mine if answer.check_in_id == talk.pk and answer.says_something}
    here = [answer for answer in mine if answer.check_in_id == check_in.pk]
    return [answer for answer in here if answer.words and answer.prompt not in there]


def left_with_me(seat: Membership, now: datetime) -> CheckIn | None:
    """Return the last talk that came to nothing lately and for which this person wrote. One query, whoever wrote."""
    talks = CheckIn.objects.of(seat).talks().given_back(now).filter(starts_at__gt=now - LEADS_BACK_FOR)
    mine = Answer.objects.filter(author=seat.user, check_in__in=talks).select_related("check_in")
    return next((answer.check_in for answer in mine.order_by("-check_in__starts_at") if answer.words), None)


def take_label(check_in: CheckIn, seat: Membership, now: datetime) -> str:
    """Return what the button says: Take it to Sunday. Empty where there is nothing to take along, or nowhere."""
    talk = next_talk(seat, now) if check_in.was_returned(now) and not check_in.is_one_question else None
    if talk is None or not taken(check_in, talk, seat):
        return ""
    day, today = timezone.localtime(talk.starts_at).date(), timezone.localtime(now).date()
    return _("Take it to %(day)s") % {"day": day_said(day, today)} if day >= today else _("Take it to our next talk")
