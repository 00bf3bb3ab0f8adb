"""What one does for one's body: off at first, three at most, and nobody asks whether it was done."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, time, timedelta

import pytest

from couples.people.models import User
from journal.habits import verbs
from journal.habits.models import Habit, HabitsOn
from journal.habits.reminders import HABIT
from journal.habits.showing import habits_of
from reminders.delivery.worker import deliver
from reminders.models import Notice, Reminder
from reminders.queue.leases import lease_due
from tests.helpers import factories
from tests.journal.own import habit

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 27, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
EVENING = datetime(2027, 3, 27, 19, 0, tzinfo=UTC)


@pytest.fixture
def person() -> User:
    return factories.person("Kim", time_zone="Europe/Berlin")


def told(now: datetime) -> int:
    HABIT.ask_again(now)
    while lease := lease_due("in_app", now):
        deliver(lease, now)
    return Notice.objects.filter(kind=HABIT.name).count()


def is_out_of_the_way(mine: str) -> bool:
    return mine.index("/mine/habits/") > mine.index("More, if you ever want it")


def test_it_is_off_and_out_of_the_way_until_it_is_wanted(person: User) -> None:
    client = factories.signed_in(None, person)
    assert not HabitsOn.objects.exists()
    page = client.get("/mine/habits/").content.decode()
    assert ("Switch it on" in page, "No medical advice." in page, 'name="words"' in page) == (True, True, False)
    assert "What you wrote before" not in page
    assert is_out_of_the_way(client.get("/mine/").content.decode())
    client.post("/mine/habits/switch/", {"is_on": "on"})
    on = client.get("/mine/habits/").content.decode()
    assert ("Switch it off" in on, "No medical advice." in on, 'name="words"' in on) == (True, True, True)
    assert not is_out_of_the_way(client.get("/mine/").content.decode())


def test_three_at_most_each_written_once(person: User) -> None:
    first = habit(person, "a walk", now=NOW)
    assert verbs.add(person, "x", None, first.submission, NOW).pk == first.pk
    for later, words in enumerate(("sleep by eleven", "something warm"), 1):
        habit(person, words, now=NOW + later * DAY)
    with pytest.raises(verbs.HabitsFull):
        habit(person, "one more", now=NOW)
    assert habits_of(person.pk).is_on, "who writes one down wants it"
    with pytest.raises(Habit.DoesNotExist):
        verbs.change(factories.person("Dana"), first.pk, "x", None, NOW)
    verbs.delete(person, first.pk)
    assert [each.words for each in habits_of(person.pk).habits] == ["sleep by eleven", "something warm"]


def test_told_each_day_at_its_time_and_not_a_word_of_it(person: User) -> None:
    walk = habit(person, "zebra", time(20, 0), NOW)
    habit(person, "without a time", now=NOW)
    assert [told(at) for at in (EVENING - timedelta(minutes=1), EVENING, EVENING)] == [0, 1, 1]
    (notice,) = Notice.objects.all()
    row = Reminder.objects.filter(kind=HABIT.name).earliest("pk")
    said = HABIT.lines([notice], NOW)[notice.pk]
    assert (said.text, said.path) == ("For your body", "/mine/habits/")
    assert (HABIT.neutral(row, NOW).subject, HABIT.plain(row, NOW).subject) == ("Steady", "Something for you")
    assert (HABIT.label, "email" in HABIT.channels, HABIT.has_agreed_clock_time) == ("", False, True)
    verbs.change(person, walk.pk, "zebra", time(21, 0), EVENING)
    assert told(EVENING + timedelta(hours=3)) == 1, "once a day, however often its time moves"
    verbs.change(person, walk.pk, "other words", time(21, 0), EVENING)
    assert told(EVENING + DAY) == 2, "by its owner's clock, which goes by summer time by then"


def test_switched_off_it_is_kept_and_not_told(person: User) -> None:
    walk = habit(person, "a walk", time(20, 0), NOW)
    verbs.switch(person, False, NOW)
    assert told(EVENING) == 0
    assert not Reminder.objects.filter(kind=HABIT.name).exists()
    page = factories.signed_in(None, person).get("/mine/habits/").content.decode()
    assert ("What you wrote before is kept." in page, "a walk</" in page) == (True, False)
    verbs.change(person, walk.pk, "a walk", time(20, 30), NOW)
    assert told(EVENING + DAY) == 0, "another time is kept as well"
    seen = habits_of(person.pk)
    assert (seen.is_on, [(each.words, each.at) for each in seen.habits]) == (False, [("a walk", time(20, 30))])
    verbs.switch(person, True, EVENING + DAY)
    assert told(EVENING + 2 * DAY) == 1
    row = Reminder.objects.filter(kind=HABIT.name).latest("pk")
    verbs.delete(person, walk.pk)
    assert row.pk in HABIT.decide([row], EVENING)


def test_the_pages_take_words_and_a_time_and_keep_what_is_wrong(person: User) -> None:
    client = factories.signed_in(None, person)
    wrong = client.post("/mine/habits/", {"words": "a walk", "at": "25:00"})
    assert (wrong.status_code, "25:00" in wrong.content.decode()) == (400, True)
    sent = {"words": "a walk", "at": "12:30", "submission": str(uuid.uuid4())}
    for _ in range(2):
        client.post("/mine/habits/", sent)
    row = Habit.objects.get()
    assert "12:30" in client.get("/mine/habits/").content.decode()
    client.post(f"/mine/habits/{row.pk}/", {"words": "a longer walk", "at": ""})
    row.refresh_from_db()
    assert (row.words, row.at, row.next_at) == ("a longer walk", None, None)
    for _ in range(2):
        assert client.post(f"/mine/habits/{row.pk}/delete/", {"x": "x"})["Location"] == "/mine/habits/"
    assert not Habit.objects.exists()
