"""Prompts: questions in our own words, found by name, shown in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

PROMPTS = {
    "did_me_good": _("What did you do or say lately that did me good?"),
    "was_heavy": _("What was heavy for me, and what would have helped?"),
    "until_next_time": _("What do I wish for, from the two of us, until next time?"),
}
# The prompts of a check-in, in the order in which they are asked.
USUAL = tuple(PROMPTS)
