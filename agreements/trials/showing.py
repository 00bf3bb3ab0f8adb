"""What one person sees of something the two try: the words, its day, their own answer and never the other's."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from agreements.kinds.terms import TRIAL_UNTIL, UNTIL_TALK
from agreements.letters.models import Agreement
from agreements.letters.reading import Comparison, compare, letter_saying
from agreements.letters.showing import AgreementAsSeen, agreement_as_seen
from agreements.trials.answers import ANSWERS, CHANGE, LONGER
from agreements.trials.longer import Tried
from agreements.trials.models import TrialAnswer
from couples.seats.models import Membership

# As long before its end Today shows it: about when the reminder comes.
DUE_WITHIN = timedelta(days=4)


@dataclass(frozen=True)
class TrialAsSeen:
    """Something that is tried, and what its reader has said of it."""

    agreement: AgreementAsSeen
    until: date
    # The reader's own, empty until there is one; what they would change, and until when they would try it.
    mine: str
    change: Comparison | None
    mine_until: date | None
    # In the order in which they stand, by name.
    answers: Sequence[tuple[str, str]]

    @property
    def offered(self) -> Sequence[str]:
        """Return the names of the answers."""
        return [name for name, _label in self.answers]

    @property
    def mine_said(self) -> str:
        """Return the reader's own answer as its button says it."""
        return str(ANSWERS[self.mine]) if self.mine else ""


def trial_of(agreement: Agreement, seat: Membership) -> TrialAsSeen | None:
    """Return it, loaded with its words and as of now; None where nothing is tried or a letter about it waits.

    Nothing here depends on whether the other has answered.
    """
    words = agreement.in_force
    if words is None or words.trial_until is None or not agreement.is_in_force or agreement.proposal_id:
        return None
    mine = TrialAnswer.objects.filter(version=words, person=seat.user_id).first()
    offered = [name for name in ANSWERS if name != LONGER or Tried.of(agreement, words).can_be_longer]
    return TrialAsSeen(
        agreement=agreement_as_seen(agreement, seat),
        until=words.trial_until,
        mine=mine.answer if mine else "",
        change=_change(agreement, mine) if mine and mine.answer == CHANGE else None,
        mine_until=_until_of(mine) if mine and mine.answer == LONGER else None,
        answers=[(name, str(ANSWERS[name])) for name in offered],
    )


def _change(agreement: Agreement, mine: TrialAnswer) -> Comparison | None:
    words = agreement.in_force
    return compare(*(letter_saying(agreement, words, each) for each in (words.terms, mine.terms))) if words else None


def _until_of(mine: TrialAnswer) -> date | None:
    said = mine.settings.get(TRIAL_UNTIL)
    return date.fromisoformat(said) if said else None


@dataclass(frozen=True)
class DueTrials:
    """What ends in a few days, and when the next such thing comes up."""

    rows: Sequence[AgreementAsSeen]
    changes_at: datetime | None


def due_trials(seat: Membership, standing: Iterable[AgreementAsSeen], now: datetime) -> DueTrials:
    """Return what its reader has not answered yet, the nearest first. One query, and none where nothing ends soon."""
    tried = [(_comes_up_at(row), row) for row in standing if row.ends_at and row.proposal is None]
    near = [row for comes_up_at, row in sorted(tried, key=lambda each: each[0]) if comes_up_at <= now]
    answered = _answered(seat, [row.pk for row in near]) if near else set()
    later = min((comes_up_at for comes_up_at, _row in tried if comes_up_at > now), default=None)
    return DueTrials([row for row in near if row.pk not in answered], later)


def _comes_up_at(row: AgreementAsSeen) -> datetime:
    assert row.ends_at, "it is tried"
    runs_to_a_talk = row.in_force and row.in_force.terms.settings.get(UNTIL_TALK)
    # That one has the day after the talk as well.
    return row.ends_at - DUE_WITHIN - timedelta(days=1 if runs_to_a_talk else 0)


def _answered(seat: Membership, agreements: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    mine = TrialAnswer.objects.filter(person=seat.user_id, version__agreement__in=agreements)
    return set(mine.values_list("version__agreement", flat=True))
