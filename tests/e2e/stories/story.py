"""Who the story is about, and what its chapters share."""

from __future__ import annotations

import re

from tests.e2e.phone import Phone

ALICE, BOB = "alice@example.org", "bob@example.org"
PASSWORD = "a kettle and two cups"
BERLIN, SHANGHAI = "Europe/Berlin", "Asia/Shanghai"
COPING = "The phone is upstairs; it says nothing about me."
EVENING_FROM, NIGHT_ENDS = 21, 5


class Album:
    """The pictures of the story, numbered as they are taken."""

    def __init__(self) -> None:
        self._number = 0

    def keep(self, phone: Phone, name: str) -> None:
        self._number += 1
        owner = "alice" if phone.zone == BERLIN else "bob"
        phone.keeps_picture(f"{self._number:02}-{owner}-{name}")


def link_to_join(phone: Phone) -> str:
    """Read the link on the inviter's page."""
    return phone.page.locator("#to-send").input_value().split()[-1]


def without_keys(html: str) -> str:
    """Return a page without the keys and the ids of its forms, which are new every time."""
    return re.sub(r'name="(csrfmiddlewaretoken|submission)" value="[\w-]+"', "", html)
