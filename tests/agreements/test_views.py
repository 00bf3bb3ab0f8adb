"""The pages of agreements: what is wrong is said where it is, and nothing typed is lost."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from agreements.drafts.models import Draft
from agreements.drafts.verbs import WrittenOn, keep_draft
from agreements.kinds.terms import Terms
from agreements.letters import consent
from agreements.letters.models import Agreement, PrivateLine, Version
from agreements.letters.version_names import name_of_version
from agreements.pauses import verbs as pauses
from agreements.pauses.models import Pause
from couples.people.models import User
from couples.seats.forms import AnotherCouple
from tests.helpers import factories
from tests.helpers.factories import fresh
from tests.helpers.pages import without_chance

pytestmark = pytest.mark.django_db


def page(response):
    return response.content.decode()


# Drafts


def test_a_draft_is_written_line_by_line_and_sent(pair, alice_client):
    draft = factories.draft(pair.alice)
    lines = [
        {"when": "hours go by", "feel": "uneasy", "need": "to know"},
        {"please": "one line", "within_minutes": "60"},
        {"who": "other"},
        {"except_when": ""},
        {"a_line_is_enough": "on"},
        {"coping_line": "they are busy"},
    ]
    for number, line in enumerate(lines, 1):
        review = alice_client.post(f"/agreements/drafts/{draft.pk}/{number}/", line).url
        assert review == f"/agreements/drafts/{draft.pk}/", "each line leads back to reading over"
    assert "one line" in page(alice_client.get(f"/agreements/drafts/{draft.pk}/"))
    sent = alice_client.post(f"/agreements/drafts/{draft.pk}/send/")
    agreement = Agreement.objects.get()
    assert sent.url == "/today/"
    assert agreement.proposal.words["please"] == "one line"
    assert PrivateLine.objects.get().words == "they are busy"


def test_a_double_tap_on_keep_and_on_send_makes_one_of_each(pair, alice_client):
    begin = {**factories.typed_terms("cool_down", pair.alice), "action": "look", "submission": str(uuid.uuid4())}
    assert len({alice_client.post("/agreements/drafts/", begin).url for _ in range(2)}) == 1
    draft = Draft.objects.get()
    assert len({alice_client.post(f"/agreements/drafts/{draft.pk}/send/").url for _ in range(2)}) == 1
    assert Agreement.objects.count() == 1


@pytest.mark.parametrize("submission", ["", "broken", "\0", "9" * 9999])
def test_a_broken_submission_id_counts_as_new(alice, alice_client, submission):
    begin = factories.typed_terms("cool_down", alice)
    alice_client.post("/agreements/drafts/", {**begin, "submission": submission})
    assert Draft.objects.count() == 1


@pytest.mark.parametrize("kind", ["", "marriage", "\0", "🫂"])
def test_an_unknown_kind_is_not_there(alice_client, kind):
    assert alice_client.post("/agreements/drafts/", {"kind": kind}).status_code == 404


STEP = {"when": "hours go by 今天", "feel": "עצוב 🫂", "need": "to know"}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"need": ""}, "Please fill this in"),
        ({"need": "x" * 601}, "at most 600 characters"),
        ({"need": "a\0b"}, "Null characters"),
    ],
)
def test_what_was_typed_stays_in_the_page_beside_what_is_wrong(alice, alice_client, changes, message):
    draft = factories.draft(alice)
    response = alice_client.post(f"/agreements/drafts/{draft.pk}/1/", {**STEP, **changes})
    assert response.status_code == 400
    html = page(response)
    assert message in html
    assert "hours go by 今天" in html
    assert "עצוב 🫂" in html
    assert 'role="alert"' in html, "a summary on top"


def test_a_skipped_time_is_refused_at_its_field_with_what_to_do(alice, alice_client):
    """Lord Howe, on the first Sunday of October, has no 02:15."""
    draft = factories.draft(alice, "rhythm")
    when = {"every": "weeks", "weeks": "1", "weekdays": ["6"], "at": "02:15", "zone": "Australia/Lord_Howe"}
    step = alice_client.post(f"/agreements/drafts/{draft.pk}/1/", {**when, "starts_on": first_sunday_of_october()})
    assert step.status_code == 400
    assert "clocks go forward" in page(step)


def first_sunday_of_october() -> str:
    today = timezone.localdate()
    first = date(today.year + 1, 10, 1)
    return (first + timedelta(days=(6 - first.weekday()) % 7)).isoformat()


def test_an_unfinished_draft_is_not_sent_and_leads_to_what_is_missing(pair, alice, alice_client):
    draft = factories.draft(alice, please="")
    response = alice_client.post(f"/agreements/drafts/{draft.pk}/send/", follow=True)
    assert "Please fill it in before you send it" in page(response)
    assert f"/agreements/drafts/{draft.pk}/2/#id_please" in page(response), "the way to what is missing"
    assert not Agreement.objects.exists()
    assert Draft.objects.exists()


def test_an_unfinished_draft_reads_in_order_and_says_nothing_of_sending(pair, alice, alice_client):
    drafts = [factories.draft(alice, "boundary", about="trust", fine="", not_fine=words) for words in ("Lies.", "")]
    complete, unfinished = (page(alice_client.get(f"/agreements/drafts/{draft.pk}/")) for draft in drafts)
    for told in ("Sending it says", "as <bdi>Bob</bdi> would read it"):
        assert (told in complete, told in unfinished) == (True, False)
    lines = [" ".join(strip_tags(line).split()) for line in re.split(r'<div class="line[^>]*>', unfinished)]
    assert lines[1:3] == ["This is about: trust. Change: About what", "What is not: … Add: What is not"]
    assert lines[3].startswith("If it happens:")


# Letters


@pytest.fixture
def letter(pair):
    """A rule by Alice that waits for Bob."""
    return factories.proposed_rule(pair)


def test_the_reader_has_three_equal_answers(letter, bob_client):
    html = page(bob_client.get(f"/agreements/{letter.pk}/"))
    for action in ("accept/", "other-words/", "decline/"):
        assert f"/agreements/{letter.pk}/{action}" in html


def test_the_writer_is_offered_no_answer_to_their_own_letter(letter, alice_client):
    html = page(alice_client.get(f"/agreements/{letter.pk}/"))
    assert f"/agreements/{letter.pk}/accept/" not in html
    assert f"/agreements/{letter.pk}/take-back/" in html
    assert "waiting" not in html.lower()


def test_nobody_reads_how_long_a_letter_lies_or_whether_it_was_opened(letter, alice_client, bob_client):
    before = page(alice_client.get(f"/agreements/{letter.pk}/"))
    bob_client.get(f"/agreements/{letter.pk}/")
    assert without_chance(page(alice_client.get(f"/agreements/{letter.pk}/"))) == without_chance(before)


@pytest.mark.parametrize("action", ["accept", "decline"])
@pytest.mark.parametrize("version", ["", "0", "1", "2", "\0", "9" * 5000, "A" * 86])
def test_an_answer_to_no_version_or_another_one_says_that_it_has_changed(letter, bob_client, action, version):
    response = bob_client.post(f"/agreements/{letter.pk}/{action}/", {"version": version})
    assert response.status_code == 409
    assert "This has changed since you opened it" in page(response)
    assert not fresh(letter).is_in_force


def test_a_stale_answer_shows_the_words_as_they_are_now(pair, letter, bob_client):
    factories.amended(letter, pair.alice_seat, please="two lines")
    response = bob_client.post(f"/agreements/{letter.pk}/accept/", {"version": name_of_version(letter.pk, 1)})
    assert response.status_code == 409
    assert "two lines" in page(response)
    assert (
        bob_client.post(f"/agreements/{letter.pk}/accept/", {"version": name_of_version(letter.pk, 2)}).status_code
        == 302
    )
    assert fresh(letter).is_in_force


def test_accepting_ones_own_letter_by_hand_does_not_claim_that_it_is_in_force(letter, alice_client):
    response = alice_client.post(
        f"/agreements/{letter.pk}/accept/", {"version": name_of_version(letter.pk, 1)}, follow=True
    )
    assert "From now on this counts" not in page(response)
    assert not fresh(letter).is_in_force


def test_a_change_that_is_declined_leaves_what_is_agreed_and_says_so(pair, letter, bob_client):
    rule = factories.amended(factories.agreed_response_rule(pair), pair.alice_seat, please="call me")
    for row, number, said in (
        (rule, 2, "What you two have agreed stays as it is."),
        (letter, 1, "All right. Not now, then."),
    ):
        decline = {"version": name_of_version(row.pk, number)}
        assert said in page(bob_client.post(f"/agreements/{row.pk}/decline/", decline, follow=True))


def test_a_double_tap_on_accept_is_no_error(letter, bob_client):
    for _ in range(2):
        assert (
            bob_client.post(f"/agreements/{letter.pk}/accept/", {"version": name_of_version(letter.pk, 1)}).status_code
            == 302
        )


# Other words

OTHER = {"please": "one WORD 词", "who": "other", "within_minutes": "60", "except_when": ""}


def other_for(letter, number=1):
    return {**OTHER, "based_on": name_of_version(letter.pk, number)}


def test_other_words_are_shown_side_by_side_before_they_are_sent(letter, bob_client):
    html = page(bob_client.post(f"/agreements/{letter.pk}/other-words/", other_for(letter)))
    assert "send one line" in html
    assert "one WORD 词" in html
    assert Version.objects.count() == 1


def test_other_words_are_sent_once_however_often_it_is_tapped(letter, bob_client):
    data = {**other_for(letter), "action": "send", "submission": str(uuid.uuid4())}
    for _ in range(2):
        response = bob_client.post(f"/agreements/{letter.pk}/other-words/", data)
        assert response.status_code in (302, 409)
    assert Version.objects.count() == 2


def test_stale_other_words_are_refused_and_still_in_the_page(pair, letter, bob_client):
    factories.amended(letter, pair.alice_seat, please="two lines")
    data = {**other_for(letter), "action": "send", "submission": str(uuid.uuid4())}
    response = bob_client.post(f"/agreements/{letter.pk}/other-words/", data)
    assert response.status_code == 409
    html = page(response)
    assert "This has changed since you opened it" in html
    assert "one WORD 词" in html, "what was typed"
    assert "two lines" in html, "what it is now"
    assert f'name="based_on" value="{name_of_version(letter.pk, 2)}"' in html, "sending again answers the new words"
    assert Version.objects.count() == 2


def test_the_partner_cannot_put_words_into_the_authors_mouth(letter, bob_client):
    """The fields are not there, and sent by hand they change nothing."""
    html = page(bob_client.get(f"/agreements/{letter.pk}/other-words/"))
    assert 'name="feel"' not in html
    data = {**other_for(letter), "feel": "whatever", "action": "send", "submission": str(uuid.uuid4())}
    bob_client.post(f"/agreements/{letter.pk}/other-words/", data)
    assert {version.words["feel"] for version in Version.objects.all()} == {"uneasy"}


def test_wrong_other_words_are_said_at_their_field(letter, bob_client):
    response = bob_client.post(f"/agreements/{letter.pk}/other-words/", {**other_for(letter), "within_minutes": "1"})
    assert response.status_code == 400
    assert "30 minutes is the shortest" in page(response)
    assert "one WORD 词" in page(response)


def test_other_words_on_what_has_ended_lead_back(pair, letter, bob_client):
    consent.end(letter, pair.alice_seat, timezone.now())
    response = bob_client.post(f"/agreements/{letter.pk}/other-words/", {**other_for(letter), "action": "send"})
    assert response.status_code == 409
    assert "This has ended" in page(response)
    assert "What you just typed" in page(response)
    assert OTHER["please"] in page(response)
    assert bob_client.get(f"/agreements/{letter.pk}/other-words/").status_code == 302


# A page from last night


def fields_of(html, action):
    """Return the hidden fields of the form that goes to this address, as a browser sends them."""
    [form] = re.findall(rf'<form[^>]*action="{action}".*?</form>', html, re.S)[:1]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


@pytest.mark.parametrize("what", ["send", "delete"])
def test_a_draft_that_was_changed_since_is_neither_sent_nor_deleted_unread(pair, alice_client, what):
    draft = factories.draft(pair.alice, please="one line")
    address = f"/agreements/drafts/{draft.pk}/{what}/"
    shown = fields_of(page(alice_client.get(f"/agreements/drafts/{draft.pk}/")), address)
    keep_draft(draft, Terms({"please": "two pages"}), None, timezone.now())
    said = page(alice_client.post(address, shown, follow=True))
    assert str(WrittenOn.message) in said
    assert "two pages" in said, "what it says by now is there to be read"
    assert Draft.objects.exists()
    alice_client.post(address, fields_of(said, address))
    assert not Draft.objects.exists()
    assert Agreement.objects.exists() == (what == "send")


@pytest.mark.parametrize("revision", ["x", "-5", "\0"])
def test_a_draft_page_that_names_no_readable_revision_sends_nothing(pair, alice_client, revision):
    draft = factories.draft(pair.alice)
    alice_client.post(f"/agreements/drafts/{draft.pk}/send/", {"revision": revision})
    assert not Agreement.objects.exists()


def test_buttons_about_an_earlier_connection_do_nothing_in_another_one(pair, alice_client):
    draft = factories.draft(pair.alice)
    send, pause = f"/agreements/drafts/{draft.pk}/send/", "/pause/start/"
    letter = fields_of(page(alice_client.get(f"/agreements/drafts/{draft.pk}/")), send)
    starts = [fields_of(page(alice_client.get(address)), pause) for address in ("/today/", "/pause/")]
    pair.left()
    factories.connected_couple(User.objects.get(pk=pair.alice.pk), factories.person("Charlie"))
    for address, sent in ((send, letter), *((pause, start) for start in starts)):
        assert str(AnotherCouple.message) in page(alice_client.post(address, sent, follow=True)), address
    assert not Agreement.objects.exists()
    assert not Pause.objects.exists()


def test_a_pause_button_while_a_shorter_one_runs_says_until_when(pair, alice_client):
    factories.paused(pair.bob_seat, 20)
    html = page(alice_client.post("/pause/start/", {"offer": "1440"}, follow=True))
    assert "A pause runs already, until" in html
    assert Pause.objects.count() == 1


# The private line


def test_the_coping_line_is_its_owners_alone(pair, alice_client, bob_client):
    rule = factories.agreed_response_rule(pair)
    alice_client.post(f"/agreements/{rule.pk}/coping-line/", {"coping_line": "SECRET-LINE"})
    assert "SECRET-LINE" in page(alice_client.get(f"/agreements/{rule.pk}/"))
    for path in (
        f"/agreements/{rule.pk}/",
        f"/agreements/{rule.pk}/other-words/",
        "/agreements/",
        "/today/",
        "/pause/",
    ):
        assert "SECRET-LINE" not in page(bob_client.get(path)), path


def test_a_too_long_coping_line_says_so(pair, alice_client):
    rule = factories.agreed_response_rule(pair)
    for line, told in (("x" * 601, "at most 600 characters; this has 601"), ("mine\0", "Null characters")):
        answer = alice_client.post(f"/agreements/{rule.pk}/coping-line/", {"coping_line": line})
        assert answer.status_code == 400
        assert told in page(answer)
        assert line.strip("\0") in page(answer), "nothing of it is lost"
    assert not PrivateLine.objects.exists()


def test_a_kind_without_a_private_line_takes_none(pair, alice_client):
    cool_down = factories.agreed_cool_down(pair)
    response = alice_client.post(f"/agreements/{cool_down.pk}/coping-line/", {"coping_line": "x"})
    assert response.status_code == 404


# The pause


def test_one_tap_starts_a_pause_and_a_second_one_finds_it(pair, alice_client, bob_client):
    for client in (alice_client, alice_client, bob_client):
        assert urlsplit(client.post("/pause/start/").url).path == "/pause/"
    assert Pause.objects.count() == 1


def test_a_pause_beyond_the_limit_says_what_one_can_do(pair, alice_client):
    now = timezone.now()
    for hours in (40, 20):
        start = now - hours * timedelta(hours=1)
        factories.paused(pair.alice_seat, 12 * 60, start)
    html = page(alice_client.post("/pause/start/", {"offer": "60"}, follow=True))
    assert "You can still say that you need a break" in html


def test_come_back_from_a_page_about_an_earlier_pause_says_so_and_ends_nothing(pair, alice_client):
    now = timezone.now()
    earlier = factories.paused(pair.alice_seat, 20, now - timedelta(hours=1))
    running = factories.paused(pair.alice_seat, 60, now)
    html = page(alice_client.post("/pause/return/", {"pause": earlier.pk}, follow=True))
    assert str(pauses.AnotherPause.message) in html
    assert str(running.pk) in html
    alice_client.post("/pause/return/", {"pause": running.pk})
    assert Pause.objects.get(pk=running.pk).ended_at


def test_the_other_cannot_end_a_pause(pair, alice_client, bob_client):
    factories.paused(pair.alice_seat)
    assert "/pause/return/" not in page(bob_client.get("/pause/"))
    html = page(bob_client.post("/pause/return/", follow=True))
    assert str(pauses.NotMyPause.message) in html
    assert Pause.objects.get().ended_at is None
    alice_client.post("/pause/return/")
    assert Pause.objects.get().ended_at
