"""Three taps and it is written; the line for what set it off above everything; no row of another's read for it."""

from __future__ import annotations

import re
import uuid
from dataclasses import asdict
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agreements.letters.models import PrivateLine
from agreements.letters.private_lines import set_line_for
from couples.people.models import Revision, User
from journal.copies.models import ShownCopy
from journal.entries.models import Entry, OwnTrigger
from journal.entries.reading import as_read
from journal.entries.verbs import Said
from reminders.models import Notice, Reminder
from tests.helpers import notebook
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db


def page_of(client: Client, path: str) -> str:
    return client.get(path, follow=True).content.decode()


def submission_on(page: str) -> str:
    found = re.search(r'name="submission" value="([^"]+)"', page)
    assert found
    return found[1]


def test_three_taps_and_it_is_written_once_whatever_is_tapped_twice(charlie_client: Client) -> None:
    assert 'href="/mine/notice/"' in page_of(charlie_client, "/today/")
    assert 'href="?family=uneasy"' in page_of(charlie_client, "/mine/notice/")
    words = page_of(charlie_client, "/mine/notice/?family=uneasy")
    assert not Entry.objects.exists(), "a look changes nothing"
    sent = {"feeling": "uneasy", "submission": submission_on(words)}
    first, second = (charlie_client.post("/mine/notice/", sent) for _ in range(2))
    assert first["Location"] == second["Location"]
    page = page_of(charlie_client, first["Location"])
    assert all(said in page for said in ("Noted.", "It's okay to feel this.", "uneasy"))
    # Gone back to, the same page takes another word as another feeling.
    charlie_client.post("/mine/notice/", {**sent, "feeling": "afraid"})
    assert [as_read(row).feeling for row in Entry.objects.order_by("at")] == ["uneasy", "afraid"]
    charlie_client.post(reverse("entry_delete", args=[Entry.objects.latest("at").pk]), {"x": "x"})
    assert Entry.objects.count() == 1
    assert charlie_client.post("/mine/notice/", {"feeling": "weather"}).status_code == 400


def test_the_line_stands_above_everything_once_what_set_it_off_is_tapped(charlie_client: Client, charlie: User) -> None:
    entry = notebook.felt(charlie)
    path = reverse("noted", args=[entry.pk])
    assert 'class="own-line"' not in page_of(charlie_client, path)
    nothing_set_it_off = charlie_client.post(reverse("entry_line", args=[entry.pk]), {"line": "x"})
    assert nothing_set_it_off.status_code == 400
    answer = charlie_client.post(path, {"trigger": "late_reply", "text": "typed before the tap"})
    assert answer["Location"] == path
    page = page_of(charlie_client, path)
    assert "It has stopped, it has not ended." in page, "where there is none, the template's to begin with"
    assert 'class="own-line"' not in page
    assert "typed before the tap" in page
    charlie_client.post(reverse("entry_line", args=[entry.pk]), {"line": "He is at work."})
    page = page_of(charlie_client, path)
    assert page.index('class="own-line"') < page.index("He is at work.") < page.index("<h1>")
    # It stands there at once when it happens again.
    again = charlie_client.post("/mine/notice/", {"feeling": "sad", "trigger": "late_reply"}, follow=True)
    assert "He is at work." in again.content.decode()
    too_long = charlie_client.post(reverse("entry_line", args=[entry.pk]), {"line": "x" * 141})
    assert too_long.status_code == 400
    assert "x" * 141 in too_long.content.decode()


def test_own_words_for_what_set_it_off_and_all_else_that_can_be_said(charlie_client: Client, charlie: User) -> None:
    entry = notebook.felt(charlie)
    path = reverse("entry", args=[entry.pk])
    charlie_client.post(path, {"own_trigger": "a slammed door"})
    own = OwnTrigger.objects.get()
    said = {"strength": "3", "words": ["unseen", "sad"], "text": "t", "thought": "h", "trigger": str(own.pk)}
    charlie_client.post(path, said)
    read = as_read(Entry.objects.get())
    assert (read.strength, read.words, read.trigger_label) == (3, ("unseen", "sad"), "a slammed door")
    for field, wrong, sentence in (
        ("words", ["unseen", "sad", "angry"], "Three words at most"),
        ("text", "x" * 2_001, "There is room for at most"),
        ("thought", "x" * 281, "There is room for at most"),
        ("own_trigger", "x" * 41, "There is room for at most"),
        ("day", (timezone.localdate() + timedelta(days=2)).isoformat(), "This lies ahead."),
        ("day", (timezone.localdate() - timedelta(days=32)).isoformat(), "at most 30 days back"),
    ):
        refused = charlie_client.post(path, {"text": "typed", field: wrong})
        assert refused.status_code == 400, field
        assert sentence in refused.content.decode(), field
    kept = charlie_client.post(reverse("keep_entry", args=[entry.pk]), {"text": "half a sent"})
    assert "Kept." in kept.content.decode()
    assert as_read(Entry.objects.get()).text == "half a sent"
    charlie_client.post(reverse("own_trigger_remove", args=[own.pk]), {"x": "x"})
    assert "a slammed door" not in page_of(charlie_client, reverse("noted", args=[notebook.felt(charlie).pk]))


