"""Tries are counted in rows: whatever a cache forgets, and without shutting out whose account it is."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.utils import timezone

from basics.limits import Limit
from couples.access import tries
from couples.access.counting import Counter
from couples.access.models import CountedTries
from couples.access.networks import network_of
from couples.people import accounts
from reminders.housekeeping import keep_house
from reminders.models import Reminder
from tests.helpers import factories
from tests.helpers.codes import code_in

pytestmark = pytest.mark.django_db
LOGIN, RESET, SIGN_UP = "/account/login/", "/account/password/reset/", "/account/signup/"
HERE, ELSEWHERE = "198.51.100.7", "203.0.113.9"
TOLD = "That was too often from here."


@pytest.fixture
def vic():
    return factories.person("Vic")


@pytest.fixture
def forgetful(settings) -> None:
    """A cache that keeps nothing at all."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}


def at(network: str) -> Client:
    return Client(REMOTE_ADDR=network)


def typed(client: Client, person: Any, password: str = factories.PASSWORD) -> bool:
    """Tell whether the password lets in; what is not so must say why."""
    answer = client.post(LOGIN, {"login": person.email, "password": password})
    if answer.status_code == 302:
        client.post("/account/logout/")
        return True
    return False


def tried_wrong(person: Any, times: int = 5, network: str = HERE) -> None:
    for _ in range(times):
        typed(at(network), person, "wrong")


def guess(address: str, network: str) -> None:
    """Count a try at a password without the page around it."""
    request = RequestFactory().post(LOGIN, REMOTE_ADDR=network)
    tries.begin(tries.PASSWORD, request, address, [], timezone.now())


def test_neither_a_flush_nor_340_other_addresses_make_a_limit_forget(vic):
    tried_wrong(vic)
    resets = [at(HERE).post(RESET, {"email": vic.email}).status_code for _ in range(7)]
    cache.clear()
    for number in range(340):
        guess(f"other-{number}@example.org", f"192.0.{number % 250}.1")
    assert not typed(at(HERE), vic)
    assert resets == [302] * 6 + [429]
    assert at(HERE).post(RESET, {"email": vic.email}).status_code == 429


def test_no_limit_needs_the_cache(vic, forgetful):
    signed_in = factories.signed_in(None, vic)
    assert [typed(at(HERE), vic, "wrong") for _ in range(5)] == [False] * 5
    assert not typed(at(HERE), vic)
    keys = [at(HERE).get("/api/v1/me/", headers={"Authorization": f"Bearer {n}"}).status_code for n in range(31)]
    assert keys == [401] * 30 + [429]
    links = [signed_in.get(f"/api/v1/invitations/{n}/") for n in range(21)]
    assert [answer.status_code for answer in links] == [410] * 20 + [429]
    assert 0 < int(links[-1]["Retry-After"]) <= 61


def test_a_strangers_wrong_passwords_shut_out_nobody(vic):
    """Only who comes from the stranger's own network, on a browser that was never signed in, has to wait."""
    own = at(HERE)
    assert typed(own, vic)
    tried_wrong(vic)
    for _ in range(30):
        guess("other@example.org", HERE)
    tried_wrong(vic, times=1, network=ELSEWHERE)
    assert typed(own, vic), "a known browser, wherever the stranger is"
    assert typed(at("192.0.2.1"), vic), "another network"
    refused = at(HERE).post(LOGIN, {"login": vic.email, "password": factories.PASSWORD}).content.decode()
    assert TOLD in refused
    assert 'href="/help/"' in refused


def test_an_unknown_address_is_refused_in_the_same_words(vic):
    pages = []
    for address in (vic.email, "nobody@example.org"):
        pages += [at(HERE).post(LOGIN, {"login": address, "password": "wrong"}).content.decode() for _ in range(6)]
    plain = [re.sub(r'name="csrf[^>]+>|(vic|nobody)@example\.org', "", page) for page in pages]
    assert plain[:6] == plain[6:]
    assert TOLD in plain[5]


