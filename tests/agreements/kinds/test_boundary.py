"""Boundaries: for both, or for the one who words it; whatever the two do, never for the other alone."""

from __future__ import annotations

import random
import uuid
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from agreements.drafts.again import begin_again
from agreements.drafts.verbs import first_values, send_draft
from agreements.kinds.base import kind_named
from agreements.kinds.boundary import AUTHOR, BOTH, NO_SUCH_CHOICE
from agreements.kinds.terms import Terms
from agreements.letters import consent
from agreements.letters.models import Agreement, Version
from agreements.trials.answers import ANSWERS, CHANGE
from agreements.trials.verbs import Said, answer_trial, try_first
from basics.refusals import Refusal
from tests.helpers import factories
from tests.helpers.factories import fresh

NOW = datetime(2027, 3, 3, 18, 0, tzinfo=UTC)
WORDS = ("about", "fine", "not_fine", "if_it_happens")
BOUNDARY = kind_named("boundary")


def form(**changes):
    words = {"about": "photos", "fine": "", "not_fine": "quarrels", "goes_for": BOTH}
    return BOUNDARY.form_class({**words, **changes})


def terms(**values):
    return Terms(
        {name: value for name, value in values.items() if name in WORDS},
        {name: value for name, value in values.items() if name not in WORDS},
    )


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"not_fine": " "}, "not_fine", "Write what is not fine."),
        ({"about": ""}, "about", "Please fill this in."),
        ({"about": "x" * 141}, "about", "at most 140 characters; this has 141"),
        ({"fine": "x" * 501}, "fine", "at most 500 characters"),
        ({"not_fine": "x" * 501}, "not_fine", "at most 500 characters"),
        *[({"goes_for": who}, "goes_for", str(NO_SUCH_CHOICE)) for who in ("other", "you", "bob", "BOTH")],
    ],
)
def test_what_is_wrong_is_said_at_its_field(changes, field, message):
    checked = form(**changes)
    assert list(checked.errors) == [field]
    assert message in checked.errors[field][0]


SAID = {
    "en": [
        "This is about: photos.",
        "What is not: quarrels.",
        "If it happens: we talk.",
        "I hold to this myself; it asks nothing of Bob.",
    ],
    "zh-hans": [
        "这一条说的是：photos。",
        "界线划在这里：quarrels。",
        "万一没守住：we talk。",
        "这一条我自己守，不要求Bob。",
    ],
}


@pytest.mark.parametrize("language", SAID)
def test_the_letter_says_whom_it_binds(language):
    said = terms(about="photos", fine="", not_fine="quarrels", if_it_happens="we talk", goes_for=AUTHOR)
    with translation.override(language):
        letter = [str(sentence) for sentence in BOUNDARY.sentences(said, "Alice", "Bob")]
        assert letter == SAID[language]
        # What is no negation of its own must not read as what is wanted.
        mark = {"en": "Not fine: ", "zh-hans": "界线划在这里："}[language]
        assert f"{mark}quarrels" in BOUNDARY.on_card(said, "Alice", "Bob")
        shared = BOUNDARY.sentences(said.replaced(terms(goes_for=BOTH)), "Alice", "Bob")
        assert str(shared[-1]) == {"en": "This goes for both of us.", "zh-hans": "这一条我们两个人都守。"}[language]


@pytest.mark.django_db
def test_what_one_leans_on_is_not_tried(pair):
    tried = {one.name: first_values(BOUNDARY, pair.alice, one.values, NOW)["trial_until"] for one in BOUNDARY.starters}
    assert len(tried) == 7
    assert {name for name, until in tried.items() if until is None} == {
        "bd_phones_are_our_own",
        "bd_what_we_tell",
        "bd_how_we_argue",
    }


REFUSED = [
    (BOTH, {"goes_for": AUTHOR}),
    (BOTH, {"goes_for": AUTHOR, "not_fine": "going out"}),
    (AUTHOR, {"not_fine": "going out"}),
    (AUTHOR, {"fine": "staying in"}),
    (AUTHOR, {"about": "evenings", "trial_until": "2027-04-01"}),
]
TAKEN = [
    (BOTH, {"not_fine": "going out"}),
    (AUTHOR, {"goes_for": BOTH}),
    (AUTHOR, {"goes_for": BOTH, "not_fine": "going out"}),
    (AUTHOR, {"trial_until": "2027-04-01"}),
]


