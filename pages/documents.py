"""Documents that say what pages say, made from the same: docs/privacy.md, and the head of docs/safety.md.

`manage.py documents` writes them; a test fails for one that is stale.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.utils import translation

from basics.keeping import Secrecy, all_keepings
from pages.privacy import sentences
from pages.privacy.showing import Section, Subject, privacy
from pages.safety import sentences as safety_sentences
from pages.safety.showing import safety

# Between these two lines nothing is written by hand.
BEGIN, END = "<!-- made by `manage.py documents`: pages/safety/sentences.py -->", "<!-- made by hand from here on -->"


def documents(folder: Path) -> dict[Path, str]:
    """Return what stands, or should stand, in each."""
    with translation.override("en"):
        by_hand = (folder / "safety.md").read_text().partition(END)[2]
        return {folder / "privacy.md": _privacy(), folder / "safety.md": _safety() + END + by_hand}


def _privacy() -> str:
    told = privacy()
    parts = [
        "# Privacy: what is stored, why, and for how long",
        "Made by `manage.py documents` from what each room keeps (`basics/keeping.py`), as the page at `/privacy/` is. "
        "[Safety](safety.md) says what protects the two from each other.",
        _list(told.in_short),
        *(_section(section) for section in told.sections),
        f"## One by one\n\n{told.the_rule}",
        *(_subject(subject) for subject in told.subjects),
        *(_section(section) for section in told.details),
        f"## Whom to ask\n\n{sentences.NO_CONTACT} An operator names a contact in `CONTACT`.",
        "## Rows that are nobody's",
        _list(f"`{kept.label}`: {kept.reason}" for kept in all_keepings() if kept.secrecy is Secrecy.EXEMPT),
    ]
    return "\n\n".join(parts) + "\n"


def _subject(subject: Subject) -> str:
    return "\n\n".join((f"### {subject.title}", *_readers(subject)))


def _readers(subject: Subject) -> Iterator[str]:
    for readers in subject.by_reader:
        for alike in readers.alike:
            title = "; ".join((str(readers.title), *alike.marks))
            yield f"{title}:\n\n{_list(f'`{thing.label}`: {thing.sentence}' for thing in alike.things)}"


def _safety() -> str:
    parts = ["# Safety: what protects, and what cannot", BEGIN, "The page at `/safety/` says this much to everyone."]
    return (
        "\n\n".join((*parts, str(safety_sentences.INTRODUCTION), *(_section(section) for section in safety()))) + "\n\n"
    )


def _section(section: Section) -> str:
    points = [_list(section.points)] if section.points else []
    return "\n\n".join((f"## {section.title}", *map(str, section.paragraphs), *points))


def _list(points: Iterable[Any]) -> str:
    return "\n".join(f"- {point}" for point in points)
