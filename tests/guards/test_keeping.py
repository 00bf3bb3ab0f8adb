"""Whose is it: every model is declared, and pages and API keep to what is declared."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from agreements.calls import verbs as calling
from agreements.calls.models import SavedAnswer
from agreements.drafts.again import begin_again
from agreements.drafts.verbs import send_draft
from agreements.letters import consent
from agreements.letters.models import Agreement, PrivateLine
from agreements.letters.private_lines import set_private_line
from agreements.letters.reminders import AGREEMENT
from agreements.pauses.models import Pause
from agreements.phrases.models import OwnAnswer
from agreements.phrases.verbs import Answered, answer
from agreements.trials.verbs import Said, answer_trial
from basics.keeping import Keeping, Secrecy, all_keepings, what_stays
from checkins.agenda.models import Topic
from checkins.answers.starting import start_without_writing
from checkins.answers.verbs import keep_take_away
from checkins.deciding.verbs import queue_question
from checkins.decks.own_verbs import add_question, make_deck
from checkins.moving.models import Suits
from checkins.moving.movable import Talk
from checkins.moving.verbs import suggest_time
from checkins.rhythm.models import CheckIn
from checkins.talking.places import AtTable
from checkins.talking.verbs import take_up
from couples.begun.verbs import keep_begun
from couples.people.models import UnsentForm, User
from couples.seats.models import Couple, Membership
from journal.appreciations.models import Appreciation
from journal.copies.models import ShownCopy
from reminders.models import OtherAddress, OutsideLink, PushDevice, Reminder
from tests.api.conftest import Caller
from tests.guards.hanging import of_another_couple, ways
from tests.guards.scene import Scene, make_scene
from tests.guards.test_access import ACCESS
from tests.helpers import factories, letters

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
            rows, own = what_stays(keeping.model, seat), Q(**{keeping.owner or "pk": seat.user_id})
            ours = own if keeping.opened is None else own | keeping.opened
            assert rows.count() == rows.filter(ours, couple=pair.couple).count()
    assert what_stays(PrivateLine, pair.alice_seat).count() == 1
    assert not what_stays(PrivateLine, pair.bob_seat).exists()


def test_no_row_belongs_to_another_couple_than_what_it_hangs_on(pair):
    _story(pair)
    others = factories.connected_couple(factories.person("Sam"), factories.person("Toni"))
    _story(others)
    assert {(PrivateLine, "agreement"), (CheckIn, "agreement")} <= set(ways())
    for model, way in ways():
        assert model._default_manager.filter(couple=pair.couple).exclude(**{way: None}).exists(), (model, way)
        assert not of_another_couple(model, way).exists(), (model, way)


def _story(pair: factories.Pair) -> None:
    now = timezone.now()
    rule = factories.agreed_response_rule(pair)
    factories.amended(rule, pair.bob_seat, please="write")
    set_private_line(rule, pair.alice_seat, "it will pass")
    asked = factories.called(rule, pair.alice_seat, now=now)
    calling.hold(pair.bob_seat, asked.pk, now + timedelta(hours=1), now)
    calling.answer(pair.bob_seat, asked.pk, "here", True, now)
    factories.queued(pair.alice_seat, now=now)
    for seat in (pair.alice_seat, pair.bob_seat):
        factories.said_phrase(seat, now=now)
        factories.noted(seat, now=now)
        factories.noted(seat, now=now, is_for_now=True)
        letters.letter_sent(seat, now=now)
        letters.letter_saved(seat, now=now)
    Topic.objects.create(couple=pair.couple, author=pair.bob, agreement=rule, queued_at=now)
    deciding = factories.agreed("how_we_decide", pair, now)
    queue_question(pair.bob_seat, deciding, "a new sofa?", False, uuid.uuid4(), now)
    tried = factories.agreed_response_rule(pair, now, trial_until=now.date() + timedelta(days=9))
    for seat, number in ((pair.alice_seat, 1), (pair.bob_seat, 1), (pair.bob_seat, 2)):
        answer_trial(tried, seat, number, Said("longer"), now)
    factories.agreed("ritual", pair, now, every="day", at="20:30")
    ended = factories.agreed_cool_down(pair, now)
    consent.end(ended, pair.bob_seat, now)
    send_draft(pair.bob_seat, begin_again(ended, pair.bob_seat, uuid.uuid4(), now).pk, now)
    opened = factories.opened_check_in(pair, now)
    factories.tried(pair)
    keep_take_away(opened, pair.alice_seat, "tea", now)
    start_without_writing(factories.begun_check_in(pair, now), pair.alice_seat, now)
    take_up(AtTable(opened.pk), pair.bob_seat, "question", now)
    Suits.objects.create(couple=pair.couple, check_in=opened, person=pair.alice)
    factories.written_after(factories.over_pause(pair.bob_seat), pair.alice_seat, "the rain", now)
    deck = make_deck(pair.alice_seat, "us", uuid.uuid4(), now)
    add_question(pair.alice_seat, deck.pk, "why?", uuid.uuid4(), now)


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
    SavedAnswer.objects.create(couple=alice.couple, agreement=rule, person=alice.user, words="x")
    begun = CheckIn.objects.get(pk=made.arguments["check_in"]["check_in_id"])
    factories.handed_in(begun, alice, now=now)
    paused = Pause.objects.get(pk=made.arguments["topic_of_pause"]["pause_id"])
    factories.written_after(paused, alice, "x", now)
    factories.queued(alice, now=now)
    OwnAnswer.objects.create(person=alice.user, phrase="miss_you", words="x")
    Appreciation.objects.update(when_it_was="x", what_it_meant="x")
    Reminder.objects.all().delete()  # delivered, or the service is not ready
    _ways_to_reach(alice.user, now)
    keep_begun(alice.user, AGREEMENT.of(rule.pk), {"please": "x"}, now)
    UnsentForm.objects.create(user=alice.user, token_hash="x", form={"fields": "x"}, kept_at=now)
    return made


def _ways_to_reach(alice: User, now: datetime) -> None:
    """All by which she can be reached, and a row that carries an address and a text of its own."""
    PushDevice.objects.create(user=alice, endpoint_key="x", endpoint="x", public_key="x", secret="x", added_at=now)
    OtherAddress.objects.create(user=alice, service="ntfy", address="x", code="x", entered_at=now)
    OutsideLink.objects.create(token_hash="x", user=alice, target="x", made_at=now)
    Reminder.objects.create(
        kind="account_mail",
        subject="account:x",
        occurrence="x",
        recipient="user:x",
        channel="email",
        user=alice,
        address="x",
        payload={"text": "x"},
        due_at=now,
        expires_at=now,
    )


def test_what_is_ones_own_or_sealed_reaches_the_partner_on_no_page_and_not_in_the_api(scene):
    secret = [*BY_SECRECY[Secrecy.MINE], *BY_SECRECY[Secrecy.SEALED]]
    canaries = _plant(scene, secret)
    assert {(kept.label, name) for kept in secret for name in kept.own_words} == canaries.keys()
    hers, his = _walked(scene, "alice"), _walked(scene, "bob")
    for field, canary in canaries.items():
        assert [path for path, html in his.items() if canary in html] == [], field
    shown = {label for (label, _name), canary in canaries.items() if _seen(canary, hers)}
    written = {
        "agreements.Draft",
        "agreements.PrivateLine",
        "checkins.Answer",
        "checkins.Topic",
        "journal.Appreciation",
        "journal.Thought",
        "journal.ClosenessSentence",
        "couples.BegunText",
        "agreements.ReturnPage",
        "journal.LetterDraft",
        "journal.ComposedLetter",
        "agreements.OwnPhrase",
        "agreements.OwnAnswer",
        "journal.Entry",
        "journal.OwnTrigger",
    }
    assert written <= shown, "the walk does see her words"


def test_what_is_both_theirs_reaches_the_partner(scene):
    begun, now = CheckIn.objects.get(pk=scene.arguments["check_in"]["check_in_id"]), timezone.now()
    alice, bob = Membership.objects.active().filter(couple=begun.couple).select_related("user").order_by("seat")
    keep_take_away(factories.handed_in(begun, bob, now=now), alice, "x", now)
    calling.answer(bob, scene.arguments["call"]["call_id"], "x", False, now)
    ahead = CheckIn.objects.ahead(now).get()
    suggest_time(Talk(ahead), alice, ahead.starts_at + timedelta(hours=1), "x", None, now)
    answer(bob, scene.arguments["phrase"]["phrase_id"], Answered("x"), False, now)
    ours = BY_SECRECY[Secrecy.OURS]
    canaries = _plant(scene, ours)
    assert {(kept.label, name) for kept in ours for name in kept.own_words} == canaries.keys()
    rhythm = f"/agreements/{begun.agreement_id}/"  # in force, so that it says who agreed
    agreed = factories.signed_in(None, scene.people["bob"]).get(rhythm).content.decode()
    his = _walked(scene, "bob") | {rhythm: agreed}
    assert [field for field, canary in canaries.items() if not _seen(canary, his)] == []


def test_a_copy_reaches_the_partner_until_it_is_taken_back_and_never_what_it_was_made_of(scene):
    alice, bob = scene.people["alice"], scene.people["bob"]
    ShownCopy.objects.filter(giver=alice).update(said={"text": "canary-copy"}, source="canary-source")
    copy = reverse("copy", kwargs=scene.arguments["copy"])
    for path in (reverse("copies"), copy):
        shown = factories.signed_in(None, bob).get(path).content.decode()
        assert "canary-copy" in shown
        assert "canary-source" not in shown
    factories.signed_in(None, alice).post(f"{copy}take-back/", {"x": "x"})
    assert not _seen("canary", _walked(scene, "bob"))


def _seen(canary: str, pages: dict[str, str]) -> bool:
    return any(canary in html for html in pages.values())


def _plant(scene: Scene, keepings: list[Keeping]) -> dict[tuple[str, str], str]:
    """Write a canary into every field of Alice's with words; return them by model and field, where there is a word."""
    planted: dict[tuple[str, str], str] = {}
    for keeping, name in [(kept, name) for kept in keepings for name in kept.own_words]:
        rows = keeping.model._default_manager.filter(**{keeping.owner: scene.people["alice"]})
        canary = f"canary-{keeping.model._meta.model_name}-{name}".replace("_", "-")
        for row in rows:
            words = _with(canary, getattr(row, name))
            if words:  # a row without words of a kind has no place for one
                rows.filter(pk=row.pk).update(**{name: words})
                planted[(keeping.label, name)] = canary
    return planted


