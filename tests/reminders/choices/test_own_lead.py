"""One's own lead: one more reminder of what is ahead, for its person alone."""

from __future__ import annotations

import re
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from basics.localtime import moment_before
from checkins.moving.movable import Talk
from checkins.moving.verbs import accept_time, suggest_time
from checkins.rhythm.models import CheckIn
from checkins.rhythm.reminders import CHECK_IN
from couples.people.models import User
from reminders.kinds import Hold
from reminders.models import Preferences, Reminder
from reminders.preferences import Marks, preferences_of, save_preferences
from tests.helpers import factories
from tests.helpers.factories import Pair
from tests.helpers.mailserver import MailServer
from tests.reminders.channels.delivering import deliver_due
from tests.reminders.choices.test_preferences import PAGE, filled_in


def own_rows(user: User) -> list[Reminder]:
    rows = Reminder.objects.filter(user=user, kind="check_in", channel="in_app").not_begun()
    return list(rows.exclude(occurrence__endswith=":first").order_by("due_at"))


def choose_lead(user: User, minutes: int | None) -> None:
    chosen = preferences_of(user)
    chosen.own_lead_minutes = minutes
    save_preferences(chosen, Marks(frozenset(), frozenset(), frozenset(), frozenset()), timezone.now())


def leads(user: User, check_in: CheckIn) -> list[int]:
    return [int((check_in.starts_at - row.due_at).total_seconds() // 60) for row in own_rows(user)]


def test_an_own_lead_is_any_number_of_days_and_hours(alice: User, alice_client: Client) -> None:
    """Minutes stored before keep their meaning; 0 days and 0 hours are no length, and "when it begins" is."""

    def saved(**sent: str) -> int | None:
        answer = alice_client.post(PAGE, filled_in(alice, **{f"own_lead_minutes{part}": v for part, v in sent.items()}))
        statuses.append(answer.status_code)
        return Preferences.objects.get(user=alice).own_lead_minutes

    statuses: list[int] = []
    assert saved(**{"": "other", "_days": "1", "_hours": "12"}) == 36 * 60
    page = alice_client.get(PAGE).content.decode()
    for chosen in ("other", "1", "12"):
        assert re.search(rf'<option value="{chosen}"\s+selected>', page), chosen
    assert saved(**{"": "other", "_days": "7", "_hours": "23"}) == (7 * 24 + 23) * 60
    assert saved(**{"": "15", "_days": "7", "_hours": "23"}) == 15, "what is not shown does not count"
    assert saved(**{"": "other", "_days": "0", "_hours": "2"}) == 120
    assert saved() == 120, "a page that changes nothing"
    assert set(statuses) == {302}
    for wrong in (
        {"": "other", "_days": "0", "_hours": "0"},
        {"": "other", "_days": "8", "_hours": "0"},
        {"": "17"},
        {"": "9" * 5000},
    ):
        assert saved(**wrong) == 120
        assert statuses[-1] == 400
    assert saved(**{"": "0"}) == 0
    assert saved(**{"": ""}) is None


def test_an_own_lead_of_a_day_follows_a_move_and_is_held_by_a_pause(pair: Pair) -> None:
    now = timezone.now().replace(second=0, microsecond=0)
    choose_lead(pair.alice, 1440 + 120)
    check_in = factories.upcoming_check_in(pair, now, hours=50)
    [own, _agreed] = own_rows(pair.alice)
    assert own.due_at == moment_before(check_in.starts_at, 1440 + 120, check_in.zone)
    pause = factories.paused(pair.bob_seat, 60, own.due_at)
    decided = CHECK_IN.decide([own], own.due_at)
    assert decided == {own.pk: Hold(pause.ends_at)}
    assert CHECK_IN.decide([own], pause.ends_at) == {}
    later = check_in.starts_at + timedelta(hours=25)
    suggested = suggest_time(Talk(check_in), pair.bob_seat, later, "", None, now)
    accept_time(Talk(check_in), pair.alice_seat, suggested.pk, now)
    [own, _agreed] = own_rows(pair.alice)
    assert own.due_at == moment_before(later, 1440 + 120, check_in.zone)
    assert len(own_rows(pair.bob)) == 1
    pause = factories.paused(pair.bob_seat, 60, own.due_at)
    assert CHECK_IN.decide([own], own.due_at) == {own.pk: Hold(pause.ends_at)}
    assert CHECK_IN.decide([own], pause.ends_at) == {}


def test_an_own_lead_comes_beside_the_agreed_one(pair: Pair) -> None:
    choose_lead(pair.alice, 180)
    check_in = factories.upcoming_check_in(pair)
    assert leads(pair.alice, check_in) == [180, 60]
    assert leads(pair.bob, check_in) == [60]


def test_an_own_lead_chosen_later_counts_for_what_is_ahead(pair: Pair) -> None:
    check_in = factories.upcoming_check_in(pair)
    choose_lead(pair.alice, 15)
    assert leads(pair.alice, check_in) == [60, 15]
    assert leads(pair.bob, check_in) == [60]


def test_an_own_lead_that_changed_is_dropped_when_due(pair: Pair, smtp_server: MailServer) -> None:
    check_in = factories.upcoming_check_in(pair)
    choose_lead(pair.alice, 180)
    choose_lead(pair.alice, None)
    deliver_due(check_in.starts_at - timedelta(minutes=170))
    assert smtp_server.to(pair.alice.email) == []
    deliver_due(check_in.starts_at - timedelta(minutes=50))
    assert len(smtp_server.to(pair.alice.email)) == 1, "what both agreed on came"


def test_the_same_lead_as_agreed_is_not_said_twice(pair: Pair) -> None:
    choose_lead(pair.alice, 60)
    check_in = factories.upcoming_check_in(pair)
    assert leads(pair.alice, check_in) == [60]


def test_an_own_lead_changes_nothing_that_the_partner_sees(pair: Pair, bob_client: Client) -> None:
    check_in = factories.upcoming_check_in(pair)
    pages = [f"/check-ins/{check_in.pk}/", f"/agreements/{check_in.agreement_id}/"]

    def seen() -> list[bytes]:
        return [line for page in pages for line in bob_client.get(page).content.splitlines() if b"value=" not in line]

    before = seen()
    choose_lead(pair.alice, 180)
    assert seen() == before


# Words
