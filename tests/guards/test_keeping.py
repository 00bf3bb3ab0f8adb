"""Whose is it: every model is declared, and pages and API keep to what is declared."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from agreements.calls import verbs as calling
from agreements.drafts.again import begin_again
from agreements.drafts.verbs import send_draft
from agreements.letters import consent
from agreements.letters.models import PrivateLine
from agreements.letters.private_lines import set_private_line
from agreements.trials.verbs import Said, answer_trial
from basics.keeping import Erasure, Keeping, Secrecy, all_keepings, what_stays
from checkins.agenda.models import Topic
from checkins.answers.starting import start_without_writing
from checkins.answers.verbs import keep_take_away
from checkins.deciding.verbs import queue_question
from checkins.decks.own_verbs import add_question, make_deck
from checkins.moving.models import Suits
from checkins.rhythm.models import CheckIn
from checkins.talking.places import AtTable
from checkins.talking.verbs import take_up
from checkins.theme.verbs import compare_needs
from couples.seats.models import Couple
from tests.guards.hanging import of_another_couple, ways
from tests.helpers import factories, letters, notebook

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


@pytest.mark.parametrize("keeping", KEEPINGS)
def test_an_erasure_finds_every_row_that_leads_to_a_person(keeping: Keeping):
    """By the owner's column, or by a column that Django empties; what is left is declared to be found otherwise."""
    for field in keeping.model._meta.local_fields:
        if field.related_model is get_user_model() and field.name != keeping.owner:
            # A row that names the other beside its owner goes when either goes; what stays for one names nobody else.
            assert field.null or keeping.erasure is Erasure.DELETE, field.name
    if keeping.erasure is Erasure.ANONYMISE:
        assert keeping.couple == "couple"
        assert keeping.remains or keeping.stays, "nobody would be left to read it"
    if keeping.erasure is Erasure.STAYS:
        assert not keeping.owner, "a row that is somebody's is deleted, or becomes someone's"
    if not keeping.owner and not keeping.couple and keeping.secrecy is not Secrecy.EXEMPT:
        assert keeping.model is Session, "found by `end_sign_ins` of couples/erasing.py"


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
        notebook.noted(seat, now=now)
        notebook.noted(seat, now=now, is_for_now=True)
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
    notebook.needs(pair.alice, "rest")
    about_needs = factories.upcoming_check_in(pair, now)
    compare_needs(about_needs, pair.bob_seat, now)
    factories.handed_in(about_needs, pair.alice_seat, now=now, needs=True)
    factories.tried(pair)
    keep_take_away(opened, pair.alice_seat, "tea", now)
    start_without_writing(factories.begun_check_in(pair, now), pair.alice_seat, now)
    take_up(AtTable(opened.pk), pair.bob_seat, "question", now)
    Suits.objects.create(couple=pair.couple, check_in=opened, person=pair.alice)
    factories.written_after(factories.over_pause(pair.bob_seat), pair.alice_seat, "the rain", now)
    deck = make_deck(pair.alice_seat, "us", uuid.uuid4(), now)
    add_question(pair.alice_seat, deck.pk, "why?", uuid.uuid4(), now)
