"""What a person chose is honoured right before sending, and is nobody else's to see."""

from __future__ import annotations

import re
from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.letters import consent
from checkins.rhythm.reminders import CHECK_IN
from couples.people.models import User
from reminders.channels.email.unsubscribing import Subscription, unsubscribe
from reminders.choices.forms import ReminderSettingsForm
from reminders.kinds import find_kind
from reminders.models import Notice, Preferences, Reminder, SentAlways, State, SwitchedOff, SwitchedOn, WhoSees
from reminders.preferences import Marks, preferences_of, save_preferences
from tests.helpers import factories
from tests.helpers.factories import Pair
from tests.helpers.mailserver import MailServer
from tests.reminders.channels.delivering import deliver_due, evening, states

PAGE = "/settings/reminders/"


def filled_in(user: User, **changes: Any) -> dict[str, Any]:
    """Return what the page would send if one changed nothing but `changes`; None leaves a box empty."""
    form = ReminderSettingsForm(instance=preferences_of(user))
    values = {field.html_name: field.value() for field in form}
    shown = {name: f"{value:%H:%M}" if isinstance(value, time) else value for name, value in values.items()}
    sent = {**shown, **changes}
    return {name: value for name, value in sent.items() if value not in (None, False) or name == "says_what_it_is"}


def sent_from(client: Client) -> dict[str, Any]:
    """Return what the page as it stands would send, with what it carries along of what it showed."""
    tags = re.findall(r"<input[^>]*>", client.get(PAGE).content.decode())
    attributes = [dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in tags]
    hidden = {tag["name"]: tag.get("value", "") for tag in attributes if tag["name"].startswith("initial-")}
    assert hidden, "the page says what it showed"
    user = User.objects.get(pk=client.session["_auth_user_id"])
    return {**filled_in(user), **hidden}


def mail_rows(user: User) -> list[str]:
    return states(user=user, channel="email")


def test_the_page_shows_the_defaults(alice_client: Client, alice: User) -> None:
    page = alice_client.get(PAGE)
    assert page.status_code == 200
    assert not Preferences.objects.exists(), "looking at it stores nothing"
    html = page.content.decode()
    assert "Our talk is near" in html
    assert 'name="to-check_in-email"' in html
    assert 'name="to-account_mail-email"' not in html
    assert 'name="to-invitation-email"' not in html


def test_a_page_from_last_night_changes_only_what_was_changed_on_it(alice_client: Client, alice: User) -> None:
    last_night = sent_from(alice_client)
    careful = {name: value for name, value in last_night.items() if name != "to-letter-email"}
    assert alice_client.post(PAGE, {**careful, "who_sees_mailbox": "no_mails"}).status_code == 302
    assert alice_client.post(PAGE, {**last_night, "own_lead_minutes": "60"}).status_code == 302
    saved = Preferences.objects.get(user=alice)
    assert (saved.who_sees_mailbox, saved.own_lead_minutes) == ("no_mails", 60)
    assert list(SwitchedOff.objects.values_list("kind", "channel")) == [("letter", "email")]


def test_a_page_that_says_nothing_of_what_it_showed_is_taken_at_its_word(alice_client: Client, alice: User) -> None:
    last_night = filled_in(alice)
    alice_client.post(PAGE, {**last_night, "quiet_from": "21:30"})
    alice_client.post(PAGE, last_night)
    assert Preferences.objects.get(user=alice).quiet_from == time(22)


@pytest.mark.usefixtures("asked_just_now")
def test_saving_and_reading_back(alice_client: Client, alice: User) -> None:
    changes = {
        "to-letter-email": None,
        "always-letter": "on",
        "quiet_from": "21:30",
        "own_lead_minutes": "180",
        "who_sees_mailbox": "only_me",
        "says_what_it_is": "True",
    }
    answer = alice_client.post(PAGE, filled_in(alice, **changes))
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    saved = Preferences.objects.get(user=alice)
    assert (saved.quiet_from, saved.own_lead_minutes) == (time(21, 30), 180)
    assert saved.says_what_it_is
    assert saved.who_sees_mailbox == "only_me"
    assert list(SwitchedOff.objects.values_list("kind", "channel")) == [("letter", "email")]
    assert list(SentAlways.objects.values_list("kind", flat=True)) == ["letter"]
    alice_client.post(PAGE, filled_in(alice, **{"to-letter-email": "on", "always-letter": None}))
    assert not SwitchedOff.objects.exists()
    assert not SentAlways.objects.exists()


def test_a_wrong_time_is_told_at_its_field(alice_client: Client, alice: User) -> None:
    answer = alice_client.post(PAGE, filled_in(alice, quiet_from="25:99"))
    assert answer.status_code == 400
    assert "id_quiet_from" in answer.content.decode()
    assert not Preferences.objects.exists()


