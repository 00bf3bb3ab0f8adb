"""Lines for oneself: one a day, a suggestion by one tap, and a reminder that says nothing of it."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import translation

from couples.people.models import User
from journal.daily.verbs import tell_daily
from journal.lines.day import line_of_the_day
from journal.lines.models import DailyLine
from journal.lines.reminders import DAILY_LINE
from journal.lines.showing import lines_of
from journal.lists import verbs
from journal.lists.lists import ALL, LINES
from journal.lists.showing import as_seen
from journal.lock.verbs import set_lock
from journal.words import suggestions
from reminders.delivery.worker import deliver
from reminders.models import Notice, Reminder
from reminders.notices.verbs import shown_now
from reminders.queue.leases import lease_due
from tests.helpers import factories
from tests.journal.own import habit, listed

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 27, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def person() -> User:
    return factories.person("Kim", time_zone="Europe/Berlin")


def test_a_line_stays_all_day_and_the_next_day_has_another_also_while_lines_are_added(person: User) -> None:
    """Over some weeks, in which a line is written on every third day, at noon, and the clocks go forward."""
    lines, before = [as_seen(listed(person, "0", LINES, NOW))], ""
    for number in range(40):
        noon = NOW + number * DAY
        morning = line_of_the_day(lines, noon, person.time_zone)
        if number % 3 == 0 and number:
            lines.append(as_seen(listed(person, str(number), LINES, noon)))
        evening = line_of_the_day(lines[::-1], noon + timedelta(hours=9), person.time_zone)
        assert morning == evening, "whatever is written meanwhile, in whichever order"
        assert number < 4 or evening.words != before
        before = evening.words
    assert line_of_the_day([], NOW, person.time_zone) is None
    seen = {line_of_the_day(lines, NOW + (60 + day) * DAY, person.time_zone).words for day in range(len(lines))}
    assert len(seen) == len(lines), "each has its turn"


def test_the_day_is_ones_own(person: User) -> None:
    lines = [as_seen(listed(person, words, LINES, NOW)) for words in "ab"]
    before, after = datetime(2027, 4, 1, 21, 59, tzinfo=UTC), datetime(2027, 4, 1, 22, 0, tzinfo=UTC)
    assert line_of_the_day(lines, before, "Europe/Berlin") != line_of_the_day(lines, after, "Europe/Berlin")
    assert line_of_the_day(lines, before, "UTC") == line_of_the_day(lines, after, "UTC")


def test_a_suggestion_is_taken_by_one_tap_and_offered_no_more_while_it_stands_there(person: User) -> None:
    client = factories.signed_in(None, person)
    for _ in range(2):
        client.post("/mine/lines/take/", {"suggestion": "enough"})
    assert client.post("/mine/lines/take/", {"suggestion": "none such"})["Location"] == "/mine/lines/"
    with translation.override("zh-hans"):
        seen = lines_of(person, NOW)
    assert [item.words for item in seen.lines.items] == ["I am enough on an ordinary day."]
    assert (len(suggestions()), len(seen.suggestions)) == (20, 19)
    assert client.get("/mine/lines/").content.decode().count("I am enough on an ordinary day.") == 1
    verbs.delete(person, seen.lines.items[0].pk, NOW)
    assert len(lines_of(person, NOW).suggestions) == 20


def test_a_line_that_cannot_be_kept_says_why_at_its_field(person: User) -> None:
    client = factories.signed_in(None, person)
    assert "Up to 50 lines" in client.get("/mine/lines/").content.decode()
    for number in range(50):
        listed(person, str(number), LINES)
    refused = client.post("/mine/lines/", {"words": "one more"})
    assert refused.status_code == 400
    for text in ("50 stand here already", "one more"):
        assert text in refused.content.decode()


def told(now: datetime) -> int:
    DAILY_LINE.ask_again(now)
    while lease := lease_due("in_app", now):
        deliver(lease, now)
    return Notice.objects.filter(kind=DAILY_LINE.name).count()


def test_told_once_a_day_at_ones_own_time_and_without_a_word_of_it(person: User) -> None:
    assert (told(NOW), DailyLine.objects.count()) == (0, 0), "off at first"
    line = listed(person, "zebra", LINES, NOW)
    tell_daily(DAILY_LINE, person, time(20, 0), NOW)
    rows = Reminder.objects.filter(kind=DAILY_LINE.name)
    assert "email" not in DAILY_LINE.channels
    evening = datetime(2027, 3, 27, 19, 0, tzinfo=UTC)
    assert [told(at) for at in (evening - timedelta(minutes=1), evening, evening)] == [0, 1, 1]
    row, (notice,) = rows.earliest("pk"), Notice.objects.all()
    with translation.override("zh-hans"):
        chinese = (DAILY_LINE.neutral(row, NOW).subject, DAILY_LINE.plain(row, NOW).subject)
    assert (DAILY_LINE.neutral(row, NOW).subject, DAILY_LINE.plain(row, NOW).subject) == ("Steady", "Something for you")
    assert chinese == ("安心", "给自己的一条")
    said = DAILY_LINE.lines([notice], NOW)[notice.pk]
    assert (said.text, said.path) == ("A line for yourself", "/mine/lines/day/")
    verbs.delete(person, line.pk, evening)
    assert row.pk in DAILY_LINE.decide([row], evening), "nobody is led to an empty page"
    assert DAILY_LINE.lines([notice], evening) == {}
    tell_daily(DAILY_LINE, person, None, evening)
    assert (told(evening + 2 * DAY), rows.exclude(state="sent").count()) == (1, 0)


def test_a_notice_says_which_of_ones_own_it_is_but_not_before_the_lock(person: User) -> None:
    listed(person, "zebra", LINES, NOW)
    tell_daily(DAILY_LINE, person, time(20, 0), NOW)
    habit(person, "a walk", time(20, 0), NOW)
    evening = datetime(2027, 3, 27, 19, 0, tzinfo=UTC)
    told(evening)

    def shown() -> set[str]:
        return {line.text for _notice, line in shown_now(person, evening)[1]}

    assert shown() == {"A line for yourself", "For your body"}
    set_lock(person, is_on=True)
    assert shown() == {"Something for you"}, "whoever holds the phone reads notices without the password"


def test_the_pages_show_the_line_and_take_a_time(person: User) -> None:
    client = factories.signed_in(None, person)
    assert any(word.label in client.get("/mine/lines/day/").content.decode() for word in suggestions().values())
    listed(person, "It passes.", LINES)
    assert "It passes." in client.get("/mine/lines/day/").content.decode()
    wrong = client.post("/mine/lines/daily/", {"at": "25:00"})
    assert (wrong.status_code, "25:00" in wrong.content.decode()) == (400, True)
    assert client.post("/mine/lines/daily/", {"at": "8:05"})["Location"] == "/mine/lines/"
    assert "08:05" in client.get("/mine/lines/").content.decode()
    client.post("/mine/lines/daily/", {"at": ""})
    assert not DailyLine.objects.exists()
    assert ALL[LINES].route == "own_lines"
