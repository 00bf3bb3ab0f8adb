"""The kinds: sensible defaults in every field, a letter that says it all, and forms that say what is wrong."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone, translation

from agreements.drafts.models import Draft
from agreements.drafts.verbs import begin_draft
from agreements.kinds.base import all_kinds, as_said_today, first_kinds, kind_named
from agreements.kinds.terms import Terms
from agreements.letters.reading import compare, letter_of
from couples.people.models import User
from tests.helpers import factories

NOW = datetime(2027, 3, 3, 18, 0, tzinfo=UTC)  # a Wednesday
KINDS = [kind.name for kind in all_kinds()]


@pytest.fixture
def now():
    """The forms look at today's date."""
    with time_machine.travel(NOW, tick=False), timezone.override(ZoneInfo("Europe/Berlin")):
        yield NOW


def values(kind, **changes):
    """Return a whole, valid form of a kind, as a browser would send it."""
    rule = {"when": "w", "feel": "f", "need": "n", "please": "p", "who": "other", "within_minutes": "120"}
    pause = {"word": "pause", "minutes": "30", "stays_allowed": "children", "speaks_first": "starter"}
    rhythm: dict[str, Any] = {
        "every": "weeks",
        "weeks": "1",
        "weekdays": ["6"],
        # What the pattern does not use is ignored, as a page without CSS sends it along.
        "weekday": "",
        "week_of_month": "9",
        "once_on": "yesterday",
        "at": "20:30",
        "zone": "Europe/Berlin",
        "minutes": "30",
        "starts_on": "2027-03-03",
        "remind_minutes": "60",
    }
    known = {"response_rule": rule, "cool_down": pause, "rhythm": rhythm}
    return {**(known.get(kind) or factories.typed_terms(kind, User(time_zone="Europe/Berlin"))), **changes}


def form(kind, **changes):
    return kind_named(kind).form_class(values(kind, **changes), partner_name="Bob")


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_form_is_valid(kind, now):
    assert form(kind).is_valid(), form(kind).errors


@pytest.mark.django_db
def test_a_draft_begins_with_all_that_its_template_brings():
    """In its author's language, and with the line for the author alone, which is no part of the terms."""
    alice, kind = factories.person("Alice", language="zh-hans"), kind_named("response_rule")
    usual = kind.starters[0]
    with translation.override("zh-hans"):
        made = begin_draft(alice, kind, usual.values, uuid.uuid4(), timezone.now())
    stored = Draft.objects.get(pk=made.pk)
    assert stored.words["please"] == usual.texts["zh"]["please"]
    assert stored.coping_line == usual.texts["zh"]["coping_line"]
    assert "coping_line" not in stored.terms.values


@pytest.mark.django_db
def test_without_a_template_only_what_one_alone_has_to_word_is_blank():
    alice = factories.person("Alice")
    begun = {kind.name: begin_draft(alice, kind, {}, uuid.uuid4(), timezone.now()).terms.values for kind in all_kinds()}
    assert (begun["response_rule"]["when"], begun["response_rule"]["please"]) == ("", "")
    assert begun["cool_down"]["word"] == "pause"
    assert begun["rhythm"]["about"] == kind_named("rhythm").starters[0].values["about"]


def test_the_first_steps_offer_three():
    """Whatever else can be agreed on: Today offers these one after the other, and then no more."""
    assert [kind.name for kind in first_kinds()] == ["rhythm", "cool_down", "response_rule"]
    assert all(kind.icon and kind.purpose and kind.starters for kind in all_kinds())


def test_only_a_rhythm_reads_its_settings_of_before():
    """A version does not know its kind: another one may say a week as a rhythm once did."""
    settings = {"every": "week", "weekday": 4, "at": "19:00", "minutes": 60}
    assert as_said_today(settings).items() >= settings.items()
    assert as_said_today({**settings, "starts_on": "2027-03-03"})["every"] == "weeks"


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_is_in_one_line_and_has_a_label(kind):
    kind = kind_named(kind)
    lines = [name for line in kind.lines for name in line]
    assert sorted(lines) == sorted(kind.form_class.base_fields)
    assert all(field.label for field in kind.form_class.base_fields.values())


