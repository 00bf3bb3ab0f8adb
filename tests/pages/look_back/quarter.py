"""A quarter of two people, as it might have been."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from agreements.letters import consent
from agreements.letters.models import Agreement
from checkins.answers.models import TakeAway
from checkins.rhythm.models import CheckIn
from couples.seats.models import Membership
from tests.helpers import factories, notebook
from tests.helpers.factories import Pair

TAKEN = (
    (20, 0, "That she asks how the day was before she says how hers was."),
    (20, 1, "我说慢一点，她就听得下去。"),
    (48, 1, "We can be angry and still make dinner."),
)
GOOD = (
    (12, 0, "You put my coat on the radiator before I came down."),
    (31, 1, "你把周六整个上午留给了我们。"),
    (66, 0, "You said “I was wrong” at the table, in front of my sister."),
)


def day(first: date, number: int, at: time = time(18)) -> datetime:
    """Return a moment on so many days after the first."""
    return datetime.combine(first + timedelta(days=number), at, UTC)


def a_quarter(pair: Pair, first: date) -> None:
    """Let the two agree, change their words, let go, talk and be kind, from its first day on."""
    rhythm = factories.agreed_rhythm(pair, day(first, 4))
    factories.agreed_cool_down(pair, day(first, 8), word="kettle")
    rule = factories.agreed_response_rule(pair, day(first, 16), please="send one line before you go under")
    walk = factories.agreed("ritual", pair, day(first, 30), what="a walk after dinner", every="day", at="19:30")
    other_words(rhythm, pair.bob_seat, day(first, 38), at="20:00")
    until = first + timedelta(days=66)
    factories.agreed("boundary", pair, day(first, 45), about="phones at the table", trial_until=until)
    other_words(rule, pair.alice_seat, day(first, 58), please="send one line, or a heart")
    consent.end(walk, pair.bob_seat, day(first, 72))
    factories.agreed("ritual", pair, day(first, 80), what="tea in bed on Sundays", every="week", weekday=6, at="09:00")
    for number, writer, words in TAKEN:
        taken(pair, (pair.alice_seat, pair.bob_seat)[writer], words, day(first, number))
    for number, writer, words in GOOD:
        giver = (pair.alice_seat, pair.bob_seat)[writer]
        notebook.noted(giver, words, day(first, number), is_for_now=True)


def other_words(agreement: Agreement, by: Membership, now: datetime, **said: object) -> Agreement:
    """Let one of the two suggest other words, and the other say yes."""
    letter = factories.amended(agreement, by, now, **said)
    assert letter.proposal is not None
    other = next(seat for seat in by.couple.memberships.select_related("couple", "user") if seat.pk != by.pk)
    consent.accept(letter, other, letter.proposal.number, now)
    return factories.fresh(agreement)


def taken(pair: Pair, by: Membership, words: str, now: datetime) -> TakeAway:
    """Let one of the two have taken this with them from a talk at that time."""
    at = {"slot": now, "starts_at": now, "both_in_at": now}
    talk = CheckIn.objects.filter(couple=pair.couple, starts_at=now).first() or CheckIn.objects.create(
        couple=pair.couple, minutes=30, zone="UTC", topics_settled=True, **at
    )
    return TakeAway.objects.create(couple=pair.couple, check_in=talk, author=by.user, words=words, shared_at=now)
