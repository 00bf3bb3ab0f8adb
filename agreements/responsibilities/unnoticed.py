"""What nobody notices yet: written down by either, for both, and taken up as a letter.

Each verb takes the couple's row first: of two taps at once the second finds what the first one did.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements.drafts.models import Draft
from agreements.drafts.verbs import begin_draft
from agreements.kinds.base import kind_named
from agreements.kinds.responsibility import AUTHOR, PARTS, Responsibility
from agreements.letters.models import Agreement, Version
from agreements.responsibilities.models import Unnoticed
from basics.refusals import Refusal
from basics.submissions import made_before
from couples.live.verbs import raise_revisions
from couples.seats.leaving import acting_together
from couples.seats.models import Membership

# More would be a list of reproaches.
MOST_LINES = 20


class EnoughLines(Refusal):
    """More would be read by nobody."""

    name = "no-room"
    field = "words"
    message = _("Twenty stand there already. Take one up, or take one away.")


class LetterOnItsWay(Refusal):
    """A letter about it waits for an answer."""

    name = "one-already"
    message = _("A letter about this is on its way already.")


def write_down(seat: Membership, words: str, submission: uuid.UUID, now: datetime, body: str = "") -> Unnoticed:
    """Write down what nobody notices; both see it at once. A repeated submission returns the line it made.

    Raises EnoughLines, SentDifferently, NotConnected.
    """
    with acting_together(seat):
        ours = Unnoticed.objects.of(seat)
        if made := made_before(ours.filter(author=seat.user), submission, body):
            return made
        if ours.count() >= MOST_LINES:
            raise EnoughLines
        said = {"words": words, "added_at": now, "submission": submission, "body_hash": body}
        line = Unnoticed.objects.create(couple_id=seat.couple_id, author=seat.user, **said)
        raise_revisions(seat.both)
        return line


def take_away(seat: Membership, line_id: uuid.UUID, now: datetime) -> None:
    """Take a line away, mine or the other's, without a word. Raises Unnoticed.DoesNotExist, NotConnected."""
    with acting_together(seat):
        Unnoticed.objects.of(seat).get(pk=line_id).delete()
        raise_revisions(seat.both)


def take_up(seat: Membership, line_id: uuid.UUID, submission: uuid.UUID, now: datetime, body: str = "") -> Draft:
    """Begin a letter about it, for this person alone; one that they began of it before is used again.

    The line stays until both have agreed. Raises LetterOnItsWay, TooManyDrafts, SentDifferently, NotConnected,
    Unnoticed.DoesNotExist.
    """
    with acting_together(seat):
        line, kind = Unnoticed.objects.of(seat).get(pk=line_id), kind_named(Responsibility.name)
        if letters_about([line], now):
            raise LetterOnItsWay
        begun = Draft.objects.filter(author=seat.user, kind=kind.name, pk__in=line.letters).first()
        # One page has one id for all its lines; a page that lay open would find another line's draft by it.
        key = uuid.uuid5(submission, str(line.pk))
        draft = begun or begin_draft(seat.user, kind, _first_values(line), key, now, body)
        if str(draft.pk) not in line.letters:
            Unnoticed.objects.filter(pk=line.pk).update(letters=[*line.letters, str(draft.pk)])
    return draft


def _first_values(line: Unnoticed) -> Mapping[str, Any]:
    """Whoever takes it up begins with themselves."""
    kind = kind_named(Responsibility.name)
    return {**kind.from_a_line(line.words), **dict.fromkeys(PARTS, AUTHOR)}


def letters_about(lines: Iterable[Unnoticed], now: datetime) -> Mapping[uuid.UUID, uuid.UUID]:
    """Return the agreements that wait for an answer about these lines, by line. One query, and none without letters."""
    by_letter = {letter: line.pk for line in lines for letter in line.letters}
    if not by_letter:
        return {}
    alive = Agreement.objects.alive(now).filter(versions__number=1, versions__submission__in=by_letter)
    return {by_letter[str(letter)]: key for letter, key in alive.values_list("versions__submission", "pk")}


def forget_what_is_agreed(agreement: Agreement, letter: Version | None, now: datetime) -> None:
    """Put the line away from which this was begun, once both have agreed on it. Inside their transaction."""
    if agreement.kind != Responsibility.name or not agreement.is_in_force:
        return
    first = str(agreement.versions.values_list("submission", flat=True).get(number=1))
    lines = Unnoticed.objects.filter(couple=agreement.couple_id)
    lines.filter(pk__in=[line.pk for line in lines if first in line.letters]).delete()
