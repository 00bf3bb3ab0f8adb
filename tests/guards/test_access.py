"""Who may do what: every own route, by every method, for everybody. A route that is not listed fails."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
from django.db import transaction
from django.http import HttpResponseNotAllowed
from django.template.base import Template
from django.test import Client, RequestFactory
from django.urls import resolve, reverse
from django.utils.safestring import SafeString

from agreements.letters.version_names import name_of_version
from bench.shape import ROOMS
from tests.guards.scene import make_scene, own_routes
from tests.helpers import factories
from tests.helpers.processes import ROOT

pytestmark = pytest.mark.django_db

AUDIENCE = ("anonymous", "charlie", "sam", "alice", "bob", "eve", "staff")
# A status, or: "in" leads to signing in, "to" leads on (a form did its work, or there is nothing for this person here).
# The columns are AUDIENCE: nobody, a stranger alone, a stranger with a partner, both partners, an ex-partner, staff.
EVERYBODY = "200 200 200 200 200 200 200"
NOBODY = "404 404 404 404 404 404 404"
SIGNED_IN = "in 200 200 200 200 200 200"
DOES_IT = "in to to to to to to"
# Leads to the question for the password first.
ASKS = DOES_IT
# A page about the couple says to those without one how to connect.
COUPLES_OWN = "in 200 200 200 200 200 200"
COUPLES_FORM = "in 403 to to to 403 403"
# A page about one thing of Alice and Bob does not exist for others who are connected.
THEIR_PAGE = "in 200 404 200 200 200 200"
THEIR_FORM = "in 403 404 to to 403 403"
# Alice's alone.
HER_PAGE = "in 404 404 200 404 404 404"
HER_FORM = "in 404 404 to 404 404 404"

ACCESS = {
    "welcome": {"GET": "200 to to to to to to"},
    "look_around": {"GET": "200 to to to to to to"},
    "today": {"GET": SIGNED_IN},
    "install_told": {"POST": DOES_IT},
    "first_steps": {"GET": DOES_IT, "POST": DOES_IT},
    "help": {"GET": EVERYBODY},
    "privacy": {"GET": EVERYBODY},
    "two_weeks": {"GET": EVERYBODY, "POST": EVERYBODY},
    "safety": {"GET": EVERYBODY},
    "exit": {"GET": EVERYBODY, "POST": EVERYBODY},
    "style": {"GET": EVERYBODY},
    "style_light": {"GET": EVERYBODY},
    "style_dark": {"GET": EVERYBODY},
    "more": {"GET": SIGNED_IN},
    "settings": {"GET": SIGNED_IN, "POST": SIGNED_IN},
    "key_make": {"POST": DOES_IT},
    "key_revoke": {"POST": DOES_IT},
    "export": {"GET": SIGNED_IN},
    "export_make": {"POST": ASKS},
    "export_put_away": {"POST": DOES_IT},
    "export_fetch": {"GET": HER_FORM},
    "look_back": {"GET": COUPLES_OWN},
    "look_back_mine": {"GET": SIGNED_IN},
    "erasure": {"GET": SIGNED_IN},
    "erasure_begin": {"POST": ASKS},
    "erasing": {"GET": DOES_IT},
    "erasing_keep": {"POST": DOES_IT},
    "erasing_now": {"POST": DOES_IT},
    "earlier": {"GET": SIGNED_IN},
    "earlier_couple": {"GET": "in 404 404 200 404 200 404"},
    "left": {"GET": "in 404 404 200 404 200 404"},
    "outbox": {"GET": EVERYBODY},
    "healthz": {"GET": EVERYBODY},
    "readyz": {"GET": EVERYBODY},
    "metrics": {"GET": NOBODY},
    "invite": {"GET": SIGNED_IN, "POST": "in to 200 200 200 to to"},
    "invitation_withdraw": {"POST": DOES_IT},
    "claim_confirm": {"POST": "in 400 400 400 400 400 400"},
    "claim_refuse": {"POST": DOES_IT},
    "invitation": {"GET": EVERYBODY},
    "invitation_claim": {"POST": "to to to to to to to"},
    "invitation_decline": {"POST": EVERYBODY},
    "block_address": {"GET": EVERYBODY, "POST": EVERYBODY},
    "not_me": {"GET": EVERYBODY, "POST": EVERYBODY},
    "tint": {"POST": COUPLES_FORM},
    "leave": {"GET": COUPLES_OWN, "POST": COUPLES_FORM},
    "closing_told": {"POST": DOES_IT},
    "agreements": {"GET": SIGNED_IN},
    "templates": {"GET": SIGNED_IN},
    "template": {"GET": SIGNED_IN, "POST": DOES_IT},
    "template_blank": {"GET": EVERYBODY},
    "draft_begin": {"GET": DOES_IT, "POST": DOES_IT},
    "drafts_send": {"GET": COUPLES_OWN, "POST": "in 403 400 400 400 403 403"},
    # What is said of a field goes to whoever wrote in it; to nobody else there is nothing to say.
    "wording_hint": {"POST": "204 200 200 200 200 200 200"},
    "keep_begun": {"POST": SIGNED_IN},
    "offer_no_more": {"POST": DOES_IT},
    "draft": {"GET": HER_PAGE},
    "draft_line": {"GET": HER_PAGE, "POST": "in 404 404 400 404 404 404"},
    "keep_line": {"POST": "in 404 404 200 404 404 404"},
    "draft_send": {"POST": "in 403 404 to 404 403 403"},
    "draft_delete": {"POST": DOES_IT},
    "card": {"GET": COUPLES_OWN},
    "card_in_full": {"GET": COUPLES_OWN},
    "agreement": {"GET": THEIR_PAGE},
    "letters_to_answer": {"GET": "in 200 to 200 200 200 200"},
    "agreement_seen": {"POST": COUPLES_FORM},
    "agreement_accept": {"POST": THEIR_FORM},
    "agreement_decline": {"POST": THEIR_FORM},
    "agreement_take_back": {"POST": "in 403 404 to 409 403 403"},
    "agreement_end": {"GET": THEIR_PAGE, "POST": THEIR_FORM},
    "agreement_try": {"POST": THEIR_FORM},
    "agreement_history": {"GET": THEIR_PAGE},
    "agreement_suggested": {"GET": THEIR_PAGE},
    "agreement_begin_again": {"POST": THEIR_FORM},
    "trial_review": {"GET": THEIR_PAGE, "POST": THEIR_FORM},
    "trial_change": {"GET": THEIR_PAGE, "POST": "in 403 404 400 400 403 403"},
    "other_words": {"GET": THEIR_PAGE, "POST": "in 403 404 400 400 403 403"},
    "keep_other_words": {"POST": "in 403 404 200 200 403 403"},
    "coping_line": {"POST": THEIR_FORM},
    "responsibilities": {"GET": COUPLES_OWN, "POST": "in 403 400 400 400 403 403"},
    "responsibility_swap": {"GET": COUPLES_OWN, "POST": "in 403 400 400 400 403 403"},
    # Opened by itself it leads to all of them.
    "responsibility_turn": {"GET": "in 200 404 to to 200 200"},
    "unnoticed_take_away": {"POST": COUPLES_FORM},
    "unnoticed_take_up": {"POST": COUPLES_FORM},
    # Alice may ask by the rule, and Bob may not; what she asked he may answer, and she may close.
    "ask_rule": {"GET": "in 200 404 200 404 200 200", "POST": "in 403 404 to 404 403 403"},
    "keep_ask": {"POST": "in 403 404 200 404 403 403"},
    "call": {"GET": THEIR_PAGE},
    "call_answer": {"POST": "in 403 404 409 400 403 403"},
    "keep_answer_to_call": {"POST": "in 403 404 404 200 403 403"},
    "call_hold": {"POST": "in 403 404 409 400 403 403"},
    "call_answer_let_go": {"POST": THEIR_FORM},
    "call_close": {"POST": "in 403 404 to 404 403 403"},
    "topic_of_call": {"GET": "in 200 404 200 404 200 200", "POST": "in 403 404 400 404 403 403"},
    "topic_of_trigger": {"GET": COUPLES_OWN, "POST": "in 403 400 400 400 403 403"},
    "ask": {"GET": COUPLES_OWN},
    "phrase_say": {"POST": COUPLES_FORM},
    "phrase_let_go": {"POST": COUPLES_FORM},
    # Whoever said it does not answer it.
    "phrase": {"GET": THEIR_PAGE, "POST": "in 403 404 404 400 403 403"},
    "phrase_take_back": {"POST": COUPLES_FORM},
    "phrase_put_away": {"POST": "in 403 404 404 to 403 403"},
    "own_phrases": {"GET": SIGNED_IN, "POST": "in 400 400 400 400 400 400"},
    "own_phrase": {"GET": HER_PAGE, "POST": "in 404 404 400 404 404 404"},
    "own_phrase_delete": {"POST": DOES_IT},
    "own_answer_forget": {"POST": DOES_IT},
    "pause": {"GET": COUPLES_OWN},
    "pause_start": {"POST": COUPLES_FORM},
    "pause_back": {"GET": "in 200 to 200 200 200 200"},
    "pause_slip": {"POST": COUPLES_FORM},
    "pause_extend": {"POST": "in 403 400 400 400 403 403"},
    "pause_return": {"POST": COUPLES_FORM},
    "pause_about": {"POST": "in 403 400 to to 403 403"},
    "pause_write": {"POST": "in 403 400 400 400 403 403"},
    "pause_keep": {"POST": "in 403 200 200 200 403 403"},
    "pause_talking": {"POST": COUPLES_FORM},
    "pause_try": {"GET": COUPLES_OWN},
    "pause_try_begin": {"POST": COUPLES_FORM},
    "pause_try_no_more": {"POST": COUPLES_FORM},
    "check_ins": {"GET": COUPLES_OWN},
    "check_in": {"GET": THEIR_PAGE, "POST": "in 403 404 400 400 403 403"},
    # Before the opening they lead to the talk.
    "ten_minutes": {"GET": "in 200 404 to to 200 200"},
    "table": {"GET": "in 200 404 to to 200 200"},
    "check_in_calendar": {"GET": THEIR_PAGE},
    "keep_answers": {"POST": THEIR_FORM},
    "take_away": {"POST": "in 403 404 400 400 403 403"},
    "keep_take_away": {"POST": "in 403 404 200 200 403 403"},
    # Alice and Bob's talk has no table yet: its page is where they are led.
    "talk": {"GET": "in 200 404 to to 200 200", "POST": THEIR_FORM},
    "talk_about": {"POST": THEIR_FORM},
    "talk_stop": {"POST": THEIR_FORM},
    "pause_talk": {"GET": "in 200 404 to to 200 200", "POST": THEIR_FORM},
    "pause_talk_stop": {"POST": THEIR_FORM},
    "move": {"GET": THEIR_PAGE, "POST": "in 403 404 400 400 403 403"},
    "move_accept": {"POST": THEIR_FORM},
    "move_decline": {"POST": THEIR_FORM},
    "move_take_back": {"POST": THEIR_FORM},
    "later": {"POST": THEIR_FORM},
    "leave_out": {"GET": THEIR_PAGE, "POST": "in 403 404 400 400 403 403"},
    "suits": {"POST": COUPLES_FORM},
    "start": {"POST": THEIR_FORM},
    "take_to_next": {"POST": THEIR_FORM},
    "one_question": {"POST": COUPLES_FORM},
    "one_question_no_more": {"POST": COUPLES_FORM},
    "talk_now": {"POST": COUPLES_FORM},
    "talk_now_agree": {"POST": COUPLES_FORM},
    "talk_now_not_today": {"POST": COUPLES_FORM},
    "talk_now_take_back": {"POST": COUPLES_FORM},
    "topics": {"GET": COUPLES_OWN, "POST": "in 403 400 400 400 403 403"},
    "keep_topic": {"POST": "in 403 200 200 200 403 403"},
    "topic": {"GET": "in 200 404 200 404 200 200", "POST": "in 403 404 400 404 403 403"},
    "topic_let_go": {"POST": COUPLES_FORM},
    "topic_next_time": {"POST": COUPLES_FORM},
    "topic_pick": {"POST": COUPLES_FORM},
    "topic_keep_on": {"POST": COUPLES_FORM},
    "topic_of_letter": {"GET": THEIR_PAGE, "POST": THEIR_FORM},
    "question_for_talk": {"GET": THEIR_PAGE, "POST": "in 403 404 400 400 403 403"},
    "topic_of_pause": {"GET": THEIR_PAGE, "POST": THEIR_FORM},
    "appreciations": {"GET": COUPLES_OWN, "POST": "in 403 400 400 400 403 403"},
    "keep_appreciation": {"POST": "in 403 200 200 200 403 403"},
    "appreciation": {"GET": "in 200 404 200 404 200 200", "POST": "in 403 404 400 404 403 403"},
    "appreciation_take_back": {"POST": COUPLES_FORM},
    "thoughts": {"GET": SIGNED_IN},
    "thought_new": {"GET": SIGNED_IN, "POST": "in 400 400 400 400 400 400"},
    "thought_keep_new": {"POST": SIGNED_IN},
    "thought": {"GET": HER_PAGE},
    "thought_step": {"GET": HER_PAGE, "POST": "in 404 404 to 404 404 404"},
    "thought_keep": {"POST": "in 404 404 200 404 404 404"},
    # What everybody is offered is a card of everybody's, made of their own entries.
    "triggers": {"GET": SIGNED_IN},
    "trigger": {"GET": SIGNED_IN},
    "trigger_agreement": {"POST": DOES_IT},
    "trigger_eased": {"POST": DOES_IT},
    "trigger_show": {"GET": COUPLES_OWN, "POST": "in 403 400 400 400 403 403"},
    "eased_show": {"GET": COUPLES_OWN, "POST": "in 403 400 to 400 403 403"},
    # A query that names none leads to all of them.
    "entries_narrowed": {"GET": DOES_IT},
    "thought_line": {"POST": "in 404 404 400 404 404 404"},
    "thought_delete": {"POST": DOES_IT},
    "mine": {"GET": SIGNED_IN},
    "my_needs": {"GET": SIGNED_IN, "POST": DOES_IT},
    "keep_my_needs": {"POST": SIGNED_IN},
    "compare_needs": {"GET": COUPLES_OWN},
    "theme_set": {"POST": THEIR_FORM},
    "theme_off": {"POST": THEIR_FORM},
    # A query that names no row finds none; a row that does not lie on the table leads to the talk.
    "need_agreement": {"GET": "in 200 404 404 404 200 200", "POST": THEIR_FORM},
    "notice": {"GET": SIGNED_IN, "POST": "in 400 400 400 400 400 400"},
    "notice_from_call": {"GET": "in 200 404 to to 200 200"},
    "call_keep": {"POST": COUPLES_FORM},
    "entries": {"GET": SIGNED_IN},
    "entry": {"GET": HER_PAGE, "POST": HER_FORM},
    "noted": {"GET": HER_PAGE, "POST": HER_FORM},
    "keep_entry": {"POST": "in 404 404 200 404 404 404"},
    "entry_line": {"POST": HER_FORM},
    # Whose it is not, and what is gone, are told nothing.
    "entry_delete": {"POST": DOES_IT},
    "own_trigger_remove": {"POST": DOES_IT},
    "closeness": {"GET": SIGNED_IN},
    "closeness_beginning": {"GET": SIGNED_IN, "POST": "in 400 400 400 400 400 400"},
    "closeness_delete": {"POST": DOES_IT},
    "closeness_show": {"GET": COUPLES_OWN, "POST": "in 403 400 400 400 403 403"},
    "entry_show": {"GET": "in 200 404 200 404 200 200", "POST": "in 403 404 400 404 403 403"},
    "copies": {"GET": COUPLES_OWN},
    "copy": {"GET": THEIR_PAGE},
    "copy_take_back": {"POST": COUPLES_FORM},
    "daily": {"GET": SIGNED_IN, "POST": DOES_IT},
    "lock": {"GET": SIGNED_IN, "POST": DOES_IT},
    "own_lines": {"GET": SIGNED_IN, "POST": "in 400 400 400 400 400 400"},
    "own_line_take": {"POST": DOES_IT},
    "line_of_today": {"GET": SIGNED_IN},
    "daily_line": {"GET": SIGNED_IN, "POST": DOES_IT},
    "feeds_me": {"GET": SIGNED_IN, "POST": "in 404 404 404 404 404 404"},
    "something_for_me": {"GET": SIGNED_IN},
    "own_item": {"GET": HER_PAGE, "POST": "in 404 404 400 404 404 404"},
    "own_item_first": {"POST": DOES_IT},
    "own_item_delete": {"POST": DOES_IT},
    "own_item_put_back": {"POST": DOES_IT},
    "own_item_plan": {"POST": HER_FORM},
    "habits": {"GET": SIGNED_IN, "POST": "in 400 400 400 400 400 400"},
    "habits_switch": {"POST": DOES_IT},
    "habit": {"GET": HER_PAGE, "POST": "in 404 404 400 404 404 404"},
    "habit_delete": {"POST": DOES_IT},
    "mine_compose": {"GET": SIGNED_IN, "POST": "in 400 400 400 400 400 400"},
    "mine_compose_keep": {"POST": SIGNED_IN},
    "mine_letters": {"GET": SIGNED_IN},
    "mine_letter": {"GET": HER_PAGE},
    "mine_letter_write": {"GET": HER_PAGE, "POST": "in 404 404 400 404 404 404"},
    "mine_letter_hold": {"POST": "in 404 404 400 404 404 404"},
    "mine_letter_take_out": {"POST": "in 404 404 to 404 404 404"},
    "mine_letter_throw_away": {"POST": DOES_IT},
    "mine_letter_agreement": {"POST": "in 404 404 to 404 404 404"},
    "mine_letter_send": {"POST": "in 403 404 to 404 403 403"},
    "mine_letter_save": {"POST": "in 403 404 to 404 403 403"},
    "mine_letter_take_back": {"POST": "in 403 404 to 404 403 403"},
    "composed_letters": {"GET": COUPLES_OWN},
    # Alice's; she does not answer it, and Bob has to say something.
    "composed_letter": {"GET": THEIR_PAGE, "POST": "in 403 404 400 400 403 403"},
    "keep_letter_answer": {"POST": "in 403 404 200 200 403 403"},
    "try_this": {"POST": THEIR_FORM},
    "try": {"GET": THEIR_PAGE},
    "try_keep": {"POST": COUPLES_FORM},
    "try_let_go": {"POST": COUPLES_FORM},
    "try_agreement": {"GET": THEIR_PAGE, "POST": THEIR_FORM},
    "next_occasion": {"GET": THEIR_PAGE},
    "occasion_move": {"GET": THEIR_PAGE, "POST": "in 403 404 400 400 403 403"},
    "occasion_accept": {"POST": THEIR_FORM},
    "occasion_decline": {"POST": THEIR_FORM},
    "occasion_take_back": {"POST": THEIR_FORM},
    "occasion_leave_out": {"GET": THEIR_PAGE, "POST": "in 403 404 400 400 403 403"},
    "week": {"GET": COUPLES_OWN},
    "kept": {"GET": COUPLES_OWN, "POST": "in 403 400 400 400 403 403"},
    "another_question": {"POST": THEIR_FORM},
    "decks": {"GET": COUPLES_OWN, "POST": "in 403 400 400 400 403 403"},
    "deck_choose": {"POST": COUPLES_FORM},
    "deck": {"GET": THEIR_PAGE, "POST": "in 403 404 400 400 403 403"},
    "deck_heavy": {"POST": COUPLES_FORM},
    "deck_take_away": {"POST": THEIR_FORM},
    "own_question_fine": {"POST": THEIR_FORM},
    "own_question_take_away": {"POST": THEIR_FORM},
    "calendar": {"GET": COUPLES_OWN},
    "calendar_make": {"POST": COUPLES_FORM},
    "calendar_stop": {"POST": COUPLES_FORM},
    # Not by who is signed in: by the secret in its address.
    "feed": {"GET": EVERYBODY},
    "notices": {"GET": SIGNED_IN},
    # Bob is told of a letter.
    "notices_fresh": {"GET": "in 204 204 204 200 204 204"},
    "notices_read": {"POST": DOES_IT},
    "reminder_settings": {"GET": SIGNED_IN, "POST": "in 400 400 400 400 400 400"},
    "reminder_test": {"POST": DOES_IT},
    "push_subscribe": {"POST": "in 403 403 403 403 403 403"},
    "push_look": {"POST": "in 200 200 200 200 200 200"},
    # Not by who is signed in: by the secret of the subscription, and from this site alone.
    "push_renew": {"POST": "403 403 403 403 403 403 403"},
    "push_forget": {"POST": DOES_IT},
    "other_enter": {"POST": ASKS},
    "other_confirm": {"POST": ASKS},
    "other_remove": {"POST": DOES_IT},
    "manifest": {"GET": EVERYBODY},
    "service_worker": {"GET": EVERYBODY},
    "offline": {"GET": EVERYBODY},
    # A link in a mail is its reader's alone, and not their partner's either.
    "go": {"GET": "in 404 404 to 404 404 404"},
    "unsubscribe": {"GET": EVERYBODY, "POST": EVERYBODY},
}
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
def scene(settings):
    """Everybody and everything; the outbox too, which exists on the embedded default alone."""
    settings.OUTBOX_PAGES = True
    return make_scene()


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
        self.cookies = {name: cookie.value for name, cookie in self.client.cookies.items()}

    def answer(self, method, path, *sent):
        """Send one request, and take back what it did."""
        self.client.cookies.load(self.cookies)
        with transaction.atomic():
            response = getattr(self.client, method.lower())(path, *sent)
            transaction.set_rollback(True)
        self.client.cookies.clear()
        return said(response)


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


def listed(method):
    """Return what each person is answered by each route that takes this method."""
    rows = {name: rows[method].split() for name, rows in ACCESS.items() if method in rows}
    return {name: dict(zip(AUDIENCE, answers, strict=True)) for name, answers in rows.items()}


def test_each_route_shows_each_person_what_is_listed(walked):
    found = {name: {who: said(walked[who][name]) for who in AUDIENCE} for name in walked["anonymous"]}
    assert found == listed("GET")


@pytest.mark.usefixtures("bare_pages")
def test_each_form_answers_each_person_as_listed(scene, browsers):
    """Staff send nothing: no form knows them from any other stranger (test_no_page_asks_who_is_staff)."""
    forms = listed("POST")
    assert [name for name, answers in forms.items() if answers.pop("staff") != answers["charlie"]] == []
    sent = {name: {"csrfmiddlewaretoken": "x", **body(scene, name)} for name in forms}
    found = {
        name: {who: browsers[who].answer("POST", scene.path(name), sent[name]) for who in answers}
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
