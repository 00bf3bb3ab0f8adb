"""What is stored, why, who sees it and for how long, by subject: made from what each room keeps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from basics.formats import span_said
from basics.keeping import Erasure, Keeping, Secrecy, all_keepings
from pages.privacy import sentences

# In the order in which people come to it, with where the models stand: of several places the narrowest counts.
SUBJECTS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("Your account"), ("couples", "allauth", "django", "pages")),
    (_("You two"), ("couples.seats", "couples.pairing")),
    (_("What you agree"), ("agreements",)),
    (_("Pauses, and a line in the moment"), ("agreements.pauses", "agreements.calls", "agreements.phrases")),
    (_("Your talks"), ("checkins",)),
    (_("What you notice and write"), ("journal",)),
    (_("Reminders"), ("reminders",)),
)

SEEN_BY = {
    Secrecy.MINE: _("Nobody but you sees it"),
    Secrecy.SEALED: _("Yours alone, until it opens for both of you"),
    Secrecy.OURS: _("Both of you see it"),
    Secrecy.COPY: _("You showed it to your partner, until you take it back"),
}
# What goes with the account is the rule, and said once.
OUTLASTS = {
    Erasure.ANONYMISE: _("your partner keeps it, without your name, when your account goes"),
    Erasure.STAYS: _("your partner keeps it when your account goes"),
}


@dataclass(frozen=True)
class Kept:
    """One thing that is stored."""

    label: str
    sentence: Any


@dataclass(frozen=True)
class Alike:
    """What is kept in the same way: that is said once."""

    marks: Sequence[Any]
    things: Sequence[Kept]


@dataclass(frozen=True)
class SeenBy:
    """What the same people see."""

    title: Any
    alike: Sequence[Alike]


@dataclass(frozen=True)
class Subject:
    """One part of the service, and what it stores."""

    title: Any
    by_reader: Sequence[SeenBy]


@dataclass(frozen=True)
class Section:
    """What holds for all of it."""

    title: Any
    paragraphs: Sequence[Any] = ()
    points: Sequence[Any] = ()


@dataclass(frozen=True)
class Privacy:
    """The whole page."""

    in_short: Sequence[Any]
    the_rule: Any
    # What one can do, and what there is not.
    sections: Sequence[Section]
    # For who wants to know, each folded.
    subjects: Sequence[Subject]
    details: Sequence[Section]


def privacy() -> Privacy:
    """Return what is said, in the language of whoever reads it."""
    subjects = [_subject(title, places) for title, places in SUBJECTS]
    return Privacy(sentences.IN_SHORT, sentences.THE_RULE, _sections(), subjects, _details())


def place_of(keeping: Keeping) -> str:
    """Return at which of the places a model is told. Raises ValueError for one that has none yet."""
    return max((place for _title, places in SUBJECTS for place in places if _stands(keeping, place)), key=len)


def _stands(keeping: Keeping, place: str) -> bool:
    return f"{keeping.model.__module__}.".startswith(f"{place}.")


def _subject(title: Any, places: Sequence[str]) -> Subject:
    kept = [keeping for keeping in all_keepings() if keeping.sentence and place_of(keeping) in places]
    return Subject(title, list(_by_reader(sorted(kept, key=lambda keeping: places.index(place_of(keeping))))))


def _by_reader(kept: Sequence[Keeping]) -> Iterator[SeenBy]:
    for secrecy, title in SEEN_BY.items():
        same = [keeping for keeping in kept if keeping.secrecy is secrecy]
        if same:
            yield SeenBy(title, list(_alike(same)))


def _alike(kept: Sequence[Keeping]) -> Iterator[Alike]:
    """Put what becomes the same together, first what follows the rule."""
    by_marks: dict[tuple[str, ...], list[Kept]] = {(): []}
    for keeping in kept:
        marks = tuple(map(str, _marks(keeping)))
        by_marks.setdefault(marks, []).append(Kept(keeping.label, keeping.sentence))
    return (Alike(marks, things) for marks, things in by_marks.items() if things)


def _marks(keeping: Keeping) -> list[Any]:
    """Say what becomes of it where that is not the rule: with time, by leaving, with the account."""
    marks: list[Any] = []
    if keeping.kept_for:
        marks.append(_("kept for %(time)s") % {"time": span_said(keeping.kept_for)})
    if keeping.couple:
        marks.append(_("you keep it when you two stop") if keeping.stays else _("closed when you two stop"))
    return [*marks, OUTLASTS[keeping.erasure]] if keeping.erasure in OUTLASTS else marks


def _sections() -> list[Section]:
    return [
        Section(_("What you can do yourself"), points=sentences.YOURS),
        Section(_("Never stored"), points=sentences.NEVER),
    ]


def _details() -> list[Section]:
    return [
        Section(_("How it is stored"), [sentences.ENCRYPTED, sentences.PLAIN, sentences.KEYS]),
        Section(_("Who else gets it"), [sentences.NO_OTHERS, sentences.ON_THE_WAY, sentences.HASHES]),
        Section(_("Cookies"), points=sentences.COOKIES),
        Section(_("Logs and backups"), [sentences.LOGS, sentences.PROXY, sentences.BACKUPS]),
    ]
