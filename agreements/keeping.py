"""What this room keeps: drafts, agreements with their versions and consents, private lines, and the pause."""

from __future__ import annotations

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from agreements import exporting
from agreements.calls.models import KEPT_FOR, Call, HoldingReply, SavedAnswer
from agreements.drafts.models import Draft, NotOffered
from agreements.erasing import (
    agreed_versions,
    agreed_yeses,
    all_agreements,
    forget_name_in_versions,
    forget_name_in_yeses,
)
from agreements.leaving import close_agreements, close_pause, forget_calls, forget_trial_answers
from agreements.letters.models import Agreement, AgreementQuerySet, Consent, PrivateLine, RefusedTry, Version
from agreements.letters.tries import TRIES
from agreements.pauses.limits import LONG_WITHIN
from agreements.pauses.models import RETURNS_KEPT_FOR, Pause, ReturnPage, Stretch
from agreements.phrases.models import PHRASES_KEPT_FOR, OwnAnswer, OwnPhrase, SentPhrase
from agreements.phrases.verbs import forget_phrases_of
from agreements.responsibilities.models import Unnoticed
from agreements.trials.models import TrialAnswer
from basics.keeping import Afterwards, Erasure, Keeping, Secrecy, Whose
from couples.seats.models import Membership


def agreed(seat: Membership) -> AgreementQuerySet:
    """Return what was in force between the two, in the order in which it was begun."""
    return Agreement.objects.of(seat).filter(in_force__isnull=False).with_words().order_by("created_at")


def own_letters(seat: Membership) -> QuerySet[Version]:
    """Return what this person sent that is not among the agreed words."""
    written = Version.objects.filter(author=seat.user, couple=seat.couple_id)
    return written.exclude(agreement__in_force=F("pk")).select_related("agreement").order_by("created_at")


def own_lines(seat: Membership) -> QuerySet[PrivateLine]:
    """Return this person's private lines beside what the two set."""
    return PrivateLine.objects.filter(user=seat.user, couple=seat.couple_id)


def saved_answers(seat: Membership) -> QuerySet[SavedAnswer]:
    """Return what this person liked to answer by a rule of the two."""
    return SavedAnswer.objects.filter(person=seat.user, couple=seat.couple_id)


def still_unnoticed(seat: Membership) -> QuerySet[Unnoticed]:
    """Return what the two had written down that nobody noticed, whoever wrote it."""
    return Unnoticed.objects.of(seat)


# It goes by itself after some days as well; when two leave each other it goes at once.
_RUNNING = _("pauses and trials that run, what one of you asked for")

