"""Something good is sealed until a talk opens with it, or given at once; given, it stays with both."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from basics.keeping import what_stays
from checkins.rhythm.models import CheckIn
from couples.people.models import Revision
from couples.seats.leaving import NotConnected
from couples.seats.models import Membership
from journal.appreciations import verbs as appreciating
from journal.appreciations.models import Appreciation
from journal.appreciations.showing import appreciations_of, opened_with
from journal.appreciations.vague import is_vague
from journal.appreciations.verbs import GivenAlready, Said
from pages.earlier import ended_seat, kept
from tests.helpers import factories, notebook
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db
both_databases = pytest.mark.both_databases("what verbs write, and in which order")
NOW = timezone.now().replace(second=0, microsecond=0)
DAY = timedelta(days=1)


def read_by(seat: Membership, now: datetime = NOW) -> tuple[list[str], list[str]]:
    """Return what waits of this person's, and what was given."""
    found = appreciations_of(seat, now)
    return [each.what_you_did for each in found.waiting], [each.what_you_did for each in found.given]


def on_table(pair: Pair, check_in: CheckIn, now: datetime) -> list[str]:
    """Return what both read first on the table, which is the same."""
    read = [[each.what_you_did for each in opened_with(check_in.pk, seat, now)] for seat in seats(pair)]
    assert read[0] == read[1]
    return read[0]


def seats(pair: Pair) -> tuple[Membership, Membership]:
    return pair.alice_seat, pair.bob_seat


@both_databases
@pytest.mark.parametrize("opens_with", ["the time", "the second"])
def test_all_that_waits_opens_with_the_next_talk_and_what_comes_later_with_the_one_after(
    pair: Pair, opens_with: str
) -> None:
    alice, bob = seats(pair)
    check_in = factories.upcoming_check_in(pair, NOW)
    at = check_in.starts_at
    for number, seat in enumerate((bob, alice, bob, alice)):
        notebook.noted(seat, f"good {number}", NOW + timedelta(minutes=number))
    for seat in (alice, bob):
        factories.handed_in(check_in, seat, now=NOW if opens_with == "the time" else at)
    if opens_with == "the time":
        assert read_by(bob, at - timedelta(seconds=1)) == (["good 0", "good 2"], [])
    opened = [f"good {number}" for number in (1, 3, 0, 2)]
    assert on_table(pair, check_in, at) == opened, "by person: nobody reads from it who wrote first"
    newest_first = [f"good {number}" for number in (3, 1, 2, 0)]
    assert (read_by(alice, at)[0], read_by(bob, at)[1]) == ([], newest_first)
    late = notebook.noted(bob, "too late for this one", at)
    assert on_table(pair, check_in, at) == opened, "a verb that writes it down changes nothing"
    assert read_by(alice, at)[1] == newest_first
    assert read_by(bob, at)[0] == [late.what_you_did]
    assert [row.what_you_did for row in what_stays(Appreciation, alice)] == opened, "nor from what is exported"
    for row in Appreciation.objects.exclude(pk=late.pk):
        for seat in (alice, bob):
            with pytest.raises(GivenAlready if row.giver == seat.user else Appreciation.DoesNotExist):
                appreciating.take_back(seat, row.pk, at)
    second = factories.begun_check_in(pair, at + DAY)
    for seat in (alice, bob):
        factories.handed_in(second, seat, now=at + DAY)
    assert on_table(pair, second, at + DAY) == ["too late for this one"]
    assert on_table(pair, check_in, at + DAY) == opened


@both_databases
def test_what_was_changed_or_taken_back_before_opens_so_and_a_talk_that_did_not_happen_leaves_it(pair: Pair) -> None:
    alice, bob = seats(pair)
    check_in = factories.upcoming_check_in(pair, NOW)
    kept, gone = notebook.noted(alice, "first", NOW), notebook.noted(alice, "gone", NOW)
    for verb in (
        lambda: appreciating.change(bob, kept.pk, Said("not his"), False, NOW),
        lambda: appreciating.take_back(bob, kept.pk, NOW),
    ):
        with pytest.raises(Appreciation.DoesNotExist):
            verb()
    appreciating.change(alice, kept.pk, Said("in other words", "on Tuesday", "a lot"), False, NOW)
    appreciating.take_back(alice, gone.pk, NOW)
    factories.handed_in(check_in, bob, now=NOW)
    missed = check_in.starts_at + timedelta(hours=73)
    assert read_by(alice, missed) == (["in other words"], []), "back with its writer, and waiting"
    assert read_by(bob, missed) == ([], [])
    appreciating.change(alice, kept.pk, Said("given after all"), True, missed)
    assert read_by(bob, missed) == ([], ["given after all"])


