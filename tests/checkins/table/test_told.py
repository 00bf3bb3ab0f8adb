"""How it went, as one showed it, is found by both where they look at what they agreed on; and nothing else is."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.letters import consent
from agreements.letters.models import Agreement
from checkins.table.showing import Table
from couples.people.models import User
from journal.copies.models import ShownCopy
from journal.copies.verbs import show, take_back
from journal.triggers.copies import CARD_COPY
from tests.agreements.trials.reading import page_of, text_of
from tests.checkins.table.eased import told_how_it_went
from tests.checkins.table.test_fits import AFTER, JULY, SPRING, talks
from tests.checkins.table.test_table import table
from tests.helpers import factories, notebook
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db
NOW = JULY + AFTER
JUNE = datetime(2026, 6, 10, 12, tzinfo=UTC)
EASIER, NOT_YET = "It has become easier for me.", "It hasn't become easier yet."


@pytest.fixture(autouse=True)
def the_clock_stands():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def rule(pair: Pair) -> Agreement:
    """A rule about two things, beside one about nothing of that and a rhythm."""
    factories.agreed_rhythm(pair, SPRING)
    factories.agreed_response_rule(pair, SPRING, triggers=["money"])
    return factories.agreed_response_rule(pair, SPRING, triggers=["late_reply", "family"])


def told_on(found: Table) -> dict[str, list[tuple[str, str, str]]]:
    """Return by what each agreement is about what stands beside it."""
    fits = [fit for item in found.items for fit in item.fits]
    return {
        " ".join(fit.agreement.in_force.terms.settings["triggers"]): [
            (told.giver.name, told.about, told.words) for told in fit.told
        ]
        for fit in fits
        if fit.agreement.in_force and fit.agreement.in_force.terms.settings.get("triggers")
    }


def test_both_find_the_newest_of_each_beside_what_it_is_about(pair: Pair, rule: Agreement) -> None:
    [july] = talks(pair, JULY)
    told_how_it_went(pair.alice_seat, "same", SPRING - timedelta(days=3))
    told_how_it_went(pair.alice_seat, "harder", JUNE)
    newest = told_how_it_went(pair.alice_seat, "easier", JUNE + timedelta(days=2))
    told_how_it_went(pair.bob_seat, "harder", JUNE, "family")
    show(pair.bob_seat, CARD_COPY, "trigger:family", {"trigger": "family", "helps": "x"}, uuid.uuid4(), JUNE)
    hers, his = (told_on(table(july, seat, NOW)) for seat in (pair.alice_seat, pair.bob_seat))
    alice, bob = (pair.alice.name, "Late reply", EASIER), (pair.bob.name, "Family", NOT_YET)
    assert hers == his == {"late_reply family": [alice, bob], "money": []}
    take_back(pair.alice_seat, newest.pk, NOW)
    [older, _bob] = told_on(table(july, pair.bob_seat, NOW))["late_reply family"]
    assert older == (pair.alice.name, "Late reply", NOT_YET), "the newest of those that stand"
    for copy in ShownCopy.objects.filter(giver=pair.alice).shown():
        take_back(pair.alice_seat, copy.pk, NOW)
    for seat in (pair.alice_seat, pair.bob_seat):
        assert told_on(table(july, seat, NOW))["late_reply family"] == [bob], "of an agreement before this one: nothing"


def test_pages_and_api_show_it_to_the_two_and_to_nobody_else(pair: Pair, rule: Agreement, charlie: User) -> None:
    [july] = talks(pair, JULY)
    there = f"/check-ins/{july.pk}/table/"
    notebook.answered_eased(pair.alice, "harder", "family")
    nothing = {person: page_of(person, there)[1] for person in (pair.alice, pair.bob)}
    assert not any(said in text_of(page) for page in nothing.values() for said in ("easier", "harder"))
    copy = told_how_it_went(pair.alice_seat, "easier", JUNE)
    for person in (pair.alice, pair.bob):
        assert f"{pair.alice.name} Late reply {EASIER}" in text_of(page_of(person, there)[1])
        answer = factories.signed_in(None, person).get(f"/api/v1{there}").json()
        [told] = [each for item in answer["items"] for fit in item["fits"] for each in fit["told"]]
        by = "me" if person == pair.alice else "partner"
        assert told == {"by": by, "about": "Late reply", "words": EASIER}
    assert EASIER not in page_of(charlie, there)[1]
    take_back(pair.alice_seat, copy.pk, NOW)
    after = {person: page_of(person, there)[1] for person in nothing}
    assert [text_of(page) for page in after.values()] == [text_of(page) for page in nothing.values()]
    assert all(after[person] != nothing[person] for person in nothing), "pages that lie open ask anew"
    told_how_it_went(pair.alice_seat, "easier", JUNE)
    pair.left()
    again = factories.connected_couple(pair.alice, charlie)
    for person in (pair.alice, pair.bob, charlie):
        assert EASIER not in page_of(person, there)[1]
    factories.agreed_response_rule(again, SPRING, triggers=["late_reply"])
    for person in (pair.alice, charlie):
        page = page_of(person, "/agreements/")[1]
        assert "Does it still fit?" in page
        assert EASIER not in page, "what stood between two others"


def queries(person: User, path: str) -> int:
    client = factories.signed_in(None, person)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_both_places_show_it_for_as_many_queries_whatever_was_shown(pair: Pair, rule: Agreement) -> None:
    [july] = talks(pair, JULY)
    there = f"/check-ins/{july.pk}/table/"
    without = queries(pair.bob, there)
    told_how_it_went(pair.alice_seat, "easier", JUNE)
    assert queries(pair.bob, there) == without
    for number, trigger in enumerate(("family", "money", "changed_plan")):
        factories.agreed_response_rule(pair, SPRING, triggers=[trigger])
        told_how_it_went(pair.bob_seat, "same", JUNE + timedelta(hours=number), trigger)
    assert queries(pair.bob, there) == without
    consent.end(Agreement.objects.get(kind="rhythm"), pair.bob_seat, SPRING)
    with_all = queries(pair.bob, "/agreements/")
    for person in (pair.alice, pair.bob):
        text = text_of(page_of(person, "/agreements/")[1]).replace("&#x27;", "'")
        assert f"{pair.alice.name} Late reply {EASIER}" in text
        assert f"{pair.bob.name} Money {NOT_YET}" in text
    for copy in list(ShownCopy.objects.filter(giver=pair.bob).shown()):
        take_back(pair.bob_seat, copy.pk, NOW)
    assert queries(pair.bob, "/agreements/") == with_all
