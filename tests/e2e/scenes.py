"""Every page in every state: how it comes about, whose page it is, and where."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from agreements.letters import consent
from agreements.letters.models import Agreement
from checkins.feed.verbs import make_feed
from checkins.moving.movable import Talk
from checkins.moving.talk_now import ask_for_talk
from checkins.moving.verbs import leave_out, suggest_time
from checkins.rhythm.models import CheckIn
from couples.codes.not_me import not_me_token
from couples.pairing import verbs as pairing
from couples.pairing.reminders import block_token
from couples.people.models import User
from couples.seats.models import Couple
from tests.e2e.leaving import erasure_scenes as erasure_scenes
from tests.e2e.leaving import export_scenes as export_scenes

# Each enters its own.
from tests.e2e.pictures import call_scenes as call_scenes
from tests.e2e.pictures import closeness_scenes as closeness_scenes
from tests.e2e.pictures import kind_scenes as kind_scenes
from tests.e2e.pictures import letter_scenes as letter_scenes
from tests.e2e.pictures import look_back_scenes as look_back_scenes
from tests.e2e.pictures import loop_scenes as loop_scenes
from tests.e2e.pictures import mine_scenes as mine_scenes
from tests.e2e.pictures import need_scenes as need_scenes
from tests.e2e.pictures import own_scenes as own_scenes
from tests.e2e.pictures import pause_scenes as pause_scenes
from tests.e2e.pictures import phrase_scenes as phrase_scenes
from tests.e2e.pictures import preparing_scenes as preparing_scenes
from tests.e2e.pictures import responsibility_scenes as responsibility_scenes
from tests.e2e.pictures import talk_scenes as talk_scenes
from tests.e2e.pictures import template_scenes as template_scenes
from tests.e2e.pictures import trial_scenes as trial_scenes
from tests.e2e.pictures import try_scenes as try_scenes
from tests.e2e.pictures import turn_scenes as turn_scenes
from tests.e2e.pictures import week_scenes as week_scenes
from tests.e2e.staging import SCENES as SCENES
from tests.e2e.staging import Scene, answered_by_each, couple, page, scene, settled, told
from tests.helpers import factories
from tests.helpers.factories import Pair

for _name in ("welcome", "account_login", "account_signup", "account_reset_password"):
    SCENES[_name.replace("_", "-")] = lambda name=_name: (None, reverse(name))  # type: ignore[misc]
for _name in ("help", "two_weeks", "privacy", "safety"):
    SCENES[_name.replace("_", "-")] = lambda name=_name: (None, reverse(name))  # type: ignore[misc]
for _number in range(1, 7):
    SCENES[f"look-around-{_number}"] = lambda number=_number: (None, reverse("look_around", args=[number]))  # type: ignore[misc]
for _name in ("more", "settings", "leave", "invite", "notices", "earlier", "check_ins", "agreements", "pause"):
    SCENES[f"{_name}-at-first"] = page(_name)
for _name in ("account_email", "account_change_password", "mfa_index", "usersessions_list", "reminder_settings"):
    SCENES[_name.replace("_", "-")] = page(_name)


@scene
def first_steps() -> tuple[User, str]:
    return factories.person("Alice", first_steps_done=False), reverse("first_steps")


@scene
def invite_alone() -> tuple[User, str]:
    return factories.person("Alice"), reverse("invite")


@scene
def invitation_open() -> tuple[User, str]:
    alice = factories.person("Alice")
    factories.open_invitation(alice)
    return alice, reverse("invite")


@scene
def invitation_to_read() -> tuple[None, str]:
    return None, reverse("invitation", args=[factories.open_invitation(factories.person("Alice")).token])


@scene
def four_digits() -> tuple[User, str]:
    invitation, bob = (
        factories.open_invitation(factories.person("Alice")),
        factories.person("小博", email="bob@example.org"),
    )
    pairing.claim(invitation, bob, timezone.now())
    return bob, reverse("invitation", args=[invitation.token])


@scene
def digits_to_type() -> tuple[User, str]:
    alice = factories.person("Alice")
    pairing.claim(factories.open_invitation(alice), factories.person("Bob"), timezone.now())
    return alice, reverse("invite")


@scene
def today_alone() -> tuple[User, str]:
    alice = factories.person("Alice")
    factories.draft(alice)
    return alice, reverse("today")


@scene
def today_just_connected() -> tuple[User, str]:
    return couple().alice, reverse("today")


@scene
def today_normal_week() -> tuple[User, str]:
    """Six days of seven: nothing asks for anything, and the next talk's question stands there."""
    pair = settled()
    Couple.objects.update(connected_at=timezone.now() - timedelta(days=40))
    Agreement.objects.update(news_for=None, in_force_since=timezone.now() - timedelta(days=30))
    return told(pair).bob, reverse("today")


