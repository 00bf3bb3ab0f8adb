"""Another app: nothing before the code came back, always neutral, and forgotten when it keeps refusing."""

from __future__ import annotations

import json
import re
import socket
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from couples.people.models import User
from reminders.channels.other.channel import BY_APPRISE, BY_HAND
from reminders.channels.other.services import SERVICES
from reminders.choices import address_codes as confirming
from reminders.models import Notice, OtherAddress, Preferences, Reminder, State
from tests.helpers import factories
from tests.helpers.factories import Pair
from tests.reminders.channels.delivering import deliver_due, states
from tests.reminders.channels.pushservice import Service

PAGE = "/settings/reminders/"
ENTER = f"{PAGE}other/"
TOPIC = "ntfys://ntfy.example.org/alices-topic"

# The way into use


def arrived_code(service: Service) -> str:
    found: str = re.findall(r"\d{6}", json.loads(service.pushes[-1].body)["title"])[0]
    return found


def taken_into_use(user: User, service: Service, address: str = TOPIC) -> None:
    now = timezone.now()
    confirming.enter(user, address, now)
    deliver_due(now + timedelta(seconds=1), "other")
    confirming.confirm(user, OtherAddress.objects.get(user=user, confirmed_at=None).code, now)
    service.pushes.clear()


def test_entering_confirming_and_stopping(alice: User, alice_client: Client, push_service: Service) -> None:
    alice_client.post(ENTER, {"address": TOPIC})
    deliver_due(timezone.now() + timedelta(seconds=1), "other")
    code = arrived_code(push_service)
    page = alice_client.get(PAGE).content.decode()
    assert "Did a code arrive in ntfy?" in page
    assert "alices-topic" not in page, "an address can hold a password"
    assert alice_client.post(f"{ENTER}confirm/", {"code": code}).status_code == 302
    assert OtherAddress.objects.get(user=alice).confirmed_at
    alice_client.post(f"{ENTER}stop/")
    assert not OtherAddress.objects.exists()


