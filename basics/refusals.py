"""A refusal is a value: why a verb did not do what was asked, in words for the person who asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Refusal(Exception):
    """Why a verb was refused. Each rule has a subclass of its own beside the verb that raises it."""

    # The problem type that the API answers with (`basics/api/problems.py` lists them).
    name = "invalid"
    # What to do, for people.
    message: StrOrPromise = _("This does not work right now.")
    # The input that it lies in, if it lies in one.
    field = ""

    def __init__(self, message: StrOrPromise = "") -> None:
        super().__init__(str(message))
        if message:
            self.message = message
