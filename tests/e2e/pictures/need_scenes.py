"""What one needs most, and what two compare of it at a talk."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from checkins.rhythm.models import CheckIn
from checkins.theme.verbs import compare_needs
from couples.people.models import User
from journal.needs.ranking import Ranked
from journal.needs.verbs import rank_anew
from tests.e2e.staging import SCENES, couple, page, scene
from tests.helpers import factories
from tests.helpers.factories import Pair

SCENES["needs-at-first"] = page("my_needs")
SCENES["needs-without-a-talk"] = page("compare_needs")
HERS = (
    Ranked("heard", "That you put the phone away and look at me when I tell you about my day."),
    Ranked("company"),
    Ranked("rest", "An hour after work."),
    Ranked("plain_word", "“No, not today” is fine."),
    Ranked("tenderness"),
)
HIS = (Ranked("rest", "先让我坐十分钟，再说话。"), Ranked("trust"), Ranked("heard"))


def ranked() -> Pair:
    pair = couple()
    rank_anew(pair.alice, HERS)
    rank_anew(pair.bob, HIS)
    return pair


def opened() -> tuple[Pair, CheckIn]:
    pair, now = ranked(), timezone.now()
    check_in = factories.begun_check_in(pair, now)
    compare_needs(check_in, pair.alice_seat, now)
    for seat in (pair.alice_seat, pair.bob_seat):
        factories.handed_in(check_in, seat, now=now, needs=True)
    return pair, check_in


@scene
def needs() -> tuple[User, str]:
    pair = ranked()
    factories.upcoming_check_in(pair)
    return pair.alice, reverse("my_needs")


@scene
def needs_to_compare() -> tuple[User, str]:
    pair, now = ranked(), timezone.now()
    check_in = factories.upcoming_check_in(pair)
    compare_needs(check_in, pair.bob_seat, now)
    return pair.alice, reverse("check_in", args=[check_in.pk]) + "#asks-needs"


@scene
def needs_compared() -> tuple[User, str]:
    pair, check_in = opened()
    return pair.alice, reverse("table", args=[check_in.pk]) + "#needs"


@scene
def need_as_something_else() -> tuple[User, str]:
    pair, check_in = opened()
    return pair.alice, reverse("need_agreement", args=[check_in.pk]) + "?need=tenderness&whose=mine"
