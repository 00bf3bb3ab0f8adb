"""The count near a field's limit: what the page says is what the server finds."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from agreements.kinds.fields import LONGEST_WORDS, WordsField
from tests.e2e.phone import let_in
from tests.helpers import factories

pytestmark = pytest.mark.django_db(transaction=True)
# A family is seven characters, a decomposed accent two, a line break one; spaces at the ends are not kept.
MIXED = "👨‍👩‍👧‍👦 e\u0301\nzwei 词\n"


def test_the_page_counts_as_the_server_does(alice: Page, expected_console: list[str]) -> None:
    expected_console.append("status of 400")
    dana = factories.person("Dana")
    draft = factories.draft(dana)
    let_in(alice, dana)
    alice.goto(f"/agreements/drafts/{draft.pk}/1/")
    field = alice.locator("textarea").first
    line = alice.locator(".room").first
    assert field.get_attribute("maxlength") is None
    field.fill("short")
    expect(line).to_have_text("")
    for left in (60, -12):
        words = f" {MIXED}"
        words += "x" * (LONGEST_WORDS - left - len(words.strip()) - 1)
        words += "  "
        kept = WordsField(max_length=10_000).clean(words.replace("\n", "\r\n"))
        assert LONGEST_WORDS - len(kept) == left
        field.fill(words)
        expect(line).to_have_text(f"Characters left: {left}" if left >= 0 else f"Characters too many: {-left}")
    alice.locator("form[method=post] button").last.click()
    # The refusal brings the whole text back, and the count with it.
    expect(alice.locator(".errorlist").first).to_contain_text(f"this has {LONGEST_WORDS + 12}")
    expect(line).to_have_text("Characters too many: 12")
    assert alice.locator("textarea").first.input_value().strip() == words.strip()
