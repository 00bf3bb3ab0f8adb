"""Double taps on a draft, two saves of it at once, a save while it is sent."""

from __future__ import annotations

import uuid

import pytest
from django.db import OperationalError
from django.utils import timezone

from agreements.drafts import verbs as draft_verbs
from agreements.drafts.models import Draft
from agreements.drafts.verbs import begin_draft, keep_draft, send_draft
from agreements.kinds.base import kind_named
from agreements.kinds.terms import Terms
from agreements.letters.models import Agreement, Version
from reminders.models import Reminder
from tests.helpers import factories
from tests.races.stage import INSERT_VERSION, interleave, without

pytestmark = pytest.mark.both_databases("locks")

NOW = timezone.now()


def no_turn(draft_id, author_id, shown=None):
    """Take away the UPDATE with which every verb on a draft begins."""
    return True


def without_turns(monkeypatch):
    """Take it away, and what verbs on drafts take before it."""
    monkeypatch.setattr(draft_verbs, "_take_turn", no_turn)
    monkeypatch.setattr(draft_verbs, "keep_connected", lambda seat: True)
    monkeypatch.setattr(draft_verbs, "take_turn", lambda person_id: None)


# Double taps


def two_taps_on_send(pair):
    draft = factories.draft(pair.alice, coping_line="they are busy")

    def tap():
        return send_draft(pair.alice_seat, draft.pk, NOW)

    return interleave(tap, tap, before=INSERT_VERSION)


def test_a_double_tap_on_send_makes_one_agreement(pair):
    first, second = two_taps_on_send(pair)
    assert first.pk == second.pk
    assert Agreement.objects.count() == Version.objects.count() == 1
    assert not Draft.objects.exists()
    assert Reminder.objects.filter(kind="letter").count() == 2


@pytest.mark.postgres
def test_companion_without_turn_and_constraint_a_double_tap_sends_two_letters(pair, monkeypatch):
    without_turns(monkeypatch)
    with without(Version, "version_submitted_once"):
        two_taps_on_send(pair)
        assert Agreement.objects.count() == 2


def two_taps_on_begin(alice, *bodies):
    submission = uuid.uuid4()

    def tap(body):
        return lambda: begin_draft(alice, kind_named("cool_down"), {}, submission, NOW, body)

    return interleave(*map(tap, bodies or ("same", "same")), before=r'INSERT INTO "agreements_draft"')


def test_a_double_tap_on_begin_makes_one_draft(pair):
    first, second = two_taps_on_begin(pair.alice)
    assert first.pk == second.pk
    assert Draft.objects.count() == 1


def test_of_two_bodies_under_one_key_at_once_one_is_refused(pair):
    outcomes = two_taps_on_begin(pair.alice, "one", "other")
    assert {type(outcome).__name__ for outcome in outcomes} == {"Draft", "SentDifferently"}
    assert Draft.objects.count() == 1


@pytest.mark.postgres
def test_companion_without_the_constraint_a_double_tap_makes_two_drafts(pair, monkeypatch):
    """A limit's turn keeps the two apart as well, so it is out of the way here."""
    monkeypatch.setattr(draft_verbs, "take_turn", lambda person_id: None)
    with without(Draft, "draft_submitted_once"):
        two_taps_on_begin(pair.alice)
        assert Draft.objects.count() == 2


# Two saves of one draft at once


def two_saves(pair):
    """Alice keeps one field from her phone and another one from her computer."""
    draft = factories.draft(pair.alice)

    def keep(**words):
        return lambda: keep_draft(Draft.objects.get(pk=draft.pk), Terms(words, {}), None, NOW)

    interleave(
        keep(please="one line"), keep(when="a message goes unread"), before='UPDATE "agreements_draft" SET "words"'
    )
    return Draft.objects.get(pk=draft.pk).words


def test_two_saves_of_a_draft_at_once_keep_both_fields(pair):
    words = two_saves(pair)
    assert (words["please"], words["when"]) == ("one line", "a message goes unread")


