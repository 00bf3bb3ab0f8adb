"""Another app: only listed services, only the public Internet, nothing before the code came back, always neutral."""

from __future__ import annotations

import json
import re
import socket
import time
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from couples.models import User
from reminders import confirming, outgoing
from reminders.channels.other import BY_APPRISE, BY_HAND
from reminders.models import Notice, OtherAddress, Preferences, Reminder, State
from reminders.other_apps import SERVICES, NotAnAddress, read_address
from tests import factories
from tests.channels.delivering import deliver_due, states
from tests.channels.pushservice import Service
from tests.factories import Pair

PAGE = "/settings/reminders/"
ENTER = f"{PAGE}other/"
TOPIC = "ntfys://ntfy.example.org/alices-topic"

# What people have tried on services that send where they are told.
TRIES = [
    # other schemes
    "file:///etc/passwd",
    "json://127.0.0.1/",
    "jsons://example.org/hook",
    "xml://127.0.0.1",
    "form://127.0.0.1",
    "http://127.0.0.1/",
    "https://ntfy.sh/topic",
    "gopher://127.0.0.1:6379/_FLUSHALL",
    "dict://127.0.0.1:6379/info",
    "ftp://127.0.0.1/",
    "mailto://user:pass@mail.example.org",
    "mailtos://mail.example.org",
    "syslog://",
    "dbus://",
    "windows://",
    "apprise://127.0.0.1/token",
    "javascript:alert(1)",
    "data:text/plain,x",
    "//127.0.0.1/topic",
    "ntfy",
    "",
    # IP addresses in every spelling
    "ntfys://127.0.0.1/topic",
    "ntfys://127.1/topic",
    "ntfys://2130706433/topic",
    "ntfys://017700000001/topic",
    "ntfys://0x7f000001/topic",
    "ntfys://0x7f.0x0.0x0.0x1/topic",
    "ntfys://0177.0.0.1/topic",
    "ntfys://169.254.169.254/latest",
    "ntfys://10.0.0.1/topic",
    "ntfys://192.168.1.1/topic",
    "ntfys://0/topic",
    "ntfys://8.8.8.8/topic",
    "ntfys://[::1]/topic",
    "ntfys://[::]/topic",
    "ntfys://[::ffff:127.0.0.1]/topic",
    "ntfys://[::ffff:7f00:1]/topic",
    "ntfys://[64:ff9b::7f00:1]/topic",
    "ntfys://[2002:7f00:1::]/topic",
    "ntfys://[fe80::1%25eth0]/topic",
    "ntfys://[fd00::1]/topic",
    "ntfys://①②⑦.⓪.⓪.①/topic",
    "ntfys://127。0。0。1/topic",
    "barks://127.0.0.1/devicekey1",
    "matrixs://accesstoken@127.0.0.1/!room:matrix.org",
    "matrixs://accesstoken@[::1]/!room:matrix.org",
    # names that mean a private network
    "ntfys://localhost/topic",
    "ntfys://redis/topic",
    "ntfys://postgres/topic",
    "ntfys://metadata.google.internal/topic",
    "ntfys://db.local/topic",
    "ntfys://router.lan/topic",
    "ntfys://nas.home.arpa/topic",
    "ntfys://x.localhost/topic",
    "ntfys://api.svc.cluster.local/topic",
    "ntfys://hidden.onion/topic",
    "ntfys://localhost./topic",
    "ntfys://ntfy.example.org./topic",
    "ntfys://kubernetes.default.svc/topic",
    # user names, ports, paths, options
    "ntfys://ntfy.sh@127.0.0.1/topic",
    "ntfys://user:pass@ntfy.example.org/topic",
    "ntfys://ntfy.example.org:22/topic",
    "ntfys://ntfy.example.org:443/topic",
    "ntfys://ntfy.example.org:6379/topic",
    "ntfys://ntfy.example.org/topic/../../admin",
    "ntfys://ntfy.example.org//127.0.0.1/topic",
    "ntfys://ntfy.example.org/topic?verify=no",
    "ntfys://ntfy.example.org/topic?attach=file:///etc/passwd",
    "ntfys://ntfy.example.org/topic#x",
    "ntfys://ntfy.example.org\\@127.0.0.1/topic",
    "ntfys://ntfy.example.org%00.127.0.0.1/topic",
    "ntfys://ntfy.example.org%2f@127.0.0.1/topic",
    "ntfys://%31%32%37.0.0.1/topic",
    "ntfys://ntfy.example.org%0d%0aHost:%20internal/topic",
    "ntfys://ntfy.example.org\r\nHost: internal/topic",
    "ntfys://ntfy.example.org\t/topic",
    "ntfys://ntfy_example.org/topic",
    "ntfys://-ntfy.example.org/topic",
    "ntfys://ntfy..example.org/topic",
    "ntfys://" + "a" * 64 + ".org/topic",
    "ntfy://127.0.0.1/topic",
    "NTFYS://127.0.0.1/topic",
    "tgram://123456:AAAAAAAAAAAAAAAAAAAAAAAA@127.0.0.1/1",
    "tgram://123456:AAAAAAAAAAAAAAAAAAAAAAAA/1/../../x",
    "tgram://123456:AAAAAAAAAAAAAAAAAAAAAAAA/@channel?topic=1",
    "schan://key@127.0.0.1",
    "schan://abcdefgh/../../x",
    "schan://abcdefgh.127.0.0.1/",
    "dingtalk://127.0.0.1/token",
    "dingtalk://aaaaaaaaaaaaaaaa&access_token=b",
    "wecombot://key/../x",
    "wecombot://aaaaaaaaaaaaaaaa&key=b",
    "matrixs://token123@matrix.org/!room/../../../admin",
    "matrixs://user:password@matrix.org/!room:matrix.org",
    "matrixs://token123@matrix.org:8448/!room:matrix.org",
    "matrix://token123@matrix.org/!room:matrix.org",
    "ntfys://ntfy.example.org/" + "x" * 400,
]
PRIVATE = [
    *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1"),
    *("192.0.0.1", "192.0.2.1", "198.18.0.1", "203.0.113.5", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
    *("192.88.99.1", "::1", "::", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "fe80::1%eth0", "fc00::1"),
    *("fd12::1", "fec0::1", "ff02::1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001::1", "2001:db8::1"),
    *("3fff::1", "100::1", "5f00::1"),
]


def test_the_table_is_long_enough() -> None:
    assert len(set(TRIES)) >= 60


@pytest.mark.parametrize("text", TRIES)
def test_no_try_is_an_address(text: str) -> None:
    with pytest.raises(NotAnAddress):
        read_address(text)


def test_no_try_gets_through_the_page(alice_client: Client) -> None:
    for text in TRIES:
        assert alice_client.post(ENTER, {"address": text}).status_code == 400, text
    assert not OtherAddress.objects.exists()
    assert not Reminder.objects.filter(channel="other").exists()


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_not_public(address: str) -> None:
    assert not outgoing.is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "159.203.148.75", "2606:4700::1111", "2a01:4f8::1"])
