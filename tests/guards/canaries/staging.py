"""The scene of the canaries: everybody and everything, and words of Alice's in every model of hers and of both."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from agreements.calls import verbs as calling
from agreements.calls.models import SavedAnswer
from agreements.letters.models import Agreement
from agreements.letters.private_lines import set_private_line
from agreements.letters.reminders import AGREEMENT
from agreements.pauses.models import Pause
from agreements.phrases.models import OwnAnswer
from agreements.phrases.verbs import Answered, answer
from checkins.answers.verbs import hand_in, keep_take_away
from checkins.feed.verbs import make_feed
from checkins.moving.movable import Talk
from checkins.moving.verbs import suggest_time
from checkins.rhythm.models import CheckIn
from checkins.tries.models import Try
from couples.begun.verbs import keep_begun
from couples.people.models import UnsentForm, User
from journal.appreciations.models import Appreciation
from journal.lists.lists import LINES
from journal.lists.models import OwnItem
from reminders.models import OtherAddress, OutsideLink, PushDevice, Reminder
from tests.guards.canaries.looking import ANY, Arguments
from tests.guards.scene import Scene, make_scene
from tests.helpers import factories, notebook
from tests.helpers.factories import Pair
from tests.journal.own import listed

# Addresses that are a secret of Alice's: whoever has one is Alice.
HER_SECRETS = ("feed", "go", "unsubscribe")


def everything() -> tuple[Scene, Pair]:
    """Make it, by a clock that runs: what comes later comes later."""
    scene = make_scene(words="x")
    now = timezone.now()
    alice = scene.people["alice"]
    assert alice
    pair = factories.pair_of(alice)
    _more_of_both(scene, pair, now)
    _more_of_hers(scene, pair, now)
    Reminder.objects.all().delete()  # delivered, or the service is not ready
    _ways_to_reach(alice, now)
    return scene, pair


def _more_of_hers(scene: Scene, pair: Pair, now: datetime) -> None:
    rule = Agreement.objects.get(pk=scene.arguments["agreement"]["agreement_id"])
    set_private_line(rule, pair.alice_seat, "x")
    for asked_by in Agreement.objects.filter(kind="response_rule", couple=pair.couple):
        SavedAnswer.objects.create(couple=pair.couple, agreement=asked_by, person=pair.alice, words="x")
    begun = CheckIn.objects.get(pk=scene.arguments["check_in"]["check_in_id"])
    hand_in(begun, pair.alice_seat, factories.answers(check_in=begun), now, needs=True)
    factories.handed_in(begun, pair.alice_seat, now=now, needs=True)
    paused = Pause.objects.get(pk=scene.arguments["topic_of_pause"]["pause_id"])
    factories.written_after(paused, pair.alice_seat, "x", now)
    factories.queued(pair.alice_seat, now=now)
    listed(pair.alice, "x", LINES, now)
    OwnAnswer.objects.create(person=pair.alice, phrase="miss_you", words="x")
    Appreciation.objects.update(when_it_was="x", what_it_meant="x")
    keep_begun(pair.alice, AGREEMENT.of(rule.pk), {"please": "x"}, now)
    UnsentForm.objects.create(user=pair.alice, token_hash="x", form={"fields": "x"}, kept_at=now)


def _more_of_both(scene: Scene, pair: Pair, now: datetime) -> None:
    keep_take_away(Try.objects.get().check_in, pair.alice_seat, "x", now)
    notebook.noted(pair.alice_seat, now=now, is_for_now=True)
    calling.answer(pair.bob_seat, scene.arguments["call"]["call_id"], "x", False, now)
    ahead = factories.upcoming_check_in(pair, now)
    suggest_time(Talk(ahead), pair.alice_seat, ahead.starts_at + timedelta(hours=1), "x", None, now)
    factories.called(factories.agreed_response_rule(pair, now, who="both"), pair.bob_seat, now=now)
    answer(pair.bob_seat, scene.arguments["phrase"]["phrase_id"], Answered("x"), False, now)


def _ways_to_reach(alice: User, now: datetime) -> None:
    """All by which she can be reached, and a row that carries an address and a text of its own."""
    PushDevice.objects.create(user=alice, endpoint_key="x", endpoint="x", public_key="x", secret="x", added_at=now)
    OtherAddress.objects.create(user=alice, service="ntfy", address="x", code="x", entered_at=now)
    OutsideLink.objects.create(token_hash="x", user=alice, target="x", made_at=now)
    Reminder.objects.create(
        kind="account_mail",
        subject="account:x",
        occurrence="x",
        recipient="user:x",
        channel="email",
        user=alice,
        address="x",
        payload={"text": "x"},
        due_at=now + timedelta(days=1),
        expires_at=now + timedelta(days=2),
    )


def known_to(scene: Scene, who: str, pair: Pair, now: datetime) -> Sequence[tuple[str, Arguments]]:
    """Return the things whose addresses this person may try: all, but for those that are Alice's secret."""
    opened = (ANY, {"check_in_id": Try.objects.get().check_in_id})
    # A later partner and an ex-partner know of each other's time together by no more than its address.
    together = (ANY, {"couple_id": pair.couple.pk})
    if who == "alice":
        line = ("own_line", {"item_id": OwnItem.objects.get(list_name=LINES).pk})
        return [opened, line, *scene.arguments.items()]
    others = [(name, arguments) for name, arguments in scene.arguments.items() if name not in HER_SECRETS]
    own = [("feed", {"token": make_feed(pair.bob_seat, uuid.uuid4(), now)})] if who == "bob" else []
    return [*own, together, opened, *others]
