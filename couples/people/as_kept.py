"""Accounts from before addresses were made plain keep theirs as it was typed then."""

from __future__ import annotations

from allauth.account.models import EmailAddress

from basics.typed import address_spellings
from couples.people.models import User


def as_kept(address: str, typed: str = "") -> str:
    """Return the spelling under which an account has this address, first the one that was typed; else the address.

    Account mails go on going to that one: some letters, such as ß, once led to another domain than they do today.
    """
    spellings = address_spellings(address) | address_spellings(typed or address)
    if len(spellings) == 1:
        return address
    kept = set(EmailAddress.objects.filter(email__in=spellings).values_list("email", flat=True))
    kept |= set(User.objects.filter(email__in=spellings).values_list("email", flat=True))
    wanted = (typed.strip().lower(), address, *sorted(spellings))
    return next((each for each in wanted if each in kept), address)
