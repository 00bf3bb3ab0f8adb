"""Side by side: nothing but agreed terms, the same for both, and no number over more than one of them."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from agreements.letters import consent
from agreements.letters.models import Agreement
from agreements.responsibilities.showing import a_month_said, responsibilities_of, side_by_side
from agreements.responsibilities.verbs import swap
from couples.seats.access import membership_of
from tests.agreements.responsibilities.conftest import NOW, agreed
from tests.helpers import factories
from tests.helpers.factories import fresh
from tests.helpers.pages import without_chance

pytestmark = pytest.mark.django_db
PAGE = "/responsibilities/"


def columns(seat, now=NOW):
    """Return what each row says of each of the two."""
    with translation.override("en"):
        rows = responsibilities_of(seat, now)
        return {str(row.called): {share.person.name: [*share.said] for share in row.shares} for row in rows}


def html(client: Client, path: str = PAGE) -> str:
    return client.get(path).content.decode()


def test_each_reads_what_each_notices_plans_and_does(pair, laundry, bills):
    agreed(pair, "Food", "turns")
    agreed(pair, "Kitchen", "both")
    agreed(pair, "Garden", notice="author", plan="author", do="other")
    agreed(pair, "Car", notice="both", plan="turns", do="turns")
    turns, both = ["In turn: notices it, plans it and does it"], ["Together: notices it, plans it and does it"]
    expected = {
        "Laundry": {"Alice": ["Notices it, plans it and does it"], "Bob": []},
        "Bills": {"Alice": [], "Bob": ["Notices it, plans it and does it"]},
        "Food": {"Alice": turns, "Bob": turns},
        "Kitchen": {"Alice": both, "Bob": both},
        "Garden": {"Alice": ["Notices it and plans it"], "Bob": ["Does it"]},
        "Car": {who: ["In turn: plans it and does it", "Together: notices it"] for who in ("Alice", "Bob")},
    }
    assert columns(pair.alice_seat) == columns(pair.bob_seat) == expected


def test_only_what_is_in_force_stands_there(pair, laundry, bills):
    """Neither a draft, nor a letter, nor what is over; a change of it only once both have agreed."""
    factories.draft(pair.bob, "responsibility", title="Secret")
    factories.proposed("responsibility", pair.bob_seat, NOW, title="Windows")
    factories.amended(laundry, pair.bob_seat, NOW, title="Linen", do="other")
    consent.end(bills, pair.bob_seat, NOW)
    agreed(pair, "Plants", trial_until=NOW.date())
    assert [*columns(pair.alice_seat)] == ["Laundry", "Plants"]
    assert columns(pair.alice_seat)["Laundry"]["Bob"] == []
    assert [*columns(pair.alice_seat, NOW + timedelta(days=1))] == ["Laundry"]


@pytest.mark.parametrize(
    ("settings", "minutes", "said"),
    [
        ({"times": 2, "per": "week", "minutes": 45}, 391, "about 7 hours a month"),
        ({"times": 7, "per": "week", "minutes": 10}, 304, "about 5 hours a month"),
        ({"times": 1, "per": "day", "minutes": 10}, 304, "about 5 hours a month"),
        ({"times": 2, "per": "month", "minutes": 30}, 60, "about 1 hour a month"),
        ({"times": 1, "per": "month", "minutes": 58}, 58, "about 1 hour a month"),
        ({"times": 1, "per": "month", "minutes": 45}, 45, "about 45 minutes a month"),
        ({"times": 4, "per": "year", "minutes": 60}, 20, "about 20 minutes a month"),
        ({"times": 1, "per": "year", "minutes": 5}, 0, ""),
        ({"times": 60, "per": "day", "minutes": 600}, 1095000, "about 18250 hours a month"),
        ({"times": 2, "per": "week", "minutes": None}, None, ""),
        ({"times": None, "per": "week", "minutes": 30}, None, ""),
        ({"times": 2, "per": "week", "minutes": 0}, None, ""),
    ],
)
def test_how_long_it_takes_in_a_month_is_said_where_the_two_gave_a_time(pair, settings, minutes, said):
    agreed(pair, "Laundry", **settings)
    with translation.override("en"):
        [row] = responsibilities_of(pair.bob_seat, NOW)
        assert (row.minutes_a_month, row.a_month) == (minutes, said)


def test_little_time_is_still_some():
    with translation.override("en"):
        assert a_month_said(1) == "about 5 minutes a month"


def test_the_page_has_no_number_over_more_than_one(pair, alice_client):
    """Each number stands with the one thing that it is of; nothing is added up, compared or drawn."""
    now = timezone.now()
    for title, minutes in (("Laundry", 60), ("Bills", 120), ("Food", 180)):
        agreed(pair, title, "author", now, times=1, per="month", minutes=minutes)
    page = html(alice_client)
    main = page[page.index("<main") : page.index("</main>")]
    shown = re.sub(r"<[^>]+>", " ", main)
    assert re.findall(r"\d+", shown) == ["1", "2", "3"]
    rows = re.findall(r"<tbody>.*?</tbody>", main, flags=re.DOTALL)
    assert [re.findall(r"\d+", re.sub(r"<[^>]+>", " ", row)) for row in rows] == [["1"], ["2"], ["3"]]
    assert not re.search(r"%|<progress|<meter|<svg(?![^>]*aria-hidden)|checkbox", main)


def test_the_columns_hold_nothing_but_agreed_terms(pair, laundry, bills, bob_client):
    """Whatever Alice does that is not agreed, Bob's page is the same to the byte, but for what he may know."""
    line = factories.unnoticed(pair.bob_seat, now=NOW)
    before = without_chance(html(bob_client))
    factories.draft(pair.alice, "responsibility", title="Secret")
    alice = factories.signed_in(None, pair.alice)
    for path in (PAGE, f"{PAGE}swap/", f"/agreements/{laundry.pk}/"):
        alice.get(path)
    alice.post(f"{PAGE}unnoticed/{line.pk}/take-up/", {"submission": uuid.uuid4()})
    assert without_chance(html(bob_client)) == before


