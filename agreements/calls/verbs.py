"""Asking for what a rule promises, and answering it.

Each verb takes the couple's row first, so that those of two people follow each other; what holds in any case are the
constraints and the conditions of each UPDATE. What is written of it is gone for both a week after it is over.
"""

from __future__ import annotations

import uuid
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from agreements.calls.callable import Rule, agreed_rule, callable_rule
from agreements.calls.models import LAPSES_AFTER, MOST_HOLDING_REPLIES, Call, HoldingReply, SavedAnswer
from agreements.calls.reminders import (
    remind_of_promise,
    tell_answered,
    tell_called,
    tell_held,
    withdraw_all,
)
from agreements.letters.models import Agreement
from agreements.pauses.running import running_pause
from basics.limits import Limit, Room
from basics.refusals import Refusal
from basics.submissions import made_before
from couples.begun.verbs import BegunTooMuch, forget_begun, keep_begun
from couples.live.verbs import raise_revisions
from couples.seats.leaving import acting_together
from couples.seats.models import Membership
from reminders.subjects import Subject

ASKS = Limit(6, timedelta(days=1))
# Some four hundred of the longest, over all of a person's rules.
SAVED_ANSWERS = Room(500_000)
LONGEST_PROMISE = timedelta(hours=24)
# The line that is begun beside a rule and not sent.
ASKING = Subject("asking")
# The answer that is begun, of one call.
ANSWERING = Subject("answering")


class AskedEnough(Refusal):
    """This person's own six of a day. It never says that it is much."""

    name = "too-many-requests"
    message = _("Nothing more goes out today. What you wrote is here.")


class AskedInPause(Refusal):
    """Nothing is expected of either while the two pause, so nothing is asked; what was written is kept."""

    name = "paused"
    message = _("You two are pausing. What you wrote is kept here for you; nothing sends itself.")


class NothingToAnswer(Refusal):
    """It was closed, or has lapsed, or its rule has ended: which of them is nobody's to tell."""

    name = "changed"
    field = "words"
    message = _("There is nothing to answer here any more. What you typed is still in the field.")


class AnsweredAlready(Refusal):
    """The other can read the answer."""

    name = "fixed"
    field = "words"
    message = _("You have answered this, so it stays as it is. What you typed is still in the field.")


class NotSoLate(Refusal):
    """A promise lies ahead, and not further than a day."""

    field = "at"
    message = _("Choose a time within the next 24 hours.")


class HeldTwice(Refusal):
    """Two are the most."""

    name = "fixed"
    field = "at"
    message = _("You have named a time twice. A short answer is enough, whenever you can.")


class AnswersTooLong(Refusal):
    """All answers that a person keeps are too long together."""

    name = "no-room"
    field = "words"
    message = _("You keep very many answers. Send this one without keeping it, or shorten another one first.")


def ask(
    seat: Membership, agreement_id: uuid.UUID, line: str, submission: uuid.UUID, now: datetime, body: str = ""
) -> Call:
    """Ask the other for the answer that they agreed on; return the call that is open by this rule, if there is one.

    A repeated submission returns what it made. During a pause nothing is asked: the line is kept for its writer, who
    has to tap once more. Raises Agreement.DoesNotExist for what may not be called, AskedInPause, AskedEnough,
    SentDifferently, NotConnected.
    """
    try:
        with acting_together(seat):
            made = made_before(Call.objects.filter(caller=seat.user), submission, body)
            return made or _asked(seat, agreement_id, line, (submission, body), now)
    except (AskedInPause, AskedEnough):
        with suppress(BegunTooMuch):
            begin(seat, agreement_id, line, now)
        raise


