"""Who may do what: every own route, by every method, for everybody. A route that is not listed fails."""

from __future__ import annotations

import re
from functools import partial
from itertools import product
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.http import HttpResponseNotAllowed
from django.template.base import Template
from django.test import Client, RequestFactory
from django.urls import resolve, reverse
from django.utils.safestring import SafeString

from agreements.letters.version_names import name_of_version
from bench.shape import ROOMS
from tests.guards.access.listed import ACCESS, AS_A_BROWSER, AUDIENCE, listed
from tests.guards.scene import own_routes
from tests.helpers import factories
from tests.helpers.processes import ROOT
from tests.helpers.undone import sent_and_undone

pytestmark = pytest.mark.django_db

# What a form needs to come to its verb; every form brings a field, as every real one brings its CSRF token.
BODIES = {
    "offer_no_more": {"kind": "rhythm"},
    "keep_begun": {"kind": "rhythm"},
    "need_agreement": {"need": "rest", "whose": "mine"},
}
# How a view or a template would ask.
ASKS_FOR_STAFF = re.compile(r"\b(is_staff|is_superuser|has_(module_)?perms?|perms\.|staff_member|permission_required)")
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"}


@pytest.fixture
def scene(scene, settings):
    """Everybody and everything; the outbox too, which exists on the embedded default alone."""
    settings.OUTBOX_PAGES = True
    return scene


def test_every_own_route_is_listed_and_nothing_else_is():
    assert sorted(ACCESS) == own_routes()


@pytest.fixture
def browsers(scene):
    """Everybody's, signed in once: signing in takes longer than most requests."""
    return {who: Browser(person) for who, person in scene.people.items()}


class Browser:
    """One person's, which forgets after each request what came of it."""

    def __init__(self, person):
        self.client = Client()
        if person:
            self.client.force_login(person)

    def answer(self, method, path, *sent):
        """Send one request, and take back what it did."""
        return said(sent_and_undone(self.client, partial(getattr(self.client, method.lower()), path, *sent)))


def body(scene, name):
    if name in ("agreement_accept", "agreement_decline", "agreement_take_back"):
        return {"version": name_of_version(scene.arguments[name]["agreement_id"], 1)}
    if name == "draft_begin":
        return factories.typed_terms("rhythm", scene.people["alice"])
    return BODIES.get(name, {})


def said(response):
    if response.status_code not in (301, 302):
        return str(response.status_code)
    return "in" if response.headers["Location"].startswith(reverse("account_login")) else "to"


@pytest.fixture
def bare_pages(monkeypatch):
    """Answer with empty pages: who is let in is decided before; tests/guards/test_pages.py looks at what they say."""
    monkeypatch.setattr(Template, "render", lambda _template, _context: SafeString())


def test_each_route_shows_each_person_what_is_listed(walked):
    found = {name: {who: said(walked[who][name]) for who in AUDIENCE} for name in walked["anonymous"]}
    assert found == listed("GET")


@pytest.mark.usefixtures("bare_pages")
def test_each_form_answers_each_person_as_listed(scene, browsers):
    """Staff send nothing: no form knows them from any other stranger (test_no_page_asks_who_is_staff)."""
    forms = listed("POST")
    assert [name for name, answers in forms.items() if answers.pop("staff") != answers["charlie"]] == []
    sent = {name: urlencode({"csrfmiddlewaretoken": "x", **body(scene, name)}, doseq=True) for name in forms}
    found = {
        name: {who: browsers[who].answer("POST", scene.path(name), sent[name], AS_A_BROWSER) for who in answers}
        for name, answers in forms.items()
    }
    assert found == forms


def test_no_page_asks_who_is_staff():
    """None but the operators' own, which are the admin's. Where somebody signs up, a row of staff's is left alone."""
    paths = [path for room in ROOMS for kind in ("py", "html") for path in (ROOT / room).rglob(f"*.{kind}")]
    asking = {path.relative_to(ROOT) for path in paths if ASKS_FOR_STAFF.search(path.read_text())}
    people = Path("couples/people")
    assert {path for path in asking if "migrations" not in path.parts} == {
        people / "models.py",
        people / "admin.py",
        people / "signing_up.py",
    }


@pytest.mark.usefixtures("bare_pages")
def test_head_is_answered_as_get_is(scene, browsers):
    """For everybody whom GET lets nothing see, and for one whom it does: the page itself is the same for all others."""
    for name, answers in listed("GET").items():
        for who in (who for who, status in answers.items() if status != "200" or who == "alice"):
            assert browsers[who].answer("HEAD", scene.path(name)) == answers[who], (name, who)


def test_no_route_takes_another_method(scene):
    """A view refuses what is not listed before it asks who is there: nothing about a person is in these requests."""
    for name, rows in ACCESS.items():
        path = scene.path(name)
        route = resolve(path)
        for method in METHODS - rows.keys() - ({"HEAD"} if "GET" in rows else set()):
            response = route.func(RequestFactory().generic(method, path), *route.args, **route.kwargs)
            assert isinstance(response, HttpResponseNotAllowed), (name, method)


def test_no_other_method_does_anything(scene, browsers):
    """What is around all views does nothing with it either, at a page's address as at a form's."""
    for name, method, who in product(("today", "agreement_accept"), METHODS, ("anonymous", "alice", "staff")):
        if method in ACCESS[name] or (method, name) == ("HEAD", "today"):
            continue
        # Reading a form's address leads to its page and does nothing; see tests/pages/test_addresses.py.
        expected = "to" if method in ("GET", "HEAD") else "405"
        assert browsers[who].answer(method, scene.path(name)) == expected, (name, method, who)


@pytest.mark.parametrize(
    ("header", "value"),
    [("HTTP_X_FORWARDED_FOR", "127.0.0.1"), ("HTTP_FORWARDED", "for=::1"), ("HTTP_X_REAL_IP", "127.0.0.1")],
)
def test_the_outbox_does_not_exist_behind_a_proxy(client, settings, header, value):
    settings.OUTBOX_PAGES = True
    assert client.get("/outbox/", **{header: value}).status_code == 404


def test_the_outbox_is_nowhere_but_on_loopback_and_without_a_mail_server(client, settings):
    settings.OUTBOX_PAGES = True
    assert client.get("/outbox/", REMOTE_ADDR="127.0.0.1").status_code == 200
    assert client.get("/outbox/", REMOTE_ADDR="192.168.0.7").status_code == 404
    settings.OUTBOX_PAGES = False
    assert client.get("/outbox/", REMOTE_ADDR="127.0.0.1").status_code == 404


# The admin


def test_the_admin_is_behind_the_secured_sign_in(client, scene):
    assert said(client.get("/operators/")) == "to"
    assert client.get("/operators/", follow=True).redirect_chain[-1][0].startswith(reverse("account_login"))
    client.force_login(scene.people["alice"])
    assert client.get("/operators/", follow=True).status_code == 403
    client.force_login(scene.people["staff"])
    assert client.get("/operators/").status_code == 200


def test_the_admin_shows_nobodys_words_and_nobodys_whereabouts():
    from django.contrib import admin

    from basics.encryption import encrypted_fields

    for model, page in admin.site._registry.items():
        shown = {*(page.fields or [field.name for field in model._meta.fields]), *page.list_display}
        assert not {field.name for field in encrypted_fields(model)} & shown, model
        assert not {"ip", "user_agent"} & shown, f"{model}: a sessions list is its owner's"
    assert not {model._meta.app_label for model in admin.site._registry} & {"agreements", "checkins", "journal"}
