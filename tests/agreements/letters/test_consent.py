"""In force only while both accept the same words."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from agreements.drafts.models import Draft
from agreements.drafts.verbs import send_draft
from agreements.kinds.base import all_kinds, kind_named
from agreements.kinds.terms import Terms
from agreements.letters import consent
from agreements.letters.models import Agreement, Consent, PrivateLine, Version
from agreements.letters.private_lines import set_private_line
from agreements.letters.showing import agreements_of
from reminders.models import Reminder, State
from tests.helpers import factories
from tests.helpers.factories import fresh

pytestmark = pytest.mark.django_db
both_databases = pytest.mark.both_databases("what verbs write, and what the database refuses")
NOW = timezone.now()


@pytest.fixture
def letter(pair):
    """A response rule by Alice that waits for Bob."""
    return factories.proposed_rule(pair, NOW)


@pytest.fixture
def rule(pair):
    """A response rule in force, begun by Alice."""
    return factories.agreed_response_rule(pair, NOW)


@both_databases
def test_proposing_is_consenting(pair, letter):
    assert list(Consent.objects.values_list("user", "version__number")) == [(pair.alice.pk, 1)]
    assert not letter.is_in_force


@both_databases
def test_the_others_acceptance_puts_it_in_force(pair, letter):
    consent.accept(letter, pair.bob_seat, 1, NOW)
    agreement = fresh(letter)
    assert agreement.is_in_force
    assert agreement.proposal is None
    assert agreement.in_force_since == NOW
    assert set(agreement.in_force.consents.values_list("user", flat=True)) == {pair.alice.pk, pair.bob.pk}


def test_accepting_ones_own_letter_again_changes_nothing(pair, letter):
    consent.accept(letter, pair.alice_seat, 1, NOW)
    assert not fresh(letter).is_in_force
    assert Consent.objects.count() == 1


@both_databases
def test_accepting_twice_is_accepting_once(pair, letter):
    for _ in range(2):
        consent.accept(letter, pair.bob_seat, 1, NOW)
    assert Consent.objects.count() == 2


@pytest.mark.parametrize("number", [0, 2, 99])
def test_a_version_that_does_not_exist_cannot_be_accepted(pair, letter, number):
    with pytest.raises(consent.Changed):
        consent.accept(letter, pair.bob_seat, number, NOW)


def test_a_stale_version_is_refused_with_what_to_do(pair, letter):
    factories.amended(letter, pair.alice_seat, NOW, please="another line")
    with pytest.raises(consent.Changed) as refusal:
        consent.accept(letter, pair.bob_seat, 1, NOW)
    assert "read it once more" in str(refusal.value.message)
    assert not fresh(letter).is_in_force


@pytest.mark.parametrize("verb", [consent.accept, consent.decline])
def test_what_was_taken_back_cannot_be_answered(pair, letter, verb):
    consent.take_back(letter, pair.alice_seat, 1, NOW)
    with pytest.raises(consent.Changed):
        verb(letter, pair.bob_seat, 1, NOW)
    assert fresh(letter).was_set_aside


def test_only_the_writer_takes_a_letter_back(pair, letter):
    with pytest.raises(consent.Changed):
        consent.take_back(letter, pair.bob_seat, 1, NOW)
    assert fresh(letter).proposal


@both_databases
def test_not_this_one_sets_the_letter_aside(pair, letter):
    consent.decline(letter, pair.bob_seat, 1, NOW)
    assert fresh(letter).was_set_aside
    assert Reminder.objects.filter(kind="letter_answered", user=pair.alice).count() == 1


@both_databases
def test_declining_ones_own_letter_is_taking_it_back(pair, letter):
    """The writer is not told that their letter was answered: they did it themself."""
    consent.decline(letter, pair.alice_seat, 1, NOW)
    assert fresh(letter).was_set_aside
    assert not Reminder.objects.filter(kind="letter_answered").exists()


# Other words


def test_an_amendment_leaves_the_old_words_in_force_until_both_accept(pair, rule):
    agreement = factories.amended(rule, pair.bob_seat, NOW, please="a word is enough")
    assert agreement.in_force.number == 1
    assert agreement.proposal.number == 2
    consent.accept(agreement, pair.alice_seat, 2, NOW + timedelta(days=1))
    agreement = fresh(rule)
    assert agreement.in_force.words["please"] == "a word is enough"
    assert agreement.in_force_since == NOW + timedelta(days=1)


def test_a_declined_amendment_leaves_the_old_words_in_force(pair, rule):
    factories.amended(rule, pair.bob_seat, NOW, please="a word is enough")
    consent.decline(rule, pair.alice_seat, 2, NOW)
    agreement = fresh(rule)
    assert agreement.is_in_force
    assert agreement.in_force.number == 1
    assert agreement.proposal is None


def test_sending_other_words_also_says_yes_to_them(pair, letter):
    factories.amended(letter, pair.bob_seat, NOW, please="a word is enough")
    consent.accept(letter, pair.alice_seat, 2, NOW)
    assert fresh(letter).is_in_force


def test_other_words_on_stale_words_are_refused(pair, letter):
    factories.amended(letter, pair.bob_seat, NOW, please="a word is enough")
    with pytest.raises(consent.Changed):
        consent.amend(letter, pair.alice_seat, Terms({"please": "no, two"}), 1, uuid.uuid4(), NOW)
    assert Version.objects.count() == 2


def test_other_words_on_what_has_ended_are_refused(pair, rule):
    consent.end(rule, pair.bob_seat, NOW)
    with pytest.raises(consent.Changed):
        consent.amend(rule, pair.alice_seat, Terms({"please": "x"}), 1, uuid.uuid4(), NOW)


@pytest.mark.parametrize("field", ["when", "feel", "need"])
def test_the_author_alone_words_their_own_side(pair, rule, field):
    with pytest.raises(consent.NotYours) as refusal:
        factories.amended(rule, pair.bob_seat, NOW, **{field: "what Bob thinks Alice feels"})
    assert "Everything below them is yours" in str(refusal.value.message)
    assert factories.amended(rule, pair.alice_seat, NOW, **{field: "new"}).proposal.words[field] == "new"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("please", "x"),
        ("except_when", "x"),
        ("who", "both"),
        ("within_minutes", 30),
        ("a_line_is_enough", False),
    ],
)
def test_both_word_the_rest(pair, rule, field, value):
    agreement = factories.amended(rule, pair.bob_seat, NOW, **{field: value})
    assert agreement.proposal.terms.values[field] == value
    assert agreement.proposal.words["feel"] == "uneasy", "what Bob leaves alone stays as Alice wrote it"


# Twice submitted


@both_databases
def test_a_double_tap_on_send_makes_one_agreement(pair):
    submission, terms = uuid.uuid4(), factories.terms("response_rule", pair.alice)
    made = {consent.propose(pair.alice_seat, kind_named("response_rule"), terms, submission, NOW).pk for _ in range(2)}
    assert len(made) == Agreement.objects.count() == Version.objects.count() == 1


@both_databases
def test_a_double_tap_on_other_words_makes_one_version(pair, letter):
    submission = uuid.uuid4()
    made = {consent.amend(letter, pair.bob_seat, Terms({"please": "x"}), 1, submission, NOW).pk for _ in range(2)}
    assert len(made) == 1
    assert Version.objects.count() == 2


def test_a_sent_draft_is_gone_and_sending_it_again_finds_the_agreement(pair):
    draft = factories.draft(pair.alice, coping_line="they are busy")
    first = send_draft(pair.alice_seat, draft.pk, NOW)
    second = send_draft(pair.alice_seat, draft.pk, NOW)
    assert first.pk == second.pk
    assert not Draft.objects.exists()
    assert Agreement.objects.count() == 1


# The private line


@both_databases
def test_the_coping_line_is_outside_the_versions(pair):
    draft = factories.draft(pair.alice, coping_line="they are busy")
    agreement = send_draft(pair.alice_seat, draft.pk, NOW)
    assert PrivateLine.objects.get(agreement=agreement).user == pair.alice
    version = Version.objects.get()
    assert "coping_line" not in version.terms.values
    assert "they are busy" not in str(version.terms.values)


@both_databases
def test_each_has_a_line_of_their_own_and_an_empty_one_removes_it(pair, rule):
    set_private_line(rule, pair.alice_seat, "hers")
    set_private_line(rule, pair.bob_seat, "his")
    set_private_line(rule, pair.alice_seat, "")
    assert [(line.user, line.words) for line in PrivateLine.objects.all()] == [(pair.bob, "his")]


# One of a kind


def test_a_second_cool_down_cannot_be_proposed_while_one_is_in_force(pair):
    factories.agreed_cool_down(pair)
    with pytest.raises(consent.OneAlready) as refusal:
        factories.proposed("cool_down", pair.bob_seat)
    assert "suggest a change instead" in str(refusal.value.message)


@both_databases
def test_of_two_cool_down_letters_one_comes_into_force(pair):
    hers = factories.proposed("cool_down", pair.alice_seat, NOW)
    his = factories.proposed("cool_down", pair.bob_seat, NOW)
    consent.accept(hers, pair.bob_seat, 1, NOW)
    with pytest.raises(consent.OneAlready):
        consent.accept(his, pair.alice_seat, 1, NOW)
    assert not fresh(his).is_in_force
    assert his.versions.get().consents.count() == 1, "a refused acceptance leaves no consent"
    consent.end(hers, pair.alice_seat, NOW)
    consent.accept(his, pair.alice_seat, 1, NOW)
    assert fresh(his).is_in_force


@pytest.mark.parametrize("kind", ["response_rule", "rhythm"])
def test_there_can_be_several_of_the_other_kinds(pair, kind):
    for _ in range(2):
        assert factories.agreed(kind, pair, NOW).is_in_force


# Ending


@both_databases
@pytest.mark.parametrize("seat", ["alice_seat", "bob_seat"])
@pytest.mark.parametrize("kind", ["response_rule", "cool_down", "rhythm"])
def test_either_ends_any_agreement_alone_at_once(pair, kind, seat):
    agreement = factories.agreed(kind, pair, NOW)
    consent.end(agreement, getattr(pair, seat), NOW)
    assert fresh(agreement).ended_at == NOW
    assert not Agreement.objects.now_in_force(NOW).exists()


def test_ending_takes_the_open_letter_along(pair, rule):
    factories.amended(rule, pair.bob_seat, NOW, please="x")
    consent.end(rule, pair.bob_seat, NOW)
    assert fresh(rule).proposal is None
    with pytest.raises(consent.Changed):
        consent.accept(rule, pair.alice_seat, 2, NOW)


@both_databases
def test_ending_twice_tells_once(pair, rule):
    for _ in range(2):
        consent.end(rule, pair.bob_seat, NOW)
    assert Reminder.objects.filter(kind="agreement_ended").count() == 1


# What waits for an answer, and who is told


def test_only_the_partners_letters_are_to_answer(pair, letter):
    assert not [row for row in agreements_of(pair.alice_seat, NOW) if row.needs_my_answer]
    [waiting] = [row for row in agreements_of(pair.bob_seat, NOW) if row.needs_my_answer]
    assert waiting.pk == letter.pk


@both_databases
def test_the_reader_is_told_of_a_letter_once(pair, letter):
    rows = Reminder.objects.filter(kind="letter")
    assert set(rows.values_list("user", "channel")) == {(pair.bob.pk, "email"), (pair.bob.pk, "in_app")}


@pytest.mark.parametrize("how", ["accept", "decline", "take_back", "end"])
def test_an_answered_letter_is_not_told_of_any_more(pair, letter, how):
    seat = pair.alice_seat if how == "take_back" else pair.bob_seat
    arguments = () if how == "end" else (1,)
    getattr(consent, how)(letter, seat, *arguments, NOW)
    assert not Reminder.objects.filter(kind="letter", state=State.PENDING).exists()


def test_every_verb_raises_the_revision(pair, letter):
    """The row's lock: whoever reads an agreement and acts later meets the change."""
    seen = [fresh(letter).revision]
    factories.amended(letter, pair.bob_seat, NOW, please="x")
    seen.append(fresh(letter).revision)
    consent.accept(letter, pair.alice_seat, 2, NOW)
    seen.append(fresh(letter).revision)
    consent.end(letter, pair.alice_seat, NOW)
    seen.append(fresh(letter).revision)
    assert seen == sorted(set(seen))


def test_the_kinds_are_offered_with_the_rhythm_first():
    assert [kind.name for kind in all_kinds()][:3] == ["rhythm", "cool_down", "response_rule"]


# What was taken back cannot be guessed


@pytest.mark.parametrize("please", ["send one line", "call me"])
def test_a_base_that_was_taken_back_answers_the_same_whatever_is_guessed(pair, rule, please):
    """“Unchanged” for the right words, and “changed” for all others, would let every word be guessed."""
    factories.amended(rule, pair.alice_seat, NOW, please="call me")
    consent.take_back(rule, pair.alice_seat, 2, NOW)
    guess = Terms({"please": please}, {})
    with pytest.raises(consent.Changed):
        consent.amend(rule, pair.bob_seat, guess, 2, uuid.uuid4(), NOW)


def test_a_foreign_word_based_on_what_was_taken_back_answers_the_same(pair, rule):
    factories.amended(rule, pair.alice_seat, NOW, feel="calm")
    consent.take_back(rule, pair.alice_seat, 2, NOW)
    for feel in ("calm", "angry"):
        with pytest.raises(consent.Changed):
            consent.amend(rule, pair.bob_seat, Terms({"feel": feel}, {}), 2, uuid.uuid4(), NOW)
