"""Times as people say them, in both languages and in the reader's zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from basics import formats
from basics.localtime import zone_names

NOW = datetime(2027, 3, 3, 18, 0, tzinfo=UTC)  # a Wednesday, 19:00 in Berlin


@pytest.fixture(autouse=True)
def berlin():
    with timezone.override(ZoneInfo("Europe/Berlin")):
        yield


SAID = [
    (timedelta(minutes=90), "today, 20:30"),
    (timedelta(hours=25), "tomorrow, 20:00"),
    (timedelta(days=4, minutes=90), "Sunday, 20:30"),
]


@pytest.mark.parametrize(("ahead", "english"), SAID)
def test_when_said_in_english(ahead, english):
    with translation.override("en"):
        assert formats.when_said(NOW + ahead, NOW) == english


@pytest.mark.parametrize(("ahead", "holds"), [(timedelta(days=20), "23 Mar"), (timedelta(days=-3), "28 Feb")])
def test_further_days_are_named_by_date(ahead, holds):
    with translation.override("en"):
        assert holds in formats.when_said(NOW + ahead, NOW)


def test_chinese_weekdays_are_as_people_say_them():
    with translation.override("zh-hans"):
        assert [formats.weekday(number) for number in range(7)] == [
            "周一",
            "周二",
            "周三",
            "周四",
            "周五",
            "周六",
            "周日",
        ]
        assert formats.when_said(NOW + timedelta(days=18, minutes=90), NOW) == "3月21日周日 20:30"
        assert formats.when_said(NOW + timedelta(days=4, minutes=90), NOW) == "周日 20:30"


def test_today_is_the_readers_today():
    late = datetime(2027, 3, 3, 23, 30, tzinfo=UTC)  # already tomorrow in Berlin
    with translation.override("en"):
        assert formats.when_said(late, NOW) == "tomorrow, 00:30"
        with timezone.override(UTC):
            assert formats.when_said(late, NOW) == "today, 23:30"


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (1, "1 minute"),
        (20, "20 minutes"),
        (60, "1 hour"),
        (90, "1 h 30 min"),
        (120, "2 hours"),
        (1440, "1 day"),
        (2880, "2 days"),
    ],
)
def test_lengths(minutes, said):
    with translation.override("en"):
        assert formats.length(minutes) == said


def test_until_said_leaves_out_today():
    with translation.override("en"):
        assert formats.until_said(NOW + timedelta(minutes=20), NOW) == "19:20"
        assert formats.until_said(NOW + timedelta(hours=14), NOW) == "tomorrow, 09:00"


@pytest.mark.parametrize(("language", "place"), [("en", "Berlin"), ("zh-hans", "柏林")])
def test_places_are_named_in_the_readers_language(language, place):
    with translation.override(language):
        assert formats.zone_place("Europe/Berlin") == place


RENAMED = {
    "Asia/Kolkata": ("Kolkata", "加尔各答"),
    "Europe/Kyiv": ("Kyiv", "基辅"),
    "Asia/Ho_Chi_Minh": ("Ho Chi Minh", "胡志明市"),
    "Asia/Kathmandu": ("Kathmandu", "加德满都"),
    "Asia/Yangon": ("Yangon", "仰光"),
    "America/Nuuk": ("Nuuk", "努克"),
    "America/Argentina/Buenos_Aires": ("Buenos Aires", "布宜诺斯艾利斯"),
    "America/Indiana/Indianapolis": ("Indianapolis", "印第安纳波利斯"),
}


@pytest.mark.parametrize(("zone", "places"), RENAMED.items())
def test_a_renamed_zone_has_its_name_of_today_in_english_and_a_chinese_one_in_chinese(zone, places):
    for language, place in zip(("en", "zh-hans"), places, strict=True):
        with translation.override(language):
            assert formats.zone_place(zone) == place


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_zone_on_offer_is_named_by_a_place(language):
    with translation.override(language):
        places = {zone: formats.zone_place(zone) for zone in zone_names()}
    assert [zone for zone, place in places.items() if not place or "/" in place or "_" in place] == []


def test_every_zone_has_a_chinese_name():
    """A new zone that CLDR has no city for yet gets one of ours."""
    with translation.override("zh-hans"):
        places = {zone: formats.zone_place(zone) for zone in zone_names()}
        labels = {zone: formats.zone_label(zone) for zone in zone_names()}
    assert [zone for zone, place in places.items() if re.search("[A-Za-z]", place)] == ["UTC"]
    assert [zone for zone, label in labels.items() if label.endswith(f" · {places[zone]}")] == list(places)[:-1]
    assert places["America/Coyhaique"] == "科伊艾克"


def test_dates_on_consents_have_no_clock_time():
    with translation.override("en"):
        assert formats.day(NOW) == "3 March 2027"
    with translation.override("zh-hans"):
        assert formats.day(NOW) == "2027年3月3日"
