"""He rewrites: what was agreed, what he answered, what he showed, who said it, and what she is taken to have sent."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from agreements.letters import consent
from agreements.letters.models import Consent, Version
from agreements.pauses.running import NamesRestToo
from agreements.trials.models import TrialAnswer
from agreements.trials.verbs import Said, answer_trial
from checkins.agenda.models import Topic
from checkins.answers.models import Answer
from checkins.answers.verbs import NoLongerOpenForAnswers, hand_in
from couples.people.names import validate_name
from couples.people.renaming import RenamedEnough
from couples.seats.naming import PartnersName
from journal.copies.showing import copies_of
from tests.couples.test_renaming import renamed
from tests.helpers import factories, notebook
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def test_he_changes_agreed_words_alone(pair: Pair) -> None:
    """Other words are a letter; what was agreed stands until both say yes to the same, and no version is edited."""
    rule = factories.agreed("response_rule", pair, NOW, please="one line")
    factories.amended(rule, pair.bob_seat, NOW, please="answer at once")
    standing = factories.fresh(rule).in_force
    assert standing
    assert standing.words["please"] == "one line"
    consent.accept(rule, pair.bob_seat, 2, NOW)
    assert factories.fresh(rule).in_force == standing, "his own yes is no second one"
    assert Version.objects.get(number=1).words["please"] == "one line"


def test_he_says_yes_in_her_place(pair: Pair, bob_client: Client) -> None:
    letter = factories.proposed("response_rule", pair.bob_seat, NOW)
    bob_client.post(f"/agreements/{letter.pk}/accept/", {"version": "1", "user": pair.alice.pk})
    bob_client.post(f"/api/v1/agreements/{letter.pk}/accept/", {"version": 1}, "application/json")
    assert not factories.fresh(letter).is_in_force
    assert set(Consent.objects.values_list("user", flat=True)) == {pair.bob.pk}


def test_he_answers_the_trial_in_her_place(pair: Pair) -> None:
    then = datetime(2026, 2, 1, 12, tzinfo=UTC)
    tried = factories.agreed_response_rule(pair, then, trial_until=date(2026, 3, 1))
    soon = datetime(2026, 2, 27, 12, tzinfo=UTC)
    for _ in range(2):
        answer_trial(tried, pair.bob_seat, 1, Said("keep", None), soon)  # type: ignore[arg-type]
    assert list(TrialAnswer.objects.values_list("person", flat=True)) == [pair.bob.pk]
    assert factories.fresh(tried).in_force.trial_until, "one answer twice is one answer"


def test_he_rewrites_his_answers_once_he_has_read_hers(pair: Pair) -> None:
    check_in = factories.opened_check_in(pair, NOW)
    before = list(Answer.objects.filter(author=pair.bob).order_by("pk").values_list("words", flat=True))
    with pytest.raises(NoLongerOpenForAnswers):
        hand_in(check_in, pair.bob_seat, factories.answers("I never said that", check_in), NOW)
    assert list(Answer.objects.filter(author=pair.bob).order_by("pk").values_list("words", flat=True)) == before


def test_he_rewrites_what_he_showed_her_a_day_later(pair: Pair) -> None:
    entry = notebook.felt(pair.bob, "sad", NOW, text="as it was")
    notebook.shown_of(pair.bob_seat, entry, "everything", NOW)
    then = NOW + timedelta(days=1)
    before = [copy.passages for copy in copies_of(pair.alice_seat, then)]
    notebook.shown_of(pair.bob_seat, entry, "feeling", then)
    assert [copy.passages for copy in copies_of(pair.alice_seat, then)][-1] == before[0]


def test_he_takes_her_name(pair: Pair) -> None:
    """So that she seems to have said what he wrote."""
    with pytest.raises(PartnersName):
        renamed(pair.bob, "Alice")
    with pytest.raises(PartnersName):
        renamed(pair.bob, "ａｌｉｃｅ")


def test_he_says_things_by_changing_his_name(pair: Pair) -> None:
    """Two a week, one line each, none during a pause; old letters keep the name of their day."""
    rule = factories.agreed_response_rule(pair)
    for name in ("You will see", "Soon"):
        renamed(pair.bob, name)
    with pytest.raises(RenamedEnough):
        renamed(pair.bob, "Last chance")
    with pytest.raises(ValidationError):
        validate_name("Bob\nand what I always wanted to say")
    assert Version.objects.get(agreement=rule).consents.get(user=pair.bob).name == "Bob"
    factories.paused(pair.alice_seat, now=NOW)
    with pytest.raises(NamesRestToo):
        renamed(pair.bob, "Come back", NOW + timedelta(minutes=1))


def test_he_takes_back_her_letter(pair: Pair, bob_client: Client) -> None:
    letter = factories.proposed_rule(pair, NOW)
    assert bob_client.post(f"/agreements/{letter.pk}/take-back/", {"version": "1"}).status_code in (302, 409)
    assert factories.fresh(letter).proposal


def test_he_sends_her_form_once_more(pair: Pair, alice_client: Client, bob_client: Client) -> None:
    """With the number that makes it one: to her rows nothing happens, and what he sent is his own."""
    sent = {"words": "hers", "submission": str(uuid.uuid4())}
    alice_client.post("/check-ins/topics/", sent)
    bob_client.post("/check-ins/topics/", {**sent, "words": "his"})
    hers = Topic.objects.get(author=pair.alice)
    assert hers.words == "hers"
    assert not Topic.objects.filter(author=pair.alice).exclude(pk=hers.pk).exists()


def test_he_has_her_browser_send_a_form_from_a_page_of_his(pair: Pair) -> None:
    hers = Client(enforce_csrf_checks=True)
    hers.force_login(pair.alice)
    for path in ("/leave/", "/pause/start/", "/settings/keys/", "/check-ins/topics/"):
        for headers in ({"Origin": "https://his.example"}, {"Sec-Fetch-Site": "cross-site"}, {}):
            assert hers.post(path, {"words": "x"}, headers=headers).status_code == 403, (path, headers)
