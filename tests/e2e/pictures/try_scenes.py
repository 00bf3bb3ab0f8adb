"""What two try from one talk to the next: between talks, on the next table, and as the letter that it becomes."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from checkins.answers.models import Answer
from checkins.questions.prompts import WISH
from checkins.tries.verbs import try_this
from couples.people.models import User
from tests.e2e.staging import couple, scene
from tests.helpers import factories
from tests.helpers.factories import Pair

HERS, HIS = "One evening out, just us two", "周三晚上不看手机，一起做饭"


def _wished(so_long_ago: timedelta) -> tuple[Pair, str]:
    """Return the two, with two tries of one talk, and the key of one of them."""
    pair, when = couple(), timezone.now() - so_long_ago
    tried = factories.tried(pair, HERS, when)
    wish = Answer.objects.get(check_in=tried.check_in, author=pair.bob, prompt=WISH)
    wish.words = HIS
    wish.save(update_fields=["words"])
    try_this(tried.check_in, pair.alice_seat, False, when)
    return pair, str(tried.pk)


@scene
def tries_between() -> tuple[User, str]:
    pair, _key = _wished(timedelta(days=3))
    factories.upcoming_check_in(pair, hours=48)
    return pair.alice, reverse("check_ins")


@scene
def tries_ten_minutes() -> tuple[User, str]:
    """Two are asked about, and of two new wishes one is tried already."""
    pair, _key = _wished(timedelta(days=7))
    check_in = factories.opened_check_in(pair)
    try_this(check_in, pair.alice_seat, True, timezone.now())
    return pair.bob, reverse("ten_minutes", args=[check_in.pk]) + "#wishes"


@scene
def one_try() -> tuple[User, str]:
    pair, key = _wished(timedelta(days=3))
    return pair.alice, reverse("try", args=[key])


@scene
def try_becoming_an_agreement() -> tuple[User, str]:
    pair, key = _wished(timedelta(days=3))
    return pair.alice, reverse("try_agreement", args=[key])
