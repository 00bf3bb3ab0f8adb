"""How scenes are entered, and the couples that they begin with."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone

from agreements.letters.models import Agreement
from couples.people.models import User
from reminders.delivery.worker import deliver
from reminders.queue.leases import lease_due
from tests.helpers import factories
from tests.helpers.factories import Pair

# Makes what the page shows; returns who looks at it (None: nobody signed in) and the page's address.
Scene = Callable[[], tuple[User | None, str]]
SCENES: dict[str, Scene] = {}


def scene(make: Scene) -> Scene:
    """Enter a scene under its name."""
    SCENES[make.__name__.replace("_", "-")] = make
    return make


def page(name: str, **fields: object) -> Scene:
    """Return the scene of a page that shows Alice's couple the same in every state."""
    return lambda: (couple().alice, reverse(name, kwargs=fields))


def couple() -> Pair:
    """Connect Alice and Bob."""
    return factories.connected_couple(factories.person("Alice"), factories.person("小博", email="bob@example.org"))


def settled() -> Pair:
    """Connect them, with a rhythm, a cool-down and a rule in force."""
    pair = couple()
    factories.upcoming_check_in(pair, hours=30)
    factories.agreed_cool_down(pair, word="kettle")
    factories.agreed_response_rule(pair)
    return pair


def told(pair: Pair) -> Pair:
    """Deliver the notices that are due."""
    now = timezone.now()
    while lease := lease_due("in_app", now):
        deliver(lease, now)
    return pair


def answered_by_each(pair: Pair) -> Agreement:
    letter = factories.proposed_rule(pair)
    for seat, please in ((pair.bob_seat, "call me"), (pair.alice_seat, "one line"), (pair.bob_seat, "a sign")):
        factories.amended(letter, seat, please=please)
    return letter
