"""What one notices, the line for it, a copy of it, and the page Mine."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from agreements.letters.private_lines import set_line_for
from couples.people.models import User
from journal.entries.models import Entry
from journal.entries.tags import add_own
from journal.lock.models import Lock
from tests.e2e.staging import SCENES, couple, page, scene
from tests.helpers import notebook
from tests.helpers.factories import Pair

for _name in ("mine", "entries", "copies"):
    SCENES[f"{_name}-at-first"] = page(_name)
SCENES["notice"] = page("notice")
SCENES["lock"] = page("lock")
SCENES["daily"] = page("daily")


def noticed(person: User) -> Entry:
    """Some weeks of it, and the newest, with a line of one's own for what set it off."""
    now = timezone.now()
    add_own(person, "the door, slammed", now)
    for days, feeling, trigger in ((9, "glad", ""), (6, "disappointed", "changed_plan"), (3, "worried", "late_reply")):
        notebook.felt(person, feeling, now, trigger=trigger, at=now - timedelta(days=days, hours=3))
    set_line_for(person, "late_reply", "It has stopped, it has not ended.")
    text = "We wrote back and forth all morning, and then nothing since noon."
    said = {"words": ("unseen",), "strength": 2, "trigger": "late_reply", "text": text}
    return notebook.felt(person, "uneasy", now, **said, thought="I have done something wrong.")


def shown(pair: Pair, size: str = "trigger") -> Entry:
    entry = noticed(pair.alice)
    notebook.shown_of(pair.alice_seat, entry, size)
    return entry


@scene
def notice_words() -> tuple[User, str]:
    return couple().alice, f"{reverse('notice')}?family=uneasy"


@scene
def noted_at_first() -> tuple[User, str]:
    pair = couple()
    return pair.alice, reverse("noted", args=[notebook.felt(pair.alice).pk])


@scene
def noted_locked() -> tuple[User, str]:
    alice = couple().alice
    Lock.objects.create(person=alice)
    return alice, reverse("noted", args=[notebook.felt(alice).pk])


@scene
def noted_with_a_line() -> tuple[User, str]:
    pair = couple()
    return pair.alice, reverse("noted", args=[noticed(pair.alice).pk])


@scene
def noted_heavy() -> tuple[User, str]:
    pair = couple()
    heavy = notebook.felt(pair.alice, "hopeless", trigger="argument", strength=3)
    return pair.alice, reverse("noted", args=[heavy.pk])


@scene
def entry() -> tuple[User, str]:
    pair = couple()
    return pair.alice, reverse("entry", args=[shown(pair).pk])


@scene
def entries() -> tuple[User, str]:
    pair = couple()
    noticed(pair.alice)
    return pair.alice, reverse("entries")


@scene
def mine() -> tuple[User, str]:
    pair = couple()
    noticed(pair.alice)
    return pair.alice, reverse("mine")


@scene
def entry_show() -> tuple[User, str]:
    pair = couple()
    return pair.alice, f"{reverse('entry_show', args=[noticed(pair.alice).pk])}?size=everything"


@scene
def copy() -> tuple[User, str]:
    pair = couple()
    entry = noticed(pair.alice)
    return pair.bob, reverse("copy", args=[notebook.shown_of(pair.alice_seat, entry, "everything").pk])


@scene
def copies() -> tuple[User, str]:
    pair = couple()
    shown(pair)
    theirs = notebook.felt(pair.bob, "wronged", trigger="argument")
    notebook.shown_of(pair.bob_seat, theirs, "trigger")
    return pair.alice, reverse("copies")
