"""Help begins with what is nearest to its reader."""

from __future__ import annotations

import pytest
from django.utils import translation

from pages.help import emergency_numbers, resources


@pytest.mark.parametrize(("language", "number", "country"), [("en", "112", "DE"), ("zh-hans", "110", "CN")])
def test_the_readers_own_numbers_stand_first(language, number, country):
    with translation.override(language):
        assert emergency_numbers()[0].number == number
        assert {one.number for one in emergency_numbers()} == {"112", "110", "999", "911"}
        assert resources()[0].country == country


def test_a_name_in_the_readers_language_is_not_read_out_in_another():
    """Hong Kong's lines have names in both; the others are called what they are called."""
    hong_kong = [place for place in resources() if place.country == "HK"]
    with translation.override("zh-hans"):
        assert [str(place.name) for place in hong_kong] == ["社会福利署热线", "撒玛利亚会"]
    assert {place.language for place in hong_kong} == {""}


def test_a_line_that_bears_the_name_of_this_service_is_not_taken_for_its_own():
    namesake = next(place for place in resources() if "安心" in str(place.name))
    with translation.override("zh-hans"):
        assert "与本站无关" in str(namesake.offers)
