"""Both partners, in two zones and two languages: another time and a yes, fifteen minutes more, skipping, a talk now."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from playwright.sync_api import Page

from basics import formats
from basics.localtime import local
from checkins.moving.models import Move
from checkins.rhythm.models import CheckIn
from checkins.rituals.models import Occasion
from tests.e2e.phone import Phone, let_in
from tests.helpers import factories
from tests.helpers.factories import Pair


def test_a_talk_is_moved_delayed_skipped_and_had_at_once(alice: Page, bob: Page, db: None) -> None:
    mia = factories.person("Mia")
    bo = factories.person("小博", email="bob@example.org", language="zh-hans", time_zone="Asia/Shanghai")
    her, his = let_in(alice, mia), let_in(bob, bo)
    pair = factories.connected_couple(mia, bo)
    talk = factories.upcoming_check_in(pair, hours=30)
    another_time(her, his, talk)
    fifteen_minutes_more(her, his, nearer(talk))
    skip(her, his, talk)
    talk_now(her, his)
    a_ritual(her, his, pair)


def nearer(talk: CheckIn) -> CheckIn:
    """Let time pass until the talk is in forty minutes: what both suggested comes nearer with it."""
    soon = (timezone.now() + timedelta(minutes=40)).replace(second=0, microsecond=0)
    CheckIn.objects.filter(pk=talk.pk).update(starts_at=soon)
    talk.refresh_from_db()
    return talk


def looks_right(phone: Phone, name: str) -> None:
    assert phone.small_targets() == []
    assert phone.same_names() == []
    phone.keeps_picture(f"moving-{name}-{phone.language}")


def another_time(her: Phone, his: Phone, talk: CheckIn) -> None:
    her.opens(f"/check-ins/{talk.pk}/")
    her.unfolds("Another time, or skip this one")
    looks_right(her, "folded-out")
    her.taps("Another time")
    wanted = local(talk.starts_at + timedelta(days=1, hours=1), her.zone)
    her.fills(day=f"{wanted:%Y-%m-%d}", at=f"{wanted:%H:%M}", line="My train comes at nine.")
    looks_right(her, "suggesting")
    her.taps("Suggest this time")
    her.reads("You suggested ")
    his.opens("/today/")
    his.reads("My train comes at nine.")
    his.reads(his.in_own_time(formats.when_said, wanted, timezone.now()))
    looks_right(his, "asked")
    his.taps_on(his.main.locator('form[action$="/move/accept/"] button'))
    talk.refresh_from_db()
    assert talk.starts_at == wanted
    her.opens(f"/check-ins/{talk.pk}/")
    her.does_not_read("You suggested ")


def fifteen_minutes_more(her: Phone, his: Phone, talk: CheckIn) -> None:
    his.opens(f"/check-ins/{talk.pk}/")
    his.unfolds("Another time, or skip this one")
    looks_right(his, "last-hour")
    later = talk.starts_at + timedelta(minutes=15)
    # With its day, where it is another one for him by then.
    his.taps("15 minutes later: %(time)s", time=his.in_own_time(formats.until_said, later, timezone.now()))
    his.reads(his.in_own_time(formats.clock, later))
    her.opens("/today/")
    her.reads(her.in_own_time(formats.clock, later))


def skip(her: Phone, his: Phone, talk: CheckIn) -> None:
    her.opens(f"/check-ins/{talk.pk}/")
    her.unfolds("Another time, or skip this one")
    her.taps("Skip this one")
    her.fills(line="I am ill.")
    looks_right(her, "skipping")
    her.taps("Skip this one")
    her.sees("This one is skipped.")
    looks_right(her, "skipped")
    his.opens(f"/check-ins/{talk.pk}/")
    his.sees("This one is skipped.")
    his.reads("I am ill.")
    looks_right(his, "skipped")


def a_ritual(her: Phone, his: Phone, pair: Pair) -> None:
    """Moved and left out where its agreement stands; and the week says so."""
    weekday = (timezone.localdate() + timedelta(days=3)).weekday()
    said: dict[str, Any] = {"what": "A long supper", "every": "week", "weekday": weekday, "at": "19:00", "minutes": 60}
    supper = factories.agreed("ritual", pair, **said)
    stands = Occasion.objects.get()
    her.opens(f"/agreements/{supper.pk}/")
    her.sees("Leave this one out")
    her.taps("Another time")
    wanted = local(stands.starts_at + timedelta(hours=2), her.zone)
    her.fills(at=f"{wanted:%H:%M}", line="The oven is slow.")
    her.taps("Suggest this time")
    her.reads("You suggested ")
    his.opens(f"/agreements/{supper.pk}/")
    his.reads("The oven is slow.")
    looks_right(his, "ritual-asked")
    his.taps_on(his.main.locator('form[action$="/move/accept/"] button'))
    stands.refresh_from_db()
    assert stands.starts_at == wanted
    his.taps("Leave this one out")
    his.fills(line="I am away.")
    his.taps("Leave this one out")
    her.opens("/week/")
    her.reads("A long supper")
    her.sees("left out")
    looks_right(her, "week")
    her.opens(f"/agreements/{supper.pk}/")
    her.reads("I am away.")
    looks_right(her, "ritual-left-out")


def talk_now(her: Phone, his: Phone) -> None:
    CheckIn.objects.filter(left_out=1).update(left_out=3)
    her.opens("/check-ins/")
    looks_right(her, "talks")
    her.unfolds("Talk now")
    her.taps("Ask for a talk now")
    looks_right(her, "talks-asked")
    his.opens("/check-ins/")
    looks_right(his, "talks")
    his.opens("/today/")
    looks_right(his, "asked-now")
    his.taps("Now")
    his.sees_address("/check-ins/[0-9a-f-]+/")
    her.opens("/today/")
    looks_right(her, "begun")
    assert Move.objects.get(how="now").outcome == "yes"
