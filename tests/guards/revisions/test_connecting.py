"""Inviting and connecting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from couples.pairing import verbs as pairing
from couples.pairing.models import CLAIM_OPEN_FOR, DIGITS_TRIES, Invitation
from couples.pairing.refusals import InvitationClosed, TooManyTries, WrongDigits
from couples.people.models import User
from tests.guards.revisions.walking import NOBODY, NOW, Step, refused, walk
from tests.helpers import factories

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases("an insert that becomes an update")]


def test_inviting_and_connecting() -> None:
    dana, kim, lou, max_ = (factories.person(name) for name in ("Dana", "Kim", "Lou", "Max"))
    people = {"dana": dana, "kim": kim, "lou": lou, "max": max_}
    later = NOW + CLAIM_OPEN_FOR

    def invite() -> None:
        factories.open_invitation(dana, now=NOW)

    def link() -> Invitation:
        return pairing.find_invitation(Invitation.objects.held_by(dana).get().token, NOW)

    def claim(who: User, when: datetime = NOW) -> Callable[[], Any]:
        return lambda: pairing.claim(link(), who, when)

    def wrong_digits() -> None:
        pairing.confirm_claim(dana, "no", NOW)

    def wrong_too_often() -> None:
        for _ in range(DIGITS_TRIES):
            refused(wrong_digits, WrongDigits)()
        refused(wrong_digits, TooManyTries)()

    def connect() -> None:
        pairing.confirm_claim(dana, link().digits, later)

    steps: list[Step] = [
        ("invite", invite, {"dana"}),
        ("invite once more", invite, NOBODY),
        ("open the link", lambda: pairing.find_invitation(link().token, NOW), NOBODY),
        ("decline without a claim", lambda: pairing.decline(link(), NOW, kim), NOBODY),
        ("claim", claim(kim), {"dana", "kim"}),
        ("claim once more", claim(kim), NOBODY),
        ("claim what is claimed", refused(claim(lou), InvitationClosed), NOBODY),
        ("decline what another claimed", lambda: pairing.decline(link(), NOW, lou), NOBODY),
        ("type wrong digits", refused(wrong_digits, WrongDigits), NOBODY),
        ("let go of one's claim", lambda: pairing.decline(link(), NOW, kim), {"kim"}),
        ("claim after that, which the inviter cannot see", claim(kim), {"kim"}),
        ("send the claimer away", lambda: pairing.refuse_claim(dana), {"dana", "kim"}),
        ("send nobody away", lambda: pairing.refuse_claim(dana), NOBODY),
        ("claim again", claim(kim), {"dana", "kim"}),
        ("type wrong digits too often", wrong_too_often, {"dana", "kim"}),
        ("claim a last time", claim(kim), {"dana", "kim"}),
        ("take the invitation back", lambda: pairing.withdraw(dana), {"dana", "kim"}),
        ("take nothing back", lambda: pairing.withdraw(dana), NOBODY),
        ("invite anew", invite, {"dana"}),
        ("claim the new one", claim(lou), {"dana", "lou"}),
        ("claim what was held too long", claim(kim, later), {"dana", "lou", "kim"}),
        ("invite while one waits", lambda: factories.open_invitation(kim, now=NOW), {"kim"}),
        ("claim that too", lambda: pairing.claim(Invitation.objects.get(inviter=kim), max_, later), {"kim", "max"}),
        ("connect", connect, {"dana", "kim", "max"}),
    ]
    walk(people, steps)


def test_being_invited_at_ones_own_address_sends_away_whoever_waited() -> None:
    dana, kim, lou = (factories.person(name) for name in ("Dana", "Kim", "Lou"))
    link = factories.open_invitation(dana, kim.email, NOW)
    people = {"dana": dana, "kim": kim, "lou": lou}
    walk(people, [("claim", lambda: pairing.claim(link, lou, NOW), {"dana", "lou"})])
    walk(people, [("connect", lambda: pairing.claim(link, kim, NOW), {"dana", "kim", "lou"})])
