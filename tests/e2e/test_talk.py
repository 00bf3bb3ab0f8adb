"""An ordinary week, from the mail to the end of the talk; what two try after it; one question on the first day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from agreements.letters.models import Agreement
from checkins.one_question.verbs import prompt_of
from checkins.questions.prompts import said, with_drawn
from checkins.rhythm.models import CheckIn
from checkins.tries.models import Try
from couples.people.models import User
from tests.e2e.phone import Phone, let_in
from tests.helpers import factories, notebook
from tests.helpers.factories import Pair

MOST_TAPS = 8
ASKED = with_drawn("start_01")


@pytest.fixture
def hers(alice: Page, pair: Pair) -> Phone:
    return let_in(alice, pair.alice)


@pytest.fixture
def his(bob: Page, pair: Pair) -> Phone:
    return let_in(bob, pair.bob)


@pytest.fixture
def his_in_chinese(bob: Page, pair: Pair) -> Phone:
    User.objects.filter(pk=pair.bob.pk).update(language="zh-hans")
    pair.bob.refresh_from_db()
    return let_in(bob, pair.bob)


def follows_a_mail(phone: Phone, address: str) -> None:
    phone.count.add("taps")
    phone.opens(address)


def test_practice_02_an_ordinary_week_takes_each_eight_taps(hers: Phone, his: Phone, pair: Pair) -> None:
    """She writes; he types nothing at all. Both are mailed: that it is time, and that their answers are open."""
    address = reverse("check_in", args=[factories.begun_check_in(pair).pk])
    for phone, words in ((hers, "Tea, at five."), (his, "")):
        follows_a_mail(phone, address)
        phone.answers(what_you_did="", **dict.fromkeys(ASKED, words))
        phone.taps("Done: keep mine closed until then")
    asked = list(said(ASKED).values())
    for phone in (hers, his):
        follows_a_mail(phone, address)
        phone.sees_heading("The table")
        phone.taps("Ten minutes")
        for place, questions in enumerate((asked[:2], asked[2:]), start=1):
            expect(phone.main.locator("h2.part-title:visible")).to_contain_text(f"{place} of 2.")
            expect(phone.main.locator("h3.asks:visible")).to_have_text(questions)
            expect(phone.main.locator("p.words:visible").get_by_text("Tea, at five.")).to_have_count(len(questions))
            phone.turns(questions == asked[:2])
        expect(phone.main.get_by_role("heading", name="What we take with us")).to_be_visible()
        assert phone.count.taps + phone.count.turns <= MOST_TAPS


def test_two_who_wrote_nothing_talk_after_one_tap_each(hers: Phone, his: Phone, pair: Pair) -> None:
    """The second tap brings both to the table. Another talk one hands in by one tap, to say it aloud."""
    address = reverse("check_in", args=[factories.begun_check_in(pair).pk])
    for phone in (hers, his):
        phone.opens(address)
        phone.taps("Start without writing")
    his.sees_heading("The table")
    hers.opens(address)
    hers.sees_heading("The table")
    assert hers.count.taps == his.count.taps == 1
    aloud = factories.begun_check_in(pair, minutes=3)
    hers.opens(f"/check-ins/{aloud.pk}/")
    hers.taps("I’ll say it aloud")
    hers.sees("Yours are in. They open together, as soon as both are in.")
    factories.handed_in(aloud, pair.bob_seat)
    his.opens(f"{reverse('ten_minutes', args=[aloud.pk])}#question")
    his.reads("Alice will say this one aloud.")


def presses(phone: Phone, message: str) -> None:
    """Press the first of its name; who listens hears which of several it is about."""
    named = [phone.main.get_by_role(role, name=phone.says(message)) for role in ("button", "link")]
    phone.taps_on(named[0].or_(named[1]).first)


def test_a_wish_becomes_an_agreement_by_two_taps_and_one(hers: Phone, his_in_chinese: Phone, pair: Pair) -> None:
    """She reads English, he Chinese."""
    his = his_in_chinese
    last = factories.opened_check_in(pair, timezone.now() - timedelta(days=7))
    hers.opens(f"/check-ins/{last.pk}/")
    presses(hers, "We'll try this")
    words = Try.objects.get().words
    his.opens("/check-ins/")
    his.sees("What we are trying")
    his.taps(words)
    his.sees("You two try this until your next talk.")
    table = f"/check-ins/{factories.opened_check_in(pair).pk}/ten-minutes/"
    hers.opens(table)
    hers.turns()
    hers.sees("What we wanted to try")
    hers.count.taps = his.count.taps = 0
    presses(hers, "Make it an agreement")
    hers.taps("Send it to %(name)s", name=pair.bob.name)
    his.opens(f"/agreements/{Agreement.objects.get(kind='response_rule').pk}/")
    his.taps("Yes, agreed")
    assert (hers.count.taps, his.count.taps) == (2, 1)
    for phone in (hers, his):
        phone.opens(table)
        phone.does_not_read(phone.says("What we wanted to try"))


def test_two_at_one_table(hers: Phone, his_in_chinese: Phone, pair: Pair) -> None:
    """Ten minutes are the way in; she picks her topic, he leaves one for next time, and both see the same."""
    his = his_in_chinese
    for words, seat in (("The bins", pair.alice_seat), ("Summer", pair.alice_seat), ("Your mother", pair.bob_seat)):
        factories.queued(seat, words)
    notebook.noted(pair.bob_seat, "You stayed up")
    _talks_before(pair)
    page = reverse("check_in", args=[factories.opened_check_in(pair).pk])
    for phone in (hers, his):
        phone.opens(page)
        phone.sees_heading("The table")
        phone.reads("You stayed up")
        assert phone.small_targets() == []
    assert his.named("Rather this one").count() == 0
    hers.taps_on(hers.main.get_by_role("button", name=hers.says("Rather this one")))
    courses = ["Your mother", "Summer"]
    for phone in (hers, his):
        phone.opens(page)
        expect(phone.main.locator(".courses .words")).to_contain_text([*courses[::-1], "", ""])
        phone.taps("Ten minutes")
        expect(phone.main.locator("#topics .words")).to_have_text(courses[::-1])
    his.taps_on(his.main.locator("#topics").get_by_role("button", name=his.says("Next time")).last)
    his.sees_address(f"{page}ten-minutes/#topics")
    hers.opens(f"{page}table/")
    hers.turns(2)
    hers.main.get_by_role("button", name=hers.says("Back"), exact=True).click()
    hers.turns()
    expect(hers.main.get_by_text(hers.says("End with a good word, aloud."))).to_be_visible()
    hers.does_not_read("Your mother")
    hers.reads("The bins")
    assert hers.small_targets() == []
    hers.fills(words="Tea first.")
    hers.taps("Share it")
    expect(hers.main.get_by_text(hers.says("End with a good word, aloud."))).to_be_visible()


def _talks_before(pair: Pair) -> None:
    """Let them have had four: from then on the whole table stands beside ten minutes."""
    past = [timezone.now() - timedelta(days=day) for day in (40, 33, 26, 19)]
    CheckIn.objects.bulk_create(
        CheckIn(
            couple=pair.couple, slot=day, starts_at=day, both_in_at=day, minutes=30, zone="UTC", topics_settled=True
        )
        for day in past
    )


def test_one_question_is_open_within_a_few_taps(hers: Phone, his: Phone, pair: Pair) -> None:
    question = prompt_of(pair.couple)
    for phone, words in ((hers, "Your whistling."), (his, "Your Sunday soup.")):
        phone.opens("/today/")
        phone.reads(said([question])[question])
        phone.does_not_read("Your whistling.")
        phone.taps("Write a line")
        phone.fills(**{question: words})
        phone.taps("Done: keep mine closed until then")
    hers.opens(hers.page.url)
    for phone in (hers, his):
        phone.reads("Your whistling.")
        phone.reads("Your Sunday soup.")
        phone.taps("On to the next")
        phone.sees_heading("Today")


def test_practice_06_a_boundary_is_worded_by_both(hers: Phone, his: Phone, pair: Pair) -> None:
    """A boundary, reworded once by the one who reads it; a question, with nothing typed but itself. Nobody is told."""
    hers.opens("/agreements/drafts/?kind=boundary&starter=bd_pictures_of_us")
    hers.reads("Nothing here may ask for proof.")
    hers.taps("Send it to %(name)s", name="Bob")
    letter = Agreement.objects.get()
    his.opens(reverse("agreement", args=[letter.pk]))
    his.reads("This goes for both of us.")
    his.reads("Nothing here may ask for proof.")
    his.taps("Suggest a change")
    his.fills(fine="Old photos too.")
    his.taps("See it side by side")
    his.taps("Send")
    hers.opens(reverse("agreement", args=[letter.pk]))
    hers.taps("Yes, agreed")
    his.opens(reverse("agreement", args=[letter.pk]))
    his.fills(words="last night")
    his.taps("Save it for our next talk")
    his.reads("You saved this for a talk. Only you know until it opens.")
    hers.opens(reverse("agreement", args=[letter.pk]))
    hers.does_not_read("last night")
    deciding = factories.agreed("how_we_decide", pair)
    hers.opens(reverse("agreement", args=[deciding.pk]))
    hers.fills(words="a new sofa?")
    hers.taps("Save it for our next talk")
    hers.reads("a new sofa?")
    his.opens(reverse("agreement", args=[deciding.pk]))
    his.does_not_read("a new sofa?")
