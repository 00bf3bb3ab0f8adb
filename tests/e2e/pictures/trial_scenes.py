"""What two people try: looking at it again, what became of it, and how it came to be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from agreements.kinds.base import kind_named
from agreements.letters import consent
from agreements.letters.models import Agreement
from agreements.trials.verbs import Said, answer_trial
from couples.people.models import User
from tests.e2e.staging import couple, scene
from tests.helpers import factories


def tried(answers: Sequence[str] = ()) -> tuple[factories.Pair, Agreement]:
    """Return a rule that both try for three more days, and what each has said of it."""
    pair, now = couple(), timezone.now()
    until = timezone.localdate(now) + timedelta(days=3)
    rule = factories.agreed_response_rule(pair, now - timedelta(days=25), trial_until=until)
    for seat, answer in zip((pair.alice_seat, pair.bob_seat), answers, strict=False):
        answer_trial(rule, seat, 1, Said(answer), now)
    return pair, rule


@scene
def trial_to_look_at() -> tuple[User, str]:
    pair, rule = tried()
    return pair.bob, reverse("trial_review", args=[rule.pk])


@scene
def how_long() -> tuple[User, str]:
    pair = couple()
    factories.upcoming_check_in(pair, hours=30)
    draft = factories.draft(pair.alice, "cool_down")
    return pair.alice, reverse("draft_line", args=[draft.pk, kind_named("cool_down").line_of("trial_until")])


@scene
def trial_answered() -> tuple[User, str]:
    pair, rule = tried(["keep"])
    return pair.alice, reverse("trial_review", args=[rule.pk])


@scene
def trial_change() -> tuple[User, str]:
    pair, rule = tried()
    return pair.bob, reverse("trial_change", args=[rule.pk])


@scene
def trial_kept() -> tuple[User, str]:
    pair, rule = tried(["keep", "keep"])
    return pair.alice, reverse("agreement", args=[rule.pk])


@scene
def trial_let_go() -> tuple[User, str]:
    pair, rule = tried(["keep", "let_go"])
    return pair.alice, reverse("agreement", args=[rule.pk])


@scene
def today_with_a_trial() -> tuple[User, str]:
    return tried()[0].bob, reverse("today")


@scene
def history() -> tuple[User, str]:
    pair, rule = tried(["keep", "keep"])
    consent.accept(
        factories.amended(rule, pair.bob_seat, please="call me when you can"), pair.alice_seat, 3, timezone.now()
    )
    return pair.alice, reverse("agreement_history", args=[rule.pk])


@scene
def suggested_once() -> tuple[User, str]:
    pair, rule = tried()
    consent.decline(
        factories.amended(rule, pair.bob_seat, please="call me at once"), pair.alice_seat, 2, timezone.now()
    )
    return pair.bob, reverse("agreement_suggested", args=[rule.pk])
