"""Two answers to one letter, two counter-proposals, leaving while something is accepted or sent."""

from __future__ import annotations

import uuid

import pytest
from django.utils import timezone

from agreements.drafts.models import Draft
from agreements.drafts.verbs import send_draft
from agreements.kinds.terms import Terms
from agreements.letters import consent
from agreements.letters.models import Agreement, Consent, Version
from basics.refusals import Refusal
from checkins.rhythm.models import CheckIn
from couples.seats import leaving, naming
from couples.seats.leaving import NotConnected
from reminders.models import Reminder
from tests.helpers import factories
from tests.helpers.factories import fresh
from tests.races.stage import INSERT_VERSION, LEAVING, interleave, without

pytestmark = pytest.mark.both_databases("locks")

NOW = timezone.now()
INSERT_CONSENT = r'INSERT INTO "agreements_consent"'


def amend(agreement, seat, words, submission=None):
    mine = Agreement.objects.get(pk=agreement.pk)
    terms, based_on, key = Terms({"please": words}), mine.newest.number, submission or uuid.uuid4()
    return lambda: consent.amend(mine, seat, terms, based_on, key, NOW)


def accept(agreement, seat, number=1):
    mine = Agreement.objects.get(pk=agreement.pk)
    return lambda: consent.accept(mine, seat, number, NOW)


def no_guard(monkeypatch):
    """Take away the UPDATE with which every verb on an agreement begins."""
    monkeypatch.setattr(consent, "_begin", lambda agreement, read, now: None)
    monkeypatch.setattr(consent, "_begin_letter", lambda agreement, version, now: None)


# Two counter-proposals at once


def two_counter_proposals(pair):
    letter = factories.proposed_rule(pair, NOW)
    return letter, interleave(
        amend(letter, pair.alice_seat, "hers"), amend(letter, pair.bob_seat, "his"), before=INSERT_VERSION
    )


def test_of_two_counter_proposals_the_second_reads_that_it_has_changed(pair):
    letter, outcomes = two_counter_proposals(pair)
    assert {type(outcome) for outcome in outcomes} == {Version, consent.Changed}
    assert fresh(letter).proposal.number == 2
    assert Version.objects.count() == 2


@pytest.mark.postgres
def test_companion_without_the_row_update_the_second_meets_an_error_page(pair, monkeypatch):
    no_guard(monkeypatch)
    for where in (consent, naming):
        monkeypatch.setattr(where, "keep_connected", lambda seat: True)
    _letter, outcomes = two_counter_proposals(pair)
    assert {type(outcome).__name__ for outcome in outcomes} == {"Version", "IntegrityError"}


def test_a_double_tap_on_other_words_makes_one_version_and_no_refusal(pair):
    letter, submission = factories.proposed_rule(pair, NOW), uuid.uuid4()
    tap = amend(letter, pair.bob_seat, "his", submission)
    first, second = interleave(tap, amend(letter, pair.bob_seat, "his", submission), before=INSERT_VERSION)
    assert isinstance(first, Version), first
    assert isinstance(second, Version), second
    assert first.pk == second.pk
    assert Version.objects.count() == 2


# Accepting while the author writes other words


def test_what_is_accepted_first_is_in_force_and_the_other_words_are_the_next_letter(pair):
    letter = factories.proposed_rule(pair, NOW)
    outcomes = interleave(
        accept(letter, pair.bob_seat), amend(letter, pair.alice_seat, "other words"), before=INSERT_CONSENT
    )
    assert [type(outcome) for outcome in outcomes] == [bool, Version]
    agreement = fresh(letter)
    assert (agreement.in_force.number, agreement.proposal.number) == (1, 2)


def amend_then_accept(pair):
    letter = factories.proposed_rule(pair, NOW)
    outcomes = interleave(
        amend(letter, pair.alice_seat, "other words"), accept(letter, pair.bob_seat), before=INSERT_CONSENT
    )
    return fresh(letter), outcomes


def test_what_its_author_has_just_changed_cannot_be_accepted(pair):
    agreement, outcomes = amend_then_accept(pair)
    assert [type(outcome) for outcome in outcomes] == [Version, consent.Changed]
    assert agreement.in_force is None
    assert agreement.proposal.number == 2


@pytest.mark.postgres
def test_companion_without_the_row_update_the_new_letter_vanishes(pair, monkeypatch):
    no_guard(monkeypatch)
    agreement, outcomes = amend_then_accept(pair)
    assert [type(outcome) for outcome in outcomes] == [Version, bool], "both believe that it worked"
    assert agreement.in_force.number == 1
    assert agreement.proposal is None