WRONG = [
    ("rhythm", {"zone": "Mars/Olympus"}, "zone", "Choose one from the list"),
    ("rhythm", {"zone": ""}, "zone", "Please fill this in."),
    ("rhythm", {"starts_on": "2027-03-02"}, "starts_on", "Choose today or a later one"),
    ("rhythm", {"starts_on": "2027-02-30"}, "starts_on", "valid date"),
    ("rhythm", {"at": "25:00"}, "at", "valid time"),
    ("rhythm", {"at": "02:30", "starts_on": "2027-03-28"}, "at", "the clocks go forward over it. Choose another time"),
    ("rhythm", {"minutes": "9"}, "minutes", "greater than or equal to 10"),
    ("rhythm", {"minutes": "241"}, "minutes", "less than or equal to 240"),
    ("rhythm", {"minutes": "half an hour"}, "minutes", "whole number"),
    ("rhythm", {"weekdays": ["7"]}, "weekdays", "valid choice"),
    ("rhythm", {"weekdays": []}, "weekdays", "Choose at least one day."),
    ("rhythm", {"weekdays": ["0", "1", "2", "3"]}, "weekdays", "Three days a week at most."),
    ("rhythm", {"weeks": "9"}, "weeks", "valid choice"),
    ("rhythm", {"weeks": ""}, "weeks", "Please fill this in."),
    ("rhythm", {"every": "month_day", "day_of_month": "32"}, "day_of_month", "valid choice"),
    ("rhythm", {"every": "month_weekday", "weekday": "7", "week_of_month": "1"}, "weekday", "valid choice"),
    ("rhythm", {"every": "once", "once_on": ""}, "once_on", "Choose a date."),
    ("rhythm", {"every": "once", "once_on": "2027-03-02"}, "once_on", "Choose today or a later one"),
    ("rhythm", {"every": "once", "once_on": "2030-03-02"}, "once_on", "within the next two years"),
    ("rhythm", {"every": "once", "once_on": "2027-03-03", "at": "18:59"}, "at", "Choose a later one"),
    ("rhythm", {"starts_on": ""}, "starts_on", "Please fill this in."),
    ("rhythm", {"ends_on": "2027-03-01"}, "ends_on", "no talk at all"),
    ("rhythm", {"ends_on": "2027-03-06"}, "ends_on", "no talk at all"),
    ("rhythm", {"every": "full moon"}, "every", "valid choice"),
    ("rhythm", {"remind_minutes": "61"}, "remind_minutes", "valid choice"),
    ("rhythm", {"about": "x" * 601}, "about", "at most 600 characters"),
    ("cool_down", {"minutes": "19"}, "minutes", "greater than or equal to 20"),
    ("cool_down", {"minutes": "1441"}, "minutes", "less than or equal to 1440"),
    ("cool_down", {"word": ""}, "word", "Please fill this in."),
    ("cool_down", {"word": "x" * 61}, "word", "at most 60 characters"),
    ("cool_down", {"stays_allowed": " "}, "stays_allowed", "Please fill this in."),
    ("cool_down", {"speaks_first": "nobody"}, "speaks_first", "valid choice"),
    ("responsibility", {"what": " "}, "what", "Please fill this in."),
    ("responsibility", {"what": "x" * 281}, "what", "at most 280 characters"),
    ("responsibility", {"title": "x" * 61}, "title", "at most 60 characters"),
    ("responsibility", {"enough": "x" * 281}, "enough", "at most 280 characters"),
    ("responsibility", {"cover": "x" * 281}, "cover", "at most 280 characters"),
    ("responsibility", {"notice": "nobody"}, "notice", "valid choice"),
    ("responsibility", {"plan": ""}, "plan", "Please fill this in."),
    ("responsibility", {"do": "my mother"}, "do", "valid choice"),
    ("responsibility", {"turn": "day"}, "turn", "valid choice"),
    ("responsibility", {"times": "0"}, "times", "Once is the least."),
    ("responsibility", {"times": "61"}, "times", "60 times is the most."),
    ("responsibility", {"times": "now and then"}, "times", "whole number"),
    ("responsibility", {"per": "full moon"}, "per", "valid choice"),
    ("responsibility", {"minutes": "-1"}, "minutes", "greater than or equal to 0"),
    ("responsibility", {"minutes": "601"}, "minutes", "less than or equal to 600"),
    ("response_rule", {"please": ""}, "please", "Please fill this in."),
    ("response_rule", {"please": "a\0b"}, "please", "Null characters"),
    ("response_rule", {"feel": "😀" * 601}, "feel", "at most 600 characters"),
    ("response_rule", {"within_minutes": "29"}, "within_minutes", "30 minutes is the shortest"),
    ("response_rule", {"within_minutes": "99999999999999999999"}, "within_minutes", "less than or equal to"),
    ("response_rule", {"who": "my mother"}, "who", "valid choice"),
    ("response_rule", {"coping_line": "x" * 601}, "coping_line", "at most 600 characters"),
]


