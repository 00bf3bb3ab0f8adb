"""Whose is it: every model is declared, and pages and API keep to what is declared."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from agreements.letters.models import Agreement, PrivateLine
from agreements.letters.private_lines import set_private_line
from basics.keeping import Keeping, Secrecy, all_keepings, keeping_of, what_stays
from checkins.answers.verbs import keep_take_away
from checkins.rhythm.models import CheckIn
from couples.seats.models import Couple, Membership
from tests.api.conftest import Caller
from tests.guards.scene import Scene, make_scene
from tests.guards.test_access import ACCESS
from tests.helpers import factories
from tests.helpers.old_rows import FILLED

pytestmark = pytest.mark.django_db

KEEPINGS = [pytest.param(keeping, id=keeping.label) for keeping in all_keepings()]
BY_SECRECY = {secrecy: [kept for kept in all_keepings() if kept.secrecy is secrecy] for secrecy in Secrecy}


def test_every_model_of_every_app_is_declared_and_nothing_else_is():
    models_of_all = [model for model in apps.get_models(include_auto_created=True) if _is_stored(model)]
    assert {model._meta.label for model in models_of_all} == {keeping.label for keeping in all_keepings()}


def _is_stored(model: type[models.Model]) -> bool:
    """The tests' own and the bench's apps hold nobody's things."""
    return model._meta.managed and not model.__module__.startswith(("tests.", "bench."))


@pytest.mark.parametrize("keeping", KEEPINGS)
def test_a_declared_column_exists_and_leads_to_a_person_or_a_couple(keeping: Keeping):
    rows = keeping.model._default_manager
    for column, model in ((keeping.owner, get_user_model()), (keeping.couple, Couple)):
        if column:
            found = rows.values(whose=F(column)).query.annotations["whose"]
            field: Any = found.output_field
            assert (getattr(field, "related_model", None) or field.model) is model, column


@pytest.mark.parametrize("keeping", KEEPINGS)
def test_a_keeping_says_what_it_is_for_or_why_it_needs_no_word(keeping: Keeping):
    is_exempt = keeping.secrecy is Secrecy.EXEMPT
    assert bool(keeping.reason) is is_exempt
    assert bool(keeping.sentence) is not is_exempt
    assert not (is_exempt and keeping.own_words), "people's own words are somebody's"


@pytest.mark.parametrize("keeping", KEEPINGS)
def test_a_couples_column_and_an_owners_column_are_not_left_unsaid(keeping: Keeping):
    own = {field.name: field.related_model for field in keeping.model._meta.local_fields}
    if Couple in own.values():
        assert keeping.couple == "couple"
    if get_user_model() in own.values():
        assert own[keeping.owner] is get_user_model()


def test_what_stays_of_what_is_ones_own_is_ones_own(pair):
    _story(pair)
    pair.left()
    for seat in (pair.alice_seat, pair.bob_seat):
        for keeping in (*BY_SECRECY[Secrecy.MINE], *BY_SECRECY[Secrecy.SEALED]):
            if keeping.stays is None:
                continue
            rows = what_stays(keeping.model, seat)
            assert rows.count() == rows.filter(**{keeping.owner or "pk": seat.user_id, "couple": pair.couple}).count()
    assert what_stays(PrivateLine, pair.alice_seat).count() == 1
    assert not what_stays(PrivateLine, pair.bob_seat).exists()


def test_no_row_belongs_to_another_couple_than_what_it_hangs_on(pair):
    _story(pair)
    others = factories.connected_couple(factories.person("Sam"), factories.person("Toni"))
    _story(others)
    for (room, name), parent in FILLED.items():
        rows = apps.get_model(room, name)._default_manager
        assert rows.filter(couple=pair.couple).exists(), name
        assert not rows.exclude(couple=F(parent)).exists(), name


