"""Every page: one h1, the five ways on, quick exit and help, a neutral title, nothing left on the device."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from html.parser import HTMLParser
from itertools import product

import pytest
from django.utils import timezone

from agreements.letters import consent
from tests.guards.test_queries import LISTS, one_more_of_everything
from tests.guards.walked import THEIRS, Opened, Walked
from tests.helpers import factories
from tests.reminders.sending import send_due

pytestmark = pytest.mark.django_db

NOT_PAGES = {"healthz", "readyz", "notices_fresh", "manifest", "service_worker", "offline", "exit"}
NOT_PAGES |= {"feed", "check_in_calendar"}
NAVIGATION = ["/today/", "/agreements/", "/pause/", "/check-ins/", "/more/"]


class Page(HTMLParser):
    """What a page is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.title = ""
        self._in_title = False
        # What each link says to a reader: its address and its text, or the name it has instead.
        self.named_links: list[list[str]] = []
        self._in_link = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.tags.append((tag, attributes))
        # A drawing's parts have titles too.
        self._in_title = tag == "title" and not self.title
        if tag == "a":
            self._in_link = "aria-label" not in attributes
            self.named_links.append([attributes.get("href") or "", attributes.get("aria-label") or ""])

    def handle_data(self, data):
        if self._in_title:
            self.title += data
        if self._in_link:
            self.named_links[-1][1] += data

    def handle_endtag(self, tag):
        self._in_title = False
        self._in_link = self._in_link and tag != "a"

    def addresses_by_name(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for address, name in self.named_links:
            found.setdefault(" ".join(name.split()), set()).add(address)
        return found

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def links(self) -> list[str | None]:
        return [link.get("href") for link in self.all("a")]


@cache
def parsed(content: bytes) -> Page:
    return Page(content.decode())


@pytest.fixture
def walk(walked: Walked) -> Callable[[str], Mapping[str, Opened]]:
    """A function that returns each page that a person can open, by name."""
    return lambda who: pages(walked, who)


def pages(walked: Walked, who: str) -> dict[str, Opened]:
    """Return each page that a person can open, by name."""
    return {name: page for name, page in walked[who].items() if name not in NOT_PAGES and page.status_code == 200}


@pytest.mark.parametrize("who", ["anonymous", "charlie", "alice", "eve"])
def test_every_page_has_one_h1_help_and_quick_exit_and_its_language(walk, who):
    for name, answer in walk(who).items():
        page = parsed(answer.content)
        assert len(page.all("h1")) == 1, name
        assert "/help/" in page.links(), name
        assert [button for button in page.all("button") if "data-quick-exit" in button], name
        assert [form for form in page.all("form") if form.get("action") == "/exit/" and form["data-leave"]], name
        assert page.all("html")[0]["lang"] == "en", name
        assert len(page.all("main")) == 1, name


def test_no_page_shows_how_it_is_made(walk):
    """A comment of a template that goes over two lines is none."""
    for who in ("anonymous", "charlie", "alice"):
        for name, answer in walk(who).items():
            assert not re.search("{[#%{]|[#%}]}", answer.content.decode().replace("{{length}}", "")), name


def same_names(html):
    """Return the links of a page that read the same and lead elsewhere, or say nothing."""
    found = parsed(html.encode()).addresses_by_name()
    return {name: addresses for name, addresses in found.items() if not name or len(addresses) > 1}


def test_no_two_links_of_a_page_read_the_same(walk):
    for who in ("anonymous", "charlie", "alice", "bob", "eve"):
        for name, answer in walk(who).items():
            assert same_names(answer.content.decode()) == {}, (who, name)


def test_nor_where_there_are_three_of_everything_in_the_same_words(pair):
    for _ in range(3):
        one_more_of_everything(pair)
    consent.decline(factories.proposed_rule(pair), pair.bob_seat, 1, timezone.now())
    consent.decline(factories.proposed_rule(pair), pair.bob_seat, 1, timezone.now())
    send_due(timezone.now(), ["in_app"])
    for person, language in product((pair.alice, pair.bob), ("en", "zh-hans")):
        person.language = language
        person.save()
        client = factories.signed_in(None, person)
        for path in LISTS:
            html = client.get(path).content.decode()
            assert same_names(html) == {}, (path, language)
            assert not re.search(r'="[^"<>]*&lt;bdi|="[^"]*<bdi', html), "an attribute holds no elements"


@pytest.mark.parametrize("who", ["charlie", "alice", "eve", "staff"])
def test_every_signed_in_page_has_the_five_ways_on(walk, who):
    found = walk(who)
    assert len(found) > 10
    for name, answer in found.items():
        navigation = re.search(r"<nav class=\"thumb\".*?</nav>", answer.content.decode(), re.DOTALL)
        assert navigation, name
        assert Page(navigation[0]).links() == NAVIGATION, name


def test_nothing_that_a_signed_in_person_sees_stays_on_the_device(walk):
    for name, answer in walk("alice").items():
        assert "no-store" in answer.headers["Cache-Control"], name
        assert "private" in answer.headers["Cache-Control"], name


def test_nor_does_what_is_not_there(alice_client):
    gone = alice_client.get("/agreements/00000000-0000-0000-0000-000000000000/")
    assert gone.status_code == 404
    assert "no-store" in gone["Cache-Control"]


@pytest.mark.parametrize("who", ["anonymous", "alice"])
def test_page_titles_are_neutral_and_nameless(walk, who):
    """A title stands in the browser's history, in its tabs and on the lock screen's list of apps."""
    telling = ["partner", "couple", "relationship", "cool", "ex", "love", "uneasy"]
    for name, answer in walk(who).items():
        title = parsed(answer.content).title
        assert title.strip().endswith("· Steady"), name
        words = re.findall(r"\w+", title.lower())
        assert not set(telling) & set(words), (name, title)
        assert not THEIRS.search(title), "nobody's name, and nothing that anybody wrote"


def test_no_page_has_inline_script_or_style(walk):
    for name, answer in walk("alice").items():
        page = parsed(answer.content)
        assert not [tag for tag in page.all("script") if "src" not in tag], name
        assert not page.all("style"), name
        inline = [
            (tag, key) for tag, attributes in page.tags for key in attributes if key == "style" or key[:2] == "on"
        ]
        assert not inline, name
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy, name
        assert "script-src 'self'" in policy, name


def test_every_form_that_changes_something_is_protected_and_stays_here(walk):
    for name, answer in walk("alice").items():
        if name == "unsubscribe":
            continue  # a mail program posts there: the closed address is the permission
        html = answer.content.decode()
        for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", html, re.DOTALL | re.IGNORECASE):
            # Quick exit works from a page whose key is too old; see tests/pages/test_leaving.py.
            assert "csrfmiddlewaretoken" in form or 'action="/exit/"' in form, (name, form[:200])
            action = re.search(r'<form\b[^>]*action="([^"]*)"', form)
            assert not action or action[1].startswith(("/", "#", "?")) or action[1] == "", (name, action)


def test_no_field_cuts_what_is_typed_and_long_ones_count(walk):
    for who in ("anonymous", "charlie", "alice"):
        for name, answer in walk(who).items():
            fields = [tag for tag in parsed(answer.content).tags if tag[0] in ("input", "textarea")]
            assert not [tag for tag in fields if "maxlength" in tag[1]], name
            assert not [tag for tag in fields if tag[0] == "textarea" and "data-room" not in tag[1]], name


def test_no_line_is_offered_to_who_types_there_next(walk):
    """A browser lists what was typed into a field of one line, for whoever sits at it: unless the field says not to."""
    for who in ("anonymous", "charlie", "alice"):
        for name, answer in walk(who).items():
            lines = [field for field in parsed(answer.content).all("input") if field.get("type") in ("text", "search")]
            assert [field for field in lines if "autocomplete" not in field and "readonly" not in field] == [], name


def test_no_page_shows_what_only_machines_know(walk):
    """No last visit, no address, no device, no reading state, no score of anyone, anywhere."""
    for name, answer in walk("bob").items():
        html = answer.content.decode().lower()
        for telling in ("last seen", "last visit", "is typing", "has read", "online now", "streak", "127.0.0.1"):
            assert telling not in html, (name, telling)


def test_words_are_shown_as_text_never_as_markup(pair, bob_client):
    agreement = factories.proposed_rule(pair, please="<img src=x onerror=alert(1)>", feel="</h1><h1>")
    html = bob_client.get(f"/agreements/{agreement.pk}/").content.decode()
    assert "&lt;img src=x" in html
    assert "<img src=x" not in html
    assert html.count("<h1") == 1


@pytest.mark.parametrize("path", ["/nowhere/", "/agreements/not-an-id/", "/join/no-such-token/"])
def test_pages_for_what_is_not_there_say_so_in_the_same_frame(pair, alice_client, path):
    answer = alice_client.get(path, follow=True)
    page = parsed(answer.content)
    assert len(page.all("h1")) == 1
    assert "/help/" in page.links()


def test_pages_are_in_the_readers_language_and_zone(pair, bob_client, bob):
    bob.language, bob.time_zone = "zh-hans", "Asia/Shanghai"
    bob.save()
    html = bob_client.get("/today/").content.decode()
    assert '<html lang="zh-hans"' in html
