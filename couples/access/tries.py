"""How often passwords, codes and mails are tried, and by whom.

By account and network together, never by the account alone: else anybody could shut its owner out, by typing the
address. A browser that the owner has signed in on has an allowance of its own, which no stranger can use up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest

from basics.limits import Limit
from couples.access.browsers import browser_at_hand, known_browser
from couples.access.counting import Counter
from couples.access.networks import network_of

# The names of the errors, beside allauth's own.
PASSWORDS_ENOUGH, TRIED_ENOUGH = "passwords_enough", "tried_enough"
# Of a known browser. Enough for who mistypes, too few for who guesses on a shared tablet.
OWN = Limit(10, timedelta(hours=1))


@dataclass(frozen=True)
class Tried:
    """Something that is tried, and how often it may be."""

    name: str
    # On one account, from one network.
    here: Limit
    # On all accounts, from one network; also keeps the number of rows that one network can cause within bounds.
    network: Limit
    # On one account from everywhere. Only for what nobody reaches who has not proved a password already.
    account: Limit | None = None


PASSWORD = Tried("password", Limit(5, timedelta(minutes=5)), Limit(30, timedelta(minutes=1)))
# Six digits: without a limit over all networks, many of them would find the code within days.
SECOND_STEP = Tried("second-step", PASSWORD.here, PASSWORD.network, Limit(30, timedelta(hours=1)))
# A mailbox has a cap of its own for all networks together: couples/codes/verbs.py.
CODE_MAILS_HERE = Limit(6, timedelta(days=1))
CONFIRMING_MAIL = Tried("confirming-mail", CODE_MAILS_HERE, Limit(20, timedelta(minutes=1)))
RESET_MAIL = Tried("reset-mail", CODE_MAILS_HERE, Limit(20, timedelta(minutes=1)))

SIGN_UPS = Limit(20, timedelta(minutes=1))
OWN_ADDRESSES = Limit(10, timedelta(hours=1))
# Twice the time for which an app's code is taken.
USED_CODE = Limit(1, timedelta(minutes=2))


@dataclass(frozen=True)
class Attempt:
    """A try that may be made."""

    counters: Sequence[Counter]

    def succeeded(self, now: datetime) -> None:
        """It was right, so it was no guess. That the network tried something stays counted."""
        for counter in self.counters:
            counter.give_back(now)


def begin(tried: Tried, request: HttpRequest, account: str, people: Iterable[int], now: datetime) -> Attempt | None:
    """Count one try on an account, before it is made; return None if there were too many.

    `people` are those whose account it is: nobody, for an address without one, which is counted in the same way.
    """
    browser = known_browser(request, people)
    if browser is not None:
        return _taken([_own(tried, browser)], now)
    network = network_of(request)
    if not Counter.of(tried.network, tried.name, "network", network).take(now):
        return None
    counters = [_here(tried, account, network)]
    if tried.account:
        counters.append(Counter.of(tried.account, tried.name, "account", account))
    return _taken(counters, now)


def _taken(counters: Sequence[Counter], now: datetime) -> Attempt | None:
    return Attempt(counters) if all(counter.take(now) for counter in counters) else None


def _own(tried: Tried, browser: str) -> Counter:
    return Counter.of(OWN, tried.name, "browser", browser)


def _here(tried: Tried, account: str, network: str) -> Counter:
    return Counter.of(tried.here, tried.name, "here", account.lower(), network)


def forget_here(tried: Tried, request: HttpRequest, account: str, person_id: int) -> None:
    """Let an account be tried anew from this network and browser: its owner has just proved who they are."""
    _here(tried, account, network_of(request)).forget()
    browser = browser_at_hand(request, person_id)
    if browser:
        _own(tried, browser).forget()


def sign_up_here(request: HttpRequest, now: datetime) -> bool:
    """Count one sign-up from this network; tell whether it may be made."""
    return Counter.of(SIGN_UPS, "sign-up", network_of(request)).take(now)


def add_address(person_id: int, now: datetime) -> bool:
    """Count one address that a person adds to their account; tell whether they may."""
    return Counter.of(OWN_ADDRESSES, "own-address", person_id).take(now)


def use_code(person_id: int, code: str, now: datetime) -> bool:
    """Mark a code of the second step as used; tell whether it was not yet, so that who looks on cannot type it too."""
    return Counter.of(USED_CODE, "used-code", person_id, code).take(now)