def _story(pair: factories.Pair) -> None:
    now = timezone.now()
    rule = factories.agreed_response_rule(pair)
    factories.amended(rule, pair.bob_seat, please="write")
    set_private_line(rule, pair.alice_seat, "it will pass")
    keep_take_away(factories.opened_check_in(pair, now), pair.alice_seat, "tea", now)


# The canaries: Alice's words, in every field that holds words. Bob walks every page and the API.


@pytest.fixture
def scene(settings) -> Scene:
    """Everybody and everything; Alice has words in every model of hers and Bob's."""
    settings.OUTBOX_PAGES = True
    made = make_scene()
    alice = Membership.objects.active().select_related("user", "couple").get(user=made.people["alice"])
    rule = Agreement.objects.get(pk=made.arguments["agreement"]["agreement_id"])
    set_private_line(rule, alice, "x")
    now = timezone.now()
    begun = CheckIn.objects.get(pk=made.arguments["check_in"]["check_in_id"])
    factories.handed_in(begun, alice, now=now)
    return made


def test_what_is_ones_own_or_sealed_reaches_the_partner_on_no_page_and_not_in_the_api(scene):
    secret = [*BY_SECRECY[Secrecy.MINE], *BY_SECRECY[Secrecy.SEALED]]
    canaries = _plant(scene, secret)
    assert {keeping.label for keeping in secret if keeping.couple and keeping.own_words} <= canaries.keys()
    hers, his = _walked(scene, "alice"), _walked(scene, "bob")
    for label, fields in canaries.items():
        for canary in fields:
            assert [path for path, html in his.items() if canary in html] == [], label
    shown = {label for label, fields in canaries.items() if any(_seen(canary, hers) for canary in fields)}
    assert {"agreements.Draft", "agreements.PrivateLine", "checkins.Answer"} <= shown, "the walk does see her words"


def test_what_is_both_theirs_reaches_the_partner(scene):
    canaries = _plant(scene, [keeping_of(apps.get_model("agreements", "Version"))])
    his = _walked(scene, "bob")
    assert any(_seen(canary, his) for canary in canaries["agreements.Version"])


def _seen(canary: str, pages: dict[str, str]) -> bool:
    return any(canary in html for html in pages.values())


def _plant(scene: Scene, keepings: list[Keeping]) -> dict[str, list[str]]:
    """Write a canary into every field of Alice's with words; return them by model."""
    planted: dict[str, list[str]] = {}
    for keeping in keepings:
        if not keeping.own_words:
            continue
        rows = keeping.model._default_manager.filter(**{keeping.owner: scene.people["alice"]})
        for row in rows:
            for name in keeping.own_words:
                canary = f"canary-{keeping.model._meta.model_name}-{name}".replace("_", "-")
                rows.filter(pk=row.pk).update(**{name: _with(canary, getattr(row, name))})
                planted.setdefault(keeping.label, []).append(canary)
    return planted


def _with(canary: str, words: Any) -> Any:
    return dict.fromkeys(words, canary) if isinstance(words, dict) else canary


def _walked(scene: Scene, who: str) -> dict[str, str]:
    """Return everything that this person can open, by path."""
    person = scene.people[who]
    assert person
    client, caller = factories.signed_in(None, person), Caller(person)
    pages = {scene.path(name): client.get(scene.path(name)) for name, rows in ACCESS.items() if "GET" in rows}
    del pages[reverse("outbox")]  # it shows whatever was mailed, to whoever runs the service on their own machine
    check_in, agreement = scene.arguments["check_in"]["check_in_id"], scene.arguments["agreement"]["agreement_id"]
    lists = ("/me/", "/connection/", "/agreements/", "/drafts/", "/check-ins/", "/pause/", "/notices/", "/earlier/")
    things = (f"/check-ins/{check_in}/", f"/agreements/{agreement}/", f"/agreements/{agreement}/coping-line/")
    answers = {f"api{path}": caller.get(path) for path in (*lists, *things)}
    return {path: answer.content.decode() for path, answer in (pages | answers).items() if answer.status_code == 200}