@pytest.mark.parametrize(("kind", "changes", "field", "message"), WRONG)
def test_what_is_wrong_is_said_at_its_field(kind, changes, field, message, now):
    checked = form(kind, **changes)
    assert not checked.is_valid()
    assert list(checked.errors) == [field]
    assert message in " ".join(checked.errors[field])


@pytest.mark.parametrize("words", ["今晚抱抱我", "שלח לי שורה", "🫂🫂", "a" * 600, "<script>alert(1)</script>"])
def test_any_words_are_words(words):
    checked = form("response_rule", please=words)
    assert checked.is_valid()
    assert checked.terms.words["please"] == words


@pytest.mark.parametrize(
    ("changes", "is_refused"),
    [
        # The first talk is on the Sunday that has no 02:30.
        ({"at": "02:30", "starts_on": "2027-03-22"}, True),
        ({"at": "02:30", "starts_on": "2027-03-28"}, True),
        # A week earlier or later there is one; a later gap is passed over quietly.
        ({"at": "02:30", "starts_on": "2027-03-20"}, False),
        ({"at": "02:30", "starts_on": "2027-03-29"}, False),
        ({"at": "03:00", "starts_on": "2027-03-28"}, False),
        # The zone decides, not the clock of who writes.
        ({"at": "02:30", "starts_on": "2027-03-28", "zone": "Asia/Shanghai"}, False),
        ({"at": "02:15", "starts_on": "2027-10-03", "zone": "Australia/Lord_Howe"}, True),
        ({"at": "02:30", "starts_on": "2027-10-03", "zone": "Australia/Lord_Howe"}, False),
        (
            {"at": "02:30", "starts_on": "2027-03-01", "every": "month_weekday", "weekday": "6", "week_of_month": "-1"},
            True,
        ),
    ],
)
def test_a_first_talk_at_a_time_that_the_clocks_skip_is_refused(changes, is_refused):
    with time_machine.travel(datetime(2027, 3, 1, 9, 0, tzinfo=UTC), tick=False):
        assert form("rhythm", **changes).is_valid() is not is_refused


def test_a_date_that_stood_there_before_may_be_over(now):
    """Amending another field of an old rhythm must not be refused for its start."""
    old = {"starts_on": "2025-01-01"}
    kind = kind_named("rhythm")
    assert kind.form_class(values("rhythm", **old), initial=old).is_valid()


def test_settings_are_stored_as_json_can_hold_them(now):
    checked = form("rhythm")
    assert checked.is_valid()
    assert checked.terms.settings["at"] == "20:30"
    assert checked.terms.settings["starts_on"] == "2027-03-03"
    assert checked.terms.settings["weekdays"] == [6]
    assert checked.terms.settings["weekday"] is None


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_both_read_the_same_letter(pair, kind, language):
    agreement = factories.agreed(kind, pair)
    assert agreement.in_force
    with translation.override(language):
        hers = letter_of(agreement, agreement.in_force)
        his = letter_of(agreement, agreement.in_force)
    assert hers == his
    assert hers.title
    assert all(sentence.says_something for sentence in hers.sentences)
    assert all(signature.signed_at for signature in hers.signatures)


