"""Both phones from the tap to nothing left: hers in English, his in Chinese, and the clock is moved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import time_machine
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from agreements.calls.models import Call, HoldingReply
from agreements.letters.models import Agreement
from agreements.letters.private_lines import set_private_line
from agreements.phrases.models import SentPhrase
from couples.begun.models import BegunText
from couples.people.models import User
from reminders.housekeeping import keep_house
from reminders.models import Notice, Reminder
from tests.e2e.phone import Phone, let_in
from tests.e2e.stories.story import without_keys
from tests.e2e.test_live import answers_to, has_asked, looks
from tests.helpers import factories
from tests.helpers.factories import Pair
from tests.reminders.sending import send_due

# A Wednesday, 16:40 in Berlin: no night lies in the two hours that an answer may take.
NOW = datetime(2027, 3, 3, 15, 40, tzinfo=UTC)
LINE, COPING, HALF = "A long day. I keep looking at my phone.", "He is busy. This is not being left.", "我正在"
ANSWER = "在呢，路上，八点给你打电话。"


def test_practice_04_a_reply_that_holds(alice: Page, bob: Page, pair: Pair, expected_console: list[str]) -> None:
    expected_console.append("status of 404")
    User.objects.filter(pk=pair.bob.pk).update(language="zh-hans", name="小博")
    with time_machine.travel(NOW, tick=True) as clock:
        rule = factories.agreed_response_rule(factories.pair_of(pair.alice), NOW, within_minutes=120)
        Agreement.objects.update(news_for=None)
        set_private_line(rule, pair.alice_seat, COPING)
        pair = factories.pair_of(pair.alice)
        hers, his = let_in(alice, pair.alice), let_in(bob, pair.bob)
        his.opens("/today/")
        ask(hers)
        look_and_write_half(hers, his)
        name_a_time(hers, his)
        be_reminded(hers, his, clock)
        answer(hers, his)
        thank(hers, his, clock)
        nothing_is_left(hers, his, clock)


def ask(hers: Phone) -> None:
    """Two taps; her own line comes first."""
    hers.opens("/today/")
    hers.taps("I need…")
    hers.keeps_picture("call-1-hers-i-need")
    hers.taps("send one line")
    expect(hers.main.locator(".own-line")).to_contain_text(COPING)
    hers.fills(line=LINE)
    hers.keeps_picture("call-2-hers-before")
    hers.taps("Ask %(name)s", name="小博")
    hers.reads("小博 has been asked. You agreed on an answer within 2 hours, so by 18:40.")
    hers.keeps_picture("call-3-hers-asked")


def look_and_write_half(hers: Phone, his: Phone) -> None:
    """It comes to his open Today by itself; whatever he does with it, her page stays as it is to the byte."""
    expect(hers.main.locator(".htmx-request")).to_have_count(0)
    before = without_keys(hers.main.inner_html())
    with answers_to(hers.page) as statuses:
        send_due(timezone.now())
        looks(his)
        his.reads("Alice想听你回一句")
        his.does_not_read(COPING)
        his.keeps_picture("call-4-his-today")
        his.taps("Answer")
        his.reads(LINE)
        his.keeps_picture("call-5-his-asked")
        unfold(his, "用自己的话说")
        his.main.locator("#id_own_words").fill(HALF)
        expect(his.main.get_by_text(his.says("Kept. Only you can read it.")).first).to_be_visible()
        has_asked(hers)
        expect(hers.main.locator(".htmx-request")).to_have_count(0)
    assert set(statuses) == {204}
    assert without_keys(hers.main.inner_html()) == before


def unfold(phone: Phone, label: str) -> None:
    phone.main.locator("summary").get_by_text(label, exact=True).click()


def name_a_time(hers: Phone, his: Phone) -> None:
    his.opens(his.page.url)
    expect(his.main.locator("#id_own_words")).to_have_value(HALF)
    unfold(his, "先回一句")
    his.keeps_picture("call-6-his-later")
    his.taps_on(his.main.get_by_role("button", name="19:30", exact=True))
    his.sees("Sent.")
    looks(hers)
    hers.reads("Busy now, I'll answer at 19:30.")
    for phone, whose in ((hers, "hers"), (his, "his")):
        phone.keeps_picture(f"call-7-{whose}-held")


def be_reminded(hers: Phone, his: Phone, clock: time_machine.Traveller) -> None:
    """Ten minutes before he is reminded, and she is not; nothing says that it is late."""
    send_due(timezone.now())
    mail.outbox.clear()
    told = list(Notice.objects.values_list("pk", flat=True))
    clock.move_to(NOW + timedelta(hours=2, minutes=40))
    send_due(timezone.now())
    new = Notice.objects.exclude(pk__in=told)
    assert {(notice.kind, notice.user.name) for notice in new} == {("promise", "小博")}
    assert subjects() == ["日程提醒：19:30"]
    his.opens("/notices/")
    his.reads("你说过 19:30 回。")
    hers.opens("/today/")
    expect(hers.main.locator("a[href^='/ask/']")).to_have_count(1)


def subjects() -> list[str]:
    return [str(letter.subject) for letter in mail.outbox]


def answer(hers: Phone, his: Phone) -> None:
    """He keeps what he says: the next time it takes one tap."""
    his.taps_on(his.main.get_by_role("link").filter(has_text="你说过 19:30 回。"))
    unfold(his, "照说好的回")
    his.main.locator("#id_agreed_words").fill(ANSWER)
    his.keeps_picture("call-8-his-words")
    his.taps_on(his.main.locator("form", has=his.page.locator("#id_agreed_words")).locator("button"))
    his.reads(ANSWER)
    expect(his.main.locator("form")).to_have_count(0)
    his.keeps_picture("call-9-his-sent")


def thank(hers: Phone, his: Phone, clock: time_machine.Traveller) -> None:
    hers.opens(f"/ask/{Call.objects.get().pk}/")
    hers.reads(ANSWER)
    hers.sees("This is gone for both of you in a week.")
    hers.keeps_picture("call-10-hers-answered")
    hers.taps("That helped")
    clock.shift(timedelta(minutes=3))
    his.opens("/today/")
    his.reads(said_to_thank())
    his.keeps_picture("call-11-his-thanked")


def said_to_thank() -> str:
    return "That did me good. Thank you."


def nothing_is_left(hers: Phone, his: Phone, clock: time_machine.Traveller) -> None:
    """Eight days later, for both and in every table; what he likes to answer stays his own."""
    page = f"/ask/{Call.objects.get().pk}/"
    clock.shift(timedelta(days=8))
    keep_house(timezone.now())
    for phone, person in ((hers, "alice"), (his, "bob")):
        let_in(phone.page, User.objects.get(email=f"{person}@example.org"))
        phone.opens(page)
        phone.sees_heading("There is nothing here any more")
        for path in ("/today/", "/notices/"):
            phone.opens(path)
            for words in (LINE, ANSWER, HALF, said_to_thank()):
                phone.does_not_read(words)
    assert rows_about_it([Call, HoldingReply, SentPhrase, BegunText]) == []
    about = {"subject__startswith": "call:"}
    assert not Reminder.objects.filter(**about).exists()
    assert not Notice.objects.filter(**about).exists()


def rows_about_it(models: Iterable[type]) -> list[object]:
    return [row for model in models for row in model.objects.all()]  # type: ignore[attr-defined]
