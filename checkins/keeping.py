"""What this room keeps: check-ins, the answers to them, what is queued for one, and what each takes along."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from basics.keeping import Erasure, Keeping, Secrecy
from checkins.agenda.models import Topic
from checkins.answers.models import Answer, Seal, TakeAway
from checkins.leaving import withdraw_check_ins
from checkins.rhythm.models import CheckIn
from couples.seats.models import Membership


def own_answers(seat: Membership) -> QuerySet[Answer]:
    """Return what this person answered; the other's are closed to them, as theirs are to the other."""
    answers = Answer.objects.filter(author=seat.user, couple=seat.couple_id).select_related("check_in")
    return answers.order_by("check_in__starts_at", "pk")


def own_take_aways(seat: Membership) -> QuerySet[TakeAway]:
    """Return what this person took along."""
    return TakeAway.objects.filter(author=seat.user, couple=seat.couple_id).select_related("check_in")


def own_topics(seat: Membership) -> QuerySet[Topic]:
    """Return what this person queued, whether or not a talk opened with it; the other's goes back to them."""
    return Topic.objects.by(seat).with_letters().order_by("queued_at", "pk")


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
        Topic,
        Secrecy.SEALED,
        _("What you want to talk about. Your partner sees it once a talk opens with it, or at once if you say so."),
        owner="author",
        couple="couple",
        stays=own_topics,
    ),
    Keeping(
        TakeAway,
        Secrecy.OURS,
        _("What you take with you from a talk. Both of you see it."),
        owner="author",
        couple="couple",
        stays=own_take_aways,
    ),
)
