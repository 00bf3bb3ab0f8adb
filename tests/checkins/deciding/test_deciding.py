"""How we decide: one of three at least, and a question comes up at the first talk that leaves the time to think."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import translation

from agreements.kinds.base import kind_named
from agreements.kinds.terms import Terms
from agreements.letters import consent
from basics.keeping import what_stays
from checkins.agenda.models import Topic
from checkins.agenda.showing import waiting_topics
from checkins.agenda.verbs import MOST_WAITING, EnoughWait, let_go, move_to_next
from checkins.deciding.showing import questions_of
from checkins.deciding.verbs import NotAgreed, queue_question
from checkins.rhythm.models import CheckIn
from checkins.rhythm.scheduling import ensure_all_next
from tests.agreements.trials.reading import page_of
from tests.api.bodies import HOW_WE_DECIDE
from tests.api.conftest import Caller
from tests.checkins.agenda.on_table import topics_on_table
from tests.helpers import factories
from tests.helpers.factories import Pair, fresh

# A talk every week, two days after the questions below.
NOW = datetime(2027, 5, 5, 18, 30, tzinfo=UTC)
TALK = NOW + timedelta(hours=10)
WEEK = timedelta(weeks=1)
KIND = kind_named("how_we_decide")


def form(**changes):
    return KIND.form_class(
        {"about": "money", "alone": "", "tell": "", "together": "rent", "think_hours": "24", **changes}
    )


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"together": " "}, "alone", "Write at least one of the three."),
        ({"about": ""}, "about", "Please fill this in."),
        ({"about": "x" * 141}, "about", "at most 140 characters"),
        ({"tell": "x" * 501}, "tell", "at most 500 characters"),
        ({"think_hours": "337"}, "think_hours", "less than or equal to 336"),
        ({"think_hours": "-1"}, "think_hours", "greater than or equal to 0"),
        ({"think_hours": "1.5"}, "think_hours", "whole number"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(changes, field, message):
    checked = form(**changes)
    assert list(checked.errors) == [field]
    assert message in checked.errors[field][0]


def test_each_of_the_three_is_enough_and_none_while_it_is_written():
    for name in ("alone", "tell", "together"):
        assert form(**{"together": "", name: "small things"}).is_valid()
    assert form(together="").unfinished().is_valid()
    change = KIND.form_class({"alone": "", "tell": "", "together": ""}, shown=["about"], initial={})
    assert "alone" not in change.errors, "a line that does not show them says nothing of them"


def test_no_time_to_think_is_called_what_it_means():
    assert dict(form()["think_hours"].field.widget.choices)[0] == "none: at the next talk"


def test_the_letter_leaves_out_what_was_not_said():
    terms = Terms({"about": "money", "tell": "presents", "if_we_differ": ""}, {"think_hours": 0})
    said = {
        "en": ["What we decide on: money.", "Each decides, and tells the other: presents."],
        "zh-hans": ["要商量的是：money。", "自己定，说一声：presents。"],
    }
    for language, letter in said.items():
        with translation.override(language):
            assert [str(sentence) for sentence in KIND.sentences(terms, "A", "B")] == letter
            assert "presents" in KIND.on_card(terms, "A", "B")


@pytest.fixture
def agreed(pair: Pair):
    """An agreement with a day to think, and a talk ten hours away."""
    factories.check_in_at(pair, TALK, NOW - timedelta(days=1))
    return factories.agreed("how_we_decide", pair, NOW - timedelta(days=1), think_hours=24)


def ask(seat, agreement, words="a new sofa?", now=NOW):
    return queue_question(seat, agreement, words, False, uuid.uuid4(), now)


def talk_on(pair, starts_at):
    """Let both have handed in at a talk of the rhythm, so that it is open at its time."""
    ensure_all_next(starts_at - timedelta(hours=9))
    check_in = CheckIn.objects.select_related("agreement").get(couple=pair.couple, starts_at=starts_at)
    for seat in (pair.alice_seat, pair.bob_seat):
        factories.handed_in(check_in, seat, now=starts_at)
    return check_in


def on_table(check_in, seat, now):
    return [item.line for item in topics_on_table(check_in, seat, now)]


def test_a_question_lies_on_the_first_talk_that_leaves_the_time_to_think(pair, agreed):
    topic = ask(pair.alice_seat, agreed)
    assert questions_of(agreed, pair.alice_seat, NOW).day == (TALK + WEEK).date()
    first = talk_on(pair, TALK)
    assert on_table(first, pair.bob_seat, TALK) == []
    assert [each.pk for each in waiting_topics(pair.alice_seat, TALK).mine] == [topic.pk]
    assert waiting_topics(pair.bob_seat, TALK).mine == waiting_topics(pair.bob_seat, TALK).told == []
    second = talk_on(pair, TALK + WEEK)
    [line] = on_table(second, pair.bob_seat, TALK + WEEK)
    assert line.endswith(": a new sofa?")
    move_to_next(pair.bob_seat, topic.pk, TALK + WEEK)
    third = talk_on(pair, TALK + 2 * WEEK)
    assert on_table(third, pair.alice_seat, TALK + 2 * WEEK) == [line]


def test_what_counts_is_when_the_talk_starts(pair, agreed):
    """One that was put far enough away leaves the time; one that starts in time takes it, however late it opens."""
    ask(pair.alice_seat, agreed)
    CheckIn.objects.filter(starts_at=TALK).update(starts_at=NOW + timedelta(hours=24))
    moved = talk_on(pair, NOW + timedelta(hours=24))
    assert len(on_table(moved, pair.bob_seat, NOW + timedelta(hours=24))) == 1


def test_without_time_to_think_it_is_the_next_talk(pair, agreed):
    at_once = factories.agreed("how_we_decide", pair, NOW, think_hours=0)
    assert questions_of(at_once, pair.bob_seat, NOW).day == TALK.date()
    ask(pair.bob_seat, at_once, "tea?")
    assert len(on_table(talk_on(pair, TALK), pair.alice_seat, TALK)) == 1


def test_without_a_rhythm_it_waits_for_a_talk(pair):
    alone = factories.agreed("how_we_decide", pair, NOW, think_hours=24)
    topic = ask(pair.alice_seat, alone)
    assert questions_of(alone, pair.alice_seat, NOW).day is None
    factories.check_in_at(pair, TALK, NOW)
    assert on_table(talk_on(pair, TALK), pair.bob_seat, TALK) == []
    let_go(pair.alice_seat, topic.pk, TALK)
    assert questions_of(alone, pair.alice_seat, TALK).mine == []


def test_only_what_is_agreed_takes_questions_and_no_more_than_any_topics(pair, agreed):
    letter = factories.proposed("how_we_decide", pair.alice_seat, NOW)
    rule = factories.agreed_response_rule(pair, NOW)
    for other in (letter, rule):
        with pytest.raises(NotAgreed):
            ask(pair.alice_seat, other)
    same = uuid.uuid4()
    made = [queue_question(pair.alice_seat, agreed, "twice", False, same, NOW) for _ in range(2)]
    assert made[0] == made[1]
    for number in range(MOST_WAITING - 1):
        ask(pair.alice_seat, agreed, f"question {number}")
    with pytest.raises(EnoughWait):
        ask(pair.alice_seat, agreed)
    consent.end(agreed, pair.bob_seat, NOW)
    with pytest.raises(NotAgreed):
        ask(pair.bob_seat, fresh(agreed))
    pair.left(NOW)
    assert len(what_stays(Topic, pair.alice_seat)) == MOST_WAITING, "what nobody has read goes back to its writer"


def test_on_its_page_it_is_saved_and_the_other_is_told_nothing(pair, agreed):
    page, save = f"/agreements/{agreed.pk}/", f"/check-ins/topics/questions/{agreed.pk}/"
    with time_machine.travel(NOW, tick=False):
        alice, bob = (factories.signed_in(None, person) for person in (pair.alice, pair.bob))
        assert f'hx-get="{save}"' in alice.get(page).content.decode()
        shown = alice.get(save, headers={"HX-Request": "true"}).content.decode()
        assert "It comes up at the first talk that is at least 1 day away: 13 May." in shown
        before = [page_of(pair.bob, path) for path in (page, save)]
        refused = alice.post(save, {"words": " "})
        assert (refused.status_code, Topic.objects.count()) == (400, 0)
        sent = {"words": "a new sofa?", "submission": str(uuid.uuid4())}
        assert [alice.post(save, sent)["Location"] for _ in range(2)] == [page, page]
        assert "a new sofa?" in alice.get(save).content.decode()
        assert [page_of(pair.bob, path) for path in (page, save)] == before
        topic = f"/check-ins/topics/{Topic.objects.get().pk}/"
        assert "money" in alice.get(topic).content.decode().lower()
        assert alice.post(topic, {"words": ""}).status_code == 400, "a question is nothing without its words"
        assert bob.get(topic).status_code == 404
        rule = factories.agreed_response_rule(pair, NOW)
        assert alice.get(f"/check-ins/topics/questions/{rule.pk}/").status_code == 404
        consent.end(agreed, pair.bob_seat, NOW)
        assert alice.get(save).status_code == 404
        late = alice.post(save, {"words": "and a table?"})
        assert late.status_code == 400
        assert "and a table?" in late.content.decode()


@pytest.mark.django_db
def test_the_api_says_the_same(pair: Pair, agreed) -> None:
    with time_machine.travel(NOW, tick=False):
        alice, bob = Caller(pair.alice), Caller(pair.bob)
        made = alice.post(f"/topics/questions/{agreed.pk}/", {"words": "a new sofa?"})
        assert made.status_code == 201
        said = made.json()
        assert (said["decision"], said["ready_at"]) == (str(agreed.pk), "2027-05-06T18:30:00Z")
        assert bob.get("/topics/").json()["results"] == []
        assert bob.get(f"/topics/{said['id']}/").status_code == 404
        assert alice.post("/agreements/", {"terms": HOW_WE_DECIDE}).status_code == 201
        nothing = {"alone": "", "tell": "", "together": ""}
        refused = alice.post("/agreements/", {"terms": {**HOW_WE_DECIDE, **nothing}}).json()["errors"]
        assert [(each["pointer"], each["detail"]) for each in refused] == [
            ("#/terms/alone", "Write at least one of the three.")
        ]