def test_whose_turn_it_is_is_said_by_name_and_changes_by_itself(pair):
    agreed(pair, "Food", "turns")
    monthly = agreed(pair, "Windows", "turns", turn="month")
    factories.amended(monthly, pair.bob_seat, NOW, enough="Clean")
    consent.accept(fresh(monthly), pair.alice_seat, 2, NOW + timedelta(days=20))

    def said(days):
        with translation.override("en"):
            return [str(row.turn_said) for row in responsibilities_of(pair.bob_seat, NOW + timedelta(days=days))]

    assert said(0) == ["This week: Alice", "This month: Alice"]
    assert said(5) == ["This week: Bob", "This month: Alice"]
    assert said(40) == ["This week: Alice", "This month: Bob"], "other words on when it is good enough change nothing"
    assert said(61) == ["This week: Bob", "This month: Alice"]


def test_an_open_page_asks_anew_when_the_next_turn_comes(pair):
    agreed(pair, "Windows", "turns", turn="month")
    assert side_by_side(pair.bob_seat, NOW).changes_at == datetime(2027, 3, 31, 22, tzinfo=UTC), "midnight in Berlin"
    agreed(pair, "Food", "turns")
    assert side_by_side(pair.bob_seat, NOW).changes_at == datetime(2027, 3, 7, 23, tzinfo=UTC)
    agreed(pair, "Plants", trial_until=date(2027, 3, 5))
    assert side_by_side(pair.bob_seat, NOW).changes_at == datetime(2027, 3, 5, 23, tzinfo=UTC)


def test_whoever_writes_a_mix_is_asked_how_word_gets_across_and_nobody_else(pair, alice_client, bob_client):
    """On reading it over, and before other words are sent; it is no part of either."""
    asked = "How does word get across?"
    draft = factories.draft(pair.alice, "responsibility", notice="author", plan="author", do="other")
    assert asked in html(alice_client, f"/agreements/drafts/{draft.pk}/")
    alice_client.post(f"/agreements/drafts/{draft.pk}/send/")
    letter = Agreement.objects.get()
    page = html(bob_client, f"/agreements/{letter.pk}/")
    assert asked not in page
    based_on = re.search(r'name="version" value="([^"]+)"', page)
    assert based_on
    typed = factories.typed_terms("responsibility", pair.alice, notice="both", plan="other", do="other")
    changed = {**typed, "based_on": based_on[1], "action": "compare"}
    assert asked in bob_client.post(f"/agreements/{letter.pk}/other-words/", changed).content.decode()


