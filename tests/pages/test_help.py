"""Help begins with what is nearest to its reader, and every number says where it was read and on which day."""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core import checks
from django.test import Client
from django.utils import translation

from pages.help.checks import lines_are_fresh
from pages.help.lines import FRESH_FOR, URGENT, countries, countries_for, nearest_codes, numbers_for_danger, outdated
from tests.guards.test_pages import Page

LINES = [(country, line) for country in countries() for line in country.lines]
WHERE_BOTH_LANGUAGES_LIVE = {
    *("DE", "AT", "CH", "GB", "IE", "US", "CA", "AU", "NZ"),
    *("SG", "MY", "CN", "HK", "MO", "TW"),
}


def test_every_entry_says_where_it_was_read_and_on_which_day():
    for country, line in LINES:
        where = urlsplit(line.source)
        assert where.scheme.startswith("http"), (country.code, line)
        assert where.netloc, (country.code, line)
        assert isinstance(line.checked, date), (country.code, line)
        assert line.number or line.website, (country.code, line)
        assert line.website in ("", f"https://{urlsplit(line.website).netloc}{urlsplit(line.website).path}"), line


def test_every_country_has_help_for_danger_for_violence_and_to_talk():
    """For women and for men: by a line for each, or by one for whoever calls."""
    assert {country.code for country in countries()} >= WHERE_BOTH_LANGUAGES_LIVE
    for country in countries():
        offers = {line.offers for line in country.lines}
        assert offers & set(URGENT), country.code
        assert {"violence", "talk"} <= offers, country.code
        assert {line.people for line in country.lines if line.offers == "talk"} >= {""}, country.code
        texts = [country.texts, *(line.name for line in country.lines if not isinstance(line.name, str))]
        assert all(text.keys() == {"en", "zh"} for text in texts), country.code
    by_women_alone = {
        country.code
        for country in countries()
        if {line.people for line in country.lines if line.offers in ("violence", "advice")} == {"women"}
    }
    for_men_too = {country.code for country, line in LINES if line.people == "men"}
    assert by_women_alone <= for_men_too | {"CA", "CN"}, "there the police, or one province's line, is for men too"


@pytest.mark.parametrize(
    ("language", "accepted", "first"),
    [
        ("en", "de-AT,de;q=0.9,en;q=0.5", ["AT", "DE", "CH"]),
        ("en", "de", ["DE", "AT", "CH"]),
        ("en", "en-NZ,en;q=0.9", ["NZ"]),
        ("en", "en", []),
        ("en", "", []),
        ("en", "xx-YY, ;;, *", []),
        ("zh-hans", "", ["CN", "HK", "MO", "TW", "SG", "MY"]),
        ("zh-hans", "zh-TW", ["TW", "CN", "HK", "MO", "SG", "MY"]),
    ],
)
def test_the_readers_likely_country_stands_first(language, accepted, first):
    with translation.override(language):
        assert nearest_codes(accepted) == first
        ordered = countries_for(accepted)
        assert [country.code for country in ordered][: len(first)] == first
        assert len(ordered) == len(countries())
        if first:
            assert numbers_for_danger(ordered)[0].number == ordered[0].urgent[0].number


def test_each_number_for_danger_stands_once_with_its_places():
    dangers = numbers_for_danger(countries())
    assert {danger.number for danger in dangers} == {"999", "112", "911", "000", "111", "110"}
    assert sum(len(danger.places) for danger in dangers) == len(countries())


def test_a_name_in_the_readers_language_is_not_read_out_in_another():
    """Hong Kong's lines have names in both; the others are called what they are called."""
    [hong_kong] = [country for country in countries() if country.code == "HK"]
    assert hong_kong.language == ""
    with translation.override("zh-hans"):
        assert [line.called for line in hong_kong.helping] == ["芷若园", "社会福利署热线", "情绪通", "撒玛利亚会"]


def test_a_line_that_bears_the_name_of_this_service_is_not_taken_for_its_own():
    [namesake] = [line for _country, line in LINES if "安心" in str(line.name)]
    with translation.override("zh-hans"):
        assert "与本站无关" in namesake.says


def test_operators_are_told_from_150_days_on():
    oldest = min(line.checked for _country, line in LINES)
    newest = max(line.checked for _country, line in LINES)
    assert outdated(oldest + FRESH_FOR - timedelta(days=1)) == []
    assert len(outdated(newest + FRESH_FOR)) == len(LINES)
    with time_machine.travel(oldest + FRESH_FOR - timedelta(days=1), tick=False):
        assert lines_are_fresh() == []
    with time_machine.travel(oldest + FRESH_FOR, tick=False):
        [warning] = [found for found in checks.run_checks() if found.id == "pages.W001"]
    assert warning.level == checks.WARNING
    assert "150 days" in warning.msg


@pytest.mark.django_db
def test_the_page_opens_the_likely_country_and_leads_to_the_two_questions_and_to_what_is_safe():
    page = Client().get("/help/", headers={"Accept-Language": "de-CH"})
    parsed = Page(page.content.decode())
    opened = [details for details in parsed.all("details") if "open" in details]
    assert len(opened) == 1
    assert page.content.decode().index("117") < page.content.decode().index("Samaritans")
    assert {"/help/two-weeks/", "/safety/", "tel:117", "tel:143"} <= set(parsed.links())
    unsaid = Page(Client().get("/help/", headers={"Accept-Language": "en"}).content.decode())
    assert not [details for details in unsaid.all("details") if "open" in details], "English alone says nothing"


@pytest.mark.django_db
def test_it_says_that_couples_counselling_is_not_for_who_is_afraid():
    html = Client().get("/help/").content.decode()
    assert "Couples counselling is not advised where one is afraid of the other." in html
    assert "women and men alike" in html


@pytest.mark.django_db
def test_without_a_network_a_device_shows_every_number_and_fetches_new_ones(client: Client, monkeypatch):
    online, kept = (client.get(path).content.decode() for path in ("/help/", "/offline/"))
    assert set(re.findall(r'href="tel:\d+"', kept)) == set(re.findall(r'href="tel:\d+"', online))
    before = client.get("/service-worker.js").content
    assert before == client.get("/service-worker.js").content
    monkeypatch.setattr("pages.templatetags.steady.mark", lambda: "another")
    assert before != client.get("/service-worker.js").content
