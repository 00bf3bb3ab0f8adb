"""Trying something, as both, in two zones and two languages: kept by both; and another one that ends in silence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from playwright.sync_api import Page

from agreements.drafts.models import Draft
from agreements.letters.models import Agreement
from reminders.delivery.worker import deliver
from reminders.queue.leases import lease_due
from tests.e2e.phone import Phone, let_in
from tests.helpers import factories

# A Monday; they talk on Sundays, 20:30 in Berlin. Later than any day on which this runs, as cookies go by it.
NOW = datetime(2036, 2, 4, 12, tzinfo=UTC)
TALK = date(2036, 3, 9)
# Three days before, in the morning of each.
NEAR = datetime(2036, 3, 6, 9, tzinfo=UTC)
OVER = datetime(2036, 3, 11, 8, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=True) as moved:
        yield moved


def test_what_is_tried_is_kept_by_both_and_what_nobody_answers_ends(
    alice: Page, bob: Page, db: None, clock: time_machine.Traveller
) -> None:
    mia = factories.person("Mia")
    bo = factories.person("小博", email="bob@example.org", language="zh-hans", time_zone="Asia/Shanghai")
    pair = factories.connected_couple(mia, bo, NOW - timedelta(days=40))
    factories.agreed_rhythm(pair, NOW)
    silent = factories.agreed_response_rule(pair, NOW, please="send one line", trial_until=TALK)
    tried = propose(let_in(alice, mia), let_in(bob, bo))
    clock.move_to(NEAR)
    # A month later nobody is signed in any more.
    keep(let_in(alice, mia), let_in(bob, bo), tried)
    clock.move_to(OVER)
    end_in_silence(let_in(alice, mia), let_in(bob, bo), silent)


def looks_right(phone: Phone, picture: str = "") -> None:
    assert phone.small_targets() == []
    assert phone.same_names() == []
    if picture:
        phone.keeps_picture(f"trial-{picture}-{phone.language}")


def propose(her: Phone, his: Phone) -> Agreement:
    her.opens("/agreements/drafts/?kind=cool_down&starter=usual")
    her.unfolds("Change something")
    looks_right(her)
    her.fills(trial_until_choice=TALK.isoformat())
    her.taps("Read it through")
    her.reads("We try this until our talk on 9 March.")
    looks_right(her)
    her.taps("Send it to %(name)s", name="小博")
    letter = Agreement.objects.get(kind="cool_down")
    his.opens("/today/")
    looks_right(his)
    his.opens(f"/agreements/{letter.pk}/")
    his.reads("试到3月9日谈心的时候")
    looks_right(his, "letter")
    his.taps("Yes, agreed")
    looks_right(his)
    return letter


def keep(her: Phone, his: Phone, tried: Agreement) -> None:
    told(NEAR)
    her.opens("/today/")
    her.reads("Something to look at by Sunday")
    her.does_not_read("(2)")
    looks_right(her)
    his.opens("/notices/")
    his.reads("周日前可以看一眼")
    looks_right(his)
    his.opens(f"/agreements/{tried.pk}/review/")
    looks_right(his, "review")
    his.taps_on(his.main.locator("button[value=keep]"))
    looks_right(his)
    her.opens(f"/agreements/{tried.pk}/")
    her.taps("Look at it again")
    her.does_not_read("Yours is in")
    her.taps_on(her.main.locator("button[value=keep]"))
    her.reads("You both kept this on 6 March.")
    looks_right(her, "kept")
    his.opens(f"/agreements/{tried.pk}/")
    his.taps("How it came to be")
    looks_right(his)


def end_in_silence(her: Phone, his: Phone, silent: Agreement) -> None:
    told(OVER)
    for phone, said in ((her, "You tried this until 9 March. It ends here."), (his, "这条试到3月9日，先到这里。")):
        phone.opens("/today/")
        phone.reads(said)
        looks_right(phone)
        phone.opens(f"/agreements/{silent.pk}/")
        looks_right(phone, "over")
    his.taps("Begin again with these words")
    looks_right(his, "begun-again")
    draft = Draft.objects.get(author__name="小博")
    assert draft.words["please"] == "send one line"
    her.taps("Begin again with these words")
    her.taps("Send it to %(name)s", name="小博")
    his.opens("/today/")
    looks_right(his)


def told(now: datetime) -> None:
    """Deliver the notices that are due."""
    while lease := lease_due("in_app", now):
        deliver(lease, now)
