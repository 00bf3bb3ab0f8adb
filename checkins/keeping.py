"""What this room keeps: check-ins, the answers to them, and what each takes along."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from basics.keeping import Erasure, Keeping, Secrecy
from checkins.answers.models import Answer, Seal, TakeAway
from checkins.feed.models import CalendarFeed
from checkins.feed.verbs import revoke_feeds
from checkins.leaving import forget_moves_of, forget_what_suits, withdraw_check_ins
from checkins.moving.models import KEPT_FOR, Move, Suits
from checkins.rhythm.models import CheckIn
from couples.seats.models import Membership


def own_answers(seat: Membership) -> QuerySet[Answer]:
    """Return what this person answered; the other's are closed to them, as theirs are to the other."""
    answers = Answer.objects.filter(author=seat.user, couple=seat.couple_id).select_related("check_in")
    return answers.order_by("check_in__starts_at", "pk")


def own_take_aways(seat: Membership) -> QuerySet[TakeAway]:
    """Return what this person took along."""
    return TakeAway.objects.filter(author=seat.user, couple=seat.couple_id).select_related("check_in")


KEEPINGS = (
    Keeping(
        CheckIn,
        Secrecy.OURS,
        _("When your talks were, and when the next one is."),
        couple="couple",
        erasure=Erasure.STAYS,
        on_leaving=withdraw_check_ins,
    ),
    Keeping(
        Move,
        Secrecy.OURS,
        _("What one of you suggested, asked or skipped about the time of a talk, until three days after that time."),
        owner="author",
        couple="couple",
        kept_for=KEPT_FOR,
        on_leaving=forget_moves_of,
    ),
    Keeping(
        Suits,
        Secrecy.MINE,
        _("That your talk time suits you, where you said so. Nobody but you knows."),
        owner="person",
        couple="couple",
        on_leaving=forget_what_suits,
    ),
    Keeping(
        Answer,
        Secrecy.SEALED,
        _("Your answers before a talk. Your partner sees them once both are in and the time has come."),
        owner="author",
        couple="couple",
        stays=own_answers,
    ),
    Keeping(
        Seal,
        Secrecy.SEALED,
        _("That your answers are in. Nobody is told before the talk."),
        owner="author",
        couple="couple",
    ),
    Keeping(
        TakeAway,
        Secrecy.OURS,
        _("What you take with you from a talk. Both of you see it."),
        owner="author",
        couple="couple",
        stays=own_take_aways,
    ),
    Keeping(
        CalendarFeed,
        Secrecy.MINE,
        _("That your calendar may follow your talks, and since when. Your partner does not see it."),
        owner="user",
        couple="couple",
        on_leaving=revoke_feeds,
    ),
)
