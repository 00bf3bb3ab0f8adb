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
# Light ones, for the first day: a line answers each.
LIGHT = {
    "start_02": _("What is something you do that I would miss at once?"),
    "start_04": _("How do I notice that I am having a good day with you?"),
    "start_05": _("What would I like us to laugh about more often?"),
    "appreciation_03": _("Which habit of yours do I secretly like?"),
    "plans_01": _("Which of our small habits should never die out?"),
    "plans_05": _("What would I like to learn together with you?"),
}
PROMPTS |= LIGHT
