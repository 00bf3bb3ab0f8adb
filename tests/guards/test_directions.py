"""A person's words and names are read in the direction of their own script, wherever a page of ours shows them.

Everything that anybody wrote is Hebrew here (tests/guards/walked.py) and all else is English.
"""

from __future__ import annotations

import re
import uuid
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.kinds.base import kind_named
from agreements.letters import consent
from agreements.letters.version_names import name_of_version
from basics.directions import isolated_in_text, own_words, said, without_elements
from checkins.answers.verbs import Given, hand_in, keep_take_away
from checkins.rhythm.models import CheckIn
from checkins.rhythm.reminders import CHECK_IN
from couples.pairing import verbs as pairing
from couples.people.models import User
from reminders.models import Reminder
from tests.guards.scene import make_scene, written
from tests.guards.test_pages import pages
from tests.guards.walked import NAMES, THEIRS, WORDS
from tests.helpers import factories

OTHER_WORDS = "לא עכשיו."
OURS = re.compile("[A-Za-z]")
# Where no element can stand, in an attribute or a drawing's title, marks do.
MARKED = re.compile("\u2068[^\u2069]*\u2069")
NEVER_CLOSED = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"}
FREE_TEXT = {"text", "search"}


class Reader(HTMLParser):
    """Reads a page, and notes where people's words do not stand alone in an element with a direction of its own."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.faults: list[str] = []
        self.seen = 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "bdi" and self.open and self.open[-1][0] == "button":
            self.faults.append("a button, which is a flex box, parts <bdi> from its sentence")
        turns = tag == "bdi" or attributes.get("dir") == "auto"
        is_free = tag == "textarea" or (tag == "input" and attributes.get("type", "text") in FREE_TEXT)
        if is_free and attributes.get("dir") not in ("auto", "ltr"):
            self.faults.append(f"<{tag} name={attributes.get('name')}> has no direction")
        for name, value in attributes.items():
            is_in_place = name == "value" and (turns or attributes.get("type") == "hidden")
            if THEIRS.search(MARKED.sub("", value or "")) and not is_in_place:
                self.faults.append(f"<{tag} {name}={value}>")
        if tag not in NEVER_CLOSED:
            self.open.append((tag, turns))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if THEIRS.search(data):
            self.seen += 1
            if not THEIRS.search(MARKED.sub("", data)) and ("title", False) in self.open[-1:]:
                return
            if OURS.search(data) or not any(turns for _tag, turns in self.open):
                self.faults.append(f"{[tag for tag, _ in self.open][-2:]}: {data.strip()}")


@pytest.mark.parametrize(
    ("html", "faults"),
    [
        (f"<p>You and <bdi>{WORDS}</bdi></p>", 0),
        (f'<p class="words" dir="auto">{WORDS}</p>', 0),
        (f'<input name="a" dir="auto" value="{WORDS}">', 0),
        (f"<button><span>To <bdi>{WORDS}</bdi></span></button>", 0),
        (f"<button>To <bdi>{WORDS}</bdi></button>", 1),
        (f"<p>You and {WORDS}</p>", 1),
        (f'<p dir="auto">You and {WORDS}</p>', 1),
        (f"<br>{WORDS}", 1),
        (f'<svg aria-label="To \u2068{WORDS}\u2069"><title>To \u2068{WORDS}\u2069</title></svg>', 0),
        (f'<svg aria-label="To {WORDS}"><title>To {WORDS}</title></svg>', 2),
        (f'<p><bdi>{WORDS}</bdi> and <b aria-label="{WORDS}"></b></p>', 1),
        ('<input name="a">', 1),
        (f"<textarea>{WORDS}</textarea>", 2),
    ],
)
def test_the_reader_sees(html, faults):
    assert len(Reader(html).faults) == faults


@pytest.mark.django_db
def test_words_and_names_are_read_in_their_own_direction(walked):
    read: dict[object, Any] = {}
    for who in ("alice", "bob", "charlie", "eve"):
        read |= {(who, name): answer for name, answer in pages(walked, who).items()}
    for asked in every_other_state(make_scene(NAMES, WORDS)):
        read |= asked
    readers = {where: Reader(answer.content.decode()) for where, answer in read.items()}
    assert sorted({f"{where}: {fault}" for where, reader in readers.items() for fault in reader.faults}) == []
    shown = {where for where, reader in readers.items() if reader.seen}
    assert len(shown) > 50, sorted(map(str, shown))


def every_other_state(scene):
    """Make what the scene has not, and return the pages that show it, each by its person and its path."""
    alice = factories.signed_in(None, scene.people["alice"])
    pair = factories.pair_of(scene.people["alice"])

    def get(*paths, client=alice, who="alice"):
        return {(who, path, uuid.uuid4()): client.get(path) for path in paths}

    yield get(*letters(pair), *drafts(pair.alice), *talks(pair), "/agreements/")
    yield from of_libraries(alice, get)
    yield sent_back(alice, pair)
    sam = factories.signed_in(None, scene.people["sam"])
    yield get("/today/", "/leave/", client=sam, who="sam")
    yield from invitations(scene, get)
    factories.paused(pair.bob_seat)
    yield get("/today/", "/pause/")
    pair.left()
    yield get(*(f"/earlier/{pair.couple.pk}/", "/earlier/", "/today/"))


def of_libraries(alice, get):
    """Pages about the account, and a sign-up that comes back."""
    alice.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    names = ("account_reset_password", "account_change_password", "account_email", "mfa_activate_totp")
    yield get(*map(reverse, names))
    yield {("nobody", "sign-up"): Client().post(reverse("account_signup"), {"name": NAMES["Dana"]})}


def letters(pair):
    """Letters in every state: agreed with other words beside, sent, set aside, ended."""
    rule, other = written("response_rule", WORDS), written("response_rule", OTHER_WORDS)
    amended = factories.amended(
        factories.agreed_response_rule(pair, **rule), pair.bob_seat, please=OTHER_WORDS, who="both"
    )
    proposed = factories.proposed("response_rule", pair.bob_seat, **other)
    ended, set_aside = factories.agreed_response_rule(pair, **rule), factories.proposed_rule(pair, **rule)
    consent.end(ended, pair.bob_seat, timezone.now())
    consent.decline(set_aside, pair.bob_seat, 1, timezone.now())
    for each in (amended, proposed, ended, set_aside):
        yield reverse("agreement", args=[each.pk])
    for each in (amended, proposed):
        yield reverse("other_words", args=[each.pk])
    yield reverse("agreement_end", args=[amended.pk])


def drafts(author):
    """Each step of each kind, and reading it over."""
    for kind in ("response_rule", "cool_down", "rhythm"):
        draft = factories.draft(author, kind, **written(kind, WORDS))
        yield reverse("draft", args=[draft.pk])
        for step in range(len(kind_named(kind).lines)):
            yield reverse("draft_line", args=[draft.pk, step + 1])


def talks(pair):
    """A talk that is prepared, and one that was opened."""
    prepared, opened = factories.upcoming_check_in(pair), factories.begun_check_in(pair)
    for check_in, seat in ((prepared, pair.alice_seat), (opened, pair.alice_seat), (opened, pair.bob_seat)):
        hand_in(check_in, seat, dict.fromkeys(check_in.prompts, Given(WORDS)), timezone.now())
    keep_take_away(CheckIn.objects.get(pk=opened.pk), pair.bob_seat, WORDS, timezone.now())
    yield from (reverse("check_in", args=[each.pk]) for each in (prepared, opened))


def sent_back(alice, pair):
    """Forms that come back with what was typed."""
    rule = factories.agreed_response_rule(pair)
    values = {name: value for name, value in rule.newest.terms.values.items() if value is not None}
    asked = {"based_on": name_of_version(rule.pk, 1), "action": "compare", "submission": str(uuid.uuid4())}
    compared = {**values, **asked, **written("response_rule", WORDS)}
    other_words = reverse("other_words", args=[rule.pk])
    sent = [
        ("/settings/", {"profile-name": "שם" * 50}),
        (reverse("key_make"), {"name": "שם" * 50}),
        (reverse("other_enter"), {"address": WORDS}),
        (other_words, compared),
        (other_words, {**compared, "please": ""}),
    ]
    return {("alice", path, number): alice.post(path, body) for number, (path, body) in enumerate(sent)}


def invitations(scene, get):
    """An invitation for a stranger, for who joined and for who made it."""
    path, charlie, dana = scene.path("invitation"), scene.people["charlie"], User.objects.get(name=NAMES["Dana"])
    yield {("nobody", path): Client().get(path)}
    yield get("/invite/", client=factories.signed_in(None, dana), who="dana")
    pairing.claim(dana.invitations.get(), charlie, timezone.now())
    for who, person in (("charlie", charlie), ("dana", dana)):
        yield get(path, "/invite/", "/today/", client=factories.signed_in(None, person), who=who)


# Outside of pages


def test_what_is_said_is_bare_for_the_api_and_isolated_on_a_page():
    sentence = said("%(length)s & “%(word)s”", length="1 < 2", word=own_words("<b>"))
    assert sentence == "1 < 2 & “<b>”"
    assert sentence.__html__() == "1 &lt; 2 &amp; “<bdi>&lt;b&gt;</bdi>”"


@pytest.mark.parametrize(
    ("words", "element"),
    [
        ("even “later”", '<bdi class="latin">even “later”</bdi>'),
        ("哪怕“晚点说”", "<bdi>哪怕“晚点说”</bdi>"),
        ("say “晚点”", "<bdi>say “晚点”</bdi>"),
        ("later", "<bdi>later</bdi>"),
    ],
)
def test_marks_that_chinese_draws_wide_are_told_apart_in_words_without_chinese(words, element):
    sentence = said("%(name)s & co.", name=own_words(words))
    assert sentence.__html__() == f"{element} &amp; co."
    assert without_elements(sentence) == f"{words} & co."


@pytest.mark.django_db
def test_the_api_gives_words_bare(pair, alice_client):
    factories.agreed_cool_down(pair, word=WORDS)
    listed = alice_client.get("/api/v1/agreements/").json()
    assert [row["title"] for row in listed["results"] if WORDS in row["title"]] == [f"30 minutes, “{WORDS}”"]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Ada", "Ada"),
        ("小博", "小博"),
        ("נועה", "\u2068נועה\u2069"),
        # Marks of one's own neither turn the line nor end ours.
        ("\u202eAda", "Ada"),
        ("נו\u2069עה", "\u2068נועה\u2069"),
    ],
)
def test_a_subject_marks_a_name_that_would_turn_it_and_no_other(name, written):
    assert isolated_in_text(name) == written


@pytest.mark.django_db
def test_a_mail_that_says_with_whom_keeps_its_order(pair):
    User.objects.filter(pk=pair.bob.pk).update(name="נועה")
    factories.upcoming_check_in(pair)
    row = Reminder.objects.filter(user=pair.alice, kind=CHECK_IN.name).select_related("user")[0]
    assert "with \u2068נועה\u2069, " in CHECK_IN.detail(row, timezone.now())