@scene
def today_with_a_letter() -> tuple[User, str]:
    pair = settled()
    factories.proposed_rule(pair, please="tell me when you set off")
    return pair.bob, reverse("today")


@scene
def today_pause() -> tuple[User, str]:
    pair = settled()
    factories.paused(pair.bob_seat, 45)
    return told(pair).alice, reverse("today")


@scene
def today_after_the_end() -> tuple[User, str]:
    return settled().left().bob, reverse("today")


@scene
def drafts_and_letters() -> tuple[User, str]:
    pair = settled()
    factories.draft(pair.alice)
    factories.proposed_rule(pair, please="tell me when you set off")
    factories.proposed("response_rule", pair.bob_seat)
    consent.end(factories.agreed_response_rule(pair), pair.alice_seat, timezone.now())
    return pair.alice, reverse("agreements")


def _draft_line(kind: str, step: int) -> Scene:
    def make() -> tuple[User, str]:
        pair = couple()
        return pair.alice, reverse("draft_line", args=[factories.draft(pair.alice, kind).pk, step])

    return make


for _kind, _steps in (("rhythm", 3), ("cool_down", 2), ("response_rule", 2)):
    for _step in range(1, _steps + 1):
        SCENES[f"draft-{_kind.replace('_', '-')}-{_step}"] = _draft_line(_kind, _step)


def _template(kind: str, starter: str) -> Scene:
    return lambda: (couple().alice, f"{reverse('draft_begin')}?kind={kind}&starter={starter}")


SCENES["template-as-a-letter"] = _template("cool_down", "usual")
SCENES["template-to-fill-in"] = _template("response_rule", "")


@scene
def several_letters_to_send() -> tuple[User, str]:
    pair = couple()
    for kind in ("rhythm", "cool_down"):
        factories.draft(pair.alice, kind)
    return pair.alice, reverse("drafts_send")


@scene
def several_letters_to_answer() -> tuple[User, str]:
    pair = couple()
    for kind in ("rhythm", "cool_down"):
        factories.proposed(kind, pair.alice_seat)
    return pair.bob, reverse("letters_to_answer")


@scene
def today_with_all_at_once() -> tuple[User, str]:
    """Opened answers, a letter, what is told once, a letter that is ready, the next talk."""
    pair = couple()
    factories.opened_check_in(pair)
    factories.proposed("rhythm", pair.bob_seat)
    rule = factories.agreed_response_rule(pair)
    consent.end(rule, pair.bob_seat, timezone.now())
    factories.draft(pair.alice, "cool_down")
    return pair.alice, reverse("today")


@scene
def draft_to_read_through() -> tuple[User, str]:
    pair = couple()
    return pair.alice, reverse("draft", args=[factories.draft(pair.alice, coping_line="It will pass.").pk])


@scene
def letter_sent() -> tuple[User, str]:
    pair = couple()
    return pair.alice, reverse("agreement", args=[factories.proposed_rule(pair).pk])


@scene
def letter_to_answer() -> tuple[User, str]:
    pair = couple()
    return pair.bob, reverse("agreement", args=[factories.proposed_rule(pair).pk])