def _asked(seat: Membership, agreement_id: uuid.UUID, line: str, sent: tuple[uuid.UUID, str], now: datetime) -> Call:
    _hold_rule(seat, agreement_id)
    rule = callable_rule(seat, agreement_id, now)
    if standing := _open_by(agreement_id, now):
        with suppress(BegunTooMuch):
            _keep_what_was_not_sent(seat, standing, line, now)
        return standing
    if running_pause(seat, now):
        raise AskedInPause
    ASKS.refuse_beyond(Call.objects.filter(caller=seat.user), "called_at", now, seat.user_id, AskedEnough)
    try:
        with transaction.atomic():
            return _new_call(seat, rule, line, sent, now)
    except IntegrityError:
        # The constraint `one_open_call_a_rule`: another one came first.
        return Call.objects.open(now).get(agreement=agreement_id)


def _hold_rule(seat: Membership, agreement_id: uuid.UUID) -> None:
    """Let nobody end the rule meanwhile: what is asked by one that has ended would wait unseen."""
    Agreement.objects.of(seat).filter(pk=agreement_id).update(revision=F("revision"))


def _open_by(agreement_id: uuid.UUID, now: datetime) -> Call | None:
    """Return what is open by this rule, and let a row say it of what has lapsed."""
    by_rule = Call.objects.filter(agreement=agreement_id)
    by_rule.lapsed(now).update(closed_at=F("lapses_at"))
    return by_rule.open(now).first()


def _new_call(seat: Membership, rule: Rule, line: str, sent: tuple[uuid.UUID, str], now: datetime) -> Call:
    due_at = rule.due_at(now)
    call = Call.objects.create(
        couple_id=seat.couple_id,
        agreement=rule.agreement,
        version=rule.version,
        caller=seat.user,
        answerer=seat.partner,
        line=line,
        called_at=now,
        due_at=due_at,
        lapses_at=due_at + LAPSES_AFTER,
        submission=sent[0],
        body_hash=sent[1],
    )
    forget_begun(seat.user_id, ASKING.of(rule.agreement.pk))
    tell_called(call, now)
    raise_revisions(seat.both)
    return call


def _keep_what_was_not_sent(seat: Membership, standing: Call, line: str, now: datetime) -> None:
    """What another page has asked already says something else: this line waits for the next time."""
    if line.strip() and (standing.caller_id, standing.line) != (seat.user_id, line):
        keep_begun(seat.user, ASKING.of(standing.agreement_id), {"line": line}, now)


def begin(
    seat: Membership, agreement_id: uuid.UUID, line: str, now: datetime, submission: uuid.UUID | None = None
) -> None:
    """Keep the line while it is written, for its writer alone; an empty one takes it away.

    What a page still sends of a line that was asked with is nothing new.
    Raises Agreement.DoesNotExist, BegunTooMuch, NotConnected.
    """
    with acting_together(seat):
        callable_rule(seat, agreement_id, now)
        if submission and Call.objects.by(seat).filter(submission=submission).exists():
            return
        if line.strip():
            keep_begun(seat.user, ASKING.of(agreement_id), {"line": line}, now)
        else:
            forget_begun(seat.user_id, ASKING.of(agreement_id))


def begin_answer(seat: Membership, call_id: uuid.UUID, words: str, now: datetime) -> None:
    """Keep an answer while it is written, for its writer alone, as long as one may be sent.

    Raises Call.DoesNotExist, BegunTooMuch, NotConnected.
    """
    with acting_together(seat):
        if _open(_asked_of(seat, call_id, now), now).exists():
            keep_begun(seat.user, ANSWERING.of(call_id), {"words": words}, now)


def answer(seat: Membership, call_id: uuid.UUID, words: str, keeps: bool, now: datetime) -> None:
    """Answer what one is asked; with `keeps` also keep it as one's own answer to this rule. The same again is nothing.

    Raises NothingToAnswer, AnsweredAlready, AnswersTooLong, NotConnected, Call.DoesNotExist.
    """
    with acting_together(seat):
        call = _asked_of(seat, call_id, now)
        if _is_sent(call, words):
            return
        if not _open(call, now).update(answer=words, answered_at=now):
            raise AnsweredAlready if call.answered_at else NothingToAnswer
        if keeps:
            _save_answer(seat, call.agreement, words)
        forget_begun(seat.user_id, ANSWERING.of(call_id))
        withdraw_all(call, now)
        tell_answered(call, now)
        raise_revisions(seat.both)


