"""The pages of check-ins, and that nobody can tell from them whether the other has answered."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from agreements.letters import consent
from checkins.answers.models import Answer, Seal
from checkins.answers.showing import check_in_as_seen, check_ins_of
from checkins.answers.starting import start_without_writing
from checkins.answers.verbs import keep_take_away
from checkins.rhythm.models import TIME_LASTS
from checkins.rhythm.scheduling import ensure_all_next
from couples.begun.models import BegunText
from tests.helpers import factories
from tests.helpers.pages import without_chance

pytestmark = pytest.mark.django_db

WHOLE = {"was_heavy": "累", "start_01": "the tea 🍵", "until_next_time": "לשמוע"}


def told(response):
    """Return all that a response tells, but what is new in every one."""
    body = without_chance(response.content.decode())
    new = {"X-Request-ID", "Expires", "Set-Cookie"}
    return response.status_code, body, {name: value for name, value in response.headers.items() if name not in new}


EVERYWHERE = [
    "/today/",
    "/check-ins/",
    "/check-ins/{id}/",
    "/check-ins/{id}/ten-minutes/",
    "/check-ins/{id}/table/",
    "/agreements/",
    "/notices/",
    "/pause/",
    "/more/",
    "/settings/",
]


def seen_by(client, check_in):
    return {path: told(client.get(path.format(id=check_in.pk))) for path in EVERYWHERE}


@pytest.mark.parametrize("i_have_answered", [False, True])
@pytest.mark.parametrize("make", [factories.upcoming_check_in, factories.begun_check_in])
def test_until_they_open_no_page_differs_by_whether_the_other_has_answered(pair, alice_client, make, i_have_answered):
    """Ahead of the time this holds for both; once it has come, for as long as I have not answered myself."""
    with time_machine.travel(timezone.now(), tick=False):
        check_in = make(pair)
        begun = check_in.has_begun(timezone.now())
        if i_have_answered and not begun:
            factories.handed_in(check_in, pair.alice_seat, "mine")
        before = seen_by(alice_client, check_in)
        factories.handed_in(check_in, pair.bob_seat, "BOBS-WORDS")
        after = seen_by(alice_client, check_in)
    assert before == after
    assert not [path for path, (_status, body, _headers) in after.items() if "BOBS-WORDS" in body]


def test_unfinished_answers_of_the_other_change_nothing_either(pair, alice_client, bob_client):
    with time_machine.travel(timezone.now(), tick=False):
        check_in = factories.begun_check_in(pair)
        before = seen_by(alice_client, check_in)
        bob_client.post(f"/check-ins/{check_in.pk}/keep/", {**WHOLE, "was_heavy": "BOBS-WORDS"})
        assert Answer.objects.count() == 3
        assert seen_by(alice_client, check_in) == before


def test_the_companion_after_the_opening_the_page_does_differ(pair, alice_client):
    """The comparison would see it: once open, Bob's words are there."""
    with time_machine.travel(timezone.now(), tick=False):
        check_in = factories.handed_in(factories.begun_check_in(pair), pair.alice_seat)
        before = seen_by(alice_client, check_in)
        factories.handed_in(check_in, pair.bob_seat, "BOBS-WORDS")
        after = seen_by(alice_client, check_in)
    assert before != after
    assert "BOBS-WORDS" in after["/check-ins/{id}/ten-minutes/"][1]


def test_handing_in_says_the_same_whether_or_not_the_other_has_before_the_time(pair, alice_client):
    answers = []
    for bob_first in (False, True):
        check_in = factories.upcoming_check_in(pair)
        if bob_first:
            factories.handed_in(check_in, pair.bob_seat)
        response = alice_client.post(f"/check-ins/{check_in.pk}/", WHOLE, follow=True)
        answers.append("Yours are in. They open together:" in response.content.decode())
        consent.end(factories.rhythm_of(check_in), pair.bob_seat, timezone.now())
    assert answers == [True, True]


NINE = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


def at(when, person, *paths):
    """Return what these pages say to a person at a moment."""
    with time_machine.travel(when, tick=False):
        client = factories.signed_in(None, person)
        return [client.get(path).content.decode() for path in paths]


def test_it_is_time_for_some_hours_and_then_one_can_still_write(pair):
    begun = factories.begun_check_in(pair, NINE)
    pages = ("/today/", "/check-ins/", f"/check-ins/{begun.pk}/")
    assert all("It is time" in page for page in at(NINE, pair.alice, *pages))
    seen = _seen(begun, pair.alice_seat, NINE)
    assert seen.changes_at == begun.starts_at + TIME_LASTS
    later = at(seen.changes_at, pair.alice, *pages)
    assert not any("It is time" in page for page in later)
    assert "You can still write." in later[0]
    days = [seen := _seen(begun, pair.alice_seat, seen.changes_at) for _change in range(3)]
    midnight = datetime(2026, 11, 26, tzinfo=ZoneInfo(begun.zone))
    assert [each.changes_at for each in days] == [midnight, midnight + timedelta(days=1), days[0].answers_until]


