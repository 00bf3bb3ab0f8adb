"""Two questions about the last two weeks: what is chosen is answered at once, and stands nowhere."""

from __future__ import annotations

from itertools import product

import pytest
from django.test import Client
from django.utils import translation

from pages.help.forms import OFTEN, TwoWeeksForm
from tests.guards.test_pages import Page

pytestmark = pytest.mark.django_db
TWO_WEEKS = "/help/two-weeks/"
MUCH, LITTLE = "That is a lot to carry.", "If it stays, look again in two weeks."
NOTHING = "Neither of the two lately."


def test_three_or_more_is_a_lot_to_carry():
    for (interest, (first, _label)), (low, (second, _said)) in product(enumerate(OFTEN), repeat=2):
        form = TwoWeeksForm({"interest": first, "low": second})
        assert form.is_valid()
        assert form.is_much() == (interest + low >= 3), (first, second)
        assert form.is_nothing() == (interest == low == 0), "nothing could stay"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"interest": "nearly_every_day", "low": "not_at_all"}, MUCH),
        ({"interest": "several_days", "low": "several_days"}, LITTLE),
        ({"interest": "not_at_all", "low": "not_at_all"}, NOTHING),
    ],
)
def test_it_is_answered_in_the_same_response_with_whom_to_call_and_without_a_number(sent, said):
    answer = Client().post(TWO_WEEKS, sent)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert [answer for answer in (MUCH, LITTLE, NOTHING) if answer in html] == [said]
    assert "tel:116123" in html
    assert html.index("tel:116123") < html.index("tel:08082000247"), (
        "who listens stands before who helps against violence"
    )
    assert "score" not in html.lower()
    chosen = [field for field in Page(html).all("input") if field.get("name") in sent]
    assert chosen == [], "nor what was chosen"


@pytest.mark.parametrize("sent", [{}, {"low": "not_at_all"}, {"interest": "not_at_all", "low": ""}])
def test_both_are_asked_for(sent):
    html = Client().post(TWO_WEEKS, sent).content.decode()
    assert "Please answer both." in html
    assert MUCH not in html
    assert LITTLE not in html


def test_what_is_no_answer_is_refused():
    html = Client().post(TWO_WEEKS, {"interest": "3", "low": "3"}).content.decode()
    assert "Select a valid choice" in html
    assert MUCH not in html


def test_no_address_holds_an_answer_and_no_browser_fills_it_in_or_keeps_it():
    asked, answered = (
        Client().get(TWO_WEEKS),
        Client().post(TWO_WEEKS, {"interest": "several_days", "low": "over_half"}),
    )
    [form] = [form for form in Page(asked.content.decode()).all("form") if form.get("action") == TWO_WEEKS]
    assert form["method"] == "post"
    assert form["autocomplete"] == "off"
    given = Client().get(TWO_WEEKS, {"interest": "nearly_every_day", "low": "nearly_every_day"})
    assert "checked" not in given.content.decode()
    for page in (asked, answered, given):
        assert "no-store" in page["Cache-Control"]
        assert Page(page.content.decode()).title == "Two weeks · Steady", "nor does the title say what came of it"


def test_the_words_are_those_that_were_published():
    html = Client().get(TWO_WEEKS).content.decode()
    for words in (
        "Over the last two weeks, how often have you been bothered by:",
        "Little interest or pleasure in doing things?",
        "Feeling down, depressed, or hopeless?",
        *("Not at all", "Several days", "More than half the days", "Nearly every day"),
    ):
        assert words in html
    with translation.override("zh-hans"):
        labels = [str(label) for _name, label in OFTEN]
        fields = [str(field.label) for field in TwoWeeksForm().fields.values()]
    assert labels == ["完全不会", "好几天", "一半以上的天数", "几乎每天"]
    assert fields == ["做事时提不起劲或没有兴趣", "感到心情低落、沮丧或绝望"]
