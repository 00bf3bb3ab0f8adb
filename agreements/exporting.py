"""What a person takes with them of this room: what the two agreed and how it came to be, and their own beside it.

Calls, phrases that were sent and pauses are in no file: they are gone for both after some days, so that a rule between
two people never becomes a record of what one of them did.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements.calls.models import SavedAnswer
from agreements.drafts.models import Draft
from agreements.drafts.showing import draft_as_seen
from agreements.history.showing import history_of, once_suggested, own_letter
from agreements.kinds.sentences import as_text
from agreements.letters.called import called_in_force
from agreements.letters.models import Agreement, PrivateLine, Version
from agreements.letters.showing import AgreementAsSeen, agreement_as_seen
from agreements.pauses.models import ReturnPage
from agreements.pauses.returning import Written
from agreements.phrases.showing import own_answers_of, own_phrases_of
from agreements.responsibilities.models import Unnoticed
from agreements.trials.answers import ANSWERS
from agreements.trials.models import TrialAnswer
from basics.keeping import Chapter, Export, what_stays
from basics.pieces import day_of, in_pieces
from couples.people.models import User
from couples.seats.models import Membership
from couples.seats.past import seats_of

Rows = Iterator[Mapping[str, Any]]


def _drafts(person: User, _now: datetime) -> Rows:
    for row in in_pieces(Draft.objects.filter(author=person).order_by("-updated_at", "pk")):
        seen = draft_as_seen(row, person)
        yield {
            "title": seen.called,
            "written_on": day_of(seen.updated_at),
            "text": as_text(seen.letter.paragraphs),
            "line": seen.coping_line,
        }


def _agreements(person: User, now: datetime) -> Rows:
    for seat in seats_of(person):
        for row in in_pieces(_readable(seat)):
            agreement = row.as_of(now)
            yield _agreement(agreement, agreement_as_seen(agreement, seat), seat)
        if seat.ended_at:
            yield from _never_agreed(seat)


def _readable(seat: Membership) -> Any:
    if seat.ended_at is None:
        return Agreement.objects.of(seat).with_words().select_related("began_from__in_force").order_by("created_at")
    return what_stays(Agreement, seat)


def _agreement(agreement: Agreement, seen: AgreementAsSeen, seat: Membership) -> Mapping[str, Any]:
    proposal = seen.proposal
    return {
        "title": seen.called,
        "between": seat.partner.name,
        "agreed_on": day_of(seen.in_force_since),
        "text": as_text(seen.in_force.letter.paragraphs) if seen.in_force else "",
        "ended_on": day_of(seen.ended_at) if seen.in_force else None,
        "suggested_by": proposal.writer.name if proposal else "",
        "suggestion": as_text(proposal.letter.paragraphs) if proposal else "",
        "history": list(_history(agreement)) if seen.in_force else [],
        "only_suggested": [as_text(letter.paragraphs) for letter in once_suggested(agreement, seat)],
    }


def _never_agreed(seat: Membership) -> Rows:
    """After leaving, one's own letters that were never agreed: as under *Past*, without what the other worded there."""
    never = what_stays(Version, seat).filter(agreement__in_force__isnull=True)
    for row in in_pieces(never.order_by("created_at", "pk")):
        paragraphs = own_letter(row, seat).version.letter.paragraphs
        yield {"between": seat.partner.name, "only_suggested": [as_text(paragraphs)]}


def _history(agreement: Agreement) -> Rows:
    """The versions that both accepted, the newest first; where there was one alone it is the agreement."""
    entries = history_of(agreement).entries
    for entry in entries if len(entries) > 1 else ():
        changes = entry.changes.changes if entry.changes else ()
        yield {
            "on": entry.on,
            "suggested_by": entry.suggested_by,
            "accepted_by": entry.accepted_by,
            "text": as_text(entry.letter.paragraphs) if entry.letter else "",
            "before": "\n".join(str(change.old) for change in changes if change.old),
            "since_then": "\n".join(str(change.new) for change in changes if change.new),
        }


def _lines(person: User, _now: datetime) -> Rows:
    mine = PrivateLine.objects.filter(user=person).select_related("agreement__in_force").order_by("pk")
    for row in in_pieces(mine):
        about = called_in_force(row.agreement) if row.agreement and row.agreement.in_force else ""
        yield {"about": about, "words": row.words}


def _saved_answers(person: User, _now: datetime) -> Rows:
    mine = SavedAnswer.objects.filter(person=person).select_related("agreement__in_force").order_by("pk")
    for row in in_pieces(mine):
        yield {"about": called_in_force(row.agreement), "words": row.words}


def _unnoticed(person: User, _now: datetime) -> Rows:
    for seat in seats_of(person):
        for row in in_pieces(Unnoticed.objects.of(seat).order_by("pk")):
            yield {"between": seat.partner.name, "words": row.words}


def _trial_answers(person: User, _now: datetime) -> Rows:
    mine = TrialAnswer.objects.filter(person=person).select_related("version__agreement__in_force").order_by("pk")
    for row in in_pieces(mine):
        agreement = row.version.agreement
        yield {
            "about": called_in_force(agreement),
            "answer": str(ANSWERS[row.answer]),
            "words": "\n".join(value for value in row.words.values() if isinstance(value, str)),
        }


def _return_pages(person: User, now: datetime) -> Rows:
    for row in in_pieces(ReturnPage.objects.still_there(now).filter(author=person).order_by("pk")):
        written = Written.on(row)
        yield {"about": written.about or "", "felt": written.felt, "need": written.need}


def _own_phrases(person: User, _now: datetime) -> Rows:
    yield from ({"words": phrase.words} for phrase in own_phrases_of(person))


def _own_answers(person: User, _now: datetime) -> Rows:
    yield from ({"about": answer.asked, "words": answer.words} for answer in own_answers_of(person))


_ABOUT = {"about": _("About"), "words": ""}
DRAFTS = Export(
    "drafts",
    _("Letters you have begun"),
    {"title": "", "written_on": "", "text": "", "line": _("What I tell myself meanwhile")},
    _drafts,
)
AGREEMENTS = Export(
    "agreements",
    _("What you have agreed"),
    {
        "title": "",
        "between": _("With"),
        "agreed_on": _("Agreed on"),
        "text": "",
        "ended_on": _("Ended on"),
        "suggested_by": _("Suggested by"),
        "suggestion": _("Suggested, and not agreed"),
        "history": _("How it came to be"),
        "on": "",
        "accepted_by": _("Yes from"),
        "before": _("Before"),
        "since_then": _("Since then"),
        "only_suggested": _("What you suggested, and you two did not agree on"),
    },
    _agreements,
    Chapter.OURS,
)
LINES = Export("lines", _("What I tell myself meanwhile"), _ABOUT, _lines)
SAVED_ANSWERS = Export("saved_answers", _("What I like to answer"), _ABOUT, _saved_answers)
UNNOTICED = Export(
    "unnoticed",
    _("What nobody noticed yet"),
    {"between": _("With"), "words": ""},
    _unnoticed,
    Chapter.OURS,
)
TRIAL_ANSWERS = Export(
    "trial_answers", _("What you say of what you try"), {**_ABOUT, "answer": _("Your answer")}, _trial_answers
)
RETURN_PAGES = Export(
    "return_pages",
    _("What you wrote for coming back"),
    {"about": _("About"), "felt": _("I felt"), "need": _("I need")},
    _return_pages,
)
OWN_PHRASES = Export("own_phrases", _("Sentences of your own"), {"words": ""}, _own_phrases)
OWN_ANSWERS = Export("own_answers", _("How you answer, in your own words"), _ABOUT, _own_answers)
