"""A swap is two letters and nothing else: both agreements stay as they are until each is answered."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import translation

from agreements.letters import consent
from agreements.letters.consent import TooManyLetters
from agreements.letters.ending import end
from agreements.letters.models import Agreement, Version
from agreements.letters.showing import agreement_as_seen
from agreements.letters.versions import Changed
from agreements.responsibilities.showing import responsibilities_of
from agreements.responsibilities.verbs import LetterWaits, NothingChosen, swap
from basics.submissions import SentDifferently
from couples.seats.leaving import NotConnected
from tests.agreements.responsibilities.conftest import NOW, agreed
from tests.helpers import factories
from tests.helpers.factories import fresh

pytestmark = pytest.mark.django_db
PARTS = ("notice", "plan", "do")


def lies(agreement: Agreement) -> list[str]:
    standing = fresh(agreement).in_force
    assert standing
    return [standing.settings[part] for part in PARTS]


def letter(agreement: Agreement) -> Version:
    proposal = fresh(agreement).proposal
    assert proposal
    return proposal


def test_a_swap_sends_a_letter_for_each_and_changes_nothing_before_they_are_answered(pair, laundry, bills):
    made = swap(pair.alice_seat, laundry.pk, bills.pk, uuid.uuid4(), NOW)
    assert [each.agreement_id for each in made] == [laundry.pk, bills.pk]
    assert (lies(laundry), lies(bills)) == (["author"] * 3, ["other"] * 3), "both as they were"
    for agreement, new in ((laundry, "other"), (bills, "author")):
        settings = letter(agreement).settings
        assert [settings[part] for part in PARTS] == [new] * 3
        assert settings["trial_until"] == "2027-03-31", "tried for four weeks"
    consent.accept(fresh(laundry), pair.bob_seat, 2, NOW)
    assert (lies(laundry), lies(bills)) == (["other"] * 3, ["other"] * 3), "each answered by itself"
    consent.decline(fresh(bills), pair.bob_seat, 2, NOW)
    assert lies(bills) == ["other"] * 3


def test_each_letter_says_what_it_belongs_to(pair, laundry, bills):
    swap(pair.alice_seat, laundry.pk, bills.pk, uuid.uuid4(), NOW)
    called = {}
    for seat in (pair.alice_seat, pair.bob_seat):
        with translation.override("en"):
            called[seat.user.name] = [agreement_as_seen(fresh(each), seat).called for each in (laundry, bills)]
    assert called == {
        "Alice": ["Who takes care of “Laundry”", "Who takes care of “Bills”"],
        "Bob": ["Alice suggests swapping “Laundry” and “Bills”", "Alice suggests swapping “Bills” and “Laundry”"],
    }
    with translation.override("en"):
        mine = agreement_as_seen(fresh(laundry), pair.alice_seat).proposal
    assert mine
    assert mine.called == "You suggest swapping “Laundry” and “Bills”"


def test_later_words_do_not_belong_to_it(pair, laundry, bills):
    """Neither what is agreed nor another change of it is called a swap."""
    swap(pair.alice_seat, laundry.pk, bills.pk, uuid.uuid4(), NOW)
    consent.accept(fresh(laundry), pair.bob_seat, 2, NOW)
    factories.amended(laundry, pair.bob_seat, NOW, enough="Clean is enough")
    with translation.override("en"):
        seen = agreement_as_seen(fresh(laundry), pair.alice_seat)
        assert seen.called == "Bob suggests a change: who takes care of “Laundry”"
        assert seen.called_agreed == "Who takes care of “Laundry”"
    with pytest.raises(consent.Unchanged):
        factories.amended(bills, pair.bob_seat, NOW, enough=fresh(bills).proposal.words["enough"])


@pytest.mark.parametrize("gives", [True, False])
def test_one_alone_is_given_or_taken(pair, laundry, bills, gives):
    given, other = (laundry, bills) if gives else (bills, laundry)
    mine, theirs = (laundry.pk, None) if gives else (None, bills.pk)
    swap(pair.alice_seat, mine, theirs, uuid.uuid4(), NOW)
    assert {letter(given).settings[part] for part in PARTS} == {"other" if gives else "author"}
    assert fresh(other).proposal is None
    with translation.override("en"):
        called = agreement_as_seen(fresh(given), pair.bob_seat).called
    assert called.startswith("Alice suggests a change: who takes care of")


def test_only_what_lies_with_the_giver_changes_hands(pair):
    """Whoever of the two began it: the other's part, what is shared and what goes in turn stay."""
    mixed = agreed(pair, "Food", notice="other", plan="author", do="turns")
    swap(pair.bob_seat, mixed.pk, None, uuid.uuid4(), NOW)
    assert [letter(mixed).settings[part] for part in PARTS] == ["author", "author", "turns"]
    consent.take_back(fresh(mixed), pair.bob_seat, 2, NOW)
    swap(pair.bob_seat, None, mixed.pk, uuid.uuid4(), NOW)
    assert [letter(mixed).settings[part] for part in PARTS] == ["other", "other", "turns"]


