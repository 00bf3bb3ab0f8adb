"""What this room keeps: check-ins, the answers to them, what is queued for one, and what each takes along."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from basics.keeping import Afterwards, Erasure, Keeping, Secrecy, Whose
from checkins import exporting
from checkins.agenda.models import Topic
from checkins.answers.models import Answer, Seal, TakeAway, WithoutWriting
from checkins.feed.models import CalendarFeed
from checkins.feed.verbs import revoke_feeds
from checkins.leaving import (
    forget_heavy_yeses,
    forget_moves_of,
    forget_question_yeses,
    forget_starts,
    forget_turns_of,
    forget_what_suits,
    withdraw_check_ins,
)
from checkins.moving.models import KEPT_FOR, Move, Suits
from checkins.questions.models import DeckChoice, Drawing, HeavyYes, OwnDeck, OwnQuestion, QuestionYes
from checkins.rhythm.models import CheckIn
from checkins.rituals.models import Occasion
from checkins.rituals.upcoming import forget_occasions_of
from checkins.talking.models import Turns
from checkins.theme.models import SealedNeeds, Theme
from checkins.tries.models import Try
from checkins.tries.standing import IN_ORDER
from checkins.tries.verbs import forget_tries_over
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


def own_questions(seat: Membership) -> QuerySet[OwnQuestion]:
    """Return the questions that the two wrote themselves, whoever wrote them."""
    return OwnQuestion.objects.filter(couple=seat.couple_id).order_by("made_at", "pk")


def own_decks(seat: Membership) -> QuerySet[OwnDeck]:
    """Return the decks of those, which both began, whoever did."""
    return OwnDeck.objects.filter(couple=seat.couple_id)


def drawings(seat: Membership) -> QuerySet[Drawing]:
    """Return what was drawn for their talks."""
    return Drawing.objects.filter(couple=seat.couple_id)


def tries_of(seat: Membership) -> QuerySet[Try]:
    """Return what the two tried when one of them left, whoever wished for it."""
    return Try.objects.filter(couple=seat.couple_id).order_by(*IN_ORDER)


def own_needs(seat: Membership) -> QuerySet[SealedNeeds]:
    """Return what this person put in of what they need most; the other's is closed to them."""
    mine = SealedNeeds.objects.filter(author=seat.user, couple=seat.couple_id).select_related("check_in")
    return mine.order_by("check_in__starts_at", "pk")


