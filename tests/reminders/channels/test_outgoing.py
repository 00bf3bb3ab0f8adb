"""Outgoing requests: only addresses of the listed services, and only to the public Internet, however it is tried."""

from __future__ import annotations

import socket
import time
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from reminders.channels import outgoing
from reminders.channels.other.services import NotAnAddress, read_address
from reminders.choices import address_codes as confirming
from reminders.models import OtherAddress, Reminder, State
from tests.helpers.factories import Pair
from tests.reminders.channels.delivering import deliver_due, states
from tests.reminders.channels.pushservice import Service

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
    """Each of them is refused by `read_address`, above; here its form is seen to ask it."""
    for text in TRIES[::8]:
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