def test_help_is_said_once_a_page_and_nowhere_stored(charlie_client: Client, charlie: User) -> None:
    for _number in range(2):
        entry = notebook.felt(charlie, "hopeless", text="I don't want to live like this")
    for path in ("/mine/entries/", reverse("entry", args=[entry.pk])):
        assert page_of(charlie_client, path).count("If living feels too heavy") == 1
    assert set(entry.payload) == {*asdict(Said()), "sent", "own_trigger"}


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_long_it_is(charlie_client: Client, charlie: User, number: int) -> None:
    for _number in range(number):
        notebook.felt(charlie, trigger="late_reply", text="t")
    with CaptureQueriesContext(connection) as list_of:
        page_of(charlie_client, "/mine/entries/")
    with CaptureQueriesContext(connection) as front:
        page_of(charlie_client, "/mine/")
    assert (len(list_of), len(front)) == (6, 7)


def test_twenty_a_page(charlie_client: Client, charlie: User) -> None:
    now = timezone.now()
    for number in range(21):
        notebook.felt(charlie, "", now, at=now - timedelta(minutes=number), text=f"number {number}.")
    assert "number 20." not in page_of(charlie_client, "/mine/entries/")
    assert "number 20." in page_of(charlie_client, "/mine/entries/?page=2")
    assert "number 20." not in page_of(charlie_client, "/mine/entries/?page=nothing")


def test_no_query_of_ones_own_pages_reads_another_persons_rows(pair: Pair, alice_client: Client) -> None:
    theirs = notebook.felt(pair.bob, trigger="late_reply", text="BOBS")
    set_line_for(pair.bob, "late_reply", "BOBS")
    entry = notebook.felt(pair.alice, trigger="late_reply", text="hers")
    paths = [reverse(name, args=[entry.pk]) for name in ("entry", "noted", "entry_show")]
    own_tables = [model._meta.db_table for model in (Entry, OwnTrigger, PrivateLine)]
    with CaptureQueriesContext(connection) as queries:
        for path in ("/mine/", "/mine/entries/", *paths):
            assert "BOBS" not in page_of(alice_client, path)
        alice_client.post(paths[0], {"trigger": "late_reply", "text": "x"})
    read = [query["sql"] for query in queries if any(f'FROM "{table}"' in query["sql"] for table in own_tables)]
    assert len(read) > 8
    for sql in read:
        assert set(re.findall(r'"(?:person_id|user_id)" = (\d+)', sql)) == {str(pair.alice.pk)}, sql
        assert theirs.pk.hex not in sql


def test_what_has_changed_in_another_window_is_read_again_before_it_is_shown(pair: Pair, alice_client: Client) -> None:
    path = reverse("entry_show", args=[notebook.felt(pair.alice, text="as I read it").pk]) + "?size=everything"
    [words] = re.findall(r'name="words" value="(\w+)"', alice_client.get(path).content.decode())
    row = Entry.objects.get()
    Entry.objects.update(payload={**row.payload, "text": "and as it is now"})
    sent = {"size": "everything", "submission": str(uuid.uuid4()), "words": words}
    answer = alice_client.post(path, sent)
    assert answer.status_code == 400
    assert not ShownCopy.objects.exists()
    html = answer.content.decode()
    assert "Read it again before you show it." in html
    assert "and as it is now" in html
    [words] = re.findall(r'name="words" value="(\w+)"', html)
    assert alice_client.post(path, {**sent, "words": words}).status_code == 302
    assert ShownCopy.objects.get().said["text"] == "and as it is now"


def test_after_showing_the_page_stands_at_what_was_shown(pair: Pair, alice_client: Client) -> None:
    path = reverse("entry_show", args=[notebook.felt(pair.alice, trigger="money").pk])
    shown = alice_client.post(path, {"size": "trigger", "submission": str(uuid.uuid4())})
    assert shown["Location"] == f"{path}?size=trigger"
    offer = "Show it to <bdi>Bob</bdi>"
    assert offer not in page_of(alice_client, shown["Location"]), "he reads it already"
    Entry.objects.update(payload={**Entry.objects.get().payload, "trigger": "late_reply"})
    assert offer in page_of(alice_client, shown["Location"])


def test_the_partners_pages_stay_byte_for_byte_what_they_were(
    pair: Pair, alice_client: Client, bob_client: Client
) -> None:
    paths = ("/today/", "/more/", "/copies/", "/kept/", "/notices/", "/mine/", "/agreements/")

    def his() -> list[object]:
        pages = [re.sub(r'value="[^"]+"', "", page_of(bob_client, path)) for path in paths]
        return [*pages, list(Revision.objects.filter(pk=pair.bob.pk).values_list()), Notice.objects.count()]

    before = his()
    page = alice_client.post("/mine/notice/", {"feeling": "sad", "submission": str(uuid.uuid4())}, follow=True)
    path = page.redirect_chain[-1][0]
    alice_client.post(path, {"text": "CANARY", "thought": "CANARY", "own_trigger": "CANARY"})
    alice_client.get(reverse("entry_show", args=[Entry.objects.get().pk]))
    assert as_read(Entry.objects.get()).trigger_label == "CANARY"
    assert his() == before
    assert not Reminder.objects.filter(user=pair.bob, kind="shown_copy").exists()
