"""What this room keeps: appreciations, what somebody noticed and showed of it, and letters."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from basics.keeping import Afterwards, Erasure, Keeping, Secrecy, Whose
from couples.seats.models import Couple, Membership
from journal import exporting
from journal.appreciations.models import Appreciation, AppreciationQuerySet
from journal.appreciations.openings import settle_talks
from journal.closeness.models import ClosenessSentence
from journal.copies.models import ShownCopy
from journal.daily.models import DailyAsk
from journal.entries.models import Entry, OwnTrigger
from journal.habits.models import Habit, HabitsOn
from journal.letters.models import ComposedLetter, ComposedLetterQuerySet, LetterDraft
from journal.letters.sending import give_waiting_back
from journal.lines.models import DailyLine
from journal.lists.models import OwnItem
from journal.lock.models import Lock
from journal.needs.models import Ranking
from journal.thoughts.models import Thought
from journal.triggers.models import EasedAnswer


def readable(seat: Membership) -> AppreciationQuerySet:
    """Return what this person knows of it: words to one are one's own as well."""
    return Appreciation.objects.known_to(seat).order_by(
        F("given_at").asc(nulls_last=True), "giver_id", "written_at", "pk"
    )


def write_down_what_opened(couple: Couple, now: datetime) -> None:
    """Write down what talks have opened with: once the two are apart nothing opens any more."""
    settle_talks(couple.pk, now)


def shown(seat: Membership) -> QuerySet[ShownCopy]:
    """Return what this person showed the other; of what they were shown nothing stays."""
    return ShownCopy.objects.readable_by(seat).filter(giver=seat.user_id).order_by("shown_at", "pk")


def letters(seat: Membership) -> ComposedLetterQuerySet:
    """Return what was given by either: words to one are one's own as well. What waited went back to its writer."""
    return ComposedLetter.objects.known_to(seat).order_by("given_at", "writer_id", "put_at", "pk")


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
        export=exporting.APPRECIATIONS,
        afterwards=(Afterwards(Whose.BOTH, _("what felt good")),),
    ),
    Keeping(
        Entry,
        Secrecy.MINE,
        _("What you noticed, and what you wrote of it."),
        owner="person",
        export=exporting.ENTRIES,
        afterwards=(
            Afterwards(Whose.MINE, _("all that is under Mine")),
            Afterwards(Whose.THEIRS, _("all that is their own")),
        ),
    ),
    Keeping(
        OwnTrigger,
        Secrecy.MINE,
        _("What sets you off, in words of your own."),
        owner="person",
        export=exporting.OWN_TRIGGERS,
    ),
    Keeping(
        Thought,
        Secrecy.MINE,
        _("Thoughts that you looked at in four steps."),
        owner="person",
        export=exporting.THOUGHTS,
    ),
    Keeping(
        Ranking,
        Secrecy.MINE,
        _("What you need most, in your order, unless you put it into a talk."),
        owner="person",
        export=exporting.NEEDS,
    ),
    Keeping(
        EasedAnswer,
        Secrecy.MINE,
        _("What you answered to “Has it eased?”."),
        owner="person",
        export=exporting.EASED,
    ),
    Keeping(
        ClosenessSentence,
        Secrecy.MINE,
        _("What you wrote on closeness, with its day. Nothing is made of it."),
        owner="person",
        export=exporting.CLOSENESS,
    ),
    Keeping(
        ShownCopy,
        Secrecy.COPY,
        _("What you showed your partner of your own: a copy, until you take it back."),
        owner="giver",
        couple="couple",
        stays=shown,
        export=exporting.COPIES,
        afterwards=(
            Afterwards(Whose.MINE, _("what you showed")),
            Afterwards(Whose.CLOSED, _("what the other showed you")),
        ),
    ),
    Keeping(
        Lock,
        Secrecy.MINE,
        _("Whether your own pages ask for the password again."),
        owner="person",
        not_exported="It stands beside the hour at which one is asked, in one row.",
    ),
    Keeping(
        LetterDraft,
        Secrecy.MINE,
        _("Letters that you wrote and did not send. Nothing but you sends them."),
        owner="person",
        export=exporting.LETTER_DRAFTS,
        afterwards=(Afterwards(Whose.MINE, _("your drafts")),),
    ),
    Keeping(
        ComposedLetter,
        Secrecy.SEALED,
        _("Letters that you wrote. Your partner reads one once you send it, or once a talk opens with it."),
        owner="writer",
        couple="couple",
        opened=Q(given_at__isnull=False),
        stays=letters,
        erasure=Erasure.ANONYMISE,
        on_leaving=give_waiting_back,
        export=exporting.LETTERS,
        afterwards=(Afterwards(Whose.BOTH, _("the letters you gave each other")),),
    ),
    Keeping(
        DailyAsk,
        Secrecy.MINE,
        _("At what time you want to be asked once a day."),
        owner="person",
        export=exporting.OWN_PAGES,
    ),
    Keeping(
        OwnItem,
        Secrecy.MINE,
        _("Lines for yourself, and what feeds you."),
        owner="person",
        export=exporting.LISTS,
    ),
    Keeping(
        DailyLine,
        Secrecy.MINE,
        _("At what time you want your line of the day."),
        owner="person",
        not_exported="It stands beside the hour at which one is asked, in one row.",
    ),
    Keeping(
        Habit,
        Secrecy.MINE,
        _("What you do for your body, and when you want to be reminded."),
        owner="person",
        export=exporting.HABITS,
    ),
    Keeping(
        HabitsOn,
        Secrecy.MINE,
        _("Whether you want habits for your body."),
        owner="person",
        not_exported="It stands beside the hour at which one is asked, in one row.",
    ),
)