KEEPINGS = (
    Keeping(
        Draft,
        Secrecy.MINE,
        _("Letters you have begun and not sent."),
        owner="author",
        export=exporting.DRAFTS,
        afterwards=(
            Afterwards(Whose.MINE, _("your drafts")),
            Afterwards(Whose.THEIRS, _("their drafts")),
        ),
    ),
    Keeping(
        NotOffered,
        Secrecy.MINE,
        _("Which of the first letters you did not want to be offered again."),
        owner="person",
        not_exported="It only says what Today does not offer.",
    ),
    Keeping(
        Agreement,
        Secrecy.OURS,
        _("What you two have agreed, and what one of you has suggested."),
        owner="author",
        couple="couple",
        stays=agreed,
        erasure=Erasure.ANONYMISE,
        remains=all_agreements,
        on_leaving=close_agreements,
        export=exporting.AGREEMENTS,
        afterwards=(Afterwards(Whose.BOTH, _("the words you agreed on")),),
    ),
    Keeping(
        Version,
        Secrecy.OURS,
        _("Each wording that one of you has sent, with its day."),
        owner="author",
        couple="couple",
        stays=own_letters,
        erasure=Erasure.ANONYMISE,
        remains=agreed_versions,
        on_erasing=forget_name_in_versions,
        not_exported="The wordings stand with their agreement, as far as its pages show them.",
        afterwards=(Afterwards(Whose.MINE, _("your letters and lines")),),
    ),
    Keeping(
        Consent,
        Secrecy.OURS,
        _("Who said yes to which wording, and on which day."),
        owner="user",
        couple="couple",
        stays=agreed_yeses,
        erasure=Erasure.ANONYMISE,
        on_erasing=forget_name_in_yeses,
        not_exported="Who said yes, and when, stands with the history of its agreement.",
    ),
    Keeping(
        RefusedTry,
        Secrecy.MINE,
        _("When a change you suggested came too late: so that nobody can guess at what was taken back."),
        owner="person",
        kept_for=TRIES.within,
        not_exported="It counts tries for a day.",
    ),
    Keeping(
        TrialAnswer,
        Secrecy.SEALED,
        _("What you say of something you two try, until you both have; after that, or once it is over, it is deleted."),
        owner="person",
        couple="couple",
        on_leaving=forget_trial_answers,
        export=exporting.TRIAL_ANSWERS,
        afterwards=(Afterwards(Whose.CLOSED, _RUNNING),),
    ),
    Keeping(
        PrivateLine,
        Secrecy.MINE,
        _("What you tell yourself meanwhile."),
        owner="user",
        couple="couple",
        stays=own_lines,
        export=exporting.LINES,
        afterwards=(Afterwards(Whose.MINE, _("your letters and lines")),),
    ),
    Keeping(
        Call,
        Secrecy.OURS,
        _("What one of you asked for in the moment, and the answer, until a week after it is over."),
        owner="caller",
        couple="couple",
        kept_for=KEPT_FOR,
        on_leaving=forget_calls,
        not_exported="It is gone for both after a week: no file keeps a record of what one of them did.",
        afterwards=(Afterwards(Whose.CLOSED, _RUNNING),),
    ),
    Keeping(
        HoldingReply,
        Secrecy.OURS,
        _("When you said that you would answer."),
        owner="call__answerer",
        couple="couple",
        kept_for=KEPT_FOR,
        not_exported="It is gone for both after a week: no file keeps a record of what one of them did.",
    ),
    Keeping(
        SavedAnswer,
        Secrecy.MINE,
        _("What you like to answer when you are asked, until you send it."),
        owner="person",
        couple="couple",
        stays=saved_answers,
        export=exporting.SAVED_ANSWERS,
        afterwards=(Afterwards(Whose.MINE, _("your letters and lines")),),
    ),
    Keeping(
        Unnoticed,
        Secrecy.OURS,
        _("What you two wrote down that nobody notices yet. Nobody sees who wrote it."),
        owner="author",
        couple="couple",
        stays=still_unnoticed,
        erasure=Erasure.ANONYMISE,
        export=exporting.UNNOTICED,
        afterwards=(Afterwards(Whose.BOTH, _("your lists and questions")),),
    ),
    Keeping(
        Pause,
        Secrecy.OURS,
        _("A pause, and for a while that it was: so that there are not too many."),
        owner="started_by",
        couple="couple",
        kept_for=LONG_WITHIN,
        on_leaving=close_pause,
        not_exported="It is gone for both after some days: no file keeps a record of what one of them did.",
        afterwards=(Afterwards(Whose.CLOSED, _RUNNING),),
    ),
    Keeping(
        Stretch,
        Secrecy.OURS,
        _("How long a pause you asked for: so that it does not become too much."),
        owner="person",
        couple="couple",
        kept_for=LONG_WITHIN,
        not_exported="It is gone for both after some days: no file keeps a record of what one of them did.",
    ),
    Keeping(
        ReturnPage,
        Secrecy.SEALED,
        _(
            "What you write for coming back from a pause, and whether you put that page away. "
            "Afterwards what you wrote is an entry of your own, which nobody else sees."
        ),
        owner="author",
        couple="couple",
        kept_for=RETURNS_KEPT_FOR,
        export=exporting.RETURN_PAGES,
        afterwards=(Afterwards(Whose.CLOSED, _RUNNING),),
    ),
    Keeping(
        SentPhrase,
        Secrecy.OURS,
        _("What one of you said with one tap, and the answer. Taken back, no word of it is left."),
        owner="sender",
        couple="couple",
        kept_for=PHRASES_KEPT_FOR,
        on_leaving=forget_phrases_of,
        not_exported="It is gone for both after a week: no file keeps a record of what one of them did.",
        afterwards=(Afterwards(Whose.CLOSED, _RUNNING),),
    ),
    Keeping(
        OwnPhrase,
        Secrecy.MINE,
        _("Sentences of your own to say with one tap, until you send one."),
        owner="person",
        export=exporting.OWN_PHRASES,
    ),
    Keeping(
        OwnAnswer,
        Secrecy.MINE,
        _("How you answer in your own words, to be offered to you again."),
        owner="person",
        export=exporting.OWN_ANSWERS,
    ),
)
