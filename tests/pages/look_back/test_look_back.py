"""The look back: a quarter of the two, the same for both and made of shared rows only; and one's own, apart from it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.history.turns import What
from agreements.letters import consent
from agreements.trials.verbs import Said as SaidOfTrial
from agreements.trials.verbs import answer_trial
from checkins.answers.models import Answer
from checkins.kept.showing import Quarter
from couples.people.models import User
from journal.lock.verbs import set_lock
from journal.triggers.models import EasedAnswer
from pages.look_back.picture import draw
from pages.look_back.showing import ours_of
from pages.own_look_back.showing import mine_of
from tests.api.conftest import Caller, problem
from tests.helpers import factories, notebook
from tests.helpers.factories import Pair
from tests.journal.closeness.writing import gone_on
from tests.pages.look_back.quarter import a_quarter, day, other_words, taken

pytestmark = pytest.mark.django_db
SPRING = date(2026, 4, 1)
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ADDRESS = "/look-back/?quarter=2026-2"


@pytest.fixture(autouse=True)
def the_clock_stands():
    with time_machine.travel(NOW, tick=False):
        yield


def page(person: User, path: str = ADDRESS) -> str:
    return factories.signed_in(None, person).get(path).content.decode()


def fragment(html: str) -> str:
    return html.partition('<header class="looked-back">')[2].partition('<ul class="rows below on-screen">')[0]


def text_of(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", html).split())


def test_ours_is_the_same_for_both_byte_for_byte_wherever_each_is(pair: Pair) -> None:
    a_quarter(pair, SPRING)
    for person, zone in ((pair.alice, "Europe/Berlin"), (pair.bob, "America/Los_Angeles")):
        person.time_zone = zone
        person.save()
    hers, his = (fragment(page(person)) for person in (pair.alice, pair.bob))
    assert hers == his
    for words in (
        "a walk after dinner",
        "phones at the table",
        "make dinner",
        "radiator",
        "我说慢一点",
        "Alice",
        "Bob",
    ):
        assert words in hers
    answers = [Caller(person).get("/look-back/2026-2/") for person in (pair.alice, pair.bob)]
    assert answers[0].content == answers[1].content
    said = answers[0].json()
    assert [turn["on"] for turn in said["changed"]] == ["2026-05-09", "2026-05-29"]
    assert (said["before"], said["after"]) == (None, None)
    headings = " ".join(re.findall(r"<h[12]>(.*?)</h[12]>", hers, re.DOTALL))
    assert not re.search(r"\b(?:you|your|I|mine)\b", headings), "it speaks to both alike"


def test_what_is_no_shared_row_stands_in_none_of_it(pair: Pair) -> None:
    rule = factories.agreed_response_rule(pair, day(SPRING, 3), please="one line", trial_until=date(2026, 6, 20))
    before = fragment(page(pair.bob)), Caller(pair.bob).get("/look-back/2026-2/").content
    declined = factories.amended(rule, pair.alice_seat, day(SPRING, 10), please="DECLINED-CANARY")
    consent.decline(declined, pair.bob_seat, declined.proposal.number, day(SPRING, 11))
    factories.proposed_rule(pair, day(SPRING, 12), please="WAITING-CANARY")
    answer_trial(rule, pair.alice_seat, 1, SaidOfTrial("longer"), day(SPRING, 13))
    notebook.noted(pair.alice_seat, "WAITING-GOOD-CANARY", day(SPRING, 14))
    notebook.felt(pair.alice, "sad", day(SPRING, 14), text="FELT-CANARY")
    notebook.looked_at(pair.alice, "THOUGHT-CANARY", now=day(SPRING, 15))
    gone_on(pair.alice, "CLOSENESS-CANARY", now=day(SPRING, 15))
    EasedAnswer.objects.create(person=pair.alice, at=day(SPRING, 15), payload={"trigger": "money", "answer": "easier"})
    factories.said_phrase(pair.alice_seat, now=day(SPRING, 16))
    factories.called(rule, pair.alice_seat, "CALL-CANARY", day(SPRING, 17))
    factories.paused(pair.alice_seat, now=day(SPRING, 18))
    Answer.objects.create(
        couple=pair.couple,
        check_in=taken(pair, pair.alice_seat, "", day(SPRING, 19)).check_in,
        author=pair.alice,
        prompt="was_heavy",
        words="ANSWER-CANARY",
    )
    assert (fragment(page(pair.bob)), Caller(pair.bob).get("/look-back/2026-2/").content) == before
    assert fragment(page(pair.alice)) == before[0]


def test_a_trial_that_ran_out_reads_as_let_go_on_its_last_day_closed_or_not(pair: Pair) -> None:
    tried = factories.agreed("boundary", pair, day(SPRING, 3), about="phones", trial_until=date(2026, 5, 30))
    ended = factories.agreed("boundary", pair, day(SPRING, 3), about="doors")
    consent.end(ended, pair.bob_seat, day(SPRING, 50))
    open_still = ours_of(pair.alice_seat, Quarter(2026, 1), NOW)
    assert [turn.on for turn in open_still.let_go] == [date(2026, 5, 21), date(2026, 5, 30)]
    html = fragment(page(pair.alice))
    consent.end(factories.fresh(tried), pair.alice_seat, NOW)
    assert fragment(page(pair.alice)) == html
    assert "Bob" not in text_of(html).partition("Let go")[2].partition("What")[0], "who ended it is not said"


def test_words_that_both_let_go_on_turn_nothing_and_what_was_begun_again_is_new(pair: Pair) -> None:
    rule = factories.agreed_response_rule(pair, day(SPRING, 3), trial_until=date(2026, 5, 1))
    for seat in (pair.alice_seat, pair.bob_seat):
        answer_trial(rule, seat, 1, SaidOfTrial("keep"), day(SPRING, 28))
    found = ours_of(pair.alice_seat, Quarter(2026, 1), NOW)
    assert [turn.what for turn in found.turns] == [What.AGREED]
    other_words(rule, pair.bob_seat, day(SPRING, 40), please="two lines")
    [_agreed, changed] = ours_of(pair.alice_seat, Quarter(2026, 1), NOW).turns
    assert changed.changes
    assert [[*change.fields] for change in changed.changes.changes] == [["please"]]
    assert "one line" not in text_of(fragment(page(pair.bob))).partition("Changed")[2], "in its words from then on"


def test_quarters_go_by_the_clock_of_the_words_and_the_empty_ones_are_passed_over(pair: Pair) -> None:
    for person in (pair.alice, pair.bob):
        person.time_zone = "Asia/Shanghai"
        person.save()
    last_evening = datetime(2025, 12, 31, 20, tzinfo=UTC)
    factories.agreed_cool_down(factories.pair_of(pair.alice), datetime(2025, 8, 1, tzinfo=UTC), zone="Asia/Shanghai")
    notebook.noted(pair.alice_seat, "new year", last_evening, is_for_now=True)
    new_year = ours_of(pair.bob_seat, Quarter(2026, 0), NOW)
    assert [(good.on, good.what_you_did) for good in new_year.good] == [(date(2026, 1, 1), "new year")]
    assert (new_year.before, new_year.after) == (Quarter(2025, 2), None)
    present = page(pair.bob, "/look-back/")
    assert "Not much is written here yet. That is fine." in present
    assert 'href="?quarter=2026-1"' in present
    assert 'role="img"' not in page(pair.bob, "/look-back/?quarter=2026-1"), "no leaf, no twig"
    assert "October – December 2026" in page(pair.bob, "/look-back/?quarter=nonsense").replace("\u2009", " ")
    problem(Caller(pair.bob).get("/look-back/nonsense/"), 404, "not-found")
    assert ours_of(pair.bob_seat, Quarter(2025, 2), NOW).after == Quarter(2026, 0)


def test_the_picture_says_what_the_lists_say(pair: Pair) -> None:
    a_quarter(pair, SPRING)
    html = fragment(page(pair.alice))
    found = ours_of(pair.alice_seat, Quarter(2026, 1), NOW)
    svg = ElementTree.fromstring(re.search('<svg class="twig".*?</svg>', html, re.DOTALL)[0])  # type: ignore[index]
    assert svg.get("role") == "img"
    titles = [element.text for element in svg.iter("title")]
    assert len(titles) == len(found.turns) == 10
    for turn in found.turns:
        assert str(turn.said) in svg.get("aria-label", "")
        assert any(str(turn.said) in title for title in titles if title)
        assert turn.heading in text_of(html)
        assert turn.title in text_of(html)
    assert sum(use.get("class") == "let_go" for use in svg.iter("use")) == len(found.let_go) == 2
    assert not any("style" in element.attrib for element in svg.iter())


def test_leaves_lie_on_no_other_however_many(pair: Pair) -> None:
    a_quarter(pair, SPRING)
    [turn, *_others] = ours_of(pair.alice_seat, Quarter(2026, 1), NOW).turns
    for number in (1, 2, 13, 40):
        drawn = draw(Quarter(2026, 1), [turn] * number)
        places = [float(leaf.place.split("(")[1].split()[0]) for leaf in drawn.leaves]
        assert len({*places}) == number
        assert all(0 < place < drawn.width for place in places)


def test_one_s_own_is_a_page_of_its_own_behind_the_lock(pair: Pair) -> None:
    for answer, number in (("same", 10), ("easier", 45)):
        said = {"trigger": "late_reply", "answer": answer}
        EasedAnswer.objects.create(person=pair.alice, at=day(SPRING, number), payload=said)
    notebook.looked_at(pair.alice, "she is tired of me", fairer="she has a full day", now=day(SPRING, 20))
    gone_on(pair.alice, "I go quiet", now=day(SPRING, 20) - timedelta(days=370))
    gone_on(pair.alice, "I say so", now=day(SPRING, 20))
    own = page(pair.alice, "/look-back/mine/?quarter=2026-2")
    for words in ("Late reply", "It has become easier for me.", "she has a full day", "I go quiet", "I say so"):
        assert words in own
        assert words not in page(pair.alice), "what one shows the other has nothing of it"
        assert words not in page(pair.bob, "/look-back/mine/?quarter=2026-2")
    assert "It hasn't become easier yet." not in own, "the last of what one said"
    assert "she is tired of me" not in own
    mine = mine_of(pair.alice, Quarter(2026, 1), NOW)
    assert (mine.before, mine.after) == (Quarter(2025, 1), None)
    seen = Caller(pair.alice).get("/look-back/mine/2026-2/").json()
    assert seen["closeness"] == [
        {
            "beginning": "unsure",
            "text": "When I am unsure of us, I tend to …",
            "then": "I go quiet",
            "now": "I say so",
        }
    ]
    set_lock(pair.alice, True)
    client = factories.signed_in(None, pair.alice)
    assert client.get("/look-back/").status_code == 200
    assert "reauthenticate" in client.get("/look-back/mine/")["Location"]


def test_who_writes_daily_reads_a_dozen_and_unfolds_the_rest(pair: Pair) -> None:
    for number in range(14):
        notebook.noted(pair.bob_seat, f"tea on day {number}", day(SPRING, number), is_for_now=True)
        notebook.looked_at(pair.alice, fairer=f"a full day {number}", now=day(SPRING, number))
    for path, words in ((ADDRESS, "tea on day"), ("/look-back/mine/?quarter=2026-2", "a full day")):
        shown, _folded, rest = fragment(page(pair.alice, path)).partition("<details>")
        assert (shown.count(words), rest.count(words)) == (12, 2)
        assert "<summary>Show the rest</summary>" in rest, "without their number"
    assert fragment(page(pair.alice)) == fragment(page(pair.bob))


def test_it_costs_the_same_with_one_and_with_three_of_everything(pair: Pair) -> None:
    seat, quarter = pair.alice_seat, Quarter(2026, 1)
    costs: list[int] = []
    for _number in range(3):
        a_quarter(pair, SPRING) if not costs else _once_more(pair, len(costs))
        with timezone.override("UTC"), CaptureQueriesContext(connection) as asked:
            ours_of(seat, quarter, NOW)
            mine_of(pair.alice, quarter, NOW)
        costs.append(len(asked))
    assert costs[0] == costs[1] == costs[2]
    assert costs[0] <= 16


def _once_more(pair: Pair, number: int) -> None:
    rule = factories.agreed_response_rule(pair, day(SPRING, number))
    other_words(rule, pair.bob_seat, day(SPRING, number + 1), please="two lines")
    consent.end(rule, pair.bob_seat, day(SPRING, number + 2))
    taken(pair, pair.bob_seat, "tea", day(SPRING, number + 3))
    notebook.noted(pair.bob_seat, "tea", day(SPRING, number + 4), is_for_now=True)
    notebook.looked_at(pair.alice, now=day(SPRING, number))
    gone_on(pair.alice, f"words {number}", now=day(SPRING, 40 * number))
