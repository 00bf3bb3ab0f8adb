"""Rituals and own time as agreements: what their forms refuse, and what both read, in both languages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone, translation

from agreements.kinds.base import as_said_today, kind_named
from agreements.kinds.form import first_terms
from agreements.kinds.terms import Terms
from agreements.letters.amending import Amendment
from checkins.rituals.form import OwnTimeForm, RitualForm
from tests.helpers import factories

NOW = datetime(2027, 3, 3, 18, 0, tzinfo=UTC)  # a Wednesday


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False), timezone.override(ZoneInfo("Europe/Berlin")):
        yield NOW


RITUAL = {"what": "w", "every": "week", "weekday": "4", "at": "19:00", "zone": "Europe/Berlin"}
RITUAL |= {"minutes": "30", "who_starts": "whoever", "remind_minutes": "60"}
OWN_TIME = {"whose": "each", "what": "w", "every": "week", "zone": "Europe/Berlin", "minutes": "180"}


def form(kind, **changes):
    """Return a whole, valid form of a kind, as a browser would send it, but for the changes."""
    return kind_named(kind).form_class({**{"ritual": RITUAL, "own_time": OWN_TIME}[kind], **changes})


WRONG = [
    ("ritual", {"what": " "}, "what", "Please fill this in."),
    ("ritual", {"what": "x" * 281}, "what", "at most 280 characters"),
    ("ritual", {"small_version": "x" * 141}, "small_version", "at most 140 characters"),
    ("ritual", {"every": "full moon"}, "every", "valid choice"),
    ("ritual", {"weekday": ""}, "weekday", "Choose a day of the week."),
    ("ritual", {"every": "month", "weekday": ""}, "weekday", "Choose a day of the week."),
    ("ritual", {"weekday": "7"}, "weekday", "valid choice"),
    ("ritual", {"at": "25:00"}, "at", "valid time"),
    ("ritual", {"zone": ""}, "zone", "Please fill this in."),
    ("ritual", {"minutes": "4"}, "minutes", "greater than or equal to 5"),
    ("ritual", {"minutes": "481"}, "minutes", "less than or equal to 480"),
    ("ritual", {"who_starts": "my mother"}, "who_starts", "valid choice"),
    ("ritual", {"remind_minutes": "61"}, "remind_minutes", "valid choice"),
    ("ritual", {"every": "two_weeks", "starts_on": "2027-03-02"}, "starts_on", "Choose today or a later one"),
    ("ritual", {"every": "two_weeks", "starts_on": "2030-03-02"}, "starts_on", "within the next two years"),
    ("own_time", {"what": ""}, "what", "Please fill this in."),
    ("own_time", {"whose": "the cat"}, "whose", "valid choice"),
    ("own_time", {"every": "day"}, "every", "valid choice"),
    ("own_time", {"minutes": "29"}, "minutes", "greater than or equal to 30"),
    ("own_time", {"minutes": "1441"}, "minutes", "less than or equal to 1440"),
    ("own_time", {"at": "19:00"}, "weekday", "Choose a day for this time, or leave the time empty."),
    ("own_time", {"meanwhile": "x" * 281}, "meanwhile", "at most 280 characters"),
    ("own_time", {"reachable": "x" * 141}, "reachable", "at most 140 characters"),
]


@pytest.mark.parametrize(("kind", "changes", "field", "message"), WRONG)
def test_what_is_wrong_is_said_at_its_field(kind, changes, field, message):
    checked = form(kind, **changes)
    assert not checked.is_valid()
    assert list(checked.errors) == [field]
    assert message in " ".join(checked.errors[field])


def test_what_a_pattern_does_not_use_says_nothing():
    daily = form("ritual", every="day", weekday="9", starts_on="yesterday")
    assert daily.is_valid()
    assert [daily.terms.settings[name] for name in ("weekday", "starts_on", "at")] == [None, None, "19:00"]
    whenever = form("ritual", every="no_fixed_time", at="25:00")
    assert whenever.is_valid()
    assert [whenever.terms.settings[name] for name in ("weekday", "starts_on", "at")] == [None, None, None]


def test_of_every_other_week_it_is_said_which_one():
    said = form("ritual", every="two_weeks")
    assert said.is_valid()
    assert said.terms.settings["starts_on"] == "2027-03-03"


def test_the_settings_of_a_rhythm_of_before_are_no_ritual():
    """Both say `every: week`, and a version does not know its kind."""
    ritual, rhythm = ({**settings_of(kind), "every": "week", "weekday": 4} for kind in ("ritual", "rhythm"))
    rhythm |= {"weekdays": None}
    assert as_said_today(ritual) == ritual
    assert (as_said_today(rhythm)["every"], as_said_today(rhythm)["weekdays"]) == ("weeks", [4])


def settings_of(kind):
    return first_terms(kind_named(kind).form_class, {}).settings


WHEN: list[tuple[dict[str, Any], str, str]] = [
    ({"every": "day", "at": "22:30"}, "every day, 22:30", "每天 22:30"),
    ({"every": "day"}, "every day", "每天"),
    ({"weekday": 4, "at": "19:00"}, "Fridays, 19:00", "每周五 19:00"),
    ({"weekday": 4}, "Fridays", "每周五"),
    ({"every": "two_weeks", "weekday": 5, "at": "15:00"}, "every other Saturday, 15:00", "每两周的周六 15:00"),
    ({"every": "month", "weekday": 6}, "every first Sunday of the month", "每月第一个周日"),
    ({"every": "no_fixed_time", "at": "15:00"}, "whenever it suits us", "什么时候方便就什么时候"),
    ({"every": "week"}, "every week", "每周"),
    ({"every": "month", "at": "15:00"}, "every month", "每月"),
]


def test_a_tile_says_when():
    for said, *expected in WHEN:
        terms = Terms({"what": "w"}, {**usual_ritual(), "at": None, "weekday": None, **said})
        for language, text in zip(("en", "zh-hans"), expected, strict=True):
            with translation.override(language):
                head = {"en": "Ritual · ", "zh-hans": "小仪式 · "}[language]
                assert kind_named("ritual").headline(terms) == f"{head}{text}"


def usual_ritual(**values):
    return {
        "every": "week",
        "weekday": 4,
        "at": "19:00",
        "zone": "Europe/Berlin",
        "minutes": 60,
        "who_starts": "author",
        "remind_minutes": 180,
        **values,
    }


LETTERS: list[tuple[str, dict[str, str], dict[str, Any], str, str]] = [
    (
        "ritual",
        {"what": "One long meal", "small_version": "Tea"},
        usual_ritual(),
        "Something small that is ours: One long meal. On a full day this is enough: Tea. "
        "We do this every Friday, 19:00, for about 1 hour. It goes by the clock in Berlin. "
        "Mia starts. A reminder comes to us both 3 hours before.",
        "我们俩的一件小事：One long meal。忙的时候，这样就够了：Tea。"
        "时间：每周五 19:00，大约1小时。按柏林的时间算。"
        "Mia先开始。提前3小时提醒我们俩。",
    ),
    (
        "ritual",
        {"what": "A hug", "small_version": ""},
        usual_ritual(every="day", at=None, minutes=5, who_starts="turns"),
        "Something small that is ours: A hug. We do this every day, for about 5 minutes. We take turns starting.",
        "我们俩的一件小事：A hug。时间：每天，大约5分钟。我们轮流先开始。",
    ),
    (
        "own_time",
        {"what": "A swim", "meanwhile": "You cook", "reachable": "By phone"},
        {"whose": "other", "every": "two_weeks", "weekday": 2, "starts_on": "2027-03-10", "at": "19:00"}
        | {"zone": "Europe/Berlin", "minutes": 180},
        "Own time for Leo: 3 hours, every other Wednesday, 19:00. Counted from 10 March 2027 on. "
        "It goes by the clock in Berlin. What we mean by it: A swim. Meanwhile: You cook. "
        "How to reach each other then: By phone.",
        "Leo自己的时间：每两周的周三 19:00，3小时。从2027年3月10日算起。按柏林的时间算。"
        "我们是这么想的：A swim。这段时间：You cook。有事怎么找：By phone。",
    ),
]


def test_the_letter_names_who_and_reads_the_same_for_both():
    for kind, words, settings, *expected in LETTERS:
        for language, text in zip(("en", "zh-hans"), expected, strict=True):
            with translation.override(language):
                said = kind_named(kind).sentences(Terms(words, settings), "Mia", "Leo")
                assert ("" if language == "zh-hans" else " ").join(map(str, said)) == text


def own_time(whose):
    own = {"every": "week", "weekday": 2, "at": "19:00", "zone": "Europe/Berlin", "minutes": 150}
    return Terms({"what": "A swim."}, {"whose": whose, **own})


def test_the_card_says_it_in_a_sentence():
    said = {
        "author": ("Own time for Mia, every Wednesday, 19:00: A swim.", "Mia自己的时间，每周三 19:00：A swim。"),
        "other": ("Own time for Leo, every Wednesday, 19:00: A swim.", "Leo自己的时间，每周三 19:00：A swim。"),
        "us": ("Time for the two of us, every Wednesday, 19:00: A swim.", "我们俩的时间，每周三 19:00：A swim。"),
        "each": ("Own time for each of us, every Wednesday, 19:00: A swim.", "各自的时间，每周三 19:00：A swim。"),
    }
    for whose, expected in said.items():
        terms = own_time(whose)
        for language, text in zip(("en", "zh-hans"), expected, strict=True):
            with translation.override(language):
                assert kind_named("own_time").on_card(terms, "Mia", "Leo") == text


def test_own_time_has_a_tile_and_a_name():
    names = {
        "author": ("own time, “A swim”", "自己的时间，“A swim”"),
        "us": ("time for the two of us, “A swim”", "我们俩的时间，“A swim”"),
    }
    for whose, expected in names.items():
        terms = own_time(whose)
        for language, text in zip(("en", "zh-hans"), expected, strict=True):
            with translation.override(language):
                assert kind_named("own_time").phrase(terms) == text
    assert kind_named("own_time").headline(terms) == "Own time · 2 h 30 min, Wednesdays, 19:00"
    with translation.override("zh-hans"):
        assert kind_named("own_time").headline(terms) == "自己的时间 · 每周三 19:00，2小时30分钟"


def test_what_each_has_of_their_own_nobody_leaves_out_the_others():
    said = {whose: kind_named("own_time").comes_next(own_time(whose)) for whose in ("each", "us")}
    assert said["each"] == "Each time it comes it can be put at another time."
    assert "left out" in said["us"]


def test_a_reader_on_another_clock_reads_the_place_and_their_own_time():
    terms = Terms({"what": "w"}, usual_ritual())
    with timezone.override(ZoneInfo("Asia/Shanghai")):
        assert kind_named("ritual").headline(terms) == "Ritual · Fridays, 19:00 (Berlin)"
        said = {sentence.name: str(sentence) for sentence in kind_named("ritual").sentences(terms, "A", "B")}
    assert said["said_here"] == "On your clock that is Saturday, 02:00."


@pytest.mark.django_db
def test_the_form_names_the_same_two_whoever_fills_it_in(pair):
    agreed = factories.agreed("own_time", pair)
    for seat in (pair.alice_seat, pair.bob_seat):
        assert agreed.in_force
        labels = Amendment(agreed, seat, agreed.in_force).form["whose"].subwidgets
        assert [str(each.choice_label) for each in labels[1:3]] == ["Alice", "Bob"]


def test_the_fields_stand_in_the_order_in_which_they_are_said():
    assert list(RitualForm().fields)[:3] == ["what", "small_version", "every"]
    assert list(OwnTimeForm().fields)[:3] == ["whose", "what", "every"]


def test_what_the_first_sentence_says_is_not_offered_to_be_added():
    own_time = kind_named("own_time")
    said = first_terms(OwnTimeForm, {"what": "a walk", "zone": "Europe/Berlin"})
    sentences = own_time.sentences(said, "Alice", "Bob")
    assert not [sentence for sentence in sentences if sentence.name in ("zone", "starts_on")], "without a clock time"
    assert "every" in own_time.line_with(sentences[0].name)