def test_marks_of_cells_that_were_not_shown_stay(alice: User) -> None:
    SwitchedOff.objects.create(user=alice, kind="letter", channel="web_push")
    SwitchedOff.objects.create(user=alice, kind="of_a_newer_release", channel="email")
    nothing = Marks(frozenset({("letter", "email")}), frozenset(), frozenset(), frozenset())
    save_preferences(preferences_of(alice), nothing, timezone.now())
    assert SwitchedOff.objects.count() == 2


def test_switched_off_after_the_row_was_made(pair: Pair, smtp_server: MailServer) -> None:
    factories.proposed_rule(pair)
    SwitchedOff.objects.create(user=pair.bob, kind="letter", channel="email")
    deliver_due(timezone.now() + timedelta(seconds=1))
    assert mail_rows(pair.bob) == [State.WITHDRAWN]
    assert smtp_server.to(pair.bob.email) == []
    assert Notice.objects.of(pair.bob).filter(kind="letter").exists(), "the app still tells"


@pytest.mark.usefixtures("asked_just_now")
def test_an_answer_goes_further_than_the_app_only_for_who_chose_it(
    pair: Pair, alice_client: Client, smtp_server: MailServer
) -> None:
    """Without a row nobody gets it, as everybody had it before; a link in the mail takes the choice back."""
    answered, box = factories.proposed_rule(pair), "to-letter_answered-email"
    consent.accept(answered, pair.bob_seat, 1, timezone.now())
    deliver_due(timezone.now() + timedelta(seconds=1))
    assert smtp_server.to(pair.alice.email) == []
    assert Notice.objects.of(pair.alice).filter(kind="letter_answered").exists()
    by_day_and_night = {"quiet_from": "08:00", "quiet_until": "08:00"}
    assert alice_client.post(PAGE, filled_in(pair.alice, **{box: "on"}, **by_day_and_night)).status_code == 302
    deliver_due(timezone.now() + timedelta(seconds=1))
    told_of_the_change = len(smtp_server.to(pair.alice.email))
    assert not SwitchedOff.objects.exists()
    consent.decline(factories.proposed_rule(pair), pair.bob_seat, 1, timezone.now())
    deliver_due(timezone.now() + timedelta(seconds=1))
    (mail,) = smtp_server.to(pair.alice.email)[told_of_the_change:]
    assert not [word for word in ("Bob", "answer", "line") if word in mail.text]
    Preferences.objects.filter(user=pair.alice).update(says_what_it_is=True, who_sees_mailbox=WhoSees.ONLY_ME)
    letter = factories.proposed_rule(pair)
    factories.amended(letter, pair.bob_seat, please="call me")
    consent.accept(factories.fresh(letter), pair.alice_seat, 2, timezone.now())
    consent.decline(factories.proposed_rule(pair), pair.bob_seat, 1, timezone.now())
    deliver_due(timezone.now() + timedelta(seconds=1))
    subjects = [mail.message["Subject"] for mail in smtp_server.to(pair.alice.email)]
    assert "Bob answered your letter" in subjects
    for _again in range(2):
        unsubscribe(Subscription(pair.alice.pk, "letter_answered"), timezone.now())
    assert not SwitchedOn.objects.exists()
    assert not SwitchedOff.objects.exists()
    assert Notice.objects.of(pair.alice).filter(kind="mail_switched_off").count() == 1


def test_one_persons_choice_is_not_the_others(pair: Pair, smtp_server: MailServer) -> None:
    now = timezone.now()
    check_in = factories.upcoming_check_in(pair)
    SwitchedOff.objects.create(user=pair.bob, kind="check_in", channel="email")
    deliver_due(check_in.starts_at + timedelta(seconds=1))
    assert len(smtp_server.to(pair.alice.email)) == 1
    assert smtp_server.to(pair.bob.email) == []
    assert now < check_in.starts_at


def test_account_mails_cannot_be_switched_off(pair: Pair, smtp_server: MailServer) -> None:
    SwitchedOff.objects.create(user=pair.alice, kind="account_mail", channel="email")
    Client().post(reverse("account_reset_password"), {"email": pair.alice.email})
    deliver_due()
    assert smtp_server.to(pair.alice.email)


@pytest.mark.parametrize("always", [False, True])
def test_quiet_hours_let_through_what_is_marked_as_always(pair: Pair, smtp_server: MailServer, always: bool) -> None:
    night = evening()
    factories.proposed_rule(pair, night)
    if always:
        SentAlways.objects.create(user=pair.bob, kind="letter")
    deliver_due(night)
    assert mail_rows(pair.bob) == [State.SENT if always else State.PENDING]
    assert len(smtp_server.to(pair.bob.email)) == int(always)


def test_a_night_without_quiet_hours(pair: Pair, smtp_server: MailServer) -> None:
    Preferences.objects.create(user=pair.bob, quiet_from=time(22), quiet_until=time(22))
    night = evening()
    factories.proposed_rule(pair, night)
    deliver_due(night)
    assert len(smtp_server.to(pair.bob.email)) == 1


