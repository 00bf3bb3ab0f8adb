"""How long pages take for an address with an account and for one without: nobody is to learn from it who is here.

Measured in this process, without a network, so that a difference shows which the network would hide.
"""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable
from typing import Any

from tests.helpers.processes import SETTINGS_VARIABLES

FULL_PAIRS, SHORT_PAIRS = 200, 5
# Nothing is compiled, imported or cached for the first time in what is measured.
WARM_UP = 3
NEW = {"name": "Zoe", "password1": "lanterns over the river", "language": "en", "time_zone": "Europe/Berlin"}


class Addresses:
    """So many people, and names that nobody has."""

    def __init__(self, count: int) -> None:
        from django.contrib.auth.hashers import make_password

        self._hash = make_password("rivers and lanterns")
        self.known = [self.person(f"{uuid.uuid4().hex}@example.org").email for _ in range(count)]
        self.unknown = [f"{uuid.uuid4().hex}@example.org" for _ in range(count)]

    def person(self, email: str) -> Any:
        """Make a person without hashing anew."""
        from allauth.account.models import EmailAddress

        from couples.people.models import User

        user = User.objects.create(email=email, name="Vic", password=self._hash, first_steps_done=True)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        return user


def _visitor() -> Any:
    """A browser that has opened a page, as everybody who sends a form has."""
    from django.test import Client

    from couples.access.models import CountedTries

    CountedTries.objects.all().delete()  # the limits of a minute are not what is measured
    return Client()


def sign_in(address: str, _addresses: Addresses) -> Callable[[], Any]:
    visitor = _visitor()
    return lambda: visitor.post("/account/login/", {"login": address, "password": "wrong over the river"})


def reset(address: str, _addresses: Addresses) -> Callable[[], Any]:
    visitor = _visitor()
    return lambda: visitor.post("/account/password/reset/", {"email": address})


def sign_up(address: str, _addresses: Addresses) -> Callable[[], Any]:
    visitor = _visitor()
    return lambda: visitor.post("/account/signup/", {**NEW, "email": address})


def invitation(address: str, addresses: Addresses) -> Callable[[], Any]:
    visitor = _visitor()
    visitor.force_login(addresses.person(f"{uuid.uuid4().hex}@example.org"))
    return lambda: visitor.post("/invite/", {"address": address, "submission": str(uuid.uuid4())})


# Sign-up last: it makes accounts for the unknown ones.
WAYS = (sign_in, reset, invitation, sign_up)


def _seconds(act: Callable[[], Any]) -> float:
    started = time.perf_counter()
    answer = act()
    taken = time.perf_counter() - started
    assert answer.status_code in {200, 302}, answer.status_code
    assert "too often" not in answer.content.decode(), "what is refused is not what is measured"
    return taken


def _percent_apart(way: Callable[..., Callable[[], Any]], addresses: Addresses) -> int:
    """Return by how much the two differ in the middle pair.

    The two of a pair follow each other at once, in an order by chance, so that what else the machine does meets both.
    """
    ratios = []
    for known, unknown in zip(addresses.known, addresses.unknown, strict=True):
        taken = {address: _seconds(way(address, addresses)) for address in random.sample((known, unknown), 2)}
        ratios.append(taken[known] / taken[unknown])
    middle = statistics.median(ratios[WARM_UP:])
    return round(100 * (max(middle, 1 / middle) - 1))


def run(is_short: bool) -> dict[str, int]:
    """Measure each way on an empty service of its own."""
    with tempfile.TemporaryDirectory(prefix="steady-timings-") as folder:
        set_up_django(folder)
        pairs = int(os.environ.get("TIMING_PAIRS", SHORT_PAIRS if is_short else FULL_PAIRS))
        addresses = Addresses(WARM_UP + pairs)
        figures = {f"timing_{way.__name__}_percent_apart": _percent_apart(way, addresses) for way in WAYS}
        return {"timing_pairs": pairs, **figures}


def set_up_django(folder: str) -> None:
    """Set the service up in this process, with an empty database in `folder`."""
    import django
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    for name in SETTINGS_VARIABLES:
        os.environ.pop(name, None)
    os.environ.update(DATA_DIR=folder, DJANGO_SETTINGS_MODULE="config.settings")
    django.setup()
    setup_test_environment()
    call_command("migrate", verbosity=0)
