"""From asking to the day itself: what stops at once, the one page that there is, and the two ways out of it."""

from __future__ import annotations

import logging
import uuid
from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from basics.keeping import all_keepings
from checkins.feed.models import CalendarFeed
from checkins.feed.verbs import make_feed
from couples.keys.verbs import make_key
from couples.pairing.models import Invitation, InvitationState
from couples.pairing.verbs import claim
from couples.people.models import User
from couples.seats.leaving import leave
from couples.seats.models import Membership
from journal.daily.models import DailyAsk
from journal.daily.reminders import LOG
from journal.daily.verbs import ask_daily
from pages.erasure import verbs
from pages.erasure.carrying_out import erase_all_of, own_rows
from pages.erasure.verbs import GRACE, ask_for_erasure, erase_now, erase_what_is_due, keep_account
from pages.export.making import make
from pages.export.models import ExportedFile
from pages.export.verbs import ask_for_export, take_silent
from reminders.delivery.reachability import may_reach
from reminders.models import PushDevice, Reminder
from tests.helpers import factories
from tests.helpers.factories import NEW, PASSWORD, Pair
from tests.pages.export.files import opened

pytestmark = pytest.mark.django_db


def waits(person: User) -> bool:
    return User.objects.filter(pk=person.pk, erases_at__isnull=False).exists()


def test_all_that_works_for_somebody_stops_as_soon_as_they_ask(pair: Pair):
    alice, now = pair.alice, timezone.now()
    key = make_key(alice, "phone", uuid.uuid4(), now)
    feed = make_feed(pair.alice_seat, uuid.uuid4(), now)
    PushDevice.objects.create(user=alice, endpoint_key="x", endpoint="x", public_key="x", secret="x", added_at=now)
    ask_daily(alice, now.time(), now)
    window = factories.signed_in(None, alice)
    half_signed_in = Client()
    half_signed_in.get(reverse("account_login"))
    ask_for_erasure(alice, now)
    for keeping in all_keepings():
        assert not (keeping.ends_at_once and own_rows(keeping, alice).exists()), keeping.label
    assert window.get(reverse("today")).status_code == 302
    assert Client().get("/api/v1/me/", headers={"Authorization": f"Bearer {key}"}).status_code == 401
    assert Client().get(reverse("feed", args=[feed])).status_code == 404
    assert not CalendarFeed.objects.exists()
    # What would be queued by the clock meanwhile reaches nobody, and goes on once the account is kept.
    LOG.ask_again(DailyAsk.objects.get().next_at)
    assert may_reach(LOG, list(Reminder.objects.filter(user=alice))) == []
    keep_account(alice)
    assert may_reach(LOG, list(Reminder.objects.filter(user=alice))) != []


def test_an_invitation_of_who_asks_is_taken_back_and_a_yes_let_go_of():
    alice, dana = factories.person("Alice"), factories.person("Dana")
    own, others = factories.open_invitation(alice), factories.open_invitation(dana)
    claim(others, alice, timezone.now())
    ask_for_erasure(alice, timezone.now())
    assert not Invitation.objects.filter(pk=own.pk, state=InvitationState.OPEN).exists()
    held = Invitation.objects.get(pk=others.pk)
    assert (held.claimed_by_id, held.digits, held.state) == (None, "", InvitationState.CLAIMED)


def test_the_other_finds_what_a_leave_leaves(pair: Pair, strangers: Pair):
    now = timezone.now()
    ask_for_erasure(pair.alice, now)
    leave(strangers.alice_seat, now)
    seen = [_as_the_other_sees_it(each) for each in (pair, strangers)]
    assert seen[0] == seen[1]


def _as_the_other_sees_it(pair: Pair) -> Any:
    """Return pages and API of the one who was left, without keys and names."""
    window = factories.signed_in(None, pair.bob)
    past = reverse("earlier_couple", args=[pair.couple.pk])
    pages = [window.get(path) for path in (reverse("today"), reverse("more"), past, reverse("notices"))]
    pages += [window.get(f"/api/v1/{path}") for path in ("connection/", "earlier/", f"earlier/{pair.couple.pk}/")]
    return [(page.status_code, _without_names(page.content.decode(), pair)) for page in pages]


def _without_names(text: str, pair: Pair) -> str:
    main = text.partition("<main")[2] or text
    for own in (pair.alice.name, pair.bob.name, str(pair.couple.pk)):
        main = main.replace(own, "·")
    for initials in (pair.alice.initials, pair.bob.initials):
        main = main.replace(f">{initials}<", "><").replace(f'"initials":"{initials}"', "")
    return main.partition("csrfmiddlewaretoken")[0]


# The one page


