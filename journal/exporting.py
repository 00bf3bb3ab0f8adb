"""What a person takes with them of this room: what they noticed, wrote and showed, and what the two gave each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements.kinds.sentences import as_text
from basics.keeping import Chapter, Export, what_stays
from basics.pieces import day_of, in_pieces
from couples.people.models import User
from couples.seats.access import membership_of
from couples.seats.models import Membership
from couples.seats.past import seats_of
from journal.appreciations.models import Appreciation
from journal.appreciations.showing import as_seen as appreciation_as_seen
from journal.appreciations.showing import readable_by as readable_appreciations
from journal.closeness.beginnings import beginnings
from journal.closeness.showing import rows_of as closeness_rows_of
from journal.copies.showing import copy_as_seen, rows_of
from journal.daily.models import DailyAsk
from journal.entries.reading import as_read
from journal.entries.reading import rows_of as entries_of
from journal.entries.tags import own_tags_of, tags_of
from journal.habits.showing import habits_of, wants_habits
from journal.letters.models import ComposedLetter, LetterDraft
from journal.letters.showing import as_seen as letter_as_seen
from journal.letters.showing import own_letter
from journal.letters.showing import readable_by as readable_letters
from journal.lines.models import DailyLine
from journal.lists.lists import ALL
from journal.lists.showing import items_of
from journal.lock.models import Lock
from journal.needs.showing import RankedAsSeen, ranking_of
from journal.thoughts.models import Thought
from journal.thoughts.showing import as_seen as thought_as_seen
from journal.triggers.forms import EASED_LABELS
from journal.triggers.models import EasedAnswer

Rows = Iterator[Mapping[str, Any]]


def _entries(person: User, _now: datetime) -> Rows:
    for row in in_pieces(entries_of(person.pk)):
        entry = as_read(row)
        yield {
            "at": entry.at,
            "feelings": list(entry.feelings),
            "strength": entry.strength_label,
            "trigger": entry.trigger_label,
            "text": entry.text,
            "thought": entry.thought,
        }


def _own_triggers(person: User, _now: datetime) -> Rows:
    yield from ({"words": tag.label} for tag in own_tags_of(person.pk))


def _thoughts(person: User, _now: datetime) -> Rows:
    for row in in_pieces(Thought.objects.filter(person=person).order_by("-begun_at", "-pk")):
        seen = thought_as_seen(row)
        written = ("situation", "thought", "speaks_for", "speaks_against", "fairer")
        yield {
            "begun_on": day_of(seen.begun_at),
            **{name: seen.said.get(name, "") for name in written},
            "feelings": [change.sentence for change in seen.changes],
        }


def _needs(person: User, _now: datetime) -> Rows:
    yield from ranked_rows(ranking_of(person.pk).ranked)


def ranked_rows(ranked: Iterable[RankedAsSeen]) -> Rows:
    """Return needs in their order, as a file says them."""
    yield from ({"place": each.place, "need": each.label, "line": each.line} for each in ranked)


def _eased(person: User, _now: datetime) -> Rows:
    labels = {tag.name: tag.label for tag in tags_of(person.pk)}
    for row in in_pieces(EasedAnswer.objects.filter(person=person).order_by("-at", "-pk")):
        answer = str(EASED_LABELS.get(row.answer, ""))
        yield {"on": day_of(row.at), "trigger": labels.get(row.trigger, ""), "answer": answer}


def _closeness(person: User, _now: datetime) -> Rows:
    begun = beginnings()
    for row in in_pieces(closeness_rows_of(person.pk)):
        label = begun[row.beginning].label if row.beginning in begun else ""
        yield {"written_on": row.written_on, "beginning": label, "words": row.words}


def _letter_drafts(person: User, now: datetime) -> Rows:
    seat = membership_of(person)
    partner_name = seat.partner.name if seat else ""
    for row in in_pieces(LetterDraft.objects.filter(person=person).order_by("-written_at", "pk")):
        letter = own_letter(row, person, partner_name, now)
        yield {"written_on": day_of(letter.written_at), "text": as_text(letter.paragraphs)}


def _appreciations(person: User, now: datetime) -> Rows:
    for seat in seats_of(person):
        rows, see = _appreciations_of(seat, now)
        for seen in map(see, in_pieces(rows)):
            yield {
                "between": seat.partner.name,
                "by": seen.giver.name,
                "given_on": day_of(seen.given_at),
                "what_you_did": seen.what_you_did,
                "when_it_was": seen.when_it_was,
                "what_it_meant": seen.what_it_meant,
            }


def _appreciations_of(seat: Membership, now: datetime) -> Any:
    """Return the rows that a seat may read, and how each is seen; of an ended one, what stays."""
    if seat.ended_at is None:
        return readable_appreciations(seat, now)
    return what_stays(Appreciation, seat), lambda row: appreciation_as_seen(row, seat)


def _letters(person: User, now: datetime) -> Rows:
    for seat in seats_of(person):
        rows, see = _letters_of(seat, now)
        for seen in map(see, in_pieces(rows)):
            yield {
                "between": seat.partner.name,
                "by": seen.writer.name,
                "given_on": day_of(seen.given_at),
                "text": as_text(seen.paragraphs),
                "answer": seen.answer,
                "answered_on": day_of(seen.answered_at),
            }


def _letters_of(seat: Membership, now: datetime) -> Any:
    if seat.ended_at is None:
        return readable_letters(seat, now)
    return what_stays(ComposedLetter, seat), lambda row: letter_as_seen(row, seat)


def _copies(person: User, now: datetime) -> Rows:
    """What the other shows stays theirs to take back, and is in no file of this person's."""
    for seat in seats_of(person):
        for row in in_pieces(rows_of(seat).filter(giver=person)):
            passages = copy_as_seen(row, seat, now).passages
            said = [f"{passage.label}: {passage.text}" if passage.label else passage.text for passage in passages]
            yield {"shown_to": seat.partner.name, "shown_on": day_of(row.shown_at), "text": "\n".join(said)}


