"""What the database itself refuses: an edited version, a second consent, two cool-downs, two pauses at once."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone

from agreements.drafts.models import Draft
from agreements.kinds.terms import Terms
from agreements.letters.models import Agreement, Consent, PrivateLine, Version
from agreements.pauses.models import Pause
from tests.helpers import factories

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases("what verbs write, and what the database refuses")]


def refused(make):
    """Tell whether the database refuses what `make` does."""
    try:
        with transaction.atomic():
            make()
    except IntegrityError:
        return True
    return False


def test_a_version_is_never_edited(pair):
    version = factories.agreed_response_rule(pair).in_force
    version.words = {"please": "something else"}
    with pytest.raises(TypeError, match="propose a new one"):
        version.save()
    with pytest.raises(TypeError):
        version.save(update_fields=["words"])
    assert Version.objects.get().words["please"] == "send one line"


def test_version_numbers_and_submissions_are_unique(pair):
    version = factories.agreed_response_rule(pair).in_force

    def another(**fields):
        given = {"number": 2, "submission": uuid.uuid4(), "author": pair.bob, **fields}
        return lambda: Version.objects.create(
            couple=pair.couple,
            agreement=version.agreement,
            words={},
            settings={},
            created_at=timezone.now(),
            **given,
        )

    assert refused(another(number=1))
    assert refused(another(author=pair.alice, submission=version.submission))
    assert not refused(another())


def test_one_consent_each(pair):
    version = factories.agreed_response_rule(pair).in_force
    assert version
    assert refused(
        lambda: Consent.objects.create(couple=pair.couple, version=version, user=pair.bob, given_at=timezone.now())
    )


def test_what_is_in_force_has_a_date(pair):
    agreement = factories.agreed_response_rule(pair)
    assert refused(lambda: Agreement.objects.filter(pk=agreement.pk).update(in_force_since=None))


def test_what_has_ended_has_no_letter(pair):
    agreement = factories.proposed_rule(pair)
    assert refused(lambda: Agreement.objects.filter(pk=agreement.pk).update(ended_at=timezone.now()))


def test_a_couple_has_one_cool_down_in_force(pair):
    factories.agreed_cool_down(pair)
    second = Agreement.objects.create(couple=pair.couple, kind="cool_down", author=pair.bob, created_at=timezone.now())
    letter = Version.objects.create(
        couple=pair.couple,
        agreement=second,
        number=1,
        author=pair.bob,
        words={},
        settings={},
        created_at=timezone.now(),
    )
    assert refused(
        lambda: Agreement.objects.filter(pk=second.pk).update(in_force=letter, in_force_since=timezone.now())
    )


def test_the_version_in_force_cannot_be_deleted_from_under_it(pair):
    version = factories.agreed_response_rule(pair).in_force
    with pytest.raises((RestrictedError, ProtectedError)):
        version.delete()


def test_one_coping_line_each(pair):
    of_rule = {"agreement": factories.agreed_response_rule(pair), "couple": pair.couple}
    PrivateLine.objects.create(**of_rule, user=pair.alice, words="x")
    assert refused(lambda: PrivateLine.objects.create(**of_rule, user=pair.alice, words="y"))
    assert not refused(lambda: PrivateLine.objects.create(**of_rule, user=pair.bob, words="y"))


def test_one_private_line_a_trigger_each(pair):
    PrivateLine.objects.create(trigger="silence", user=pair.alice, words="x")
    assert refused(lambda: PrivateLine.objects.create(trigger="silence", user=pair.alice, words="y"))
    assert not refused(lambda: PrivateLine.objects.create(trigger="noise", user=pair.alice, words="y"))
    assert not refused(lambda: PrivateLine.objects.create(trigger="silence", user=pair.bob, words="y"))


def test_a_private_line_belongs_to_one_thing(pair):
    rule = factories.agreed_response_rule(pair)
    of_couple = {"couple": pair.couple}
    for wrong in ({}, {"agreement": rule, "trigger": "silence", **of_couple}, {"agreement": rule}, of_couple):
        assert refused(lambda given=wrong: PrivateLine.objects.create(**given, user=pair.alice, words="x"))


def test_a_draft_is_submitted_once(pair):
    made = factories.draft(pair.alice)
    again = {"kind": "rhythm", "submission": made.submission, "updated_at": timezone.now()}
    assert refused(lambda: Draft.objects.create(author=pair.alice, **again))
    assert not refused(lambda: Draft.objects.create(author=pair.bob, **again))


def a_pause(pair, start, minutes, ended_at=None):
    return lambda: Pause.objects.create(
        couple=pair.couple,
        started_by=pair.alice,
        started_at=start,
        known_at=start,
        ends_at=start + timedelta(minutes=minutes),
        ended_at=ended_at,
    )


def test_one_pause_runs_at_a_time(pair):
    now = timezone.now()
    assert not refused(a_pause(pair, now, 20))
    assert refused(a_pause(pair, now, 20))
    assert not refused(a_pause(pair, now - timedelta(hours=2), 20, now - timedelta(hours=2)))


def test_a_pause_ends_after_it_starts_and_never_runs_over(pair):
    now = timezone.now()
    assert refused(a_pause(pair, now, 0))
    assert refused(a_pause(pair, now, 20, now + timedelta(minutes=21)))


def test_terms_are_replaced_field_by_field():
    old = Terms({"a": "1", "b": "2"}, {"n": 1})
    assert old.replaced(Terms({"b": "3"})).values == {"a": "1", "b": "3", "n": 1}