@pytest.mark.parametrize(
    ("answer", "mails", "is_told"), [("no_mails", 1, True), ("someone", 2, True), ("only_me", 2, False), ("", 2, False)]
)
def test_what_each_answer_lets_into_the_mailbox(
    pair: Pair, smtp_server: MailServer, answer: str, mails: int, is_told: bool
) -> None:
    # Without quiet hours, so that the letter comes at whatever hour this runs.
    Preferences.objects.create(user=pair.bob, who_sees_mailbox=answer, quiet_from=time(22), quiet_until=time(22))
    factories.proposed_rule(pair)
    Client().post(reverse("account_reset_password"), {"email": pair.bob.email})
    deliver_due(timezone.now() + timedelta(seconds=1))
    assert len(smtp_server.to(pair.bob.email)) == mails
    told = Notice.objects.of(pair.bob).filter(kind="account_news")
    assert told.exists() is is_told, "others might read the mail first"


def test_the_reset_is_told_in_the_app_in_words(pair: Pair, bob_client: Client) -> None:
    Preferences.objects.create(user=pair.bob, who_sees_mailbox="someone")
    Client().post(reverse("account_reset_password"), {"email": pair.bob.email})
    deliver_due(timezone.now() + timedelta(seconds=1), "in_app")
    assert "A code to set a new password was sent" in bob_client.get("/notices/").content.decode()


# An own lead


def test_detailed_mails_name_the_partner_and_quote_nobody(pair: Pair, smtp_server: MailServer) -> None:
    Preferences.objects.create(user=pair.alice, who_sees_mailbox="only_me", says_what_it_is=True)
    check_in = factories.upcoming_check_in(pair, about="MARKER")
    deliver_due(check_in.starts_at - timedelta(minutes=59))
    [to_alice], [to_bob] = smtp_server.to(pair.alice.email), smtp_server.to(pair.bob.email)
    assert to_alice.subject.startswith("Your talk with Bob, ")
    [entry] = to_alice.message.iter_attachments()
    assert (entry.get_content_type(), entry.get_filename()) == ("text/calendar", "steady.ics")
    assert "SUMMARY:Steady" in entry.get_content()
    assert not {"Bob", "MARKER", "talk"} & set(re.findall(r"\w+", entry.get_content()))
    assert to_bob.subject.startswith("Reminder: "), "neutral by default"
    assert not list(to_bob.message.iter_attachments())
    assert CHECK_IN.attached(Reminder.objects.filter(kind="check_in").earliest("pk"), check_in.starts_at) is None, (
        "too late"
    )


@pytest.mark.parametrize("name", ["letter", "check_in", "pause_started", "pause_over"])
def test_every_kind_that_is_mailed_has_plain_words(name: str) -> None:
    kind = find_kind(name)
    assert kind is not None
    assert str(kind.label)


# Tests that one sends to oneself


def test_send_me_a_test_is_a_row_like_any_other(alice_client: Client, alice: User, smtp_server: MailServer) -> None:
    for channel in ("email", "email", "in_app"):
        alice_client.post(f"{PAGE}test/", {"channel": channel})
    assert Reminder.objects.filter(user=alice, kind="test", channel="email").count() == 1, "one a minute"
    deliver_due(timezone.now() + timedelta(seconds=1))
    assert [letter.subject for letter in smtp_server.to(alice.email)] == ["This is a test"]
    assert "This is a test. It works." in alice_client.get("/notices/").content.decode()


@pytest.mark.parametrize("channel", ["", "web_push", "other", "nonsense", "email"])
def test_no_test_where_nothing_can_arrive(alice_client: Client, alice: User, channel: str) -> None:
    Preferences.objects.create(user=alice, who_sees_mailbox="no_mails")
    alice_client.post(f"{PAGE}test/", {"channel": channel})
    assert not Reminder.objects.filter(kind="test").exists()


def test_tests_come_at_night_too(alice_client: Client, alice: User, smtp_server: MailServer) -> None:
    Preferences.objects.create(user=alice, quiet_from=time(0), quiet_until=time(23, 59))
    alice_client.post(f"{PAGE}test/", {"channel": "email"})
    deliver_due(timezone.now() + timedelta(seconds=1))
    assert len(smtp_server.to(alice.email)) == 1


# Whose they are


def test_nobody_sees_anothers_preferences(
    alice: User, alice_client: Client, bob_client: Client, eve_client: Client, charlie_client: Client
) -> None:
    alice_client.post(PAGE, filled_in(alice, quiet_from="20:12", quiet_until="05:47", **{"to-letter-email": None}))
    for client in (bob_client, eve_client, charlie_client):
        html = client.get(PAGE).content.decode()
        assert "20:12" not in html
        assert "05:47" not in html
        client.post(PAGE, filled_in(alice, quiet_from="19:00"))
    assert Preferences.objects.get(user=alice).quiet_from == time(20, 12)
    anonymous = Client().get(PAGE)
    assert anonymous.status_code == 302
    assert anonymous["Location"].startswith(reverse("account_login"))