def _is_sent(call: Call, words: str) -> bool:
    return call.answered_at is not None and call.answer == words


def hold(
    seat: Membership, call_id: uuid.UUID, promised_at: datetime, now: datetime, submission: uuid.UUID | None = None
) -> None:
    """Say when one wants to answer, twice a call at most. It reminds whoever says it, and nobody else.

    Raises NotSoLate, HeldTwice, NothingToAnswer, AnsweredAlready, NotConnected, Call.DoesNotExist.
    """
    submission = submission or uuid.uuid4()
    with acting_together(seat):
        call = _asked_of(seat, call_id, now)
        if _has_held(call, promised_at, submission):
            return
        if not now < promised_at <= now + LONGEST_PROMISE:
            raise NotSoLate
        _hold(call, seat, promised_at, submission, now)
        raise_revisions(seat.both)


def _has_held(call: Call, promised_at: datetime, submission: uuid.UUID) -> bool:
    said = call.holding_replies.all()
    is_repeated = any(each.submission == submission for each in said)
    return is_repeated or bool(call.promise and call.promise.promised_at == promised_at)


def _hold(call: Call, seat: Membership, promised_at: datetime, submission: uuid.UUID, now: datetime) -> None:
    lapses_at = max(call.due_at, promised_at) + LAPSES_AFTER
    # Its row first: what is answered or closed meanwhile is not held.
    if not _open(call, now).update(lapses_at=lapses_at):
        raise AnsweredAlready if call.answered_at else NothingToAnswer
    number = call.holding_replies.count() + 1
    if number > MOST_HOLDING_REPLIES:
        raise HeldTwice
    said: dict[str, Any] = {"number": number, "promised_at": promised_at, "submission": submission}
    reply = HoldingReply.objects.create(couple_id=call.couple_id, call=call, **said)
    withdraw_all(call, now)
    remind_of_promise(reply, now)
    tell_held(reply, now)


def close(seat: Membership, call_id: uuid.UUID, now: datetime) -> bool:
    """It's all right now: close what one asked; tell whether this call did it. What is over stays as it is.

    The other is told nothing, and finds that there is nothing to answer. Raises NotConnected, Call.DoesNotExist.
    """
    with acting_together(seat):
        call = Call.objects.by(seat).there(now).get(pk=call_id)
        if not _open(call, now).update(closed_at=now):
            return False
        withdraw_all(call, now)
        raise_revisions(seat.both)
        return True


def keep_answer(seat: Membership, agreement_id: uuid.UUID, words: str) -> None:
    """Keep, change or, with an empty text, remove one's own answer to a rule that was agreed on, before one is asked.

    Raises Agreement.DoesNotExist, AnswersTooLong, NotConnected.
    """
    with acting_together(seat):
        agreement = agreed_rule(seat, agreement_id)
        if words.strip():
            _save_answer(seat, agreement, words)
        else:
            SavedAnswer.objects.filter(agreement=agreement, person=seat.user).delete()
        raise_revisions([seat.user_id])


def _save_answer(seat: Membership, agreement: Agreement, words: str) -> None:
    mine = SavedAnswer.objects.filter(person=seat.user)
    kept = {"words": words, "couple_id": agreement.couple_id}
    with SAVED_ANSWERS.kept_within(mine, seat.user_id, AnswersTooLong):
        SavedAnswer.objects.update_or_create(agreement=agreement, person=seat.user, defaults=kept)


def _asked_of(seat: Membership, call_id: uuid.UUID, now: datetime) -> Call:
    there = Call.objects.asking(seat).there(now).select_related("agreement")
    return there.prefetch_related("holding_replies").get(pk=call_id)


def _open(call: Call, now: datetime) -> Any:
    return Call.objects.open(now).filter(pk=call.pk)
