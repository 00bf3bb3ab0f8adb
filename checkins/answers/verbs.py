"""Answering privately and opening together.

Known trap: at READ COMMITTED two people who hand in at the same moment each count only their own seal, and the
check-in never opens (138 of 200 pairs). So every verb first updates the check-in's row: the
second waits for the first and counts both.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from basics.limits import Room
from basics.refusals import Refusal
from basics.transactions import acting
from checkins.agenda.table import settle
from checkins.answers.models import Answer, Seal, TakeAway, WithoutWriting
from checkins.questions.prompts import WISH
from checkins.rhythm.models import CheckIn
from checkins.rhythm.occurrences import CHECK_IN_SUBJECT
from checkins.rhythm.scheduling import ensure_next, tell_opened_later
from checkins.theme.verbs import keep_choice, seal_needs
from couples.begun.verbs import forget_begun, keep_begun
from couples.live.verbs import raise_revisions
from couples.seats.leaving import keep_connected
from couples.seats.models import Membership
from journal.appreciations.verbs import begin, write_down_begun

# The field of something good, here and where it has a page of its own.
SOMETHING_GOOD = "what_you_did"
# Of all talks of a person's life here: some four hundred of the longest in Chinese, four thousand as people write.
ANSWERS = TAKE_AWAYS = Room(20_000_000)


class WordsTooLong(Refusal):
    """All that a person ever wrote for their talks is too long together."""

    name = "no-room"
    message = _("What you wrote for your talks has grown very long. Make this shorter; what you typed is still here.")


class NoLongerOpenForAnswers(Refusal):
    """The answers are open, returned, or the check-in was cancelled."""

    name = "closed-for-answers"
    message = _("These answers cannot be changed any more. What you typed is below; copy it if you want to keep it.")


class Unanswered(Refusal):
    """A prompt has neither words nor "not today"."""

    message = _("Each question needs a few words, or “not today”. Both count the same.")

    def __init__(self, prompts: list[str]) -> None:
        super().__init__()
        self.prompts = prompts


class NotOpenYet(Refusal):
    """What each takes with them comes after the answers are open."""

    name = "not-open-yet"
    field = "words"
    message = _("This comes after your answers are open.")


class Fixed(Refusal):
    """What both have had before them for a day is not rewritten."""

    name = "fixed"
    field = "words"
    message = _(
        "A day has passed since you first shared something here, so it stays as it is. "
        "What you typed is still in the field."
    )


@dataclass(frozen=True)
class Given:
    """One answer as it was typed; words that are None stay as they are kept."""

    words: str | None = ""
    not_today: bool = False
    aloud: bool = False

    @property
    def is_answer(self) -> bool:
        """Tell whether it counts: "not today" does, and so does saying it aloud."""
        return self.not_today or self.aloud or bool((self.words or "").strip())

    def over(self, kept: Given) -> Given:
        """Return what stands once this is given over what was kept."""
        return replace(self, words=kept.words if self.words is None else self.words)


@dataclass(frozen=True)
class Good:
    """Something good as it was typed beside the answers; words that are None stay as they are kept."""

    words: str | None
    submission: uuid.UUID


def keep_answers(
    check_in: CheckIn,
    seat: Membership,
    given: Mapping[str, Given],
    now: datetime,
    good: Good | None = None,
    needs: bool | None = None,
) -> None:
    """Store answers as they stand, unfinished ones too; those not given stay.

    `needs` is whether what one needs most is to go in with them; None where nobody was asked.
    Raises NoLongerOpenForAnswers, WordsTooLong, BegunTooMuch.

    What is handed in stays whole: after handing in, unfinished answers raise Unanswered.
    """
    with acting(seat.user_id):
        _begin(check_in, seat, now)
        is_in = Seal.objects.filter(check_in=check_in, author=seat.user).exists()
        store = _store_whole if is_in else _store
        store(check_in, seat, given)
        if needs is not None:
            (seal_needs if is_in else keep_choice)(check_in, seat, needs)
        if good and good.words is not None:
            begin(seat, {SOMETHING_GOOD: good.words}, good.submission, now)


def _store_whole(check_in: CheckIn, seat: Membership, given: Mapping[str, Given], rest_aloud: bool = False) -> None:
    """Store what can open: what is kept by now, from whichever page, with what is given over it."""
    kept = _kept(check_in, seat)
    stands = kept | {prompt: answer.over(kept.get(prompt, Given())) for prompt, answer in given.items()}
    if rest_aloud:
        said = {prompt: replace(stands.get(prompt, Given()), aloud=True) for prompt in _unanswered(check_in, stands)}
        given, stands = {**given, **said}, {**stands, **said}
    if missing := [prompt for prompt in _unanswered(check_in, stands) if prompt != WISH]:
        raise Unanswered(missing)
    # A wish that was never touched is an answer as well.
    _store(check_in, seat, {prompt: Given() for prompt in check_in.prompts if prompt not in stands} | dict(given))
    # Until here, words beside "not today" came back if it was taken back. Nobody hands them in with it. What is not
    # asked here is not handed in either, and stays as it was written.
    mine = Answer.objects.filter(check_in=check_in, author=seat.user, prompt__in=check_in.prompts)
    mine.filter(not_today=True).update(words="", aloud=False)
    mine.filter(aloud=True).update(words="")


def _kept(check_in: CheckIn, seat: Membership) -> dict[str, Given]:
    mine = Answer.objects.filter(check_in=check_in, author=seat.user)
    return {answer.prompt: Given(answer.words, answer.not_today, answer.aloud) for answer in mine}


def _unanswered(check_in: CheckIn, stands: Mapping[str, Given]) -> list[str]:
    return [prompt for prompt in check_in.prompts if not stands.get(prompt, Given()).is_answer]


def hand_in(
    check_in: CheckIn,
    seat: Membership,
    given: Mapping[str, Given],
    now: datetime,
    good: Good | None = None,
    rest_aloud: bool = False,
    needs: bool | None = None,
) -> bool:
    """Store the answers and say that they are in, with those kept before; return whether the answers are open now.

    With `needs` what one needs most goes in, too, as it stands now; False is "not today", None says nothing of it.
    With `rest_aloud` what has no answer is said aloud; nobody knows before it opens. Something good waits from now on
    for whichever talk opens. Handing in again before the opening changes the answers.
    Raises Unanswered, NoLongerOpenForAnswers, WordsTooLong, AppreciationsTooLong.
    """
    with acting(seat.user_id):
        _begin(check_in, seat, now)
        _store_whole(check_in, seat, given, rest_aloud)
        if needs is not None:
            seal_needs(check_in, seat, needs)
        if good:
            write_down_begun(seat, good.words, good.submission, now)
        Seal.objects.get_or_create(
            check_in=check_in, author=seat.user, defaults={"sealed_at": now, "couple_id": check_in.couple_id}
        )
        # Whoever hands in wants it opened: a tap of before must not start the talk without it.
        WithoutWriting.objects.filter(check_in=check_in, person=seat.user).delete()
        # One write either way: before the time, not even how long this takes may tell whether the other is in.
        both_in_at = Value(now if Seal.objects.filter(check_in=check_in).count() == 2 else None, DateTimeField())
        CheckIn.objects.filter(pk=check_in.pk).update(both_in_at=Coalesce(F("both_in_at"), both_in_at))
        _tell_if_opened(check_in, now)
        settle(check_in.couple_id, now)
        # Before the time nothing may move on the other's page; at the time it asks by itself.
        raise_revisions(seat.both if check_in.is_open(now) else [seat.user_id])
    return _go_on(check_in, seat, now)


def _tell_if_opened(check_in: CheckIn, now: datetime) -> None:
    """After the time, tell both of what this call has opened; before it, neither ask nor write anything."""
    if check_in.has_begun(now):
        check_in.refresh_from_db(fields=["both_in_at"])
        if check_in.is_open(now):
            tell_opened_later(check_in, now)


def _go_on(check_in: CheckIn, seat: Membership, now: datetime) -> bool:
    """Make the next check-in once this one's answers are open; tell whether they are.

    A transaction of its own: ending an agreement locks it before its check-ins, the other way round than handing in.
    """
    with acting(seat.user_id):
        check_in.refresh_from_db()
        if check_in.is_open(now) and check_in.agreement:
            ensure_next(check_in.agreement, now)
    return check_in.is_open(now)


def _begin(check_in: CheckIn, seat: Membership, now: datetime) -> None:
    """Lock the check-in's row, then look at it as it is now.

    The couple comes first: an answer on its way while the other leaves must not open theirs once more.
    """
    if not keep_connected(seat):
        raise NoLongerOpenForAnswers
    CheckIn.objects.filter(pk=check_in.pk).update(touched=F("touched") + 1)
    check_in.refresh_from_db()
    if not check_in.takes_answers(now):
        raise NoLongerOpenForAnswers


def _store(check_in: CheckIn, seat: Membership, given: Mapping[str, Given]) -> None:
    mine = Answer.objects.filter(author=seat.user)
    with ANSWERS.kept_within(mine, seat.user_id, WordsTooLong):
        _write(check_in, seat, given)


def _write(check_in: CheckIn, seat: Membership, given: Mapping[str, Given]) -> None:
    # Another question may have been drawn while this one was written to: what was written is kept, for its writer.
    for prompt in dict.fromkeys((*check_in.prompts, *check_in.drawn_before())):
        if prompt in given:
            answer = given[prompt]
            words = {} if answer.words is None else {"words": answer.words}
            Answer.objects.update_or_create(
                check_in=check_in,
                author=seat.user,
                prompt=prompt,
                defaults={
                    "couple_id": check_in.couple_id,
                    "not_today": answer.not_today,
                    "aloud": answer.aloud,
                    **words,
                },
            )


def be_in_no_more(check_in: CheckIn, seat: Membership) -> None:
    """Take back the word that one's answers are in, of a talk that came to nothing. Inside the caller's transaction.

    Other words in force can bring a cancelled talk back: it must not open with the nothing that is left there.
    """
    Seal.objects.filter(check_in=check_in, author=seat.user).delete()
    CheckIn.objects.filter(pk=check_in.pk).update(both_in_at=None)


def begin_take_away(check_in: CheckIn, seat: Membership, typed: Mapping[str, str], now: datetime) -> None:
    """Keep what this person is writing, for themself alone: both see nothing of it before they share it.

    Raises NotOpenYet, BegunTooMuch.
    """
    if not _has_take_aways(check_in, now):
        raise NotOpenYet
    keep_begun(seat.user, CHECK_IN_SUBJECT.of(check_in.pk), typed, now)


def keep_take_away(check_in: CheckIn, seat: Membership, words: str, now: datetime) -> None:
    """Keep what this person takes with them; both see it. An empty text takes it away.

    Raises NotOpenYet, WordsTooLong, and Fixed for other words a day after the first were shared, whatever stands there
    by then.
    """
    with acting(seat.user_id):
        if not _has_take_aways(check_in, now) or not keep_connected(seat):
            raise NotOpenYet
        mine = TakeAway.objects.filter(author=seat.user)
        with TAKE_AWAYS.kept_within(mine, seat.user_id, WordsTooLong):
            is_other = _store_take_away(check_in, seat, words if words.strip() else "", now)
        forget_begun(seat.user_id, CHECK_IN_SUBJECT.of(check_in.pk))
        if is_other:
            raise_revisions(seat.both)


def _has_take_aways(check_in: CheckIn, now: datetime) -> bool:
    """Tell whether each can take something with them from it: from a talk that has a table, and no light question."""
    return check_in.is_on(now) and not check_in.is_one_question


def _store_take_away(check_in: CheckIn, seat: Membership, words: str, now: datetime) -> bool:
    """Tell whether it reads otherwise now: keeping the same once more is nothing that the other sees."""
    mine = TakeAway.objects.filter(check_in=check_in, author=seat.user)
    kept = mine.first()
    if words == (kept.words if kept else ""):
        return False
    if kept and kept.is_fixed(now):
        raise Fixed
    # What is emptied stays a row: its day goes on, so that nothing is shared anew for ever.
    TakeAway.objects.update_or_create(
        check_in=check_in,
        author=seat.user,
        defaults={"words": words},
        create_defaults={"words": words, "couple_id": check_in.couple_id, "shared_at": now},
    )
    return True
