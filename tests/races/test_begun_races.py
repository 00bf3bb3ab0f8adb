"""Two pages of one form that keep something at once: neither undoes the other."""

from __future__ import annotations

import uuid

import pytest
from django.utils import timezone

from agreements.kinds.terms import Terms
from agreements.letters import consent
from couples.begun import verbs as begun
from couples.begun.models import BegunText
from couples.begun.verbs import begun_by, keep_begun
from tests.helpers import factories
from tests.races.stage import interleave

pytestmark = pytest.mark.both_databases("locks")
NOW = timezone.now()
WRITE = r'(INSERT INTO|UPDATE) "couples_beguntext"'


def two_pages_keep(person, *, is_begun):
    if is_begun:
        keep_begun(person, "agreement:x", {"when": "before"}, NOW)

    def page(**typed):
        return lambda: keep_begun(person, "agreement:x", typed, NOW)

    interleave(page(feel="one"), page(need="other"), before=WRITE)
    return begun_by(person.pk, "agreement:x", NOW)


@pytest.mark.parametrize("is_begun", [False, True])
def test_what_each_keeps_stays(pair, is_begun):
    kept = two_pages_keep(pair.alice, is_begun=is_begun)
    assert kept == {"feel": "one", "need": "other", **({"when": "before"} if is_begun else {})}


@pytest.mark.postgres
def test_companion_without_a_turn_the_second_undoes_the_first(pair, monkeypatch):
    monkeypatch.setattr(begun, "take_turn", lambda _person: None)
    assert two_pages_keep(pair.alice, is_begun=True) == {"when": "before", "need": "other"}


def keep_while_it_is_sent(pair):
    rule = factories.agreed_response_rule(pair)
    terms = rule.in_force.terms.replaced(Terms({"please": "other"}, {}))

    def send():
        return consent.amend(rule, pair.alice_seat, terms, 1, uuid.uuid4(), NOW)

    def keep():
        return consent.keep_other_words(rule, pair.alice_seat, {"please": "other"}, 1, NOW)

    return interleave(send, keep, before=r'SET "is_active"')[1]


def test_what_is_kept_while_other_words_are_sent_leaves_no_copy(pair):
    kept = keep_while_it_is_sent(pair)
    assert isinstance(kept, consent.Changed)
    assert not BegunText.objects.exists()


@pytest.mark.postgres
def test_companion_without_the_agreements_row_a_copy_stays_behind(pair, monkeypatch):
    monkeypatch.setattr(consent, "_hold", lambda _agreement, _read, _now: None)
    assert keep_while_it_is_sent(pair) is None
    assert BegunText.objects.exists()