def test_given_now_it_is_the_others_at_once_and_the_eleventh_waits(pair: Pair) -> None:
    alice, bob = seats(pair)
    submission = uuid.uuid4()
    for _ in range(2):
        appreciating.write_down(alice, Said("good 0"), True, submission, NOW)
    for number in range(1, 11):
        notebook.noted(alice, f"good {number}", NOW + timedelta(minutes=number), is_for_now=True)
    later = NOW + timedelta(hours=1)
    assert read_by(bob, later) == ([], [f"good {number}" for number in reversed(range(10))])
    assert read_by(alice, later)[0] == ["good 10"]
    notebook.noted(bob, "the other's are counted apart", later, is_for_now=True)
    assert read_by(alice, later)[1][0] == "the other's are counted apart"
    assert notebook.noted(alice, "a day later", NOW + DAY, is_for_now=True).given_at
    factories.paused(bob, now=NOW + DAY)
    assert notebook.noted(alice, "in a pause", NOW + DAY + timedelta(hours=1), is_for_now=True).given_at, "never held"


@both_databases
def test_what_waits_moves_nobody_elses_page_and_what_is_given_moves_both(pair: Pair) -> None:
    def moved(verb: object) -> set[int]:
        before = dict(Revision.objects.values_list("user", "value"))
        assert callable(verb)
        verb()
        after = dict(Revision.objects.values_list("user", "value"))
        return {person for person, value in after.items() if before.get(person) != value}

    alice, bob = pair.alice.pk, pair.bob.pk
    waits = notebook.noted(pair.alice_seat, now=NOW)
    assert moved(lambda: notebook.noted(pair.alice_seat, now=NOW)) == {alice}
    assert moved(lambda: appreciating.change(pair.alice_seat, waits.pk, Said("x"), False, NOW)) == {alice}
    assert moved(lambda: appreciating.take_back(pair.alice_seat, waits.pk, NOW)) == {alice}
    assert moved(lambda: notebook.noted(pair.alice_seat, now=NOW, is_for_now=True)) == {alice, bob}


def test_after_leaving_both_keep_what_was_given_and_what_waited_is_its_writers(pair: Pair) -> None:
    alice, bob = seats(pair)
    notebook.noted(alice, "at once", NOW - 2 * DAY, is_for_now=True)
    check_in = factories.upcoming_check_in(pair, NOW - DAY, hours=1)
    notebook.noted(alice, "hers, opened by the time alone", NOW - DAY)
    for seat in (alice, bob):
        factories.handed_in(check_in, seat, now=NOW - DAY)
    pair.left()
    with pytest.raises(NotConnected):
        notebook.noted(alice, "too late")
    both = ["at once", "hers, opened by the time alone"]
    again = factories.connected_couple(pair.alice, pair.bob)
    notebook.noted(again.bob_seat, "his, and still waiting", NOW)
    again.left()
    for person, own in ((pair.alice, []), (pair.bob, ["his, and still waiting"])):
        for couple, words in ((pair.couple, both), (again.couple, own)):
            stays = kept(ended_seat(person, couple.pk), NOW).appreciations
            assert [each.what_you_did for each in stays] == words


@pytest.mark.parametrize(
    ("words", "vague"),
    [
        ("You cooked", True),
        ("Thank you so much for everything, my love", True),
        ("You drove me to the airport", False),
        ("Thank you for the soup", False),
        ("谢谢你", True),
        ("谢谢你所做的一切，亲爱的宝贝", True),
        ("昨晚你等我下班", True),
        ("昨晚你等我到很晚才睡", False),
        ("谢谢你昨晚等我到十二点", False),
    ],
)
def test_only_what_says_nothing_is_vague(words: str, vague: bool) -> None:
    assert is_vague(words) is vague
