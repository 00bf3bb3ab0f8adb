"""The pages of a talk's time: what an old page sends, what one cannot do, and nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from basics.localtime import local
from checkins.moving import verbs
from checkins.moving.models import Move
from checkins.moving.movable import Talk
from checkins.rhythm.models import CheckIn
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def talk(pair: Pair) -> Talk:
    return Talk(factories.upcoming_check_in(pair, hours=30))


def typed(page: object) -> dict[str, object]:
    """Return what a browser would send of the form on a page."""
    form = page.context["form"]  # type: ignore[attr-defined]
    return {name: form[name].value() or "" for name in form.fields}


def test_a_time_suggested_on_an_old_page_is_sent_from_the_present_one(
    pair: Pair, talk: Talk, alice_client: Client
) -> None:
    path, wanted = f"/check-ins/{talk.meeting.pk}/move/", local(talk.meeting.starts_at + DAY, pair.alice.time_zone)
    old = typed(alice_client.get(path)) | {"day": f"{wanted:%Y-%m-%d}", "at": f"{wanted:%H:%M}", "line": "a train"}
    verbs.suggest_time(talk, pair.bob_seat, talk.meeting.starts_at + 2 * DAY, "", None, timezone.now())
    refused = alice_client.post(path, old)
    assert refused.status_code == 400
    html = refused.content.decode()
    assert "This has changed since you opened it." in html
    assert "a train" in html
    assert alice_client.post(path, typed(refused)).status_code == 302
    assert Move.objects.get(author=pair.alice).line == "a train"


def test_a_talk_moved_meanwhile_is_not_skipped_by_an_old_page(pair: Pair, talk: Talk, alice_client: Client) -> None:
    path = f"/check-ins/{talk.meeting.pk}/leave-out/"
    old = typed(alice_client.get(path)) | {"line": "ill"}
    move = verbs.suggest_time(talk, pair.bob_seat, talk.meeting.starts_at + DAY, "", None, timezone.now())
    verbs.accept_time(talk, pair.alice_seat, move.pk, timezone.now())
    refused = alice_client.post(path, old)
    assert refused.status_code == 400
    assert "ill" in refused.content.decode()
    assert CheckIn.objects.get(pk=talk.meeting.pk).cancelled_at is None
    assert alice_client.post(path, typed(refused)).status_code == 302
    assert CheckIn.objects.get(pk=talk.meeting.pk).left_out == 1


def test_what_is_refused_without_a_form_is_said_on_the_talks_page(pair: Pair, talk: Talk, bob_client: Client) -> None:
    path = f"/check-ins/{talk.meeting.pk}/"
    for name, body in (("later/", {"seen": int(talk.meeting.starts_at.timestamp())}), ("move/accept/", {"move": "x"})):
        answer = bob_client.post(path + name, body, follow=True)
        assert answer.redirect_chain[-1][0] == path
        assert answer.context["messages"]


def test_another_clock_is_named_where_the_time_is_typed(pair: Pair, talk: Talk, bob_client: Client) -> None:
    pair.bob.time_zone = "Asia/Shanghai"
    pair.bob.save()
    page = bob_client.get(f"/check-ins/{talk.meeting.pk}/move/")
    assert "At (on the clock in Berlin)" in page.content.decode()
    here = local(talk.meeting.starts_at, "Europe/Berlin")
    assert (typed(page)["day"], typed(page)["at"]) == (here.date(), here.time())


def test_once_a_talk_has_begun_its_pages_say_that_its_time_stays(pair: Pair, alice_client: Client) -> None:
    begun = factories.begun_check_in(pair)
    for name in ("move", "leave-out"):
        assert "Its time stays as it is." in alice_client.get(f"/check-ins/{begun.pk}/{name}/").content.decode()
    page = alice_client.get(f"/check-ins/{begun.pk}/").content.decode()
    assert "Skip this one" not in page