def _seen(check_in, seat, now):
    return check_in_as_seen(check_ins_of(seat).get(pk=check_in.pk), seat, now)


def test_the_day_after_a_talk_that_did_not_happen_reads_alike_for_both(pair):
    """Whoever had handed in: nobody may read from it that the other had."""
    begun = factories.handed_in(factories.begun_check_in(pair, NINE), pair.alice_seat, now=NINE)
    ensure_all_next(NINE)
    evening, morning = begun.starts_at + timedelta(hours=8), begun.starts_at + timedelta(hours=23)
    [hers], [his] = at(evening, pair.alice, "/today/"), at(evening, pair.bob, "/today/")
    assert "Yours are in." in hers
    assert "You can still write." in his
    asked = "It didn’t come to it. Ten minutes now, or Wednesday?"
    [hers], [his] = at(morning, pair.alice, "/today/"), at(morning, pair.bob, "/today/")
    hero = [re.search(r'<section class="hero">.+?</section>', page, re.DOTALL).group() for page in (hers, his)]
    assert asked in hero[0]
    assert hero[0] == hero[1]
    assert f"/check-ins/{begun.pk}/#start" in hero[0]
    assert asked not in at(morning + timedelta(days=1), pair.alice, "/today/")[0]
    for seat in (pair.alice_seat, pair.bob_seat):
        start_without_writing(begun, seat, morning)
    [now_on] = at(morning, pair.alice, "/today/")
    assert asked not in now_on
    assert "It didn’t come to it" not in now_on


def test_what_ended_before_its_time_never_shows_the_others_answers(pair, alice_client):
    check_in = factories.upcoming_check_in(pair)
    for seat in (pair.alice_seat, pair.bob_seat):
        factories.handed_in(check_in, seat, f"WORDS-OF-{seat.seat}")
    consent.end(factories.rhythm_of(check_in), pair.bob_seat, timezone.now())
    with time_machine.travel(check_in.starts_at + timedelta(minutes=5)):
        html = factories.signed_in(None, pair.alice).get(f"/check-ins/{check_in.pk}/").content.decode()
    assert "WORDS-OF-1" in html
    assert "WORDS-OF-2" not in html


# Bad input: the check-in is there, what was typed stays


@pytest.fixture
def begun(pair):
    """A check-in whose time has come."""
    return factories.begun_check_in(pair)


def post(client, check_in, **changes):
    return client.post(f"/check-ins/{check_in.pk}/", {**WHOLE, **changes})


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("", "or choose “not today”"),
        ("   ", "or choose “not today”"),
        ("x" * 4001, "at most 4000 characters"),
        ("a\0b", "Null characters"),
    ],
)
def test_what_is_wrong_is_said_and_the_other_answers_stay(begun, alice_client, words, message):
    response = post(alice_client, begun, was_heavy=words)
    assert response.status_code == 400
    html = response.content.decode()
    assert message in html
    assert "the tea 🍵" in html
    assert "לשמוע" in html
    assert not Seal.objects.exists()


def test_too_late_says_so_and_gives_the_typed_text_back(pair, alice_client):
    check_in = factories.opened_check_in(pair)
    response = post(alice_client, check_in, was_heavy="something I only understood now")
    assert response.status_code == 409
    html = response.content.decode()
    assert "cannot be changed any more" in html
    assert "something I only understood now" in html, "what was typed is below, as the message says"


def test_a_double_tap_hands_in_once(begun, alice_client):
    for _ in range(2):
        assert post(alice_client, begun).status_code == 302
    assert Seal.objects.count() == 1
    assert Answer.objects.count() == 3


def test_keeping_answers_works_with_and_without_javascript(begun, alice_client):
    path = f"/check-ins/{begun.pk}/keep/"
    assert alice_client.post(path, {"was_heavy": "half"}).status_code == 302
    said = alice_client.post(path, {"was_heavy": "half a"}, headers={"HX-Request": "true"})
    assert said.status_code == 200
    assert "Only you can read it" in said.content.decode()
    assert Answer.objects.get(prompt="was_heavy").words == "half a"


def test_what_could_not_be_kept_is_said_and_still_in_the_page(begun, alice_client):
    response = alice_client.post(f"/check-ins/{begun.pk}/keep/", {"was_heavy": "x" * 4001})
    assert response.status_code == 409
    assert "Not kept yet: There is room for at most 4000 characters" in response.content.decode()
    assert "x" * 4001 in response.content.decode()