def test_sent_twice_it_is_sent_once(pair, laundry, bills):
    key = uuid.uuid4()
    first = swap(pair.alice_seat, laundry.pk, bills.pk, key, NOW, "a")
    assert swap(pair.alice_seat, laundry.pk, bills.pk, key, NOW, "a") == first
    with pytest.raises(SentDifferently):
        swap(pair.alice_seat, laundry.pk, None, key, NOW, "b")
    assert Version.objects.filter(number=2).count() == 2


def test_what_cannot_be_swapped_is_refused_and_nothing_is_sent(pair, laundry, bills):
    together = agreed(pair, "Kitchen", "both")
    other = factories.agreed_response_rule(pair, NOW)
    strangers = factories.connected_couple(factories.person("Sam"), factories.person("Toni"))
    foreign = agreed(strangers, "Garden")
    waiting = agreed(pair, "Windows")
    factories.amended(waiting, pair.bob_seat, NOW, enough="Once")
    over = agreed(pair, "Balcony")
    consent.end(over, pair.bob_seat, NOW)
    tried = agreed(pair, "Plants", trial_until=NOW.date())
    cases = [
        (None, None, NothingChosen),
        (laundry.pk, laundry.pk, NothingChosen),
        (bills.pk, None, Changed),
        (laundry.pk, together.pk, Changed),
        (laundry.pk, other.pk, Changed),
        (laundry.pk, foreign.pk, Changed),
        (laundry.pk, uuid.uuid4(), Changed),
        (over.pk, bills.pk, Changed),
        (waiting.pk, bills.pk, LetterWaits),
    ]
    for mine, theirs, refusal in cases:
        with pytest.raises(refusal):
            swap(pair.alice_seat, mine, theirs, uuid.uuid4(), NOW)
    with pytest.raises(Changed):
        swap(pair.alice_seat, tried.pk, bills.pk, uuid.uuid4(), NOW + timedelta(days=1))
    assert fresh(laundry).proposal is None
    assert fresh(bills).proposal is None


def test_too_many_letters_send_neither(pair, laundry, bills):
    for number in range(29 - Version.objects.filter(author=pair.alice).count()):
        agreed(pair, f"Room {number}")
    with pytest.raises(TooManyLetters):
        swap(pair.alice_seat, laundry.pk, bills.pk, uuid.uuid4(), NOW)
    assert fresh(laundry).proposal is None


def test_after_leaving_nothing_is_swapped(pair, laundry, bills):
    pair.left(NOW)
    with pytest.raises(NotConnected):
        swap(pair.alice_seat, laundry.pk, bills.pk, uuid.uuid4(), NOW)


def test_what_is_under_discussion_is_not_offered(pair, laundry, bills):
    swap(pair.bob_seat, bills.pk, laundry.pk, uuid.uuid4(), NOW)
    for seat in (pair.alice_seat, pair.bob_seat):
        rows = responsibilities_of(seat, NOW)
        assert [(row.is_mine, row.is_theirs, row.is_discussed) for row in rows] == [(False, False, True)] * 2


def test_what_is_over_by_then_is_said_in_words(pair, laundry, bills, alice_client):
    end(laundry, pair.bob_seat, NOW)
    sent = {"couple": pair.couple.pk, "mine": laundry.pk, "theirs": "none", "submission": uuid.uuid4()}
    answer = alice_client.post("/responsibilities/swap/", sent)
    assert answer.status_code == 400
    said = answer.content.decode()
    assert "This has changed since you opened it." in said
    assert str(laundry.pk) not in said
