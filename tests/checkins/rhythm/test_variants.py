"""Versions of before beside those of today, what comes next on whose clock, and a rhythm that is over."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import time_machine

from agreements.drafts.models import Draft
from agreements.kinds.base import kind_named
from agreements.kinds.terms import Terms
from agreements.letters import consent
from agreements.letters.models import Version
from agreements.letters.version_names import name_of_version
from checkins.rhythm.models import CheckIn
from tests.helpers import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 3, 18, 0, tzinfo=UTC)  # a Wednesday
WHEN = {"at": "20:30", "zone": "Europe/Berlin", "minutes": 30, "remind_minutes": 60, "starts_on": "2027-03-01"}
OLD = [
    ({"every": "week", "weekday": 6, "week_of_month": 1}, "2027-03-07", {"every": "weeks", "weekdays": "6"}),
    ({"every": "two_weeks", "weekday": 0, "week_of_month": 1}, "2027-03-15", {"every": "weeks", "weekdays": "0"}),
    ({"every": "month", "weekday": 0, "week_of_month": -1}, "2027-03-29", {"every": "month_weekday", "weekday": "0"}),
]


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False):
        yield NOW


def text(response):
    return unescape(re.sub(r"\s+", " ", response.content.decode()))


def values_shown(response):
    """Return what the page's form would send, as it stands there."""
    html = response.content.decode()
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<(?:input|option)[^>]*>", html):
        attributes: dict[str, str] = dict(re.findall(r'(\w[\w-]*)="([^"]*)"', tag))
        if attributes.get("type") not in ("radio", "checkbox") or " checked" in tag:
            sent.setdefault(attributes.get("name", ""), []).append(attributes.get("value", ""))
    for name, options in re.findall(r'<select name="(\w+)".*?>(.*?)</select>', html, re.DOTALL):
        sent[name] = re.findall(r'value="([^"]*)" selected', options)
    sent["about"] = [""]
    return sent


def agreed_before(pair, settings):
    """Agree on settings as versions of before have them."""
    kind, terms = kind_named("rhythm"), Terms({"about": ""}, {**WHEN, **settings})
    agreement = consent.propose(pair.alice_seat, kind, terms, uuid.uuid4(), NOW)
    consent.accept(agreement, pair.bob_seat, 1, NOW)
    return factories.fresh(agreement)


def test_versions_of_before_keep_their_meaning(pair, bob_client):
    for settings, first, shown in OLD:
        agreement = agreed_before(pair, settings)
        slot = CheckIn.objects.get(agreement=agreement).slot
        assert slot.date().isoformat() == first
        address = f"/agreements/{agreement.pk}/other-words/"
        sent = values_shown(bob_client.get(address))
        assert {name: sent[name] for name in shown} == {name: [value] for name, value in shown.items()}
        # Sent as it stands it changes nothing; with another length it is compared in that alone.
        assert "These are the words as they stand" in text(bob_client.post(address, {**sent, "action": "send"}))
        compared = text(bob_client.post(address, {**sent, "minutes": "45", "action": "compare"}))
        assert re.findall(r'<ins><span class="words">([^<]*)', compared) == ["45 minutes"]
        sent["minutes"], sent["action"] = "45", "send"
        bob_client.post(address, sent)
        consent.accept(factories.fresh(agreement), pair.alice_seat, 2, NOW)
        assert [(row.slot, row.minutes) for row in CheckIn.objects.filter(agreement=agreement)] == [(slot, 45)]
        assert Version.objects.get(agreement=agreement, number=1).settings == {**WHEN, **settings}


def test_a_draft_of_before_is_written_on(alice, alice_client):
    """Its next change is kept in the words of today."""
    settings = {**WHEN, "every": "two_weeks", "weekday": 0, "week_of_month": 1}
    draft = Draft.objects.create(author=alice, kind="rhythm", words={}, settings=settings, updated_at=NOW)
    sent = values_shown(alice_client.get(f"/agreements/drafts/{draft.pk}/1/"))
    assert (sent["every"], sent["weeks"], sent["weekdays"]) == (["weeks"], ["2"], ["0"])
    kept = alice_client.post(f"/agreements/drafts/{draft.pk}/1/keep/", {**sent, "weekdays": ["0", "2", "4"]})
    shown = re.findall(r'name="initial-weekdays" value="([^"]*)"', text(kept))
    assert shown == ["0,2,4"], "one input for the page to replace, however many days there are"
    sent["initial-weekdays"] = shown
    answered = alice_client.post(f"/agreements/drafts/{draft.pk}/1/", {**sent, "weekdays": ["0", "4"]})
    assert answered.status_code == 302
    draft.refresh_from_db()
    assert (draft.settings["every"], draft.settings["weekdays"]) == ("weeks", [0, 4])
    assert "every other week on Monday and Friday, 20:30" in text(alice_client.get(f"/agreements/drafts/{draft.pk}/"))


PAGES = ("/today/", "/agreements/", "/agreements/{id}/", "/agreements/{id}/other-words/", "/check-ins/")
API = ("/api/v1/agreements/{id}/", "/api/v1/check-ins/")


def all_that_tells(client, agreement):
    """Return each page and answer without the list of all zones that the form offers."""
    answers = {each: client.get(each.format(id=agreement.pk)) for each in (*PAGES, *API)}
    found = {each: re.sub(r"<option[^>]*>[^<]*</option>", "", text(answer)) for each, answer in answers.items()}
    assert all(answer.status_code in (200, 302) for answer in answers.values()), answers
    return found


