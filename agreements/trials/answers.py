"""The four answers to what is tried, and what two of them come to."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext_lazy, pgettext_lazy

KEEP, LONGER, CHANGE, LET_GO = "keep", "longer", "change", "let_go"
# Equal in weight, in the order in which they stand.
ANSWERS = {
    KEEP: pgettext_lazy("what is tried", "Keep it"),
    LONGER: gettext_lazy("Try it longer"),
    CHANGE: gettext_lazy("Suggest a change"),
    LET_GO: pgettext_lazy("what is tried", "Let it go"),
}


def both_go_on(said: Collection[str]) -> bool:
    """Tell whether neither lets it go: suggesting a change says that one wants it, in other words."""
    return LET_GO not in said


def is_kept(said: Collection[str]) -> bool:
    """Tell whether both keep it as it is. One who wants to go on trying, or other words, is enough to go on trying."""
    return {*said} == {KEEP}
