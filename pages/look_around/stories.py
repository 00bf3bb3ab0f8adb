"""Two people who are nobody, and what they set together: rows that are never stored, seen as those of everybody are."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from agreements.kinds.base import AgreementKind, kind_named
from agreements.kinds.response_rule import ResponseRule
from agreements.kinds.terms import TRIGGERS, Terms
from agreements.letters.models import Agreement, Version
from agreements.letters.reading import Letter
from agreements.letters.showing import AgreementAsSeen, agreement_as_seen
from agreements.pauses.showing import RunningPause, needs_a_pause, partner_speaks_first
from checkins.agenda.showing import Waiting
from checkins.answers.showing import WholeCheckIn, check_in_as_seen
from checkins.answers.written import AnswerAsSeen, Question
from checkins.questions.prompts import GOOD, PROMPTS
from checkins.rhythm.models import CheckIn
from checkins.table.reading import ReadOut, read_out
from checkins.theme.showing import ThemeAsSeen
from couples.people.models import User
from couples.seats.models import Couple, Membership

# A Thursday evening, the Sunday after it, and its talk.
THURSDAY = datetime(2026, 11, 26, 18, 10, tzinfo=UTC)
TALK = datetime(2026, 11, 29, 20, 30, tzinfo=UTC)
SUNDAY = TALK + timedelta(minutes=4)
PAUSE_ENDS = datetime(2026, 12, 2, 21, 10, tzinfo=UTC)
PAUSED = PAUSE_ENDS - timedelta(minutes=27)

_COUPLE = uuid.UUID(int=1)
_ONE, _OTHER = 1, 2


def reader() -> Membership:
    """Return the seat from which the scenes are seen: Leo's, whose partner is Mia."""
    seat = Membership(couple=Couple(pk=_COUPLE), user=User(pk=_OTHER, name=_("Leo")), seat=2)
    seat.partner = User(pk=_ONE, name=_("Mia"))
    seat.show_tints()
    return seat


def first_letter() -> AgreementAsSeen:
    """Return Mia's letter about a message that goes unread, which waits for Leo's answer."""
    return _seen(_agreement(kind_named(ResponseRule.name), is_agreed=False))


def letter_of_the_cover() -> Letter:
    """Return what of that letter stands on the first page: what happens, what it does, and what is asked for."""
    letter = first_letter().proposal
    assert letter is not None
    return replace(letter.letter, without=("who", "except_when", "a_line_is_enough", TRIGGERS))


def agreed() -> list[AgreementAsSeen]:
    """Return one agreement of each of the first three kinds."""
    kinds = (kind_named(name) for name in ("rhythm", "cool_down", ResponseRule.name))
    return [_seen(_agreement(kind)) for kind in kinds]


def _seen(agreement: Agreement) -> AgreementAsSeen:
    return agreement_as_seen(agreement, reader())


def _agreement(kind: AgreementKind, is_agreed: bool = True) -> Agreement:
    version = _version(kind)
    standing = {"in_force": version, "in_force_since": THURSDAY} if is_agreed else {"proposal": version}
    return Agreement(
        id=uuid.UUID(int=kind.order), couple_id=_COUPLE, kind=kind.name, author_id=_ONE, created_at=THURSDAY, **standing
    )


def _version(kind: AgreementKind) -> Version:
    terms = _terms(kind)
    names = {"author": _("Mia"), "other": _("Leo")}
    return Version(
        pk=kind.order,
        number=1,
        author_id=_ONE,
        words=terms.words,
        settings=terms.settings,
        names=names,
        created_at=THURSDAY,
    )


def _terms(kind: AgreementKind) -> Terms:
    """Return what the usual template says, where everybody's clock is the same."""
    values: Mapping[str, Any] = {**kind.starters[0].values, "zone": "UTC"}
    words, settings = kind.form_class.words_fields, kind.form_class.settings_fields
    return Terms(
        {name: values[name] for name in words if name in values},
        {name: values[name] for name in settings if name in values},
    )


def talk(now: datetime) -> WholeCheckIn:
    """Return the talk on Sunday as it stands at `now`, before its time: with Leo's answer begun."""
    row = CheckIn(id=uuid.UUID(int=3), couple_id=_COUPLE, slot=TALK, starts_at=TALK, minutes=20, zone="UTC")
    row.mine_are_in = False
    seat = reader()
    seen = check_in_as_seen(row, seat, now)
    return WholeCheckIn(
        **vars(seen),
        partner=seat.partner,
        questions=[_question(is_open=False)],
        set_aside=(),
        drawn="",
        is_heavy=False,
        my_take_away="",
        takes_take_away=False,
        their_take_away="",
        table=(),
        waiting=Waiting(),
        my_begun_take_away="",
        felt_good=(),
        my_good=(),
        my_begun_good="",
        can_start=False,
        i_would_start=False,
        theme=ThemeAsSeen(),
        take_label="",
    )


def opened_answers() -> ReadOut:
    """Return what both answered, as it is read out on Sunday."""
    return read_out(_question(is_open=True), reader(), turn=0)


def _question(is_open: bool) -> Question:
    mine = _("You cooked on Tuesday and asked nothing of me. I sat down, and the day was over.")
    theirs = _("You wrote “later” on Wednesday, one word, and I could put the phone away.")
    prompt = GOOD
    question = Question(prompt, str(PROMPTS[prompt]), AnswerAsSeen(mine, not_today=False, aloud=False), None)
    return replace(question, theirs=AnswerAsSeen(theirs, not_today=False, aloud=False)) if is_open else question


def running_pause() -> RunningPause:
    """Return the pause that Mia took, as Leo sees it."""
    mia = reader().partner.name
    return RunningPause(
        id=uuid.UUID(int=4),
        started_at=PAUSE_ENDS - timedelta(minutes=30),
        ends_at=PAUSE_ENDS,
        is_mine=False,
        needed_by=mia,
        sentence=needs_a_pause(mia, PAUSE_ENDS, PAUSED),
        speaks_first=mia,
        speaks_first_said=partner_speaks_first(mia),
        coping_lines=(),
        slip_until=None,
        about="",
        takes_about=False,
        more=(),
        more_until_a_time=False,
        changes_at=PAUSE_ENDS,
    )