def test_right_passwords_are_no_guesses(vic):
    assert all(typed(at(HERE), vic) for _ in range(6))
    assert not any(typed(at(HERE), vic, "wrong") for _ in range(4))
    assert typed(at(HERE), vic)


def test_a_known_browser_is_no_free_pass(vic, client):
    """The partner may share the tablet: ten wrong ones an hour, then the right one waits too, on this browser alone."""
    assert typed(client, vic)
    assert not any(typed(client, vic, "wrong") for _ in range(10))
    assert not typed(client, vic)
    assert typed(Client(), vic)


def test_a_browser_is_known_for_its_person_alone(pair):
    tablet = Client()
    assert typed(tablet, pair.bob)
    tried_wrong(pair.alice, network="127.0.0.1")
    assert not typed(tablet, pair.alice), "that Bob signs in here makes it no browser of Alice"
    former, charlie = pair.left().bob, factories.person("Charlie")
    assert typed(tablet, former)
    assert typed(tablet, charlie)


def test_a_new_password_by_mail_lets_in_at_once(vic, client):
    assert typed(client, vic)
    for _ in range(11):
        typed(client, vic, "wrong")
    tried_wrong(vic, network="127.0.0.1")
    client.post(RESET, {"email": vic.email})
    code = code_in(Reminder.objects.get(kind="account_mail").payload["text"])
    step = client.post("/account/password/reset/confirm/", {"code": code})
    fresh = "lanterns over the quiet river"
    client.post(step["Location"], {"password1": fresh, "password2": fresh})
    assert typed(client, vic, fresh)
    assert typed(client, vic, fresh), "nor does what was counted before come back with the browser"


def test_a_sign_up_with_somebodys_address_does_not_hold_up_its_owner(monkeypatch):
    few = replace(tries.CONFIRMING_MAIL, here=Limit(2, timedelta(hours=1)))
    for template, tried in accounts._COUNTED.items():
        monkeypatch.setitem(accounts._COUNTED, template, few if tried is tries.CONFIRMING_MAIL else tried)
    typed_by_stranger = [
        at(HERE).post(SIGN_UP, {**factories.NEW, "email": "zoe@example.org"}).status_code for _ in range(4)
    ]
    assert typed_by_stranger == [302, 302, 429, 429]
    assert at(ELSEWHERE).post(SIGN_UP, {**factories.NEW, "email": "zoe@example.org"}).status_code == 302


def test_sign_ups_and_resends_are_counted_the_same_for_known_addresses(vic):
    """Of a sign-up with a known address nothing is resent; uncounted, that would tell of the account."""
    counts = []
    for address, network in ((vic.email, HERE), ("nobody@example.org", ELSEWHERE)):
        visitor = at(network)
        visitor.post(SIGN_UP, {**factories.NEW, "email": address})
        for _ in range(2):
            assert visitor.post("/account/confirm-email/", {"action": "resend"}).status_code == 302
        people = [vic.pk] if address == vic.email else []
        request = RequestFactory().post(SIGN_UP, REMOTE_ADDR=network)
        count = 0
        while tries.begin(tries.CONFIRMING_MAIL, request, address, people, timezone.now()):
            count += 1
        counts.append(count)
    assert counts[0] == counts[1] < 10


