"""What is somebody's alone reaches nobody: every route, in every format, with a canary in every field.

The routes come from the resolver, the fields from what each room keeps (`basics/keeping.py`). A route that shows nobody
anything, and a field that not even its owner is shown, stand below with a reason: both lists are checked both ways.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.utils import timezone

from basics.keeping import Secrecy, keeping_of
from couples.people.models import User
from couples.seats import leaving
from journal.copies.models import ShownCopy
from journal.copies.verbs import take_back
from journal.thoughts.models import Thought
from tests.guards.allowed import EVERY_PAGE, PAGES, allowed, allowed_names, unlisted
from tests.guards.canaries.logged import all_that_is_logged
from tests.guards.canaries.looking import Looks, Person, every_route
from tests.guards.canaries.planting import Place, kept_as, plant, unopened
from tests.guards.canaries.staging import everything, known_to
from tests.guards.shown_fields import page_of
from tests.helpers import factories, notebook
from tests.helpers.factories import Pair
from tests.helpers.figures import count
from tests.helpers.undone import undone

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 3, 10, 11, 30, tzinfo=UTC)
SECRET, OURS, COPIES = kept_as(Secrecy.MINE, Secrecy.SEALED), kept_as(Secrecy.OURS), kept_as(Secrecy.COPY)

# Routes that show neither of the two anything here, by what stands in the way.
SHOW_NOTHING = {
    **dict.fromkeys(("welcome", "look_around", "account_login", "account_signup"), "for who is not signed in"),
    **dict.fromkeys(
        (
            "account_complete_password_reset",
            "account_confirm_login_code",
            "account_confirm_password_reset_code",
            "account_email_verification_sent",
            "account_set_password",
            "mfa_authenticate",
        ),
        "a step on the way in, for who is not signed in",
    ),
    **dict.fromkeys(
        ("mfa_activate_totp", "mfa_generate_recovery_codes", "mfa_reauthenticate"),
        "asks for the password first, and then shows a code of its reader's",
    ),
    **dict.fromkeys(
        ("mfa_deactivate_totp", "mfa_download_recovery_codes", "mfa_view_recovery_codes"),
        "of a second step; there is none",
    ),
    **dict.fromkeys(
        ("first_steps", "draft_begin", "entries_narrowed", "notice_from_call", "responsibility_turn", "go"), "leads on"
    ),
    "need_agreement": "leads on",
    "erasing": "of an account that is about to go",
    "export_fetch": "of a file that is made",
    "api:invitation": "of who is not connected",
    **dict.fromkeys(("pause_talk", "api:pause_talk"), "of a pause that is talked about just now"),
    "set_language": "takes a form",
    "metrics": "for a program of the operator's",
    "api_unknown": "answers what is not there",
}
# What is said of the service to everybody alike: once is enough.
OF_NOBODY = {"api_docs", "api_schema", "api_problem", "style", "style_light", "style_dark", "readyz", "healthz"}
ROUTES = [route for route in every_route() if route.name not in OF_NOBODY]
# Fields with words that not even their owner reads anywhere, and why.
UNSEEN = {
    **dict.fromkeys(
        [("couples.Invitation", name) for name in ("address", "digits", "token")],
        "of one that was taken up nothing is shown",
    ),
    ("couples.UnsentForm", "form"): "comes back once, to the browser that sent it",
    **dict.fromkeys([("reminders.OtherAddress", name) for name in ("address", "code")], "no page repeats it"),
    **dict.fromkeys(
        [("reminders.PushDevice", name) for name in ("endpoint", "public_key", "secret")], "for sending alone"
    ),
    **dict.fromkeys([("reminders.Reminder", name) for name in ("address", "payload")], "of a mail that waits"),
    ("journal.ShownCopy", "source"): "finds a copy beside what it was made of",
    ("journal.EasedAnswer", "payload"): "names, and no words: which trigger, and which of the answers",
}
# Words beside a copy that are its giver's alone.
NOT_COPIED = {("journal.ShownCopy", "source")}
# What both keep and nobody is shown: who wrote it, who wanted it.
HIDDEN_OF_OURS = (("agreements.Unnoticed", "author"), ("checkins.Try", "author"))
# Of a person the name alone reaches the other; the rest of these says who they are, and not how.
KNOWN_OF_A_PERSON = ("id", "name", "password", "is_active", "is_someone")
# What differs each time for whoever asks.
BY_CHANCE = re.compile(
    r'name="(?:csrfmiddlewaretoken|submission)" value="[^"]*"|X-Request-ID: \S+|(?:csrftoken|sessionid|whose)=[^;]*'
)


@dataclass(frozen=True)
class Walk:
    """What everybody was told."""

    planted: dict[Place, str]
    copies: dict[Place, str]
    ours: dict[Place, str]
    hers: Looks
    his: Looks
    # As if nothing that is hers alone were there, and she were another.
    his_without: Looks
    # Where copies had been, once they were taken back.
    his_afterwards: Looks
    # Who was with Alice before, and is a stranger now.
    stranger: Looks
    # Once Alice uses it with Charlie, who was a stranger until then.
    later_partner: Looks
    ex_partner: Looks
    hidden: int
    log: str


@pytest.fixture(scope="module")
def walk(rows_of_the_module: None) -> Walk:
    """Walk everything once; many tests read it."""
    with time_machine.travel(NOW - timedelta(minutes=5)):
        scene, pair = everything()
    with time_machine.travel(NOW, tick=False), all_that_is_logged() as log:
        planted, copies, ours = (plant(pair.alice, kept) for kept in (SECRET, COPIES, OURS))
        people = {who: Person(person, known_to(scene, who, pair, NOW)) for who, person in scene.people.items()}
        hers, his = people["alice"].look(ROUTES, things=2), people["bob"].look(ROUTES, forms=True)
        with undone():
            hidden = hide_what_is_hers(pair)
            his_without = people["bob"].look_again(filter(his.showed, his.told))
        with undone():
            for row in ShownCopy.objects.filter(giver=pair.alice).shown():
                take_back(pair.alice_seat, row.pk, NOW)
            his_afterwards = people["bob"].look_again(his.where(*copies.values()))
        stranger = people["eve"].look(ROUTES, things=1)
        leaving.leave(pair.alice_seat, NOW)
        factories.connected_couple(pair.alice, scene.people["charlie"], NOW)
        later, ex = (people[who].look(ROUTES, things=1) for who in ("charlie", "bob"))
    return Walk(
        planted, copies, ours, hers, his, his_without, his_afterwards, stranger, later, ex, hidden, log.getvalue()
    )


def hide_what_is_hers(pair: Pair) -> int:
    """Delete all that is Alice's alone, and change what can only be changed; return how many plain fields that were."""
    fields = 0
    for keeping in SECRET:
        rows = unopened(keeping, pair.alice)
        plain = [field for field in keeping.model._meta.local_fields if field.name not in keeping.own_words]
        if rows.exists():
            fields += len([field for field in plain if not field.primary_key])
        if keeping.model is not User:
            rows.delete()
    for field in User._meta.local_fields:
        if field.name not in KNOWN_OF_A_PERSON:
            User.objects.filter(pk=pair.alice.pk).update(
                **{field.name: _another(field, getattr(pair.alice, field.name))}
            )
    for label, name in HIDDEN_OF_OURS:
        rows = _model(label)._default_manager.filter(**{name: pair.alice})
        assert rows.update(**{name: pair.bob}), label
    return fields + len(HIDDEN_OF_OURS)


