"""He watches: whether she has written, was here, has read, where she is; and what lies on her lock screen."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone, translation

from agreements.letters.reminders import LETTER
from checkins.feed.verbs import make_feed
from couples.people.renaming import save_profile
from journal.closeness.beginnings import beginnings
from journal.closeness.verbs import go_on
from journal.entries.verbs import change
from journal.habits.verbs import add as add_habit
from journal.habits.verbs import switch as switch_habits
from journal.lists.lists import ALL
from journal.lists.verbs import add as add_to_list
from journal.needs.ranking import Ranked
from journal.needs.verbs import rank_anew
from journal.words import needs
from reminders.models import Reminder
from tests.couples.test_renaming import filled_in
from tests.helpers import factories, letters, notebook
from tests.helpers.factories import Pair
from tests.safety.stories.seeing import all_seen_by

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)


@pytest.fixture(autouse=True)
def the_clock_stands() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_he_watches_whether_she_has_answered(pair: Pair, bob_client: Client) -> None:
    """Pages, the API, marks of age, an open page's question, and the file for a calendar."""
    check_in = factories.upcoming_check_in(pair, NOW)
    factories.handed_in(check_in, pair.bob_seat, now=NOW)
    feed = f"/ical/{make_feed(pair.bob_seat, uuid.uuid4(), NOW)}.ics"
    its = (f"/check-ins/{check_in.pk}/", f"/api/v1/check-ins/{check_in.pk}/", f"/check-ins/{check_in.pk}/talk/", feed)
    before = all_seen_by(bob_client, *its)
    factories.handed_in(check_in, pair.alice_seat, "CANARY", now=NOW)
    assert all_seen_by(bob_client, *its) == before


def test_he_watches_whether_she_writes_at_all(pair: Pair, bob_client: Client) -> None:
    before = all_seen_by(bob_client)
    entry = notebook.felt(pair.alice, "uneasy", NOW, text="CANARY")
    change(pair.alice, entry.pk, {"thought": "CANARY"}, NOW)
    notebook.looked_at(pair.alice, "CANARY", now=NOW)
    factories.draft(pair.alice, please="CANARY", coping_line="CANARY")
    letters.letter_draft(pair.alice, "CANARY", NOW)
    for own_list in ALL.values():
        add_to_list(pair.alice, own_list, "CANARY", uuid.uuid4(), NOW)
    switch_habits(pair.alice, True, NOW)
    add_habit(pair.alice, "CANARY", None, uuid.uuid4(), NOW)
    go_on(pair.alice, next(iter(beginnings())), "CANARY", NOW)
    rank_anew(pair.alice, [Ranked(needs()[0].name, "CANARY")])
    factories.queued(pair.alice_seat, "CANARY", NOW)
    notebook.noted(pair.alice_seat, "CANARY", NOW)
    assert all_seen_by(bob_client) == before


def test_he_watches_when_she_is_here_and_what_she_has_read(
    pair: Pair, alice_client: Client, bob_client: Client
) -> None:
    letter = factories.proposed("response_rule", pair.bob_seat, NOW)
    letters.letter_sent(pair.bob_seat, now=NOW - timedelta(minutes=10))
    its = (f"/agreements/{letter.pk}/", f"/api/v1/agreements/{letter.pk}/")
    before = all_seen_by(bob_client, *its)
    all_seen_by(alice_client, *its, near=True)
    alice_client.post("/notices/read/")
    assert all_seen_by(bob_client, *its) == before


def test_he_watches_whether_she_looks_for_help(pair: Pair, alice_client: Client, bob_client: Client) -> None:
    before, rows = all_seen_by(bob_client, near=True), Reminder.objects.count()
    alice_client.get("/help/")
    alice_client.post("/help/two-weeks/", {"interest": "nearly_every_day", "low": "nearly_every_day"})
    alice_client.get("/safety/")
    assert all_seen_by(bob_client, near=True) == before
    assert Reminder.objects.count() == rows


def test_he_follows_where_she_travels(pair: Pair, bob_client: Client) -> None:
    factories.upcoming_check_in(pair, NOW)
    before = all_seen_by(bob_client, near=True)
    save_profile(filled_in(pair.alice, time_zone="Pacific/Auckland"), NOW)
    assert all_seen_by(bob_client, near=True) == before


def test_he_types_addresses_of_her_things(pair: Pair, bob_client: Client) -> None:
    """What is hers alone is to him what has never been."""
    entry = notebook.felt(pair.alice, text="CANARY").pk
    thought = notebook.looked_at(pair.alice, "CANARY").pk
    letter = letters.letter_draft(pair.alice, "CANARY").pk
    draft = factories.draft(pair.alice, please="CANARY").pk
    for path, key in (
        ("/mine/entries/{}/", entry),
        ("/mine/thoughts/{}/", thought),
        ("/mine/letters/{}/", letter),
        ("/agreements/drafts/{}/", draft),
        ("/api/v1/mine/entries/{}/", entry),
        ("/api/v1/drafts/{}/", draft),
    ):
        hers, nobodys = (bob_client.get(path.format(each)) for each in (key, uuid.uuid4()))
        assert hers.status_code == nobodys.status_code == 404, path
        assert without_ids(hers.content) == without_ids(nobodys.content), path


def without_ids(content: bytes) -> str:
    return re.sub(r'[0-9a-f]{8}-[0-9a-f-]{27}|value="[^"]+"', "", content.decode())


def test_he_reads_her_mails_on_the_lock_screen(pair: Pair) -> None:
    """Who did not say that nobody else reads the mailbox gets nothing that names anybody, or what it is about."""
    factories.proposed("response_rule", pair.bob_seat, NOW, please="CANARY", feel="CANARY")
    row = Reminder.objects.get(kind="letter", channel="email", user=pair.alice)
    for language in ("en", "zh-hans"):
        with translation.override(language):
            mail = LETTER.neutral(row, NOW)
            said = " ".join([mail.subject, *mail.paragraphs])
        assert not {"Alice", "Bob", "CANARY", "letter", "agreement", "约定", "来信"} & set(re.findall(r"\w+", said)), (
            said
        )


def test_he_reads_her_calendar(pair: Pair) -> None:
    factories.upcoming_check_in(pair, NOW)
    content = Client().get(f"/ical/{make_feed(pair.alice_seat, uuid.uuid4(), NOW)}.ics").content.decode()
    assert "BEGIN:VEVENT" in content
    assert not re.search(r"Alice|Bob|talk|partner|alice@|bob@", content.replace("BEGIN", "")), content
