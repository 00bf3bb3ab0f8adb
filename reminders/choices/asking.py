"""What lets words go further is asked about once more: the phone may be unlocked and in other hands.

Further means: to another place, or in words that say more. What makes things quieter is never asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from datetime import datetime
from functools import wraps
from typing import Any

from allauth.account.internal.flows import reauthentication
from allauth.core.exceptions import ReauthenticationRequired
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from basics.limits import take_turn
from basics.refusals import Refusal
from reminders.choices.own_kinds import tell_account_news, tell_reach_changed
from reminders.models import ChannelName, Preferences, WhoSees
from reminders.preferences import Marks, preferences_of, save_preferences, switched_off
from reminders.wording import wording_of_mails, wording_on_screens

View = Callable[..., HttpResponse]


class AskAgain(Refusal):
    """This lets words go further, and who does it was not asked for the password just now."""

    name = "not-allowed"
    message = _(
        "This lets more be said, or sends it further. It is done on the page, which asks for the password before. "
        "A key cannot do it."
    )


def was_asked(request: Any) -> bool:
    """Tell whether whoever sends this showed within the last minutes that they are the owner. A program never did."""
    return getattr(request, "auth", None) is None and bool(reauthentication.did_recently_reauthenticate(request))


def asks_again(view: View) -> View:
    """Ask for the password where the view's verb wants that, and go on with what was sent."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except AskAgain:
            raise ReauthenticationRequired from None

    return answering


def change_preferences(person: int, changed: Mapping[str, Any], marks: Marks, is_asked: bool, now: datetime) -> None:
    """Store what one page changed, all or nothing. Raises AskAgain for what goes further, unless its owner was asked.

    Put into what is stored by now, in the person's turn: a page from last night must not undo this morning's caution.
    """
    with transaction.atomic():
        take_turn(person)
        before = preferences_of(person)
        after = copy(before)
        for name, value in changed.items():
            setattr(after, name, value)
        is_further = _goes_further(before, after, marks.on)
        if is_further and not is_asked:
            raise AskAgain
        save_preferences(after, marks, now)
        if is_further:
            tell_reach_changed(person, "words", now)


def note_new_mailbox(user_id: int, answer: str, now: datetime) -> None:
    """Keep what a person says of the mailbox of another address, and tell them that the address is another.

    Nobody is taken at their silence: what held for the old mailbox is no answer for this one, and the app asks. Who
    wanted no mails gets none there either.
    """
    with transaction.atomic():
        take_turn(user_id)
        _keep_answer(user_id, answer)
        tell_reach_changed(user_id, "address", now, not_by=ChannelName.EMAIL)
        if not answer:
            tell_account_news(user_id, "mailbox", now)


def _keep_answer(user_id: int, answer: str) -> None:
    chosen = preferences_of(user_id)
    if answer or chosen.who_sees_mailbox != WhoSees.NO_MAILS:
        Preferences.objects.update_or_create(user_id=user_id, defaults={"who_sees_mailbox": answer})


def _goes_further(before: Preferences, after: Preferences, wanted: frozenset[tuple[str, str]]) -> bool:
    return (
        wording_of_mails(after) > wording_of_mails(before)
        or wording_on_screens(after) > wording_on_screens(before)
        or not wanted.isdisjoint(switched_off(after.user_id))
    )