@pytest.mark.django_db
def test_a_comparison_shows_what_changed(pair):
    agreement = factories.amended(
        factories.agreed_response_rule(pair), pair.bob_seat, please="one word", except_when=""
    )
    assert agreement.in_force
    assert agreement.proposal
    old = letter_of(agreement, agreement.in_force)
    new = letter_of(agreement, agreement.proposal)
    compared = compare(old, new)
    assert [(str(each.old), each.new and str(each.new), each.fields) for each in compared.changes] == [
        ("Please send one line, within 2 hours.", "Please one word, within 2 hours.", {"please"}),
        ("It doesn't count when asleep, driving, or at work without a break.", None, {"except_when"}),
    ]
    assert len(compared.stays) == len(new.sentences) - 1
    assert [signature.signed_at is not None for signature in new.signatures] == [False, True], "Bob's yes alone"


@pytest.mark.parametrize(
    ("settings", "title"),
    [
        ({"every": "week"}, "Every Sunday, 20:30"),
        ({"every": "two_weeks", "weekday": 2}, "Every other Wednesday, 20:30"),
        ({"every": "month", "week_of_month": -1}, "Every last Sunday of the month, 20:30"),
        ({"every": "month", "week_of_month": 2}, "Every second Sunday of the month, 20:30"),
    ],
)
def test_the_title_of_a_rhythm_of_before_says_when(settings, title):
    with translation.override("en"), timezone.override(ZoneInfo("Europe/Berlin")):
        assert kind_named("rhythm").title(in_berlin(settings)) == title


# The settings that a form makes, and how the two languages say them.
SAID: list[tuple[dict[str, Any], str, str]] = [
    ({"weeks": 1, "weekdays": [6]}, "Every Sunday, 20:30", "每周日 20:30"),
    ({"weeks": 1, "weekdays": [2, 6]}, "Every Wednesday and Sunday, 20:30", "每周三和周日 20:30"),
    ({"weeks": 2, "weekdays": [0]}, "Every other Monday, 20:30", "每两周的周一 20:30"),
    ({"weeks": 2, "weekdays": [0, 4]}, "Every other week on Monday and Friday, 20:30", "每两周的周一和周五 20:30"),
    ({"weeks": 3, "weekdays": [4]}, "Every third week on Friday, 20:30", "每三周的周五 20:30"),
    ({"every": "month_day", "day_of_month": 22}, "On the 22nd of the month, 20:30", "每月22日 20:30"),
    (
        {"every": "month_day", "day_of_month": 31},
        "On the 31st of the month (the last day in shorter months), 20:30",
        "每月31日（当月没有这一天就算最后一天） 20:30",
    ),
    (
        {"every": "month_weekday", "weekday": 5, "week_of_month": 1},
        "Every first Saturday of the month, 20:30",
        "每月第一个周六 20:30",
    ),
    ({"every": "once", "once_on": "2027-03-12"}, "Once, on 12 March 2027, 20:30", "2027年3月12日 20:30，只谈一次"),
]


def test_a_rhythm_says_when(now):
    rhythm = kind_named("rhythm")
    for settings, *expected in SAID:
        terms = in_berlin({"every": "weeks", "minutes": 30, "remind_minutes": 60, **settings})
        for language, text in zip(("en", "zh-hans"), expected, strict=True):
            with translation.override(language):
                every = rhythm.sentences(terms, "A", "B")[0].said["every"]
                assert every == f"{text[:1].lower()}{text[1:]}"
                # The title stays short.
                assert rhythm.title(terms) == re.sub(r" \(.*\)|（.*）", "", text)


# A tile says what it is and how, in both languages; with the place where the reader's clock is another one.
HEADLINES: list[tuple[str, dict[str, Any], str, str]] = [
    ("rhythm", {"weeks": 1, "weekdays": [6]}, "Talk · Sundays, 20:30", "谈心 · 每周日 20:30"),
    ("rhythm", {"weeks": 1, "weekdays": [2, 6]}, "Talk · Wednesdays and Sundays, 20:30", "谈心 · 每周三和周日 20:30"),
    ("rhythm", {"weeks": 2, "weekdays": [0]}, "Talk · every other Monday, 20:30", "谈心 · 每两周的周一 20:30"),
    ("cool_down", {"minutes": 30}, "Pause · 30 min · “kettle”", "暂停 · 30分钟 · “kettle”"),
    ("cool_down", {"minutes": 90}, "Pause · 1 h 30 min · “kettle”", "暂停 · 1小时30分钟 · “kettle”"),
    ("response_rule", {"within_minutes": 120}, "Reply · within 2 h", "回应 · 2小时内"),
    ("response_rule", {"within_minutes": 1440}, "Reply · within 1 day", "回应 · 1天内"),
    ("responsibility", {}, "At home · what it takes", "分工 · what it takes"),
    ("boundary", {}, "Boundary · our phones", "界线 · our phones"),
]


