"""Looking again at what is tried: two sealed answers that open together, or go with the trial.

Whatever one says, the other reads the same until both are in: no row that the other sees is written before.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import F

from agreements.drafts.again import keep_as_draft
from agreements.kinds.quick_days import FOUR_WEEKS
from agreements.kinds.talks import day_to_try_until
from agreements.kinds.terms import TRIAL_UNTIL, Terms
from agreements.letters.consent import amend, amended_terms, version_read
from agreements.letters.ending import end_tried
from agreements.letters.models import Agreement, Version
from agreements.letters.reminders import AGREEMENT
from agreements.letters.versions import Changed, Sent, add_version, renew
from agreements.trials.answers import CHANGE, LONGER, both_go_on, is_kept
from agreements.trials.longer import Longer, Tried
from agreements.trials.models import TrialAnswer
from agreements.trials.reminders import tell_let_go
from basics.localtime import local
from basics.transactions import acting, reading
from couples.begun.verbs import forget_begun
from couples.live.verbs import raise_revisions
from couples.seats.leaving import keep_connected
from couples.seats.models import Membership


@dataclass(frozen=True)
class Said:
    """One person's answer; of a change what it changes."""

    answer: str
    terms: Terms = field(default_factory=Terms)
    # Of trying it longer, until when; None for what is usual.
    longer_until: date | None = None
    submission: uuid.UUID = field(default_factory=uuid.uuid4)