def test_the_agreements_own_page_has_whose_turn_it_is(pair, alice_client, bob_client):
    food = agreed(pair, "Food", "turns", timezone.now())
    page = html(bob_client, f"/agreements/{food.pk}/")
    assert f'hx-get="{PAGE}{food.pk}/"' in page
    part = bob_client.get(f"{PAGE}{food.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert re.search(r"This week: <bdi>(Alice|Bob)</bdi>", part)
    assert "<html" not in part
    assert alice_client.get(f"{PAGE}{food.pk}/").url == PAGE
    consent.end(food, pair.bob_seat, timezone.now())
    assert alice_client.get(f"{PAGE}{food.pk}/").status_code == 404


def test_the_agreements_page_leads_there_once_there_is_one(pair, alice_client):
    assert PAGE not in html(alice_client, "/agreements/")
    agreed(pair, "Laundry", now=timezone.now())
    assert f'href="{PAGE}"' in html(alice_client, "/agreements/")


def test_with_nothing_agreed_there_is_a_way_to_begin(pair, alice_client):
    page = html(alice_client)
    assert "/agreements/drafts/?kind=responsibility" in page
    assert "Swap something" not in page
    assert "There is nothing to swap" in html(alice_client, f"{PAGE}swap/")


def test_both_read_the_same_in_each_language(pair, laundry, bills):
    for language, heading in (("en", "Side by side"), ("zh-hans", "并排看看")):
        pages = []
        for person in (pair.alice, pair.bob):
            person.language = language
            person.save()
            page = html(factories.signed_in(None, person))
            assert heading in page
            pages.append(page[page.index("<table") : page.index("</table>")])
        assert pages[0] == pages[1]


@pytest.mark.parametrize("number", [1, 3])
def test_it_costs_four_queries_however_many_there_are(pair, number):
    for each in range(number):
        agreed(pair, f"Room {each}", "turns")
        line = factories.unnoticed(pair.alice_seat, f"corner {each}", NOW)
        line.letters = [str(uuid.uuid4())]
        line.save()
    seat = membership_of(pair.bob)
    assert seat
    with CaptureQueriesContext(connection) as captured:
        seen = side_by_side(seat, NOW)
    assert (len(seen.rows), len(seen.unnoticed)) == (number, number)
    assert len(captured.captured_queries) == 4


# The page of a swap


def test_a_swap_is_three_taps_from_the_page(pair, alice_client):
    """*Swap this* at a row, the other's in its place, and send."""
    now = timezone.now()
    laundry, bills = agreed(pair, "Laundry", now=now), agreed(pair, "Bills", "other", now)
    assert f'href="{PAGE}swap/?pick={laundry.pk}"' in html(alice_client)
    form = html(alice_client, f"{PAGE}swap/?pick={laundry.pk}")
    chosen = re.findall(r'<input type="radio" name="(\w+)" value="([^"]*)"[^>]*checked', form)
    assert chosen == [("mine", str(laundry.pk)), ("theirs", "none")]
    sent = {"mine": laundry.pk, "theirs": bills.pk, "submission": uuid.uuid4(), "couple": pair.couple.pk}
    answer = alice_client.post(f"{PAGE}swap/", sent)
    assert (answer.status_code, answer.url) == (302, PAGE)
    alice_client.post(f"{PAGE}swap/", sent)
    assert [fresh(each).proposal.number for each in (laundry, bills)] == [2, 2], "a second tap sends nothing more"
    assert html(alice_client).count("A letter about it waits for an answer.") == 2
    waiting = html(factories.signed_in(None, pair.bob), "/agreements/to-answer/")
    assert waiting.count("suggests swapping") >= 2
    assert "First these letters" in html(alice_client, f"{PAGE}swap/")


def test_what_is_wrong_with_a_swap_is_said_on_its_page(pair, alice_client):
    now = timezone.now()
    laundry, bills = agreed(pair, "Laundry", now=now), agreed(pair, "Bills", "other", now)

    def refused(**sent):
        answer = alice_client.post(f"{PAGE}swap/", {"submission": uuid.uuid4(), **sent})
        assert answer.status_code == 400
        return answer.content.decode()

    assert "Choose one of yours, one of theirs, or one of each." in refused(mine="none", theirs="none")
    for foreign in (bills.pk, uuid.uuid4(), "x"):
        assert "This has changed since you opened it." in refused(mine=foreign, theirs="none")
    assert "an earlier time together" in refused(mine=laundry.pk, theirs="none", couple=uuid.uuid4())
    page = html(alice_client, f"{PAGE}swap/")
    swap(pair.bob_seat, None, laundry.pk, uuid.uuid4(), now)
    assert str(laundry.pk) in page
    assert "This has changed since you opened it." in refused(mine=laundry.pk, theirs=bills.pk), (
        "it is under discussion by now"
    )
    assert fresh(bills).proposal is None