def test_what_comes_is_on_the_agreed_clock_and_ones_own_and_never_on_the_others(pair, alice_client, bob_client):
    pair.bob.time_zone = "Pacific/Chatham"
    pair.bob.save()
    agreement = factories.proposed("rhythm", pair.alice_seat, NOW, **WHEN)
    sent, read = (all_that_tells(client, agreement) for client in (alice_client, bob_client))
    letter, own = "/agreements/{id}/", "/api/v1/agreements/{id}/"
    assert "Sunday 4 Apr, 20:30" in sent[letter]
    assert "on your clock" not in sent[letter]
    assert 'Sunday 7 Mar, 20:30 <span class="quiet">on your clock: Monday 8 Mar, 09:15</span>' in read[letter]
    assert '{"at":"2027-03-07T19:30:00Z","agreed":"Sunday 7 Mar, 20:30","here":"Monday 8 Mar, 09:15"}' in read[own]
    assert '"agreed":"Sunday 7 Mar, 20:30","here":""}' in sent[own]
    consent.accept(agreement, pair.bob_seat, 1, NOW)
    told = {**sent, "agreed": str(all_that_tells(alice_client, agreement))}
    # Bob's changes keep Berlin's clock: where he is stays his.
    amended = factories.amended(agreement, pair.bob_seat, NOW, at="19:30")
    told["amended"] = str(all_that_tells(alice_client, agreement))
    assert not [each for each, body in told.items() if re.search(r"Chatham|查塔姆|:15\b", body)]
    named = factories.amended(amended, pair.bob_seat, NOW, zone="Pacific/Chatham")
    assert "Chatham" in str(all_that_tells(alice_client, named)), "a version names it now"


def test_another_time_is_read_over_with_what_comes(pair, bob_client):
    agreement = agreed_before(pair, OLD[0][0])
    address = f"/agreements/{agreement.pk}/other-words/"
    change = {"every": "month_day", "day_of_month": "31", "at": "20:00", "zone": "Europe/Berlin", "minutes": "30"}
    rest = {"starts_on": "2027-03-01", "remind_minutes": "60", "based_on": name_of_version(agreement.pk, 1)}
    page = text(bob_client.post(address, {**change, **rest, "action": "compare"}))
    assert "on the 31st of the month (the last day in shorter months), 20:00" in page
    assert re.findall(r"<li> (\w+ \d+ \w+, 20:00)", page) == [
        f"{day}, 20:00" for day in ("Wednesday 31 Mar", "Friday 30 Apr", "Monday 31 May", "Wednesday 30 Jun")
    ] + ["Saturday 31 Jul, 20:00"]


def test_a_rhythm_that_is_over_says_so_and_offers_another_time(pair, alice_client):
    once = {**WHEN, "every": "once", "once_on": "2027-03-12", "starts_on": None}
    agreement = agreed_before(pair, once)
    assert "Talk once, on 12 March 2027, 20:30" in text(alice_client.get("/check-ins/"))
    for late, is_over in ((timedelta(minutes=29), False), (timedelta(minutes=30), True), (timedelta(days=9), True)):
        with time_machine.travel(datetime(2027, 3, 12, 19, 30, tzinfo=UTC) + late, tick=False):
            page, today = text(alice_client.get("/check-ins/")), text(alice_client.get("/today/"))
            assert ("No further talk follows." in page) is is_over
            assert (f"/agreements/{agreement.pk}/other-words/" in page) is is_over
            assert ("Talk · once, on 12 March 2027, 20:30 (over)" in today) is is_over
            assert "will stand here" not in page
            assert "Your next talk" not in text(alice_client.get(f"/agreements/{agreement.pk}/"))
    with time_machine.travel(datetime(2027, 3, 20, tzinfo=UTC), tick=False):
        # Its last talk, put off until later, is ahead still.
        CheckIn.objects.update(starts_at=datetime(2027, 3, 21, tzinfo=UTC))
        assert "No further talk follows." not in text(alice_client.get("/check-ins/"))


def test_a_draft_changes_its_pattern_field_by_field(alice_client):
    """In the API nothing has to come together: what is not chosen yet is said as far as it goes."""
    begun = alice_client.post("/api/v1/drafts/", {"kind": "rhythm"}, content_type="application/json").json()

    def changed(**terms):
        change = {"terms": {"kind": "rhythm", **terms}}
        answered = alice_client.patch(f"/api/v1/drafts/{begun['id']}/", change, content_type="application/json")
        told = answered.json()
        return told["title"], told["is_complete"], [time["agreed"] for time in told["coming"]][:2]

    assert changed(every="once") == ("Once, 20:30", False, [])
    assert changed(once_on="2027-03-12") == ("Once, on 12 March 2027, 20:30", True, ["Friday 12 Mar, 20:30"])
    weekly = ["Sunday 7 Mar, 20:30", "Sunday 14 Mar, 20:30"]
    assert changed(every="weeks") == ("Every Sunday, 20:30", True, weekly)
    assert changed(weekdays=[2, 6]) == (
        "Every Wednesday and Sunday, 20:30",
        True,
        ["Wednesday 3 Mar, 20:30", "Sunday 7 Mar, 20:30"],
    )
    assert changed(every="month_day", day_of_month=30)[0] == "On the 30th of the month, 20:30"
    # What the pattern does not use is ignored.
    assert changed(weekdays=[0])[0] == "On the 30th of the month, 20:30"
    assert changed(ends_on="2027-03-29")[1] is False