def _model(label: str) -> type[models.Model]:
    return next(keeping.model for keeping in OURS if keeping.label == label)


def _another(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(field, models.DateTimeField):
        return (value or NOW) - timedelta(days=400)
    other = {"language": "zh-hans", "time_zone": "Pacific/Chatham", "theme": "dark", "email": "zebra@example.org"}
    return other[field.name]


# That the walk sees


def test_every_field_with_words_has_a_canary_that_its_owner_reads_or_a_reason(walk):
    everyones = walk.planted | walk.copies | walk.ours
    fields = {(kept.label, name) for kept in (*SECRET, *COPIES, *OURS) for name in kept.own_words}
    assert {place[:2] for place in everyones} == fields
    seen = {place[:2] for place, canary in everyones.items() if walk.hers.where(canary) or walk.his.where(canary)}
    assert fields - seen == UNSEEN.keys()


def test_every_route_shows_something_or_stands_in_the_table(walk):
    opened = walk.hers.opened | walk.his.opened
    made_to_show = {route.name for route in ROUTES if "GET" in route.methods}
    assert made_to_show - opened == SHOW_NOTHING.keys()


def test_the_walk_reads_every_form_in_which_the_api_answers():
    assert settings.REST_FRAMEWORK["DEFAULT_RENDERER_CLASSES"] == ["rest_framework.renderers.JSONRenderer"]


# What it sees


def test_what_is_ones_own_or_sealed_reaches_nobody_else(walk):
    for place, canary in walk.planted.items():
        for told in (walk.his, walk.ex_partner, walk.later_partner, walk.stranger):
            assert told.where(canary) == [], place


def test_whether_there_is_any_of_it_when_and_how_much_reaches_nobody_either(walk):
    differs = differences(walk.his, walk.his_without)
    assert differs == []
    assert walk.hidden > 100


def test_what_is_both_theirs_reaches_the_partner_and_nobody_else(walk):
    assert [place for place, canary in walk.ours.items() if not walk.his.where(canary)] == []
    for place, canary in walk.ours.items():
        for told in (walk.later_partner, walk.stranger):
            assert told.where(canary) == [], place
    assert any(walk.ex_partner.where(canary) for canary in walk.ours.values()), "what was agreed stays with both"


def test_a_copy_reaches_the_partner_until_it_is_taken_back_and_never_what_it_was_made_of(walk):
    shown = {place[:2] for place, canary in walk.copies.items() if walk.his.where(canary)}
    assert {place[:2] for place in walk.copies} - shown == NOT_COPIED
    for place, canary in walk.copies.items():
        for told in (walk.his_afterwards, walk.ex_partner, walk.later_partner, walk.stranger):
            assert told.where(canary) == [], place
    assert walk.his_afterwards.told


def test_the_log_holds_no_word_of_anybody(walk):
    assert "request answered" in walk.log
    assert "canary-" not in walk.log


def test_how_much_was_walked(walk):
    fields = len({place[:2] for place in (walk.planted | walk.copies | walk.ours)}) + walk.hidden
    count("fields canaried: {fields}", fields=fields)
    count("routes walked: {routes}", routes=len(walk.hers.opened | walk.his.opened))


def test_what_templates_are_given_is_allowed_and_nothing_else_is(walk):
    given: dict[str, set[str]] = {}
    for looks in (walk.hers, walk.his):
        for template, names in looks.given.items():
            if page := page_of(template):
                given.setdefault(page, set()).update(names - allowed_names(EVERY_PAGE))
    assert unlisted({page: names for page, names in given.items() if names}, allowed(PAGES)) == []


def differences(before: Looks, after: Looks) -> list[str]:
    """Return where a page, its headers or its cookies read otherwise."""
    return [asked for asked, told in after.told.items() if _plain(before.told[asked]) != _plain(told)]


def _plain(told: str) -> str:
    return BY_CHANCE.sub("", told)


# That it can fail


def leaking(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Tell everybody who is signed in what somebody thought, in the way of the day."""

    def answer(request: HttpRequest) -> HttpResponse:
        response, leak = get_response(request), settings.LEAK  # type: ignore[misc]  # the test sets it
        thought = "".join(row.payload["thought"] for row in Thought.objects.all())
        if leak == "body":
            response.content += thought.encode()
        elif leak == "cookie":
            response.set_cookie("last", thought)
        elif leak == "count":
            response["ETag"] = f'"{Thought.objects.count()}"'
        else:
            response[leak] = thought
        return response

    return answer


@pytest.fixture
def leak(rows_of_the_module: None, request: pytest.FixtureRequest) -> Iterator[tuple[Pair, dict[Place, str]]]:
    """A service that tells everybody what Alice thought, in the way that the test names."""
    pair = factories.connected_couple(factories.person("Anna"), factories.person("Ben"))
    notebook.looked_at(pair.alice, "x")
    planted = plant(pair.alice, [keeping_of(Thought)])
    with override_settings(MIDDLEWARE=[f"{__name__}.leaking", *settings.MIDDLEWARE], LEAK=request.param):
        yield pair, planted


@pytest.mark.parametrize("leak", ["body", "cookie", "ETag", "X-Anything"], indirect=True)
def test_a_leak_is_seen_wherever_it_is(leak):
    pair, planted = leak
    assert any(today(pair.bob).where(canary) for canary in planted.values())


@pytest.mark.parametrize("leak", ["count"], indirect=True)
def test_a_count_is_seen_by_what_it_changes(leak):
    pair, _planted = leak
    with time_machine.travel(timezone.now(), tick=False):
        before = today(pair.bob)
        Thought.objects.all().delete()
        assert differences(before, today(pair.bob)) == ["GET /today/"]


def today(person: User) -> Looks:
    return Person(person, []).look([route for route in ROUTES if route.name == "today"])
