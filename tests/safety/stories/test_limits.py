"""What nobody can block, as it is; and that people read it, on the page about what is safe or on the page of help."""

from __future__ import annotations

import re
import uuid

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone, translation
from django.utils.html import escape
from django.utils.translation import gettext

from agreements.letters.ending import end
from agreements.letters.version_names import name_of_version
from couples.keys.verbs import make_key
from journal.entries.models import Entry
from pages.erasure.verbs import ask_for_erasure
from pages.safety import sentences as safety
from reminders.models import Reminder
from tests.helpers import factories, notebook
from tests.helpers.codes import code_in
from tests.helpers.factories import Pair
from tests.helpers.processes import ROOT
from tests.reminders.sending import send_due

pytestmark = pytest.mark.django_db


def said_on(path: str, beginning: str) -> None:
    """Insist that the sentence with this beginning stands on that page, in both languages."""
    [sentence] = [each for each in sentences() if each.startswith(beginning)]
    for language, accepted in (("en", "en"), ("zh-hans", "zh-CN")):
        page = Client().get(path, headers={"Accept-Language": accepted}).content.decode()
        with translation.override(language):
            said = gettext(sentence)
        assert language == "en" or said != sentence, "it has no Chinese"
        assert said in page or escape(said) in page, (path, language, said)


def sentences() -> list[str]:
    """Return all that the two pages say, in English."""
    on_help = (ROOT / "pages/templates/pages/help/help.html").read_text()
    with translation.override("en"):
        on_safety = [str(each) for each in (*safety.PROMISED, *safety.CANNOT, *safety.IF_THE_PASSWORD_IS_KNOWN)]
    return [*on_safety, *re.findall(r'{% translate "([^"]+)" %}', on_help)]


def test_what_was_shown_is_photographed(pair: Pair, bob_client: Client) -> None:
    copy = notebook.shown_of(pair.alice_seat, notebook.felt(pair.alice, text="SHOWN"), "everything")
    assert "SHOWN" in bob_client.get(f"/copies/{copy.pk}/").content.decode()
    said_on("/safety/", "What was shown can be photographed or copied")


def test_an_unlocked_phone_without_the_lock_is_read(pair: Pair, alice_client: Client) -> None:
    entry = notebook.felt(pair.alice, text="HERS")
    assert "HERS" in alice_client.get(f"/mine/entries/{entry.pk}/").content.decode()
    said_on("/safety/", "Whoever holds your unlocked phone reads what you can read")


def test_he_taps_yes_on_her_phone(pair: Pair, alice_client: Client) -> None:
    letter = factories.proposed("response_rule", pair.bob_seat)
    alice_client.post(f"/agreements/{letter.pk}/accept/", {"version": name_of_version(letter.pk, 1)})
    assert factories.fresh(letter).is_in_force
    end(letter, pair.alice_seat, timezone.now())
    assert factories.fresh(letter).ended_at, "and she ends it"
    said_on("/safety/", "Whoever holds your unlocked phone reads what you can read, and can tap as you")
    said_on("/safety/", "Either of you ends an agreement alone")


def test_who_knows_the_password_comes_in(pair: Pair) -> None:
    assert factories.signed_in_by_password(pair.alice).get("/today/").status_code == 200
    said_on("/safety/", "Whoever knows your password")
    said_on("/safety/", "Turn on the second step in the settings")


def test_who_reads_the_mailbox_sets_a_new_password(pair: Pair) -> None:
    cache.clear()
    his = Client()
    his.post("/account/password/reset/", {"email": pair.alice.email})
    code = code_in(Reminder.objects.get(kind="account_mail").payload["text"])
    step = his.post("/account/password/reset/confirm/", {"code": code})
    new = "lanterns over the quiet river"
    assert his.post(step["Location"], {"password1": new, "password2": new}).status_code == 302
    said_on("/safety/", "Whoever knows your password")


def test_a_key_reads_until_it_is_ended(pair: Pair) -> None:
    notebook.felt(pair.alice, text="HERS")
    bearer = {"Authorization": f"Bearer {make_key(pair.alice, 'x', uuid.uuid4(), timezone.now())}"}
    assert "HERS" in Client().get("/api/v1/mine/entries/", headers=bearer).content.decode()
    send_due(timezone.now(), ["in_app"])
    assert (
        "A key for another program was made." in factories.signed_in(None, pair.alice).get("/notices/").content.decode()
    )
    said_on("/safety/", "Set a new password for your mailbox")


def test_she_is_made_to_show_or_to_sign(pair: Pair) -> None:
    """What she taps counts as hers; she ends it alone and takes back what she showed."""
    rule = factories.agreed("response_rule", pair)
    assert factories.fresh(rule).is_in_force
    said_on("/safety/", "Whoever forces you to show")


def test_not_opened_tells_after_the_time(pair: Pair, bob_client: Client) -> None:
    """Answers that are in open at the time; where they do not, he knows that hers are not in."""
    check_in = factories.handed_in(factories.begun_check_in(pair), pair.bob_seat)
    assert bob_client.get(f"/check-ins/{check_in.pk}/").status_code == 200
    assert not check_in.both_in_at
    said_on("/safety/", "Once it is time for a talk, it shows whether and when")


def test_who_runs_the_machine_reads_it_all(pair: Pair) -> None:
    notebook.felt(pair.alice, text="HERS")
    assert Entry.objects.get().payload["text"] == "HERS"
    said_on("/safety/", "Whoever runs this server can reach what is stored on it")


def test_a_program_on_her_phone_watches() -> None:
    said_on("/safety/", "Whoever has put a program for watching on your phone sees all that you see")
    said_on("/help/", "Safest is a device they cannot get at")


def test_the_history_says_that_help_was_opened() -> None:
    said_on("/help/", "A private window keeps no history")
    said_on("/help/", "Otherwise delete this page from the history afterwards")


def test_he_sees_that_she_deleted_her_account(pair: Pair, alice_client: Client, bob_client: Client) -> None:
    """What both agreed stays with him, and has to be somebody's. She reads that before she deletes it."""
    factories.agreed_response_rule(pair)
    before = alice_client.get("/settings/erase/").content.decode()
    assert "Where your name was, they then read “Someone”." in before
    pair.left()
    ask_for_erasure(pair.alice, timezone.now(), at_once=True)
    assert "Someone" in bob_client.get(f"/earlier/{pair.couple.pk}/").content.decode()