# Several pages of one check-in, opened at different times


class OpenPage:
    """A page that lies open: what it showed goes along with what is typed on it."""

    def __init__(self, client, check_in):
        self.client, self.address = client, f"/check-ins/{check_in.pk}/"
        html = client.get(self.address).content.decode()
        self.shown = self.hidden_in(html)
        self.fields = {name.removeprefix("initial-"): value for name, value in self.shown.items()}

    @staticmethod
    def hidden_in(html):
        inputs = (dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in re.findall(r"<input[^>]*>", html))
        return {tag["name"]: tag.get("value", "") for tag in inputs if tag["name"].startswith("initial-")}

    def sends(self, to="", **typed):
        self.fields |= typed
        ticked = {name: value for name, value in self.fields.items() if value not in ("False", "")}
        answer = self.client.post(self.address + to, {**self.shown, **ticked}, headers={"HX-Request": "true"})
        self.shown |= self.hidden_in(answer.content.decode()) if to else {}
        return answer


def stored(person):
    return {row.prompt: "not today" if row.not_today else row.words for row in Answer.objects.filter(author=person)}


def test_an_old_page_puts_no_answer_back_neither_kept_nor_handed_in(pair, begun, alice_client):
    old, new = OpenPage(alice_client, begun), OpenPage(alice_client, begun)
    new.sends("keep/", was_heavy_not_today="on", start_01="the lake")
    old.sends("keep/", until_next_time="a walk")
    kept = {"was_heavy": "not today", "start_01": "the lake", "until_next_time": "a walk"}
    assert stored(pair.alice) == kept
    assert old.sends().status_code == 302, "what is kept and what is sent are whole together"
    old_too = OpenPage(alice_client, begun)
    assert OpenPage(alice_client, begun).sends(start_01="the lake, and rain").status_code == 302
    assert old_too.sends(until_next_time="a long walk").status_code == 302
    assert stored(pair.alice) == {**kept, "start_01": "the lake, and rain", "until_next_time": "a long walk"}


def test_going_back_to_the_first_text_on_a_page_that_stays_open_is_kept(pair, begun, alice_client):
    page = OpenPage(alice_client, begun)
    for words in ("tea", "", 'said "tea"\n<b>', ""):
        page.sends("keep/", start_01=words)
        assert stored(pair.alice)["start_01"] == words
    page.sends("keep/", was_heavy_not_today="on")
    page.sends("keep/", was_heavy_not_today="False")
    assert stored(pair.alice)["was_heavy"] == ""
    # What another page changed after this one kept it stays as well.
    page.sends("keep/", start_01="tea")
    OpenPage(alice_client, begun).sends("keep/", start_01="coffee")
    page.sends("keep/", until_next_time="a walk")
    assert stored(pair.alice)["start_01"] == "coffee"


def test_words_beside_not_today_are_kept_for_their_writer_until_they_hand_in(pair, begun, alice_client, bob_client):
    page, old = OpenPage(alice_client, begun), OpenPage(alice_client, begun)
    page.sends("keep/", start_01="the tea")
    for client_page in (page, old):
        client_page.sends("keep/", start_01_not_today="on")
        assert Answer.objects.get().words == "the tea", "neither a page with the words nor one from before takes them"
    assert "the tea" in alice_client.get(page.address).content.decode()
    page.sends("keep/", start_01_not_today="False")
    assert stored(pair.alice) == {"start_01": "the tea"}
    page.sends("keep/", start_01_not_today="on")
    assert page.sends(was_heavy="rain", until_next_time="a walk").status_code == 302
    assert Answer.objects.get(prompt="start_01").words == ""
    later = OpenPage(alice_client, begun)
    later.sends("keep/", start_01="words beside it")
    assert Answer.objects.get(prompt="start_01").words == "", "what is handed in has none"
    factories.handed_in(begun, pair.bob_seat)
    assert "the tea" not in bob_client.get(page.address).content.decode()


def test_what_was_refused_is_written_when_it_is_sent_again(pair, begun, alice_client):
    page = OpenPage(alice_client, begun)
    for sent in (WHOLE | page.shown, WHOLE):
        html = alice_client.post(page.address, {**sent, "was_heavy": ""}).content.decode()
        page.shown = page.hidden_in(html)
        assert set(page.shown.values()) <= {"", "False"}, "typed, but shown by nothing that is stored"
    assert page.sends(**{**WHOLE, "was_heavy": "rain"}).status_code == 302
    assert stored(pair.alice) == {**WHOLE, "was_heavy": "rain"}


