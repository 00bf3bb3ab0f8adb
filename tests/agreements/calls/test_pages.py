"""The pages of calls: two taps to ask, one to answer, all of it without a script."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.calls import verbs as calling
from agreements.calls.models import Call, SavedAnswer
from agreements.calls.reminders import ANSWERED, CALL
from agreements.letters.ending import end
from agreements.letters.private_lines import set_private_line
from checkins.agenda.models import Topic
from couples.begun.models import BegunText
from reminders.notices.verbs import tell
from tests.helpers import factories

pytestmark = pytest.mark.django_db
# A Wednesday afternoon in Berlin, 16:40.
NOW = datetime(2027, 3, 3, 15, 40, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def rule(pair, clock):
    made = factories.agreed_response_rule(pair, NOW - DAY, within_minutes=120)
    set_private_line(made, pair.alice_seat, "They are busy.")
    return made


@pytest.fixture
def call(pair, rule):
    return factories.called(rule, pair.alice_seat, "A long day.", NOW)


@pytest.fixture
def alices(clock, alice):
    return factories.signed_in(None, alice)


@pytest.fixture
def bobs(clock, bob):
    return factories.signed_in(None, bob)


def text(client, path):
    return client.get(path).content.decode()


def of(call):
    return f"/ask/{call.pk}/"


def test_two_taps_ask_and_the_second_opens_what_is_asked(pair, rule, alices):
    there = f"/ask/rule/{rule.pk}/"
    assert f'href="{there}"' in text(alices, f"/agreements/{rule.pk}/")
    page = text(alices, there)
    assert page.index("They are busy.") < page.index("send one line") < page.index("Ask <bdi>Bob</bdi>")
    sent = {"line": "A long day.", "submission": uuid.uuid4()}
    answers = [alices.post(there, sent), alices.post(there, sent), alices.post(there, {"line": "Again."})]
    call = Call.objects.get()
    assert {answer["Location"] for answer in answers} == {of(call)}
    assert alices.get(there)["Location"] == of(call)
    page = text(alices, of(call))
    assert "What you typed is kept for the next time." in page
    assert BegunText.objects.get().typed == {"line": "Again."}
    for said in ("<bdi>Bob</bdi> has been asked.", "within 2 hours, so by 18:40.", "A long day.", "They are busy."):
        assert said in page


def test_what_i_asked_and_is_open_stands_where_i_asked_for_it(pair, rule, alices, clock):
    both = factories.agreed_response_rule(pair, NOW - DAY, please="ring me", who="both")
    call, theirs = factories.called(rule, pair.alice_seat, now=NOW), factories.called(both, pair.bob_seat, now=NOW)
    page, asked, to_ask = text(alices, "/ask/"), f'href="{of(call)}"', f'href="/ask/rule/{rule.pk}/"'
    assert (asked in page, to_ask in page, f'href="{of(theirs)}"' in page) == (True, False, False)
    assert "Asked: an answer by 18:40" in page
    assert asked not in text(alices, "/today/")
    calling.hold(pair.bob_seat, call.pk, NOW + 3 * HOUR, NOW)
    assert "<bdi>Bob</bdi>: <bdi>Busy now, I'll answer at 19:40.</bdi>" in text(alices, "/ask/")
    clock.move_to(NOW + 4 * HOUR)
    page = text(alices, "/ask/")
    assert asked in page
    assert not any(words in page for words in ("No answer", "Busy now", "an answer by"))
    calling.answer(pair.bob_seat, call.pk, "I'm here.", False, NOW + 4 * HOUR)
    page = text(alices, "/ask/")
    assert (asked in page, to_ask in page) == (False, True)


def test_at_night_it_says_that_nights_do_not_count(pair, rule, alices, clock):
    clock.move_to(datetime(2027, 3, 3, 20, 40, tzinfo=UTC))  # 21:40 in Berlin
    assert "so this would be by tomorrow, 09:40." in text(alices, f"/ask/rule/{rule.pk}/")
    call = factories.called(rule, pair.alice_seat)
    assert "Nights don't count, so by tomorrow, 09:40." in text(alices, of(call))


def test_a_line_that_is_begun_or_kept_in_a_pause_waits_for_its_writer(pair, rule, alices, clock):
    there = f"/ask/rule/{rule.pk}/"
    assert alices.post(f"{there}keep/", {"line": "Half a li"}).status_code == 200
    assert "Half a li" in text(alices, there)
    factories.paused(pair.bob_seat, 30, NOW)
    page = text(alices, there)
    assert "You two are pausing until 17:10. Shall this go then?" in page
    assert "Ask <bdi>Bob</bdi>" not in page
    page = alices.post(there, {"line": "From a page of before."})
    assert page.status_code == 400
    assert "nothing sends itself" in page.content.decode()
    assert alices.post(there, {"line": "For later.", "keep": "on"})["Location"] == there
    assert "Kept. It waits here for your tap" in text(alices, there)
    assert "Not sent: <bdi>For later.</bdi>" in text(alices, "/ask/")
    clock.move_to(NOW + HOUR)
    assert "For later." in text(alices, there)
    assert not Call.objects.exists(), "nothing sends itself"
    sent = {"line": "For later.", "submission": uuid.uuid4()}
    alices.post(there, sent)
    alices.post(f"{there}keep/", sent)
    assert not BegunText.objects.exists()


def test_too_long_and_too_much_leave_what_was_typed(pair, rule, alices, call):
    calling.close(pair.alice_seat, call.pk, NOW)
    page = alices.post(f"/ask/rule/{rule.pk}/", {"line": "x" * 141})
    assert page.status_code == 400
    assert "x" * 141 in page.content.decode()
    for _ in range(5):
        calling.close(pair.alice_seat, factories.called(rule, pair.alice_seat, now=NOW).pk, NOW)
    page = alices.post(f"/ask/rule/{rule.pk}/", {"line": "Once more."})
    assert "Nothing more goes out today. What you wrote is here." in page.content.decode()
    assert "Once more." in page.content.decode()


def test_one_tap_answers_with_what_was_kept_and_there_is_nothing_else_to_do(pair, rule, call, bobs, alices):
    page = text(bobs, of(call))
    for said in ("<bdi>Alice</bdi> asks you for a line", "A long day.", "As we agreed", "In my own words", "Later"):
        assert said in page
    assert "They are busy." not in page
    sent = {"words": "I'm here.", "keeps": "on", "agreed": "on"}
    assert [bobs.post(f"{of(call)}answer/", sent)["Location"] for _ in range(2)] == [of(call)] * 2
    page = text(bobs, of(call))
    assert "I&#x27;m here." in page
    assert "gone for both of you in a week" in page
    assert f"{of(call)}answer/" not in page
    page = text(alices, of(call))
    assert "<bdi>Bob</bdi> has answered" in page
    assert "I&#x27;m here." in page
    again = factories.called(rule, pair.alice_seat, now=NOW)
    assert '<input type="hidden" name="words" value="I&#x27;m here.">' in text(bobs, of(again))


def test_what_is_begun_stays_and_what_comes_too_late_is_not_lost(pair, call, bobs):
    bobs.post(f"{of(call)}keep/", {"words": "I wanted to"})
    assert "I wanted to" in text(bobs, of(call))
    empty = bobs.post(f"{of(call)}answer/", {"words": " "})
    assert empty.status_code == 400
    calling.close(pair.alice_seat, call.pk, NOW)
    late = bobs.post(f"{of(call)}answer/", {"words": "I wanted to say"})
    assert late.status_code == 409
    assert "There is nothing to answer here any more" in late.content.decode()
    assert "I wanted to say" in late.content.decode()
    assert "A long day." not in late.content.decode()
    end(pair.alice_seat and call.agreement, pair.alice_seat, NOW)
    gone = bobs.post(f"{of(call)}answer/", {"words": "And this"})
    assert gone.status_code == 404
    assert "And this" in gone.content.decode()


def test_somebody_busy_names_a_time_twice_by_the_clock_of_the_rule(pair, rule, call, bobs, alices, clock):
    pair.bob.time_zone = "Asia/Shanghai"
    pair.bob.save(update_fields=["time_zone"])
    later = f"{of(call)}later/"
    assert bobs.post(later, {}).status_code == 400
    assert bobs.post(later, {"offer": "20270303T093000Z"}).status_code == 400, "a page from this morning"
    sent = {"at": "19:30", "submission": uuid.uuid4()}
    assert [bobs.post(later, sent)["Location"] for _ in range(2)] == [of(call)] * 2
    page = text(bobs, of(call))
    assert "Sent." in page
    assert "You wanted to answer tomorrow at 02:30." in page
    assert "Busy now, I'll answer at 19:30." in text(alices, of(call))
    assert bobs.post(later, {"offer": "60", "submission": sent["submission"]}).status_code == 302
    assert later not in text(bobs, of(call)), "two are the most"
    assert "Busy now, I'll answer at 17:40." in text(alices, of(call))


def test_a_rule_that_asks_for_more_says_that_a_line_helps(pair, bobs):
    rule = factories.agreed_response_rule(pair, NOW - DAY, a_line_is_enough=False)
    said = "This rule asks for more than a line; a line still helps."
    assert said in text(bobs, of(factories.called(rule, pair.alice_seat, now=NOW)))


def test_when_the_time_is_over_the_page_of_who_asked_says_one_sentence(pair, rule, call, alices, bobs, clock):
    before = text(bobs, "/today/")
    clock.move_to(NOW + 3 * HOUR)
    page = text(alices, of(call))
    for said in ("No answer yet", "That can have many reasons.", "They are busy.", "Help, if you need someone"):
        assert said in page
    assert f"/ask/rule/{rule.pk}/" not in page, "no asking again"
    assert alices.get(f"/ask/rule/{rule.pk}/")["Location"] == of(call)
    for hidden in ("answer yet", of(call)):
        assert hidden not in text(alices, "/today/")
    assert of(call) in before
    assert of(call) in text(bobs, "/today/")
    clock.move_to(NOW + 2 * HOUR + 2 * DAY)
    assert "No answer came" in text(alices, of(call))
    assert "There is nothing to answer here any more" in text(bobs, of(call))


def test_saying_that_it_is_all_right_tells_nobody(pair, call, alices, bobs, clock):
    close = f"{of(call)}close/"
    assert [alices.post(close)["Location"] for _ in range(2)] == [of(call)] * 2
    assert "Good. Nobody is told." in text(alices, of(call))
    assert of(call) not in text(bobs, "/today/")
    page = text(bobs, of(call))
    assert "There is nothing to answer here any more" in page
    clock.move_to(NOW + 6 * HOUR)
    assert bobs.get(of(call)).content.count(b"until=") == 1
    assert f"until={int((NOW + 7 * DAY).timestamp())}" not in text(bobs, of(call)), "nor when it was"
    assert bobs.post(close).status_code == 404


def test_what_is_gone_a_strangers_and_an_unknown_one_read_the_same(pair, rule, call, alices, bobs, clock):
    sam = factories.connected_couple(factories.person("Sam"), factories.person("Toni")).alice
    strangers = factories.signed_in(None, sam)
    elsewhere = [strangers.get(path) for path in (of(call), f"/ask/{uuid.uuid4()}/", f"/ask/rule/{rule.pk}/")]
    clock.move_to(NOW + 3 * DAY + 8 * DAY)
    gone = [client.get(of(call)) for client in (alices, bobs)]
    not_hers_to_ask = bobs.get(f"/ask/rule/{rule.pk}/")
    for page in (*elsewhere, *gone, not_hers_to_ask):
        assert page.status_code == 404
        assert "There is nothing here any more" in page.content.decode()
        assert 'href="/today/"' in page.content.decode()


def test_today_has_it_first_for_who_is_asked_but_after_coming_back(pair, rule, call, bobs, alices, clock):
    def heads(client):
        page = text(client, "/today/")
        return page[page.index('<section class="hero">') :].split("</section>")[0]

    assert "<bdi>Alice</bdi> asks you for a line" in heads(bobs)
    assert "asks you" not in text(alices, "/today/")
    calling.hold(pair.bob_seat, call.pk, NOW + HOUR, NOW)
    assert "asks you" not in text(bobs, "/today/")
    assert "You wanted to answer at 17:40" in text(bobs, "/today/")
    clock.move_to(NOW + HOUR)
    assert "<bdi>Alice</bdi> asks you for a line" in heads(bobs)
    factories.over_pause(pair.alice_seat, now=NOW + HOUR)
    assert "Coming back" in heads(bobs)
    assert of(call) in text(bobs, "/today/")
    calling.answer(pair.bob_seat, call.pk, "Here.", False, NOW + HOUR)
    assert of(call) not in text(bobs, "/today/")


def test_the_answer_stands_on_today_of_who_asked_until_it_was_read_and_a_named_time_does_not(pair, call, alices):
    calling.hold(pair.bob_seat, call.pk, NOW + HOUR, NOW)
    tell([pair.alice.pk], ANSWERED.name, CALL.of(call.pk), "held:1", NOW)
    assert of(call) not in text(alices, "/today/")
    calling.answer(pair.bob_seat, call.pk, "Here now.", False, NOW)
    tell([pair.alice.pk], ANSWERED.name, CALL.of(call.pk), "answered", NOW)
    page = text(alices, "/today/")
    assert f'href="{of(call)}"' in page
    assert "Here now." not in page, "its words stand on its page alone"
    text(alices, of(call))
    assert of(call) not in text(alices, "/today/")


def test_what_was_asked_is_saved_for_a_talk_in_ones_own_words_alone(pair, call, alices, bobs, clock):
    clock.move_to(NOW + 3 * HOUR)
    there = f"/check-ins/topics/calls/{call.pk}/"
    assert f'hx-get="{there}"' in text(alices, of(call))
    assert "A long day." in text(alices, there)
    assert bobs.get(there).status_code == 404
    assert alices.post(there, {"words": ""}).status_code == 400
    for words in ("How evenings go", "How evenings go", "How long evenings go"):
        assert alices.post(there, {"words": words})["Location"] == of(call)
    topic = Topic.objects.get()
    assert (topic.words, topic.agreement, topic.announced_at) == ("How long evenings go", None, None)
    assert "Only you know until it opens." in text(alices, there)
    calling.answer(pair.bob_seat, call.pk, "Here.", False, NOW + 3 * HOUR)
    Call.objects.all().delete()
    assert Topic.objects.get().words == "How long evenings go"


def test_leaving_lets_it_vanish(pair, call, alices, bobs):
    pair.left(NOW)
    for client in (alices, bobs):
        assert "A long day." not in text(client, of(call))
    assert client.post(f"{of(call)}answer/", {"words": "Typed"}).status_code == 403
    assert not SavedAnswer.objects.exists()


def test_pages_cost_the_same_with_one_call_and_with_three(pair, rule, call, bobs, alices):
    def cost():
        found = {}
        for client, path in ((bobs, "/today/"), (bobs, of(call)), (alices, of(call)), (alices, "/today/")):
            client.get(path)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(path).status_code == 200
            found[client, path] = len(captured)
        return list(found.values())

    with_one = cost()
    for please in ("call me", "come home"):
        factories.called(factories.agreed_response_rule(pair, NOW - DAY, please=please), pair.alice_seat, now=NOW)
    assert cost() == with_one