@pytest.mark.postgres
def test_companion_without_the_row_update_one_save_undoes_the_other(pair, monkeypatch):
    without_turns(monkeypatch)
    words = two_saves(pair)
    assert (words["please"], words["when"]) != ("one line", "a message goes unread")


# A save while the draft is sent


def save_and_send(pair, save_first):
    draft = factories.draft(pair.alice)

    def save():
        return keep_draft(Draft.objects.get(pk=draft.pk), Terms({"please": "one line"}, {}), None, NOW)

    def send():
        return send_draft(pair.alice_seat, draft.pk, NOW)

    verbs = [save, send] if save_first else [send, save]
    outcomes = interleave(*verbs, before=rf'UPDATE "agreements_draft" SET "words"|{INSERT_VERSION}')
    return outcomes, Version.objects.get().words["please"]


def test_what_is_kept_while_a_draft_is_sent_is_sent_or_told_to_be_too_late(pair):
    assert save_and_send(pair, save_first=True)[1] == "one line"
    assert not Draft.objects.exists()
    Agreement.objects.all().delete()
    outcomes, sent = save_and_send(pair, save_first=False)
    assert (type(outcomes[1]), sent) == (draft_verbs.Gone, "send one line")


@pytest.mark.postgres
def test_companion_without_the_turn_what_is_kept_is_lost_without_a_word(pair, monkeypatch):
    without_turns(monkeypatch)
    (kept, _agreement), sent = save_and_send(pair, save_first=True)
    assert (kept, sent) == (None, "send one line")
    assert not Draft.objects.exists()


# Several that are sent at once, while one of them is written on


def send_both_and_keep_the_second(pair):
    drafts = [factories.draft(pair.alice), factories.draft(pair.alice)]

    def send():
        return draft_verbs.send_drafts(pair.alice_seat, {draft.pk: draft.revision for draft in drafts}, NOW)

    def keep():
        return keep_draft(Draft.objects.get(pk=drafts[1].pk), Terms({"please": "one line"}, {}), None, NOW)

    return interleave(send, keep, before=INSERT_VERSION, after='UPDATE "agreements_draft" SET "revision"')


def test_sending_several_and_keeping_one_of_them_follow_each_other(pair):
    sent, kept = send_both_and_keep_the_second(pair)
    assert (len(sent), type(kept)) == (2, draft_verbs.Gone)
    assert not Draft.objects.exists()


@pytest.mark.postgres
def test_companion_with_the_drafts_row_first_they_wait_for_each_other(pair, monkeypatch):
    monkeypatch.setattr(draft_verbs, "keep_connected", lambda seat: True)
    monkeypatch.setattr(draft_verbs, "take_turn", lambda person_id: None)
    outcomes = send_both_and_keep_the_second(pair)
    assert any(isinstance(outcome, OperationalError) for outcome in outcomes), "a deadlock"


# A page that no draft is behind yet: what it keeps first, while it is sent


def first_keep_and_send(pair, send_first):
    letter = draft_verbs.NewLetter(kind_named("cool_down"), factories.terms("cool_down", pair.alice), "", uuid.uuid4())
    verbs = [
        lambda: draft_verbs.keep_new(pair.alice, letter, NOW),
        lambda: draft_verbs.send_new(pair.alice_seat, letter, NOW),
    ]
    return interleave(
        *(reversed(verbs) if send_first else verbs), before=rf'INSERT INTO "agreements_draft"|{INSERT_VERSION}'
    )


@pytest.mark.parametrize("send_first", [True, False])
def test_what_is_kept_first_while_it_is_sent_leaves_no_copy(pair, send_first):
    outcomes = first_keep_and_send(pair, send_first)
    assert type(outcomes[send_first]).__name__ == ("Gone" if send_first else "Draft")
    assert (Agreement.objects.count(), Draft.objects.count()) == (1, 0)


@pytest.mark.postgres
def test_companion_without_the_turn_a_copy_stays_behind(pair, monkeypatch):
    monkeypatch.setattr(draft_verbs, "take_turn", lambda person_id: None)
    first_keep_and_send(pair, send_first=True)
    assert (Agreement.objects.count(), Draft.objects.count()) == (1, 1)