def test_a_headline_says_what_it_is_and_how(now):
    for name, settings, *expected in HEADLINES:
        terms = Terms(
            {"word": "kettle", "please": "send\none line", "what": "what it\ntakes.", "about": "our\nphones"},
            in_berlin({"every": "weeks", **settings}).settings,
        )
        for language, text in zip(("en", "zh-hans"), expected, strict=True):
            with translation.override(language):
                assert kind_named(name).headline(terms) == text
    assert kind_named("response_rule").detail(terms) == "send one line"
    with translation.override("en"), timezone.override(ZoneInfo("Asia/Shanghai")):
        assert kind_named("rhythm").headline(in_berlin({"every": "week"})) == "Talk · Sundays, 20:30 (Berlin)"


def test_what_comes_is_said_on_the_agreed_clock_and_on_the_readers_own(now):
    rhythm = kind_named("rhythm")
    terms = in_berlin({"every": "weeks", "weeks": 1, "weekdays": [6], "ends_on": "2027-03-28"})
    with translation.override("en"):
        first, *more = rhythm.coming(terms)
        assert (first.agreed, first.here, len(more)) == ("Sunday 7 Mar, 20:30", "", 3)
        with timezone.override(ZoneInfo("Asia/Shanghai")):
            assert [(one.agreed, one.here) for one in rhythm.coming(terms)][-2:] == [
                ("Sunday 21 Mar, 20:30", "Monday 22 Mar, 03:30"),
                ("Sunday 28 Mar, 20:30", "Monday 29 Mar, 02:30"),
            ]


def test_another_pattern_brings_along_what_it_uses(now):
    """A page shows the usual day where the pattern of before used none, and nobody touches it."""
    kind = kind_named("rhythm")
    once = {"every": "once", "once_on": "2027-03-12", "weeks": None, "weekdays": None}
    changed = kind.form_class(values("rhythm"), initial=once)
    assert changed.is_valid()
    assert {"weeks", "weekdays", "once_on"} <= changed.kept_values.keys()
    assert changed.kept_values["once_on"] is None


def in_berlin(settings):
    usual = {"weekday": 6, "week_of_month": 1, "at": "20:30", "zone": "Europe/Berlin", "starts_on": "2027-03-01"}
    return Terms({}, {**usual, **settings})


def test_a_reader_on_another_clock_reads_the_place_and_their_own_time(now):
    rhythm, terms = kind_named("rhythm"), in_berlin({"every": "week", "minutes": 30, "remind_minutes": 60})
    with translation.override("en"), timezone.override(ZoneInfo("Asia/Shanghai")):
        assert rhythm.title(terms) == "Every Sunday, 20:30 (Berlin)"
        said = {sentence.name: str(sentence) for sentence in rhythm.sentences(terms, "A", "B")}
    assert "03:30 on your clock" in said["said_here"]


def test_a_reader_on_the_same_clock_reads_no_second_time(now):
    rhythm, terms = kind_named("rhythm"), in_berlin({"every": "week", "minutes": 30, "remind_minutes": 60})
    with translation.override("en"), timezone.override(ZoneInfo("Europe/Paris")):
        assert "said_here" not in {sentence.name for sentence in rhythm.sentences(terms, "A", "B")}


def test_defaults_that_stand_in_forms_are_valid_dates_and_times(now):
    fields = kind_named("rhythm").form_class.base_fields
    assert fields["at"].initial == time(20, 30)
    assert fields["starts_on"].initial() == date(2027, 3, 3)
    assert timedelta(minutes=fields["minutes"].initial) == timedelta(minutes=30)