@pytest.fixture
def waiting(pair: Pair) -> Client:
    """Alice's browser, signed in while her account waits."""
    ask_for_erasure(pair.alice, timezone.now())
    return factories.signed_in_by_password(pair.alice)


def test_signing_in_leads_to_one_page_and_everything_else_is_a_strangers(waiting: Client, pair: Pair):
    page = waiting.get(reverse("today"))
    assert page["Location"] == reverse("erasing")
    shown = waiting.get(reverse("erasing"))
    assert reverse("erasing_keep") in shown.content.decode()
    assert reverse("erasing_now") in shown.content.decode()
    assert reverse("more") not in shown.content.decode(), "there is no bar"
    assert "no-store" in shown["Cache-Control"]
    for name in ("welcome", "account_login", "settings", "mine", "agreements", "erasure", "invite", "account_email"):
        assert waiting.get(reverse(name)).headers.get("Location") == reverse("erasing"), name
    for name in ("settings", "leave", "erasure_begin", "draft_begin"):
        assert waiting.post(reverse(name), {"name": "x"})["Location"] == reverse("erasing"), name
    assert waiting.get("/no-such-page/").status_code == 404
    for way in ("get", "post"):
        problem = getattr(waiting, way)("/api/v1/drafts/")
        assert (problem.status_code, problem["Content-Type"]) == (401, "application/problem+json")
    assert waiting.get(reverse("help")).status_code == 200
    assert waits(pair.alice)


def test_the_file_of_what_is_theirs_can_be_taken_along_meanwhile(pair: Pair):
    """As it can before: by the password, and it goes with the rest."""
    factories.agreed_response_rule(pair, please="call me soon")
    ask_for_erasure(pair.alice, timezone.now())
    window = factories.signed_in(None, pair.alice)
    assert reverse("export") in window.get(reverse("erasing")).content.decode()
    question = window.post(reverse("export_make"), {"submission": str(uuid.uuid4())})["Location"]
    assert question.startswith(reverse("account_reauthenticate"))
    asked = window.get(question).content.decode()
    assert "This is to put together all that is yours" in asked
    assert reverse("more") not in asked, "there is no bar"
    window.post(question, {"password": PASSWORD, "next": reverse("export_make")})
    [run] = take_silent(timezone.now())
    make(run)
    file = ExportedFile.objects.get()
    page = window.get(reverse("export")).content.decode()
    assert reverse("export_fetch", args=[file.pk]) in page
    assert reverse("erasing") in page
    assert f'href="{reverse("settings")}"' not in page
    assert reverse("more") not in page, "there is no bar"
    assert "call me soon" in opened(file)["data.json"]
    assert window.get(reverse("export_fetch", args=[file.pk])).status_code == 200
    window.post(reverse("erasing_now"))
    assert not ExportedFile.objects.exists()


def test_a_file_that_is_being_made_is_not_finished_for_who_is_gone(pair: Pair):
    now = timezone.now()
    ask_for_erasure(pair.alice, now)
    ask_for_export(pair.alice, uuid.uuid4(), now)
    [run] = take_silent(now)
    assert erase_now(pair.alice, now)
    make(run)
    assert not ExportedFile.objects.exists()


@pytest.mark.parametrize("way", ["exit", "account_logout"])
def test_the_ways_out_end_the_sign_in(waiting: Client, pair: Pair, way: str):
    waiting.post(reverse(way))
    assert "_auth_user_id" not in waiting.session
    assert waits(pair.alice)


def test_who_keeps_the_account_is_on_their_own(waiting: Client, pair: Pair):
    kept = waiting.post(reverse("erasing_keep"), follow=True)
    assert kept.redirect_chain[-1][0] == reverse("today")
    assert "Your account stays." in kept.content.decode()
    assert not waits(pair.alice)
    assert not Membership.objects.active().filter(user=pair.alice).exists()
    assert waiting.get(reverse("erasing"))["Location"] == reverse("today")
    assert waiting.post(reverse("erasing_now"))["Location"] == reverse("today"), "a second tab deletes nothing"
    assert User.objects.filter(pk=pair.alice.pk).exists()


def test_deleting_it_now_asks_for_the_password_where_that_was_not_typed_just_now(pair: Pair):
    ask_for_erasure(pair.alice, timezone.now())
    window = factories.signed_in(None, pair.alice)
    asked = window.post(reverse("erasing_now"))
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    done = window.post(asked["Location"], {"password": PASSWORD, "next": reverse("erasing_now")}, follow=True)
    assert done.redirect_chain[-1][0] == reverse("welcome")
    assert "Your account is deleted." in done.content.decode()
    assert not User.objects.filter(pk=pair.alice.pk).exists()
    assert window.post(reverse("erasing_keep")).status_code == 302