@pytest.mark.django_db
def test_the_partner_words_no_limit_for_the_author_alone(pair):
    for at, (goes_for, changes) in enumerate([*REFUSED, *TAKEN]):
        letter = factories.proposed("boundary", pair.alice_seat, NOW, goes_for=goes_for, about=f"number {at}")
        if (goes_for, changes) in TAKEN:
            consent.amend(letter, pair.bob_seat, terms(**changes), 1, uuid.uuid4(), NOW)
            assert fresh(letter).proposal.number == 2
            continue
        with pytest.raises(consent.NotYours) as refusal:
            consent.amend(letter, pair.bob_seat, terms(**changes), 1, uuid.uuid4(), NOW)
        assert refusal.value.message == NO_SUCH_CHOICE
        consent.amend(letter, pair.alice_seat, terms(**changes), 1, uuid.uuid4(), NOW)


class Two:
    """Whatever the two can do with boundaries, by chance; each words what nobody else does."""

    def __init__(self, pair, chance):
        self.pair, self.chance, self.now = pair, chance, NOW
        self.seats = [pair.alice_seat, pair.bob_seat]
        self.done = set()

    def step(self):
        self.now += timedelta(hours=self.chance.randrange(1, 60))
        latest = list(Agreement.objects.with_words().order_by("-created_at")[:2])
        agreement = self.chance.choice(latest) if latest else None
        verb = self.chance.choice(self.verbs_for(agreement))
        with suppress(Refusal):
            verb(self.chance.choice(self.seats), agreement)
            self.done.add(verb.__name__)
        return agreement

    def verbs_for(self, agreement):
        if agreement is None or agreement.as_of(self.now).ended_at:
            return [self.propose, *[self.begin_again] * bool(agreement and agreement.in_force)]
        if agreement.proposal:
            return [self.amend, *[self.accept] * 4, self.decline, self.take_back, self.try_first]
        return [*[self.amend] * 4, *[self.answer] * 2, self.end]

    def wording(self, seat):
        mine = {name: f"{seat.user.name} {uuid.uuid4()}" for name in WORDS if self.chance.random() < 0.3}
        who = self.chance.choice([BOTH, AUTHOR, None])
        until = (
            {"trial_until": (self.now.date() + timedelta(days=20)).isoformat()} if self.chance.random() < 0.5 else {}
        )
        return terms(**mine, **({"goes_for": who} if who else {}), **until)

    def propose(self, seat, agreement):
        first = factories.terms("boundary", seat.user).replaced(self.wording(seat))
        consent.propose(seat, BOUNDARY, first, uuid.uuid4(), self.now)

    def amend(self, seat, agreement):
        consent.amend(agreement, seat, self.wording(seat), agreement.newest.number, uuid.uuid4(), self.now)

    def accept(self, seat, agreement):
        reader = self.seats[agreement.proposal.author_id == self.seats[0].user_id]
        consent.accept(agreement, reader, agreement.proposal.number, self.now)

    def decline(self, seat, agreement):
        consent.decline(agreement, seat, agreement.proposal.number, self.now)

    def take_back(self, seat, agreement):
        consent.take_back(agreement, seat, agreement.proposal.number, self.now)

    def try_first(self, seat, agreement):
        try_first(agreement, seat, agreement.proposal.number, uuid.uuid4(), self.now)

    def answer(self, seat, agreement):
        said = self.chance.choice([*ANSWERS])
        changes = self.wording(seat) if said == CHANGE else Terms()
        answer_trial(agreement, seat, agreement.in_force.number, Said(said, changes), self.now)

    def end(self, seat, agreement):
        consent.end(agreement, seat, self.now)

    def begin_again(self, seat, agreement):
        draft = begin_again(agreement, seat, uuid.uuid4(), self.now)
        send_draft(seat, draft.pk, self.now)


def bound_alone(agreement):
    """Return who is bound alone by what is in force, which they must have worded so for themselves; None for nobody."""
    said = fresh(agreement).in_force if agreement else None
    if said is None or said.settings["goes_for"] == BOTH:
        return None
    own = Version.objects.filter(agreement=agreement, author=agreement.author_id)
    assert any(each.words == said.words and each.settings["goes_for"] == AUTHOR for each in own)
    return agreement.author_id


@pytest.mark.django_db
def test_no_order_of_verbs_binds_one_alone_against_their_own_wording(pair):
    two = Two(pair, random.Random(1))
    bound = {bound_alone(two.step()) for _ in range(100)}
    assert len(two.done) == 9, "each went through at least once"
    assert bound == {None, pair.alice.pk, pair.bob.pk}, "of either there were some"
