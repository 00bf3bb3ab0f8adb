"""A sign-up that nobody finished takes the address from nobody: whoever reads the mailbox finishes their own.

Else anybody could type somebody's address, and its owner would be told of an account that they never made. What the
second one typed waits in their session, and counts once they have typed the code from their mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from basics.typed import password_typed
from couples.people.models import User

SIGNING_UP = "signing_up"
TYPED = ("name", "language", "time_zone")


def unfinished_account(address: str) -> User | None:
    """Return the account that was begun with this address, if its mailbox was never proved."""
    begun = User.objects.filter(email=address, is_active=True, is_staff=False, emailaddress__verified=False)
    return begun.exclude(emailaddress__verified=True).first()


def begin_again(request: HttpRequest, account: User, typed: Mapping[str, Any]) -> None:
    """Keep what was typed until the code is."""
    password = make_password(password_typed(typed["password1"]))
    request.session[SIGNING_UP] = {"account": account.pk, "password": password, **{name: typed[name] for name in TYPED}}


def finish_sign_up(request: HttpRequest, *same: User) -> None:
    """Make the account what was typed with it, now that the mailbox is proved. All given are the same account."""
    typed = request.session.pop(SIGNING_UP, {})
    account = unfinished_account(same[0].email) if same else None
    if account is None or typed.get("account") != account.pk:
        return
    fields = {name: typed[name] for name in (*TYPED, "password")}
    User.objects.filter(pk=account.pk).update(**fields)
    for each in same:
        for name, value in fields.items():
            # The session that begins now is bound to the password.
            setattr(each, name, value)