KEEPINGS = (
    Keeping(
        CheckIn,
        Secrecy.OURS,
        _("When your talks were, and when the next one is."),
        couple="couple",
        erasure=Erasure.STAYS,
        on_leaving=withdraw_check_ins,
        export=exporting.TALKS,
        afterwards=(Afterwards(Whose.CLOSED, _("talks that lie ahead")),),
    ),
    Keeping(
        Occasion,
        Secrecy.OURS,
        _("When the next of your rituals and hours of your own is, until three days after that time."),
        couple="couple",
        erasure=Erasure.STAYS,
        kept_for=KEPT_FOR,
        on_leaving=forget_occasions_of,
        not_exported="It follows from the agreement, and goes after three days.",
    ),
    Keeping(
        Move,
        Secrecy.OURS,
        _("What one of you suggested, asked or skipped about the time of a talk, until three days after that time."),
        owner="author",
        couple="couple",
        kept_for=KEPT_FOR,
        on_leaving=forget_moves_of,
        not_exported="It goes for both three days after the time that it was about.",
        afterwards=(Afterwards(Whose.CLOSED, _("talks that lie ahead")),),
    ),
    Keeping(
        Suits,
        Secrecy.MINE,
        _("That your talk time suits you, where you said so."),
        owner="person",
        couple="couple",
        on_leaving=forget_what_suits,
        not_exported="It counts for one talk time, and says nothing outside it.",
    ),
    Keeping(
        Answer,
        Secrecy.SEALED,
        _("Your answers before a talk. Your partner sees them once both are in and the time has come."),
        owner="author",
        couple="couple",
        stays=own_answers,
        not_exported="It stands with its talk.",
        afterwards=(
            Afterwards(Whose.MINE, _("your answers")),
            Afterwards(Whose.CLOSED, _("each other’s answers")),
        ),
    ),
    Keeping(
        Seal,
        Secrecy.SEALED,
        _("That your answers are in. Nobody is told before the talk."),
        owner="author",
        couple="couple",
        not_exported="It stands with its talk, as far as that is open.",
    ),
    Keeping(
        WithoutWriting,
        Secrecy.SEALED,
        _("That you would start a talk without writing. Nobody is told unless you both say so."),
        owner="person",
        couple="couple",
        on_leaving=forget_starts,
        not_exported="It holds until a talk has begun, and says nothing afterwards.",
    ),
    Keeping(
        Topic,
        Secrecy.SEALED,
        _("What you want to talk about. Your partner sees it once a talk opens with it, or at once if you say so."),
        owner="author",
        couple="couple",
        stays=own_topics,
        export=exporting.TOPICS,
        afterwards=(Afterwards(Whose.MINE, _("your topics")),),
    ),
    Keeping(
        TakeAway,
        Secrecy.OURS,
        _("What you take with you from a talk."),
        owner="author",
        couple="couple",
        stays=own_take_aways,
        not_exported="It stands with its talk.",
        afterwards=(
            Afterwards(Whose.MINE, _("your answers")),
            Afterwards(Whose.CLOSED, _("each other’s answers")),
        ),
    ),
    Keeping(
        Theme,
        Secrecy.OURS,
        _("That you two compare at a talk what you need most. Nobody sees who wanted to."),
        couple="couple",
        not_exported="It says nothing beside what each put in.",
        erasure=Erasure.STAYS,
    ),
    Keeping(
        SealedNeeds,
        Secrecy.SEALED,
        _("What you put into a talk of what you need most. Your partner sees it once your answers open."),
        owner="author",
        couple="couple",
        stays=own_needs,
        export=exporting.NEEDS,
        afterwards=(Afterwards(Whose.MINE, _("your answers")),),
    ),
    Keeping(
        Try,
        Secrecy.OURS,
        _("What you two try from one talk to the next. Nobody sees who wanted to, or who kept it."),
        owner="author",
        couple="couple",
        stays=tries_of,
        erasure=Erasure.ANONYMISE,
        on_leaving=forget_tries_over,
        export=exporting.TRIES,
        afterwards=(Afterwards(Whose.BOTH, _("your lists and questions")),),
    ),
    Keeping(
        DeckChoice,
        Secrecy.OURS,
        _(
            "Where your talks take their questions from, and when your last pause was over: the talk after it has "
            "questions of its own."
        ),
        couple="couple",
        erasure=Erasure.STAYS,
        not_exported="It says where the next question comes from, and no word of anybody's.",
    ),
    Keeping(
        Drawing,
        Secrecy.OURS,
        _("What your talks have asked, and when: so that it does not soon come again. Nobody sees who wanted another."),
        owner="wanted_by",
        couple="couple",
        erasure=Erasure.ANONYMISE,
        remains=drawings,
        not_exported="What was asked stands with its talk.",
    ),
    Keeping(
        HeavyYes,
        Secrecy.MINE,
        _("Which heavy questions are fine with you."),
        owner="person",
        couple="couple",
        on_leaving=forget_heavy_yeses,
        not_exported="It counts while the two may be asked such questions, and says nothing outside that.",
    ),
    Keeping(
        OwnDeck,
        Secrecy.OURS,
        _("What you called the questions that you two wrote yourselves."),
        owner="author",
        couple="couple",
        erasure=Erasure.ANONYMISE,
        remains=own_decks,
        not_exported="Its name stands with its questions.",
    ),
    Keeping(
        OwnQuestion,
        Secrecy.OURS,
        _("Questions that you wrote for your talks."),
        owner="author",
        couple="couple",
        stays=own_questions,
        erasure=Erasure.ANONYMISE,
        export=exporting.OWN_QUESTIONS,
        afterwards=(Afterwards(Whose.BOTH, _("your lists and questions")),),
    ),
    Keeping(
        QuestionYes,
        Secrecy.MINE,
        _("Which of your own questions are fine with you."),
        owner="person",
        couple="couple",
        on_leaving=forget_question_yeses,
        not_exported="It counts while the two may be asked that question, and says nothing outside that.",
    ),
    Keeping(
        Turns,
        Secrecy.OURS,
        _("Whose turn it is while you two take turns; afterwards only who began, so that the other begins next time."),
        couple="couple",
        on_leaving=forget_turns_of,
        not_exported="Whose turn it is holds for one talk.",
    ),
    Keeping(
        CalendarFeed,
        Secrecy.MINE,
        _("That your calendar may follow your talks, and since when. Your partner does not see it."),
        owner="user",
        couple="couple",
        on_leaving=revoke_feeds,
        not_exported="Whoever found its address in a file could follow the calendar.",
    ),
)