def _with(canary: str, words: Any) -> Any:
    """Put it in the place of each text; what is a number or a list stays, as a page could not read it otherwise."""
    if isinstance(words, dict):
        return {name: canary if isinstance(said, str) else said for name, said in words.items()}
    return canary


def _walked(scene: Scene, who: str) -> dict[str, str]:
    """Return everything that this person can open, by path."""
    person = scene.people[who]
    assert person
    client, caller = factories.signed_in(None, person), Caller(person)
    pages = {scene.path(name): client.get(scene.path(name)) for name, rows in ACCESS.items() if "GET" in rows}
    del pages[reverse("outbox")]  # it shows whatever was mailed, to whoever runs the service on their own machine
    check_in, agreement = scene.arguments["check_in"]["check_in_id"], scene.arguments["agreement"]["agreement_id"]
    lists = (
        "/me/",
        "/connection/",
        "/agreements/",
        "/drafts/",
        "/check-ins/",
        "/calls/",
        "/pause/",
        "/notices/",
        "/earlier/",
        "/topics/",
        "/appreciations/",
        "/mine/letters/",
        "/letters/",
        "/mine/thoughts/",
        "/mine/triggers/",
        "/mine/triggers/late_reply/",
        "/kept/",
        "/mine/entries/",
        "/mine/tags/",
        "/mine/closeness/",
        "/look-back/",
        "/look-back/mine/",
        "/copies/",
        "/phrases/",
        "/sent-phrases/",
    )
    talk = f"/check-ins/{check_in}/"
    things = (talk, f"{talk}table/", f"/agreements/{agreement}/", f"/agreements/{agreement}/coping-line/")
    answers = {f"api{path}": caller.get(path) for path in (*lists, *things)}
    return {path: answer.content.decode() for path, answer in (pages | answers).items() if answer.status_code == 200}
