"""Links that leave the app say nothing, lead their reader on after sign-in, and nobody else anywhere."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from checkins.rhythm.models import CheckIn
from couples.people.models import User
from reminders.channels.email.channel import compose
from reminders.delivery import worker
from reminders.housekeeping import keep_house
from reminders.links import LINKS_KEPT_FOR, link_path, make_links, page_of
from reminders.models import OutsideLink, Reminder
from tests.helpers import factories
from tests.helpers.factories import Pair
from tests.helpers.mailserver import Letter, MailServer
from tests.reminders.sending import fresh, send_due

both_databases = pytest.mark.both_databases("links are stored by one statement that lets stand what is there")

# What an address could tell: a page of ours, or the row that it is about.
TELLING = ("/pause", "/agreements", "/check-ins", "/settings", "/notices", "pause", "letter", "check")


@pytest.fixture
def check_in(pair: Pair) -> CheckIn:
    """A check-in of which both are reminded."""
    found = factories.upcoming_check_in(pair, remind_minutes=60)
    Reminder.objects.exclude(kind="check_in").delete()
    return found


@pytest.fixture
def letter(check_in: CheckIn, pair: Pair, smtp_server: MailServer) -> Letter:
    """The mail about it that Alice got."""
    send_due(due(check_in), ["email"])
    [found] = smtp_server.to(pair.alice.email)
    return found


def due(check_in: CheckIn) -> datetime:
    return check_in.starts_at - timedelta(minutes=59)


def path_in(letter: Letter) -> str:
    path, html = letter.way_in, letter.message.get_body(("html",))
    assert html
    assert f"{settings.SITE_URL}{path}" in html.get_content()
    return path


def test_the_reader_is_led_on_after_sign_in(letter: Letter, check_in: CheckIn, pair: Pair) -> None:
    path, page = path_in(letter), f"/check-ins/{check_in.pk}/"
    assert str(check_in.pk) not in letter.message.as_string()
    browser = Client()
    for send in (browser.get, browser.head):
        away = send(path)
        assert (away.status_code, away["Location"]) == (302, f"/account/login/?next={path}")
        assert "no-store" in away["Cache-Control"]
    assert "sessionid" not in browser.cookies, "it opens no account"
    form = {"login": pair.alice.email, "password": factories.PASSWORD, "next": path}
    assert browser.post("/account/login/", form, follow=True).redirect_chain[-1] == (page, 302)
    for _time in range(2):
        assert browser.get(path)["Location"] == page, "a scanner that was there first uses nothing up"


@both_databases
def test_everybody_else_is_answered_as_if_there_were_none(letter: Letter, pair: Pair, eve: User, charlie: User) -> None:
    path, unknown = path_in(letter), f"/go/{'x' * 32}/"
    assert _told(Client(), path) == _told(Client(), unknown).replace(unknown, path)
    for person in (pair.bob, eve, charlie):
        browser = factories.signed_in(None, person)
        assert _told(browser, path) == _told(browser, unknown)
        page = browser.get(path)
        assert page.status_code == 404
        assert 'href="/today/"' in page.content.decode()
    hers = factories.signed_in(None, pair.alice)
    before = _told(hers, unknown)
    OutsideLink.objects.update(made_at=timezone.now() - LINKS_KEPT_FOR)
    assert _told(hers, path) == before, "and so is its reader, when it is too old"


def _told(browser: Client, path: str) -> str:
    """Return all that an answer tells, but its own number."""
    answer = browser.get(path)
    headers = {name: value for name, value in answer.headers.items() if name not in ("Expires", "X-Request-ID")}
    return f"{answer.status_code} {headers} {answer.content.decode()}"


@both_databases
def test_nothing_that_is_stored_opens_or_names_anything(letter: Letter, pair: Pair, check_in: CheckIn) -> None:
    token = path_in(letter).split("/")[2]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM reminders_outsidelink")
        stored = str(cursor.fetchall())
    assert token not in stored
    assert str(check_in.pk) not in stored
    assert "/check-ins/" not in stored


@both_databases
def test_a_repeat_is_the_same_mail_and_makes_no_second_link(
    letter: Letter, check_in: CheckIn, pair: Pair, smtp_server: MailServer
) -> None:
    stored = set(OutsideLink.objects.values_list("pk", "made_at"))
    Reminder.objects.filter(channel="email").update(state="pending", finished_at=None)
    send_due(due(check_in) + timedelta(minutes=1), ["email"])
    first, again = smtp_server.to(pair.alice.email)
    assert first.text == again.text
    assert first.message["List-Unsubscribe"] == again.message["List-Unsubscribe"]
    assert set(OutsideLink.objects.values_list("pk", "made_at")) == stored


@both_databases
def test_every_way_out_and_every_row_has_a_link_of_its_own(pair: Pair) -> None:
    factories.proposed_rule(pair)
    factories.paused(pair.alice_seat)
    first = Reminder.objects.filter(user=pair.bob, channel="email").first()
    assert first
    other_way = Reminder.objects.get(pk=first.pk)
    other_way.channel = "web_push"
    rows = [*Reminder.objects.filter(channel="email", user__isnull=False), other_way]
    paths = [link_path(row) for row in rows]
    assert len(set(paths)) == len(rows) > 3
    assert [path for path in paths for told in TELLING if told in path.lower()] == []
    other_target = [link_path(row, lambda _row: "/today/") for row in rows]
    assert not set(other_target) & set(paths)


@pytest.mark.parametrize("kind", ["letter", "pause_started", "pause_over", "check_in", "test"])
def test_a_kind_that_goes_out_leads_somewhere(kind: str) -> None:
    row = Reminder(kind=kind, subject=f"agreement:{_ID}" if kind == "letter" else f"check_in:{_ID}", user_id=1)
    assert page_of(row).startswith("/")
    assert link_path(row).startswith("/go/")


_ID = "0ebb38c5-1dcf-4b0c-a4c8-5d3d6f7c0d2a"


@both_databases
def test_a_batch_costs_the_same_for_one_and_for_many_and_when_it_is_asked_about_again(
    pair: Pair, smtp_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cost(letters: int) -> list[str]:
        Reminder.objects.all().delete()
        for _ in range(letters):
            factories.proposed_rule(pair)
        Reminder.objects.exclude(channel="email").delete()
        with CaptureQueriesContext(connection) as captured:
            send_due(timezone.now().replace(hour=12) + timedelta(days=1), ["email"])
        return [query["sql"] for query in captured.captured_queries if "outsidelink" in query["sql"]]

    assert len(cost(1)) == 1
    assert len(cost(3)) == 1
    monkeypatch.setattr(worker, "ASKED_FOR_SECONDS", -1)  # a slow mail server: each mail waits too long for the next
    assert len(cost(3)) == 1
    assert OutsideLink.objects.count() == len(smtp_server.letters) == 7


def test_in_the_app_there_are_none(check_in: CheckIn) -> None:
    send_due(due(check_in), ["in_app"])
    assert not OutsideLink.objects.exists()


@both_databases
def test_one_that_leads_nowhere_does_not_hold_up_the_others(check_in: CheckIn) -> None:
    broken, sound = Reminder.objects.filter(channel="email")
    broken.kind, broken.subject = "letter", "agreement:none"
    make_links([broken, sound], page_of, timezone.now())
    assert OutsideLink.objects.get().user_id == sound.user_id
    with pytest.raises(Exception, match="agreement"):
        compose(broken, timezone.now())


@both_databases
@pytest.mark.django_db(transaction=True)
def test_who_erased_their_account_meanwhile_does_not_hold_up_the_others() -> None:
    dana, gone = factories.person("Dana"), 987654
    rows = [Reminder(kind="test", subject="channel:email", user_id=user_id) for user_id in (gone, dana.pk)]
    make_links(rows, page_of, timezone.now())
    assert list(OutsideLink.objects.values_list("user", flat=True)) == [dana.pk]


def test_they_go_after_sixty_days(dana: User, now: datetime) -> None:
    row = Reminder(kind="test", subject="channel:email", user=dana)
    make_links([row], page_of, now)
    keep_house(now + LINKS_KEPT_FOR - timedelta(seconds=1))
    assert OutsideLink.objects.exists()
    keep_house(now + LINKS_KEPT_FOR)
    assert not OutsideLink.objects.exists()


@both_databases
def test_whoever_may_have_no_account_is_led_straight_to_the_page(dana: User, now: datetime) -> None:
    invitation = factories.open_invitation(dana, "ben@example.org", now)
    row = fresh(Reminder.objects.get(kind="invitation"))
    make_links([row], page_of, now)
    assert link_path(row) == f"/join/{invitation.token}/"
    assert not OutsideLink.objects.exists()
    assert re.fullmatch(r"[A-Za-z0-9_-]{22,}", invitation.token), "drawn at random; it tells nothing either"