@scene
def letter_with_other_words() -> tuple[User, str]:
    pair = couple()
    return pair.alice, reverse("agreement", args=[answered_by_each(pair).pk])


@scene
def other_words() -> tuple[User, str]:
    pair = couple()
    return pair.bob, reverse("other_words", args=[factories.agreed_response_rule(pair).pk])


@scene
def agreement() -> tuple[User, str]:
    pair = couple()
    return pair.alice, reverse("agreement", args=[factories.agreed_response_rule(pair).pk])


@scene
def agreement_with_other_words() -> tuple[User, str]:
    pair = couple()
    rule = factories.agreed_response_rule(pair)
    factories.amended(rule, pair.bob_seat, please="call me when you can")
    return pair.alice, reverse("agreement", args=[rule.pk])


SCENES["card-at-first"] = page("card")


@scene
def card() -> tuple[User, str]:
    pair = couple()
    factories.upcoming_check_in(pair, hours=30)
    factories.agreed_cool_down(pair, word="kettle")
    factories.agreed_response_rule(pair, when="a message waits", please="send me one line, even “later”")
    return pair.alice, reverse("card")


@scene
def card_in_full() -> tuple[User, str]:
    pair = settled()
    for number in range(3):
        factories.agreed_response_rule(pair, please="tell me when you set off, and by which train. " * number)
    return pair.bob, reverse("card_in_full")


@scene
def end_an_agreement() -> tuple[User, str]:
    pair = couple()
    return pair.alice, reverse("agreement_end", args=[factories.agreed_cool_down(pair).pk])


@scene
def ended_agreement() -> tuple[User, str]:
    pair = couple()
    cool_down = factories.agreed_cool_down(pair)
    consent.end(cool_down, pair.alice_seat, timezone.now())
    return pair.bob, reverse("agreement", args=[cool_down.pk])


@scene
def check_ins() -> tuple[User, str]:
    pair = couple()
    factories.opened_check_in(pair)
    _all_that_is_asked(pair)
    return pair.alice, reverse("check_ins")


@scene
def another_time() -> tuple[User, str]:
    pair = settled()
    return pair.alice, reverse("move", args=[CheckIn.objects.get(couple=pair.couple).pk])


def _all_that_is_asked(pair: Pair) -> None:
    """Let Bob ask for a talk now and suggest another time, after three were skipped."""
    now = timezone.now()
    for _ in range(3):
        skipped = CheckIn.objects.ahead(now).get()
        leave_out(Talk(skipped), pair.bob_seat, skipped.starts_at, "", now)
    talk = Talk(factories.upcoming_check_in(pair, now))
    suggest_time(talk, pair.bob_seat, talk.meeting.starts_at + timedelta(hours=1), "A train.", None, now)
    ask_for_talk(pair.bob_seat, now)


@scene
def notices() -> tuple[User, str]:
    pair = settled()
    factories.proposed_rule(pair)
    return told(pair).bob, reverse("notices")


@scene
def earlier_couple() -> tuple[User, str]:
    pair = couple()
    factories.opened_check_in(pair)
    factories.agreed_response_rule(pair)
    return pair.left().bob, reverse("earlier_couple", args=[pair.couple.pk])


@scene
def calendar_followed() -> tuple[User, str]:
    pair = couple()
    make_feed(pair.alice_seat, uuid.uuid4(), timezone.now())
    return pair.alice, reverse("calendar")


@scene
def needs_the_two() -> tuple[User, str]:
    return factories.person("Alice"), reverse("check_ins")


@scene
def no_more_mails() -> tuple[None, str]:
    return None, reverse("block_address", args=[block_token("someone@example.org")])


@scene
def not_me() -> tuple[None, str]:
    return None, reverse("not_me", args=[not_me_token("someone@example.org", timezone.now())])


@scene
def unknown_link() -> tuple[User, str]:
    return couple().alice, reverse("go", args=["x"])


@scene
def unknown_page() -> tuple[User, str]:
    return couple().alice, reverse("agreement", args=[uuid.uuid4()])