# Asking


def test_one_is_told_before_what_goes_and_what_stays(alice_client: Client, charlie_client: Client, settings: Any):
    settings.BACKUP_DAYS = 12
    page = alice_client.get(reverse("erasure")).content.decode()
    for said in ("You and <bdi>Bob</bdi> stop", "What goes", "without your name", "Someone", "12 days later", "help"):
        assert said in page, said
    assert reverse("export") in page
    assert "stop using Steady together" not in charlie_client.get(reverse("erasure")).content.decode()
    assert reverse("erasure") in alice_client.get(reverse("settings")).content.decode()


def test_asking_opens_no_session_of_somebody_who_is_signed_in(pair: Pair, monkeypatch: pytest.MonkeyPatch):
    """There may be very many of them, and it would take the page as long."""
    for person in (pair.alice, pair.bob):
        factories.signed_in_by_password(person)
    half_signed_in = SessionStore()
    half_signed_in["account_login"] = {"user_pk": str(pair.alice.pk)}
    half_signed_in.create()
    opened, decode = [], Session.get_decoded

    def open_and_note(row: Session) -> Any:
        opened.append(row.pk)
        return decode(row)

    monkeypatch.setattr(Session, "get_decoded", open_and_note)
    ask_for_erasure(pair.alice, timezone.now())
    assert opened == [half_signed_in.session_key]
    assert set(Session.objects.values_list("pk", flat=True)) == set(
        UserSession.objects.filter(user=pair.bob).values_list("session_key", flat=True)
    )


def test_asking_needs_the_password_and_signs_out(pair: Pair):
    window = factories.signed_in(None, pair.alice)
    sent = {"when": "later", "couple": str(pair.couple.pk)}
    asked = window.post(reverse("erasure_begin"), sent)
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert not waits(pair.alice)
    done = window.post(asked["Location"], {"password": PASSWORD, "next": reverse("erasure_begin")}, follow=True)
    assert "You are signed out. Your account will be deleted on" in done.content.decode()
    assert waits(pair.alice)
    assert not Session.objects.filter(session_key=window.session.session_key).exists()


@pytest.mark.parametrize(
    ("sent", "said"),
    [({"when": "never"}, "choice"), ({"when": "now", "couple": str(uuid.uuid4())}, "an earlier time together")],
)
def test_what_is_no_choice_or_about_another_time_does_nothing(
    alice_client: Client, alice: User, asked_just_now: None, sent: dict[str, str], said: str
):
    answer = alice_client.post(reverse("erasure_begin"), sent)
    assert (answer.status_code, said in answer.content.decode()) == (400, True)
    assert not waits(alice)


def test_who_wants_it_at_once_is_gone_at_once_and_may_begin_anew(
    alice_client: Client, alice: User, asked_just_now: None, client: Client
):
    done = alice_client.post(reverse("erasure_begin"), {"when": "now"}, follow=True)
    assert "Your account is deleted." in done.content.decode()
    assert not User.objects.filter(email=alice.email).exists()
    client.post(reverse("account_signup"), {**NEW, "email": alice.email})
    assert User.objects.get(email=alice.email).name == NEW["name"]


# The day itself


def test_an_account_is_erased_on_its_day_and_not_before():
    now, person = timezone.now(), factories.person()
    ask_for_erasure(person, now)
    assert not ask_for_erasure(person, now + timedelta(days=1)), "the first day stands"
    assert erase_what_is_due(now + GRACE - timedelta(seconds=1)) == 0
    assert erase_what_is_due(now + GRACE) == 1
    assert not keep_account(person)


def test_one_that_fails_keeps_no_other_is_tried_again_and_no_log_names_it(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    now, (broken, other) = timezone.now(), (factories.person(pk=771_000_001), factories.person(pk=771_000_002))
    for person in (broken, other):
        ask_for_erasure(person, now)
    whole = erase_all_of

    def breaks_down(person: User, when: Any) -> Any:
        gone = whole(person, when)
        if person.pk == broken.pk:
            raise RuntimeError
        return gone

    monkeypatch.setattr(verbs, "erase_all_of", breaks_down)
    with caplog.at_level(logging.INFO):
        assert erase_what_is_due(now + GRACE) == 1
    assert list(User.objects.filter(pk__in=(broken.pk, other.pk))) == [broken], "all of it or nothing"
    assert "an account could not be erased" in caplog.text
    assert str(broken.pk) not in "".join(record.getMessage() for record in caplog.records)
    monkeypatch.undo()
    assert erase_what_is_due(now + GRACE) == 1
