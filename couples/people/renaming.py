"""Taking another name: two changes a week, and never a name by which one could be taken for somebody else.

A name stands on the partner's pages, so each change is something the partner sees: without a limit it is a way to say
things during a pause, and the partner's own name would sign what they never said.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from basics import limits
from basics.refusals import Refusal
from basics.transactions import acting
from couples.people.forms import ProfileForm
from couples.people.models import NameChange, User

CHANGES = limits.Limit(2, timedelta(days=7))
# Raises a Refusal where this person may not take this name now.
Objection = Callable[[User, str, datetime], None]
_objections: list[Objection] = []


class RenamedEnough(Refusal):
    """Two other names in a week are enough."""

    name = "too-many-requests"
    field = "name"
    message = _("You have changed your name twice this week. You can change it again in a few days.")


def register_objection(objection: Objection) -> None:
    """Have a room above asked before a name changes. Called once in an `AppConfig.ready()`."""
    if objection not in _objections:
        _objections.append(objection)


def save_profile(form: ProfileForm, now: datetime) -> User:
    """Save what a valid form about a person changes, and nothing else: the rest may have changed elsewhere meanwhile.

    Raises RenamedEnough and what the rooms above object to a new name.
    """
    person: User = form.instance
    with acting(person.pk):
        if "name" in form.changed_data and _is_another(person):
            _count_change(person, now)
        person.save(update_fields=form.changed_data)
        person.refresh_from_db()
    return person


def _is_another(person: User) -> bool:
    return person.name != User.objects.values_list("name", flat=True).get(pk=person.pk)


def _count_change(person: User, now: datetime) -> None:
    """Count it once, however often the button was tapped. The rooms above go first: they take the couple's row."""
    for objection in _objections:
        objection(person, person.name, now)
    limits.take_turn(person.pk)
    if _is_another(person):
        mine = NameChange.objects.filter(user=person)
        CHANGES.refuse_beyond(mine, "changed_at", now, person.pk, RenamedEnough)
        NameChange.objects.create(user=person, changed_at=now)


def forget_name_changes(now: datetime) -> int:
    """Delete what the limit does not need any more. Part of housekeeping."""
    return NameChange.objects.filter(changed_at__lt=now - CHANGES.within).delete()[0]
