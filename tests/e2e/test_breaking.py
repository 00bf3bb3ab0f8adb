"""Where lines break: Chinese headings after their comma, and what the two wrote at the end of the line."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.phone import let_in, type_size
from tests.e2e.scenes import SCENES
from tests.helpers import factories

LINES = """element => {
  const range = document.createRange(), text = element.firstChild, lines = new Map()
  for (let at = 0; at < text.length; at++) {
    range.setStart(text, at)
    range.setEnd(text, at + 1)
    const top = Math.round(range.getBoundingClientRect().top)
    lines.set(top, (lines.get(top) ?? "") + text.data[at])
  }
  return [...lines.values()].map((line) => line.trim())
}"""

WIDTHS = "all => all.map(one => one.getBoundingClientRect().width)"


def lines(heading: Locator) -> list[str]:
    """Return the lines that this window breaks it into."""
    found: list[str] = heading.evaluate(LINES)
    return found


def test_a_chinese_heading_breaks_after_its_comma(one_window: Page, db: None) -> None:
    let_in(one_window, factories.person("小安", language="zh-hans"))
    one_window.set_viewport_size({"width": 360, "height": 800})
    one_window.goto("/safety/")
    assert lines(one_window.locator("h1")) == ["安心护住什么，", "护不住什么"]
    one_window.goto("/help/two-weeks/")
    assert lines(one_window.locator("h1")) == ["在过去两周里，", "以下情况烦扰你有多频繁"]


def test_what_lies_on_the_table_has_the_whole_line(one_window: Page, db: None) -> None:
    person, path = SCENES["table"]()
    assert person is not None
    let_in(one_window, person)
    one_window.goto(path)
    widths = one_window.locator(".courses > li").evaluate_all(
        "rows => rows.map(row => [row.querySelector('.words').getBoundingClientRect().width, row.clientWidth,"
        " row.children.length])"
    )
    headed = [(words, row) for words, row, parts in widths if parts == 3]
    assert headed
    assert all(words == row for words, row in headed)


@pytest.mark.parametrize(
    "scene", ["feeds-me", "needs", "table-question", "look-around-3", "check-in-started", "draft-to-read-through"]
)
def test_in_type_twice_as_large_nothing_scrolls_sideways_and_words_have_room(
    lend: Callable[..., Page], db: None, scene: str
) -> None:
    person, path = SCENES[scene]()
    page = lend("of_who_reads_chinese", locale="zh-CN")
    if person:
        type(person).objects.filter(pk=person.pk).update(language="zh-hans")
        person.refresh_from_db()
        let_in(page, person)
    with type_size(page) as set_size:
        set_size(32)
        page.goto(path)
        expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        roomy = page.locator(".rows > li > a, .courses .words:not(:first-child), .read-over .line p")
        assert all(width > 200 for width in roomy.evaluate_all(WIDTHS))
