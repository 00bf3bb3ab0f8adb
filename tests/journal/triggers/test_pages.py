"""Cards on pages and in the API: from three entries to a draft, and a copy in which there is no number."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from agreements.drafts.models import Draft
from agreements.letters.private_lines import set_line_for
from checkins.agenda.models import Topic
from checkins.agenda.verbs import begin_topic
from couples.people.models import User
from journal.copies.kinds import kind_of
from journal.copies.models import ShownCopy
from journal.entries.models import Entry
from journal.entries.tags import add_own
from journal.triggers.models import EasedAnswer
from tests.api.conftest import Caller, problem
from tests.helpers import factories, notebook
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db
TALK = "/check-ins/topics/triggers/late_reply/"
# A Wednesday.
NOW = datetime(2026, 6, 17, 18, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def the_clock_stands():
    with time_machine.travel(NOW, tick=False):
        yield


def written(person: User, days: list[int], trigger: str = "late_reply", feeling: str = "uneasy") -> None:
    for day in days:
        notebook.felt(person, feeling, NOW, trigger=trigger, at=NOW - timedelta(days=day))


def test_three_times_make_a_card_whose_numbers_lead_to_their_entries(charlie: User) -> None:
    client = factories.signed_in(None, charlie)
    assert "Once you have noted the same thing three times" in client.get("/mine/triggers/").content.decode()
    written(charlie, [0, 1, 2])
    written(charlie, [5, 6], feeling="sad")
    written(charlie, [3], "money")
    html = client.get("/mine/triggers/").content.decode()
    text = " ".join(re.sub("<[^>]+>", " ", html).split())
    assert "‘ Late reply ’, 5 times : late reply in the last 8 weeks." in text
    assert "All of them : late reply on a weekday after 20:00. Most often: uneasy." in text
    assert re.search(r"Too few yet to say anything\.\s+money", text)
    [total, together] = re.findall(r'href="(/mine/entries/some/[^"]+)"', html)
    for link in (total, together):
        assert client.get(link.replace("&amp;", "&")).content.decode().count("felt-row") == 5
    narrower = together.replace("&amp;", "&").replace("start=20", "start=21")
    assert "Nothing here." in client.get(narrower).content.decode()
    assert client.get("/mine/entries/some/?trigger=x&first=no")["Location"] == "/mine/entries/"
    assert 'role="img"' in html
    assert client.get("/mine/triggers/no-such/").status_code == 404


def test_one_step_makes_a_draft_with_the_word_and_the_line(charlie: User) -> None:
    client = factories.signed_in(None, charlie)
    written(charlie, [0, 1, 2], feeling="left_out")
    set_line_for(charlie, "late_reply", "she is at work")
    own = add_own(charlie, "a slammed door", NOW)
    for trigger in ("late_reply", own):
        page = client.get(f"/mine/triggers/{trigger}/").content.decode()
        assert "steady/own-line" in page, "the sheet of what one tells oneself"
        submission = re.search(r'name="submission" value="([^"]+)"', page)
        assert submission
        for _ in range(2):
            answer = client.post(f"/mine/triggers/{trigger}/agreement/", {"submission": submission[1]})
            assert answer["Location"].startswith("/agreements/drafts/")
    first, second = Draft.objects.filter(author=charlie).order_by("updated_at", "coping_line")[::-1]
    about = {draft.coping_line: draft for draft in (first, second)}
    draft = about["she is at work"]
    assert draft.words["feel"] == "left out"
    assert draft.words["please"] == "tell me when you can go on with it", "from the template about it"
    assert draft.settings["triggers"] == ["late_reply"]
    assert about[""].settings["triggers"] == [], "what is in one's own words has no template"
    assert about[""].words["when"] == "this happens: a slammed door"
    assert client.post("/mine/triggers/no-such/agreement/", {"x": "x"}).status_code == 404


def test_what_is_shown_carries_no_number_no_day_and_no_hour(pair: Pair) -> None:
    alice, bob = (factories.signed_in(None, person) for person in (pair.alice, pair.bob))
    where = "/mine/triggers/late_reply/"
    written(pair.alice, [0, 1])
    assert alice.post(f"{where}show/", {"helps": "one line"}).status_code == 400, "too few yet"
    written(pair.alice, [2, 9])
    html = alice.get(f"{where}show/").content.decode()
    assert "You need not show anything." in html
    assert alice.post(f"{where}show/", {"helps": "one line, even “later”"})["Location"] == where
    assert alice.post(f"{where}eased/show/", {"x": "x"}).status_code == 400, "not answered yet"
    factories.agreed_response_rule(pair, NOW - timedelta(weeks=5), triggers=["late_reply"])
    for answer, said in (("harder", "It hasn't become easier yet."), ("easier", "It has become easier for me.")):
        assert alice.post(f"{where}eased/", {"answer": answer})["Location"] == where
        assert said in alice.get(f"{where}eased/show/").content.decode().replace("&#x27;", "'")
    alice.post(f"{where}eased/", {"answer": "no such"})
    assert EasedAnswer.objects.get().answer == "easier"
    assert alice.post(f"{where}eased/show/", {"x": "x"})["Location"] == where
    shown = bob.get("/copies/").content.decode()
    for words in (
        "‘Late reply’ sets me off, mostly uneasy.",
        "one line, even “later”",
        "It has become easier",
    ):
        assert words in shown
    for row in ShownCopy.objects.all():
        text = " ".join(passage.text for passage in kind_of(row.kind).passages(row.said))
        assert not re.search(r"\d|day|week|hour|time|before|since", text), text
        assert set(row.said) <= {"trigger", "own_trigger", "feelings", "helps", "answer"}
    stays = bob.get("/copies/").content
    Entry.objects.filter(person=pair.alice).delete()
    written(pair.alice, [3, 4, 5], feeling="sad")
    alice.post(f"{where}eased/", {"answer": "harder"})
    assert bob.get("/copies/").content == stays, "a copy is no window"


def test_the_same_and_harder_offer_what_to_do(pair: Pair) -> None:
    rule = factories.agreed_response_rule(pair, NOW - timedelta(weeks=5), triggers=["late_reply"])
    client, where = factories.signed_in(None, pair.alice), "/mine/triggers/late_reply/"
    change, save = f'href="/agreements/{rule.pk}/other-words/"', f'href="{TALK}"'
    assert "What I wrote down" not in client.get(where).content.decode(), "what one says comes before what is counted"
    for answer, is_offered in (("same", True), ("harder", True), ("easier", False)):
        client.post(f"{where}eased/", {"answer": answer})
        html = client.get(where).content.decode()
        assert (change in html) == is_offered, answer
        assert html.count(save) == 1, "once on a page, whatever was answered"
        assert (html.index(save) < html.index("Write an agreement about it")) == is_offered
        assert "Too little written down to tell." in html


def test_it_is_saved_for_the_talk_in_words_that_are_ones_own_to_change(pair: Pair, charlie: User) -> None:
    alice, where = factories.signed_in(None, pair.alice), "/mine/triggers/late_reply/"
    written(pair.alice, [0, 1, 2, 9])
    notebook.answered_eased(pair.alice, "harder")
    factories.check_in_at(pair, NOW + timedelta(days=1), NOW)
    begin_topic(pair.alice_seat, {"words": "begun elsewhere"}, uuid.uuid4(), NOW)
    page = alice.get(TALK).content.decode()
    field = re.search(r"<textarea[^>]*>([^<]*)</textarea>", page)
    assert field
    assert field[1].strip() == "‘Late reply’ sets me off.", "nothing that is counted, and no answer"
    assert "Save it for tomorrow" in page
    [submission] = re.findall(r'name="submission" value="([^"]+)"', page)
    for _ in range(2):
        sent = {"words": "when you answer late", "submission": submission}
        assert alice.post(TALK, sent)["Location"] == where
    [topic] = Topic.objects.by(pair.alice_seat)
    assert (topic.words, topic.announced_at) == ("when you answer late", None)
    assert "begun elsewhere" in alice.get("/check-ins/topics/").content.decode()
    bob = factories.signed_in(None, pair.bob)
    assert "when you answer late" not in bob.get("/check-ins/topics/").content.decode()
    assert alice.post(TALK, {"words": " "}).status_code == 400
    assert alice.get("/check-ins/topics/triggers/no-such/").status_code == 404
    alone = factories.signed_in(None, charlie)
    assert TALK not in alone.get(where).content.decode(), "there is no talk of one"
    assert "sets me off" not in alone.get(TALK).content.decode()


def test_the_api_says_the_same(pair: Pair) -> None:
    caller, where = Caller(pair.alice), "/mine/triggers/late_reply/"
    written(pair.alice, [0, 1, 2])
    [card] = caller.get("/mine/triggers/").json()
    assert (card["trigger"], card["total"]["number"], card["most_often"]) == ("late_reply", 3, ["uneasy"])
    problem(caller.get("/mine/triggers/nothing/"), 404, "not-found")
    problem(caller.put(f"{where}eased/", {"answer": "easier"}), 400, "invalid")
    factories.agreed_response_rule(pair, NOW - timedelta(weeks=5), triggers=["late_reply"])
    assert caller.put(f"{where}eased/", {"answer": "easier"}).json()["answer"] == "easier"
    assert caller.get(where).json()["compared"]["before"] is None
    first, again = (caller.post(f"{where}draft/", Idempotency_Key="one").json() for _ in range(2))
    assert first["id"] == again["id"]
    assert caller.post(f"{where}copies/", {"helps": "a line"}).status_code == 204
    assert caller.post(f"{where}eased/copies/").status_code == 204
    assert ShownCopy.objects.count() == 2
    assert Caller(pair.bob).get("/mine/triggers/").json() == []