# Accepting twice, and two letters of a kind of which there is one


def test_a_double_tap_on_accept_is_one_consent(pair):
    letter = factories.proposed_rule(pair, NOW)
    outcomes = interleave(accept(letter, pair.bob_seat), accept(letter, pair.bob_seat), before=INSERT_CONSENT)
    assert fresh(letter).is_in_force
    assert Consent.objects.count() == 2
    assert all(outcome is True or isinstance(outcome, Refusal) for outcome in outcomes), outcomes


def both_accept_a_cool_down(pair):
    hers = factories.proposed("cool_down", pair.alice_seat, NOW)
    his = factories.proposed("cool_down", pair.bob_seat, NOW)
    return interleave(
        accept(hers, pair.bob_seat),
        accept(his, pair.alice_seat),
        before=r'UPDATE "agreements_agreement" SET [^;]*"in_force_id" = ',
    )


def test_when_both_accept_the_others_cool_down_one_comes_into_force(pair):
    outcomes = both_accept_a_cool_down(pair)
    assert [type(outcome) for outcome in outcomes] == [bool, consent.OneAlready]
    assert Agreement.objects.now_in_force(NOW).count() == 1
    assert Consent.objects.count() == 3


@pytest.mark.postgres
def test_companion_without_the_constraint_both_come_into_force(pair):
    with without(Agreement, "one_cool_down_in_force"):
        both_accept_a_cool_down(pair)
        assert Agreement.objects.now_in_force(NOW).count() == 2


def test_accepting_and_declining_at_once_is_one_of_them(pair):
    letter = factories.proposed_rule(pair, NOW)
    mine = Agreement.objects.get(pk=letter.pk)
    outcomes = interleave(
        accept(letter, pair.bob_seat),
        lambda: consent.decline(mine, pair.bob_seat, 1, NOW),
        after=r'UPDATE "agreements_agreement" SET "revision"',
    )
    assert [type(outcome) for outcome in outcomes] == [bool, consent.Changed]
    agreement = fresh(letter)
    assert agreement.is_in_force != agreement.was_set_aside


def test_both_ending_at_once_tell_each_other_once(pair):
    rule = factories.agreed_response_rule(pair, NOW)

    def end_by(seat):
        mine = Agreement.objects.get(pk=rule.pk)
        return lambda: consent.end(mine, seat, NOW)

    interleave(end_by(pair.alice_seat), end_by(pair.bob_seat), after=r'UPDATE "agreements_agreement"')
    assert Reminder.objects.filter(kind="agreement_ended").count() == 1


# Leaving while the other accepts or sends


def leave_while_the_other_accepts(pair):
    """Let Bob accept and stop, Alice leave, and Bob's acceptance come to its end."""
    rhythm = factories.proposed("rhythm", pair.alice_seat, NOW)
    interleave(
        lambda: leaving.leave(pair.alice_seat, NOW),
        accept(rhythm, pair.bob_seat),
        before=rf'UPDATE "agreements_agreement" SET "in_force|{LEAVING}',
    )
    return rhythm


def test_what_is_accepted_while_the_other_leaves_has_ended(pair):
    rhythm = leave_while_the_other_accepts(pair)
    assert not fresh(rhythm).is_in_force
    assert not CheckIn.objects.ahead(NOW).exists()


@pytest.mark.postgres
def test_companion_without_the_row_update_a_check_in_is_ahead_of_a_closed_couple(pair, monkeypatch):
    no_guard(monkeypatch)
    leave_while_the_other_accepts(pair)
    assert CheckIn.objects.ahead(NOW).exists()


def leave_while_the_other_sends(pair):
    draft = factories.draft(pair.bob)
    return interleave(
        lambda: leaving.leave(pair.alice_seat, NOW),
        lambda: send_draft(pair.bob_seat, draft.pk, NOW),
        before=rf'INSERT INTO "agreements_agreement"|{LEAVING}',
    )


def test_what_is_sent_while_the_other_leaves_stays_a_draft(pair):
    _left, refused = leave_while_the_other_sends(pair)
    assert isinstance(refused, NotConnected)
    assert Draft.objects.filter(author=pair.bob).exists()
    assert not Agreement.objects.exists()


@pytest.mark.postgres
def test_companion_without_the_row_update_a_letter_waits_in_a_closed_couple(pair, monkeypatch):
    monkeypatch.setattr(consent, "keep_connected", lambda seat: True)
    leave_while_the_other_sends(pair)
    assert Agreement.objects.alive(NOW).exists()