def try_first(agreement: Agreement, seat: Membership, number: int, submission: uuid.UUID, now: datetime) -> Version:
    """Answer a letter with its own words, tried for four weeks. It counts once its writer says yes to that.

    Nothing is in force before: its writer said yes to words that hold on. Raises what `amend` raises.
    """
    zone = seat.user.time_zone
    with reading(seat.user_id):
        until = day_to_try_until(seat.couple_id, FOUR_WEEKS.days // 7, zone, local(now, zone).date(), now)
    tried = Terms({}, {TRIAL_UNTIL: until.isoformat()})
    return amend(agreement, seat, tried, number, submission, now)


def answer_trial(agreement: Agreement, seat: Membership, number: int, said: Said, now: datetime) -> bool:
    """Say what is to become of the words that were read; tell whether both have, so that it is settled.

    Said again before that, the last answer counts; a repeated submission changes nothing. Raises Changed where these
    words are not tried any more or a letter about them waits, of a day LongEnough, NotLonger and TooLong, and of a
    change NotYours and Unchanged.
    """
    with acting(seat.user_id):
        read = version_read(agreement, number)
        keep_connected(seat)
        if _has_settled(agreement, said):
            return True
        standing = _begin(agreement, read, now)
        _keep(standing, read, seat, said, now)
        answers = list(TrialAnswer.objects.filter(version=read))
        is_settled = len(answers) == len(seat.both)
        if is_settled:
            _open(standing, read, answers, seat, said.submission, now)
        raise_revisions(seat.both if is_settled else [seat.user_id])
        return is_settled


def _has_settled(agreement: Agreement, said: Said) -> bool:
    return Version.objects.filter(agreement=agreement, submission=said.submission).exists()


def _begin(agreement: Agreement, read: Version, now: datetime) -> Agreement:
    """Lock the agreement's row, and only while these words are tried and nothing else is suggested. Raises Changed.

    One after the other: the second of two who answer in the same moment finds the first one's answer.
    """
    tried = Agreement.objects.now_in_force(now).filter(
        pk=agreement.pk, in_force=read.pk, proposal__isnull=True, ends_at__isnull=False
    )
    if not tried.update(revision=F("revision") + 1):
        raise Changed
    return Agreement.objects.get(pk=agreement.pk)


def _keep(agreement: Agreement, read: Version, seat: Membership, said: Said, now: datetime) -> None:
    terms = _terms_of(agreement, read, seat, said, now)
    kept = {"answer": said.answer, "words": terms.words, "settings": terms.settings, "answered_at": now}
    kept |= {"couple_id": agreement.couple_id, "submission": said.submission}
    TrialAnswer.objects.update_or_create(version=read, person=seat.user, defaults=kept)
    forget_begun(seat.user_id, AGREEMENT.of(agreement.pk))


def _terms_of(agreement: Agreement, read: Version, seat: Membership, said: Said, now: datetime) -> Terms:
    """Return what an answer says beside itself: of a change all its words, of trying it longer the day."""
    if said.answer == CHANGE:
        return amended_terms(agreement, seat, read, said.terms)
    if said.answer != LONGER:
        return Terms()
    day = said.longer_until or Longer.of(agreement, read, now).usual
    Tried.of(agreement, read).refuse(day)
    return Terms({}, {TRIAL_UNTIL: day.isoformat()})


def _open(
    agreement: Agreement,
    read: Version,
    answers: Sequence[TrialAnswer],
    seat: Membership,
    submission: uuid.UUID,
    now: datetime,
) -> None:
    """Let what both said come to be. Nobody reads who said what."""
    said = {answer.answer for answer in answers}
    # In an order that does not depend on who was first.
    changes = sorted((each for each in answers if each.answer == CHANGE), key=lambda each: each.person_id)
    TrialAnswer.objects.filter(version=read).delete()
    if not both_go_on(said):
        end_tried(agreement, read, now)
        tell_let_go(agreement, now)
        _return(agreement, changes, now)
        return
    until = None if is_kept(said) else _longer_until(agreement, read, answers, now)
    renew(agreement, read, until, seat, submission, now)
    _send_first(agreement, read, changes, seat, until, now)


def _longer_until(agreement: Agreement, read: Version, answers: Sequence[TrialAnswer], now: datetime) -> date:
    """Return the later day of who would try it longer; where nobody named one, what is usual."""
    days = [date.fromisoformat(each.settings[TRIAL_UNTIL]) for each in answers if each.answer == LONGER]
    # What follows a talk that was skipped since then may run longer by now.
    return max([*days, Tried.of(agreement, read).until]) if days else Longer.of(agreement, read, now).usual


def _send_first(
    agreement: Agreement,
    read: Version,
    changes: Sequence[TrialAnswer],
    seat: Membership,
    until: date | None,
    now: datetime,
) -> None:
    """Send the letter of who suggested a change. A second one, by the other, is a draft: one letter waits at a time."""
    for change in changes[:1]:
        writer = seat if change.person_id == seat.user_id else _other(seat)
        # The answer's own id is that of what both let go on, which may be words of the same person.
        sent = Sent(uuid.uuid5(change.submission, "letter"), "")
        add_version(agreement, writer, _with_day(change.terms, read, until), sent, now)
    _return(agreement, changes[1:], now)


def _other(seat: Membership) -> Membership:
    """Return the partner's seat, whose letter this person's answer sends."""
    other = Membership.objects.select_related("user").get(couple=seat.couple_id, user=seat.partner)
    other.partner = seat.user
    return other


def _with_day(terms: Terms, read: Version, until: date | None) -> Terms:
    """Return other words, tried as long as the old ones run on, unless their writer named a day."""
    as_read = {said.get(TRIAL_UNTIL) for said in (read.settings, read.settings_by_now)}
    if until and terms.settings.get(TRIAL_UNTIL) in as_read:
        return terms.replaced(Terms({}, {TRIAL_UNTIL: until.isoformat()}))
    return terms


def _return(agreement: Agreement, changes: Collection[TrialAnswer], now: datetime) -> None:
    for change in changes:
        keep_as_draft(change.person, agreement, change.terms, now)


def follow(agreement: Agreement, letter: Version | None, now: datetime) -> None:
    """Let go of what was said about words that are tried no more: unopened, and what was written goes to its writer.

    So does a letter that was open when a trial ran out.
    """
    about = TrialAnswer.objects.filter(version__agreement=agreement)
    gone = about if agreement.ended_at else about.exclude(version=agreement.in_force_id)
    _return(agreement, gone.filter(answer=CHANGE).select_related("person"), now)
    gone.delete()
    if letter:
        keep_as_draft(letter.author, agreement, letter.terms, now)