def test_the_api_changes_the_prompts_that_are_sent_alone(pair, begun, alice_client):
    address = f"/api/v1/check-ins/{begun.pk}/answers/"
    for answers in ([{"prompt": "start_01", "words": "tea"}], [{"prompt": "was_heavy", "words": "rain"}]):
        assert alice_client.put(address, {"answers": answers}, "application/json").status_code == 200
    alice_client.put(address, {"answers": [{"prompt": "was_heavy", "words": ""}]}, "application/json")
    assert stored(pair.alice) == {"start_01": "tea", "was_heavy": ""}


def test_both_see_what_each_takes_along(pair, alice_client, bob_client):
    check_in = factories.opened_check_in(pair)
    alice_client.post(f"/check-ins/{check_in.pk}/take-away/", {"words": "tea on Sundays"})
    keep_take_away(check_in, pair.bob_seat, "listen first", timezone.now())
    for client in (alice_client, bob_client):
        html = client.get(f"/check-ins/{check_in.pk}/").content.decode()
        assert "tea on Sundays" in html
        assert "listen first" in html


def test_what_is_emptied_is_not_called_kept(pair, alice_client):
    check_in, rule = factories.opened_check_in(pair), factories.agreed_response_rule(pair)
    for address, field, kept, emptied in (
        (f"/check-ins/{check_in.pk}/take-away/", "words", "Kept. You both see it here.", "Taken away."),
        (f"/agreements/{rule.pk}/coping-line/", "coping_line", "Kept. Only you see this.", "Removed."),
    ):
        for words, said in (("tea", kept), ("  ", emptied)):
            html = alice_client.post(address, {field: words}, follow=True).content.decode()
            assert said in html
            assert (kept in html) == (said == kept)


def test_a_take_away_keeps_itself_and_is_shared_only_by_its_writer(pair, alice_client, bob_client, charlie_client):
    with time_machine.travel(timezone.now(), tick=False):
        check_in = factories.opened_check_in(pair)
        path = f"/check-ins/{check_in.pk}/"
        before = seen_by(alice_client, check_in), told(alice_client.get(f"/api/v1{path}"))
        typed, htmx = {"words": "TEA-ON-SUNDAYS"}, {"HX-Request": "true"}
        assert (
            "Kept. Only you can read it."
            in bob_client.post(f"{path}take-away/keep/", typed, headers=htmx).content.decode()
        )
        assert (seen_by(alice_client, check_in), told(alice_client.get(f"/api/v1{path}"))) == before
        assert charlie_client.post(f"{path}take-away/keep/", typed).status_code == 403
        page = bob_client.get(path).content.decode()
        assert f'hx-post="{path}take-away/keep/"' in page
        assert page.index("TEA-ON-SUNDAYS") < page.index("Kept. Only you can read it.")
        assert "Not kept yet" in bob_client.post(f"{path}take-away/keep/", {"words": "x" * 4001}).content.decode()
        bob_client.post(f"{path}take-away/", typed)
        assert not BegunText.objects.exists()
        assert "TEA-ON-SUNDAYS" in alice_client.get(path).content.decode()
        # What a page still sends of it a moment later is no begun text: both see it already.
        bob_client.post(f"{path}take-away/keep/", typed)
        assert "Kept. Only you can read it." not in bob_client.get(path).content.decode()
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        bob_client.post(f"{path}take-away/keep/", {"words": "TOO-LATE"})
        assert "TOO-LATE" in bob_client.get(path).content.decode(), "what cannot be shared any more is still there"
        assert "TOO-LATE" not in alice_client.get(path).content.decode()


def test_a_take_away_before_the_opening_says_when(begun, alice_client):
    response = alice_client.post(f"/check-ins/{begun.pk}/take-away/", {"words": "TEA-ON-SUNDAYS"})
    assert response.status_code == 400
    assert "after your answers are open" in response.content.decode()
    assert "TEA-ON-SUNDAYS" in response.content.decode()


@pytest.mark.parametrize("make", [factories.begun_check_in, factories.opened_check_in])
def test_no_refusal_of_a_take_away_loses_it(pair, alice_client, make):
    """Answered by the page with the text in it, never by a redirect."""
    path = f"/check-ins/{make(pair).pk}/take-away/"
    for words, told in (
        ("TEA\0ON-SUNDAYS", "Null characters"),
        (f"TEA-ON-SUNDAYS{'x' * 4000}", "at most 4000 characters; this has 4014"),
        (f"TEA-ON-SUNDAYS{'🫂' * 4000}", "this has 4014"),
    ):
        response = alice_client.post(path, {"words": words})
        assert response.status_code == 400
        assert told in response.content.decode()
        assert words in response.content.decode()
