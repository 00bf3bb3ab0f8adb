"""Lines for oneself, what feeds one, and habits; and where they are found when it is hard."""

from __future__ import annotations

from datetime import time

from django.urls import reverse
from django.utils import timezone

from couples.people.models import User
from journal.daily.verbs import tell_daily
from journal.lines.reminders import DAILY_LINE
from journal.lists.lists import DOES_GOOD, GOOD_AT, LINES, PEOPLE
from journal.lists.verbs import delete
from tests.e2e.staging import SCENES, couple, page, scene
from tests.helpers import notebook
from tests.journal.own import habit, listed

for _name in ("own_lines", "habits", "something_for_me"):
    SCENES[f"{_name.replace('_', '-')}-at-first"] = page(_name)

WORDS = {
    LINES: ("It has stopped, it has not ended.", "难熬的日子，我都熬过来了。", "I can wait and live meanwhile."),
    DOES_GOOD: ("Swimming, however cold the lake is", "下班绕路走河边回家", "Bread, baked slowly"),
    PEOPLE: ("Anna", "妈妈"),
    GOOD_AT: ("Mending what others throw away",),
}


def written(person: User) -> None:
    """Let somebody have written in all their lists."""
    for name, lines in WORDS.items():
        for words in lines:
            listed(person, words, name)


def _page_of_hers(name: str) -> tuple[User, str]:
    pair = couple()
    written(pair.alice)
    return pair.alice, reverse(name)


@scene
def own_lines() -> tuple[User, str]:
    person, path = _page_of_hers("own_lines")
    tell_daily(DAILY_LINE, person, time(8, 0), timezone.now())
    delete(person, listed(person, "Nobody can take this from me", LINES).pk, timezone.now())
    return person, path


@scene
def line_of_today() -> tuple[User, str]:
    return _page_of_hers("line_of_today")


@scene
def feeds_me() -> tuple[User, str]:
    return _page_of_hers("feeds_me")


@scene
def something_for_me() -> tuple[User, str]:
    return _page_of_hers("something_for_me")


@scene
def own_item() -> tuple[User, str]:
    pair = couple()
    return pair.alice, reverse("own_item", args=[listed(pair.alice, WORDS[DOES_GOOD][0]).pk])


@scene
def noted_hardly_bearable() -> tuple[User, str]:
    pair = couple()
    written(pair.alice)
    return pair.alice, reverse("noted", args=[notebook.felt(pair.alice, "afraid", strength=3).pk])


@scene
def habits() -> tuple[User, str]:
    pair = couple()
    habit(pair.alice, "A walk after lunch, whatever the weather", time(12, 30))
    habit(pair.alice, "Lights out by eleven")
    return pair.alice, reverse("habits")