def _own_pages(person: User, _now: datetime) -> Rows:
    is_locked = Lock.objects.filter(person=person).exists()
    asked_at, line_at = _told_at(DailyAsk, person), _told_at(DailyLine, person)
    yield {"is_locked": is_locked, "asked_at": asked_at, "line_at": line_at, "habits_on": wants_habits(person.pk)}


def _told_at(model: type[DailyAsk | DailyLine], person: User) -> str:
    row = model._default_manager.filter(person=person).first()
    return f"{row.at:%H:%M}" if row else ""


def _lists(person: User, _now: datetime) -> Rows:
    for own_list in ALL.values():
        for row in in_pieces(items_of(person.pk, [own_list])):
            yield {"list": own_list.label, "words": row.words}


def _habits(person: User, _now: datetime) -> Rows:
    for habit in habits_of(person.pk).habits:
        yield {"words": habit.words, "at": f"{habit.at:%H:%M}" if habit.at else ""}


ENTRIES = Export(
    "entries",
    _("What you noticed"),
    {
        "at": "",
        "feelings": _("What I felt"),
        "strength": _("How strong"),
        "trigger": _("What set it off"),
        "text": _("What happened, in your words"),
        "thought": _("A thought that keeps coming back"),
    },
    _entries,
)
OWN_TRIGGERS = Export("own_triggers", _("What sets you off, in words of your own"), {"words": ""}, _own_triggers)
THOUGHTS = Export(
    "thoughts",
    _("Thoughts, looked at"),
    {
        "begun_on": "",
        "situation": _("What happened"),
        "thought": _("What went through my head"),
        "speaks_for": _("What speaks for it"),
        "speaks_against": _("What does not"),
        "fairer": _("A fairer sentence"),
        "feelings": _("What I felt"),
    },
    _thoughts,
)
NEEDS = Export("needs", _("What I need most"), {"place": "", "need": "", "line": ""}, _needs)
EASED = Export("eased", _("Has it eased?"), {"on": "", "trigger": "", "answer": ""}, _eased)
CLOSENESS = Export("closeness", _("Closeness"), {"written_on": "", "beginning": "", "words": ""}, _closeness)
LETTER_DRAFTS = Export("letter_drafts", _("Letters you have not sent"), {"written_on": "", "text": ""}, _letter_drafts)
APPRECIATIONS = Export(
    "appreciations",
    _("What felt good"),
    {
        "between": _("With"),
        "by": _("Written by"),
        "given_on": "",
        "what_you_did": "",
        "when_it_was": _("When it was"),
        "what_it_meant": _("What it meant to me"),
    },
    _appreciations,
    Chapter.OURS,
)
LETTERS = Export(
    "letters",
    _("Letters"),
    {
        "between": _("With"),
        "by": _("Written by"),
        "given_on": "",
        "text": "",
        "answer": _("The answer"),
        "answered_on": _("Answered on"),
    },
    _letters,
    Chapter.OURS,
)
COPIES = Export(
    "copies",
    _("What you showed"),
    {"shown_to": _("Shown to"), "shown_on": "", "text": ""},
    _copies,
    Chapter.OURS,
)
OWN_PAGES = Export(
    "own_pages",
    _("Your own pages"),
    {
        "is_locked": _("They ask for the password"),
        "asked_at": _("You want to be asked once a day at"),
        "line_at": _("You want your line of the day at"),
        "habits_on": _("Habits for your body are switched on"),
    },
    _own_pages,
    Chapter.ACCOUNT,
)
LISTS = Export("lists", _("Lines for yourself, and what feeds you"), {"list": "", "words": ""}, _lists)
HABITS = Export("habits", _("For your body"), {"words": "", "at": _("You want to be reminded at")}, _habits)