def test_addresses_are_stored_encrypted(alice: User) -> None:
    from django.db import connection

    confirming.enter(alice, TOPIC, timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, code FROM reminders_otheraddress")
        assert "alices-topic" not in str(cursor.fetchall())


def test_nothing_but_the_code_before_it_came_back(pair: Pair, push_service: Service) -> None:
    confirming.enter(pair.alice, TOPIC, timezone.now())
    check_in = factories.upcoming_check_in(pair)
    deliver_due(check_in.starts_at - timedelta(minutes=30), "other")
    assert states(user=pair.alice, channel="other", kind="check_in") == []


@pytest.mark.parametrize("wrong", ["000000", "12345", "", "abcdef", "１２３４５６"])
def test_a_wrong_code_confirms_nothing(alice: User, alice_client: Client, wrong: str) -> None:
    confirming.enter(alice, TOPIC, timezone.now())
    OtherAddress.objects.update(code="") if wrong == "" else None
    assert alice_client.post(f"{ENTER}confirm/", {"code": wrong}).status_code == 400
    assert OtherAddress.objects.get().confirmed_at is None


def test_five_tries_and_a_quarter_of_an_hour(alice: User) -> None:
    now = timezone.now()
    right = confirming.enter(alice, TOPIC, now).code
    wrong = f"{(int(right) + 1) % 10**6:06}"
    for _try in range(5):
        with pytest.raises(confirming.WrongCode):
            confirming.confirm(alice, wrong, now)
    with pytest.raises(confirming.WrongCode):
        confirming.confirm(alice, right, now)
    late = confirming.enter(alice, TOPIC, now).code
    with pytest.raises(confirming.WrongCode):
        confirming.confirm(alice, late, now + timedelta(minutes=16))


def test_a_code_put_away_while_it_is_typed_is_wrong_and_costs_nothing(alice: User, monkeypatch: Any) -> None:
    """A new one may be asked for in another tab, once the try is counted, or once the code was compared."""
    now = timezone.now()
    confirming.confirm(alice, confirming.enter(alice, TOPIC, now).code, now)

    def put_away() -> None:
        OtherAddress.objects.filter(user=alice, confirmed_at=None).delete()

    def compared_then_put_away(one: str, other: str) -> bool:
        put_away()
        return one == other

    def then_put_away(execute: Any, sql: str, *rest: Any) -> Any:
        done = execute(sql, *rest)
        if sql.startswith('UPDATE "reminders_otheraddress"'):
            put_away()
        return done

    right = confirming.enter(alice, "ntfys://ntfy.example.org/another", now).code
    with connection.execute_wrapper(then_put_away), pytest.raises(confirming.WrongCode):
        confirming.confirm(alice, right, now)
    right = confirming.enter(alice, "ntfys://ntfy.example.org/another", now).code
    monkeypatch.setattr(confirming, "constant_time_compare", compared_then_put_away)
    with pytest.raises(confirming.WrongCode):
        confirming.confirm(alice, right, now)
    assert OtherAddress.objects.get(user=alice).address == TOPIC


def test_five_codes_an_hour(alice: User, alice_client: Client) -> None:
    for _time in range(5):
        assert alice_client.post(ENTER, {"address": TOPIC}).status_code == 302
    assert alice_client.post(ENTER, {"address": TOPIC}).status_code == 400


def test_an_address_in_use_stays_until_the_new_one_is_confirmed(pair: Pair, push_service: Service) -> None:
    taken_into_use(pair.alice, push_service)
    confirming.enter(pair.alice, "ntfys://ntfy.example.org/another", timezone.now())
    check_in = factories.upcoming_check_in(pair)
    deliver_due(check_in.starts_at - timedelta(minutes=30), "other")
    topics = [json.loads(push.body)["topic"] for push in push_service.pushes]
    assert topics.count("alices-topic") == 1


def test_nobody_confirms_or_stops_anothers(
    alice: User, bob_client: Client, eve_client: Client, charlie_client: Client
) -> None:
    code = confirming.enter(alice, TOPIC, timezone.now()).code
    for client in (bob_client, eve_client, charlie_client):
        assert client.post(f"{ENTER}confirm/", {"code": code}).status_code == 400
        client.post(f"{ENTER}stop/")
        assert "Did a code arrive" not in client.get(PAGE).content.decode()
    assert OtherAddress.objects.get(user=alice).confirmed_at is None


# What is sent


@pytest.mark.parametrize(
    ("address", "path"),
    [
        (TOPIC, "/"),
        ("barks://ntfy.example.org/devicekey1", "/push"),
        (
            "matrixs://accesstoken1@matrix.example.org/!room:matrix.org",
            "/_matrix/client/v3/rooms/%21room%3A",
        ),
    ],
)
def test_reminders_arrive_neutral(pair: Pair, push_service: Service, address: str, path: str) -> None:
    Preferences.objects.create(user=pair.alice, who_sees_mailbox="only_me", says_what_it_is=True)
    taken_into_use(pair.alice, push_service, address)
    check_in = factories.upcoming_check_in(pair)
    deliver_due(check_in.starts_at - timedelta(minutes=30), "other")
    [push] = push_service.pushes
    assert push.path.startswith(path)
    text = push.body.decode()
    assert re.search(r"Reminder: (today|tomorrow) \d", text), "sent before midnight for after it"
    [path] = set(re.findall(r"/go/[\w-]{32}/", text))
    assert factories.signed_in(None, pair.alice).get(path)["Location"] == "/notices/"
    assert "Bob" not in text
    assert "check" not in text.lower()
    assert (push.headers.get("Authorization") == "Bearer accesstoken1") is address.startswith("matrix")
    assert states(user=pair.alice, channel="other", kind="check_in") == [State.SENT]


@pytest.mark.parametrize(
    ("status", "state"),
    [(200, "sent"), (302, "failed"), (401, "failed"), (404, "failed"), (429, "pending"), (500, "pending")],
)
def test_answers_of_the_app(pair: Pair, push_service: Service, status: int, state: str) -> None:
    taken_into_use(pair.alice, push_service)
    push_service.answer("", status, Retry_After="60", Location="https://ntfy.example.org/elsewhere")
    check_in = factories.upcoming_check_in(pair)
    deliver_due(check_in.starts_at - timedelta(minutes=59), "other")
    assert states(user=pair.alice, channel="other", kind="check_in") == [state]
    assert len(push_service.pushes) == 1, "no redirect is followed"


def told_of_the_address(user: User) -> int:
    return Notice.objects.filter(user=user, kind="other_address_forgotten").count()


def remind(pair: Pair) -> None:
    """Let one more reminder go to Alice's other app."""
    check_in = factories.upcoming_check_in(pair)
    deliver_due(check_in.starts_at - timedelta(minutes=59), "other")
    Reminder.objects.filter(channel="other").delete()


def test_an_address_that_keeps_refusing_is_forgotten_and_its_owner_told_once(
    pair: Pair, alice_client: Client, push_service: Service
) -> None:
    taken_into_use(pair.alice, push_service)
    push_service.answer("", 404)
    for refusals in (1, 2):
        remind(pair)
        assert OtherAddress.objects.get(user=pair.alice).refusals == refusals
    assert told_of_the_address(pair.alice) == 0
    remind(pair)
    assert not OtherAddress.objects.exists()
    assert (told_of_the_address(pair.alice), told_of_the_address(pair.bob)) == (1, 0)
    assert "Your other app does not take our messages" in alice_client.get("/notices/").content.decode()


@pytest.mark.parametrize(
    ("status", "refusals"),
    [(200, 0), (503, 2)],
    ids=["one that is taken makes up for refusals", "one that cannot be delivered is no refusal"],
)
def test_what_counts_against_an_address(pair: Pair, push_service: Service, status: int, refusals: int) -> None:
    taken_into_use(pair.alice, push_service)
    OtherAddress.objects.update(refusals=2)
    push_service.answer("", status)
    remind(pair)
    assert OtherAddress.objects.get(user=pair.alice).refusals == refusals


def test_every_service_can_be_sent_to() -> None:
    assert {service.name for service in SERVICES} == set(BY_HAND) | set(BY_APPRISE)


APPRISE = {
    "tgram://123456:abcdefghijklmnopqrstuvwxyz/12345": "api.telegram.org",
    "schan://SCTabcdef123": "sctapi.ftqq.com",
    "dingtalk://abcdef1234567890abcdef": "oapi.dingtalk.com",
    "dingtalk://SECabcdef1234@abcdef1234567890abcdef": "oapi.dingtalk.com",
    "wecombot://abcdef12-3456-7890-abcd": "qyapi.weixin.qq.com",
}


@pytest.mark.parametrize(("address", "host"), APPRISE.items())
def test_apprise_asks_for_its_own_host_alone(
    pair: Pair, monkeypatch: pytest.MonkeyPatch, address: str, host: str
) -> None:
    asked: list[str] = []
    real = socket.getaddrinfo

    def resolver(name: Any, *rest: Any, **options: Any) -> list[Any]:
        if name in ("localhost", "127.0.0.1"):
            return real(name, *rest, **options)
        asked.append(name)
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    confirming.enter(pair.alice, address, timezone.now())
    deliver_due(timezone.now() + timedelta(seconds=1), "other")
    assert set(asked) == {host}
    assert states(channel="other") == [State.PENDING], "it is tried again"


@pytest.mark.parametrize("name", ["dingtalk", "wecom"])
def test_apps_that_employers_run_carry_a_warning(name: str, alice_client: Client) -> None:
    [service] = [service for service in SERVICES if service.name == name]
    assert "employer" in str(service.warning)
    assert alice_client.get(PAGE).content.decode().count(str(service.warning)) >= 2