def test_public_addresses_are(address: str) -> None:
    assert outgoing.is_public(address)


@pytest.mark.parametrize("answers", [["127.0.0.1"], ["::1"], ["8.8.8.8", "10.0.0.1"], ["::ffff:127.0.0.1"]])
def test_a_name_that_leads_inside_is_refused_where_it_is_connected(
    pair: Pair, monkeypatch: pytest.MonkeyPatch, answers: list[str]
) -> None:
    asked: list[str] = []

    def resolver(host: str, port: int, *_more: Any, **_options: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answer, port)) for answer in answers]

    connected: list[Any] = []
    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    monkeypatch.setattr(outgoing, "create_connection", lambda address, timeout: connected.append(address))
    confirming.enter(pair.alice, TOPIC, timezone.now())
    deliver_due(timezone.now() + timedelta(seconds=1), "other")
    assert "ntfy.example.org" in asked
    assert connected == []
    assert states(channel="other") == [State.FAILED]


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["8.8.8.8", "127.0.0.1"])  # a name that changes its mind
    connected: list[Any] = []

    def resolver(host: str, port: int, *_more: Any, **_options: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect(address: Any, timeout: float) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    monkeypatch.setattr(outgoing, "create_connection", connect)
    with outgoing.GuardedSession() as session, pytest.raises(OSError, match=r"."):
        session.post("https://rebinding.example.org/")
    assert connected == [("8.8.8.8", 443)]


@pytest.mark.parametrize("url", ["http://ntfy.example.org/", "ftp://ntfy.example.org/", "file:///etc/passwd"])
def test_a_guarded_session_knows_https_alone(url: str) -> None:
    from requests.exceptions import InvalidSchema

    with outgoing.GuardedSession() as session, pytest.raises(InvalidSchema):
        session.get(url)


def test_proxies_of_the_environment_are_not_heeded(
    pair: Pair, push_service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    confirming.enter(pair.alice, TOPIC, timezone.now())
    deliver_due(timezone.now() + timedelta(seconds=1), "other")
    assert len(push_service.pushes) == 1


def test_an_answer_that_never_ends_is_cut_off(push_service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "CUT_OFF_AFTER_SECONDS", 0.2)
    push_service.answer("drip", 0)
    started = time.monotonic()
    with outgoing.GuardedSession() as session, pytest.raises(OSError, match=r"."):
        session.post("https://ntfy.example.org/drip", data="x", timeout=(3, 5))
    assert time.monotonic() - started < 4


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


def test_five_codes_an_hour(alice: User, alice_client: Client) -> None:
    for _time in range(5):
        assert alice_client.post(ENTER, {"address": TOPIC}).status_code == 302
    assert alice_client.post(ENTER, {"address": TOPIC}).status_code == 429


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
    Preferences.objects.create(user=pair.alice, says_what_it_is=True)
    taken_into_use(pair.alice, push_service, address)
    check_in = factories.upcoming_check_in(pair)
    deliver_due(check_in.starts_at - timedelta(minutes=30), "other")
    [push] = push_service.pushes
    assert push.path.startswith(path)
    text = push.body.decode()
    assert "Something at " in text
    assert "/notices/" in text
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


def test_one_message_that_is_taken_makes_up_for_refusals(pair: Pair, push_service: Service) -> None:
    taken_into_use(pair.alice, push_service)
    OtherAddress.objects.update(refusals=2)
    push_service.answer("", 200)
    remind(pair)
    assert OtherAddress.objects.get(user=pair.alice).refusals == 0


def test_an_app_that_cannot_be_reached_is_not_forgotten(pair: Pair, push_service: Service) -> None:
    taken_into_use(pair.alice, push_service)
    OtherAddress.objects.update(refusals=2)
    push_service.answer("", 503)
    remind(pair)
    assert OtherAddress.objects.get(user=pair.alice).refusals == 2


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