def test_one_network_signs_up_so_often(monkeypatch):
    monkeypatch.setattr(tries, "SIGN_UPS", Limit(2, timedelta(minutes=1)))
    answers = [at(HERE).post(SIGN_UP, {**factories.NEW, "email": f"{n}@example.org"}) for n in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert 'href="/help/"' in answers[-1].content.decode()
    assert at(HERE).get(SIGN_UP).status_code == 200
    assert at(ELSEWHERE).post(SIGN_UP, {**factories.NEW, "email": "4@example.org"}).status_code == 302


def test_the_old_password_is_not_guessed_on_an_open_page(vic):
    open_page = factories.signed_in(None, vic)
    fresh = "lanterns over the quiet river"
    answers = [
        open_page.post("/account/password/change/", {"oldpassword": old, "password1": fresh, "password2": fresh})
        for old in (*["wrong"] * 5, factories.PASSWORD)
    ]
    assert [answer.status_code for answer in answers] == [200] * 6
    assert TOLD in answers[-1].content.decode()


def test_one_person_adds_so_many_addresses(vic, monkeypatch):
    monkeypatch.setattr(tries, "OWN_ADDRESSES", Limit(1, timedelta(hours=1)))
    client = at(HERE)
    client.post(LOGIN, {"login": vic.email, "password": factories.PASSWORD})
    answers = [client.post("/account/email/", {"action_add": "", "email": f"{n}@example.org"}) for n in range(2)]
    assert [answer.status_code for answer in answers] == [302, 200]


# The second step


def test_a_code_is_used_once_whatever_the_cache_says(vic, forgetful):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(vic, secret)
    latest = list(totp.yield_hotp_counters_from_time())[-1]
    code = totp.format_hotp_value(totp.hotp_value(secret, latest))
    for lets_in in (True, False):
        client = at(HERE)
        client.post(LOGIN, {"login": vic.email, "password": factories.PASSWORD})
        answer = client.post("/account/2fa/authenticate/", {"code": code})
        assert (answer.status_code == 302) is lets_in


def test_codes_are_counted_over_all_networks_but_not_on_a_known_browser(vic, monkeypatch):
    """Whoever comes so far has the password; many networks together would find six digits."""
    own = at(HERE)
    assert typed(own, vic)
    totp.TOTP.activate(vic, totp.generate_totp_secret())
    few = Limit(2, timedelta(hours=1))
    monkeypatch.setattr(tries, "SECOND_STEP", tries.Tried("second-step", few, tries.PASSWORD.network, few))
    pages = []
    for client in (at("192.0.2.1"), at("203.0.113.1"), at("198.18.0.1"), own):
        client.post(LOGIN, {"login": vic.email, "password": factories.PASSWORD})
        pages.append(client.post("/account/2fa/authenticate/", {"code": "000000"}).content.decode())
    assert [TOLD in page for page in pages] == [False, False, True, False]


# Rows


def test_rows_name_nobody_and_go(vic):
    tried_wrong(vic, times=1)
    at(HERE).post(RESET, {"email": "nobody@example.org"})
    assert all(re.fullmatch(r"[\w-]{32}", row.key) for row in CountedTries.objects.all())
    assert CountedTries.objects.count() == 4, "one of the account here and one of the network, each"
    now = timezone.now()
    keep_house(now)
    assert CountedTries.objects.count() == 4
    keep_house(now + timedelta(days=1, hours=1))
    assert not CountedTries.objects.exists()


def test_a_counter_counts_anew_when_its_time_is_over():
    now, within = timezone.now(), timedelta(minutes=5)
    counter = Counter.of(Limit(2, within), "test")
    assert [counter.take(now) for _ in range(4)] == [True, True, False, False]
    assert counter.seconds_left(now + timedelta(minutes=1)) == 240
    assert [counter.take(now + within) for _ in range(3)] == [True, True, False]
    counter.give_back(now + within)
    assert [counter.take(now + within) for _ in range(2)] == [True, False]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.7", "198.51.100.0/24"),
        ("::ffff:198.51.100.7", "198.51.100.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::1", "::/64"),
    ],
)
def test_networks(address, network):
    assert network_of(RequestFactory().get("/", REMOTE_ADDR=address)) == network


def test_the_network_is_the_one_before_the_proxies(settings):
    """What a caller writes into the header themselves changes nothing."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "192.0.2.9, 203.0.113.9"}, REMOTE_ADDR="10.0.0.1")
    assert network_of(request) == "203.0.113.0/24"
