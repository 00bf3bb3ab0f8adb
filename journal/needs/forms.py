"""What is tapped and typed of what one needs most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.functional import cached_property

from agreements.kinds.fields import LONGEST_LINE, WordsField
from basics.shown import remember_what_was_shown
from basics.typed import WholeField
from journal.choosing import NO_SUCH_CHOICE, offered
from journal.needs.ranking import MOST_RANKED, Standing
from journal.needs.showing import RankingAsSeen
from journal.words import needs

LINE = "line_"
# What can be tapped; several at once nobody can.
TAPS = ("put", "take_out", "heavier", "undo")


class LinesForm(forms.Form):
    """A line for each need that is ranked."""

    def __init__(self, ranking: RankingAsSeen, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={f"{LINE}{each.need}": each.line for each in ranking.ranked})
        # What a page still sends to a need that was taken out meanwhile is nothing to keep.
        for each in ranking.ranked:
            self.fields[f"{LINE}{each.need}"] = WordsField(
                label=each.label, rows=1, max_length=LONGEST_LINE, required=False
            )
        remember_what_was_shown(self)

    @property
    def lines(self) -> Mapping[str, str]:
        """Return the lines that were changed on this very page; another page may have changed the rest meanwhile."""
        changed = {name for name in self.changed_data if name.startswith(LINE) and name in self.cleaned_data}
        return {name.removeprefix(LINE): self.cleaned_data[name] for name in changed}

    def line_of(self, need: str) -> forms.BoundField:
        """Return the field of a need that is ranked."""
        return self[f"{LINE}{need}"]


class TapForm(LinesForm):
    """Lines, and one tap: a need put next or taken out, one step up, or the last tap undone."""

    def __init__(self, ranking: RankingAsSeen, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(ranking, data)
        words = offered(needs())
        for name in ("put", "take_out"):
            self.fields[name] = forms.ChoiceField(choices=words, required=False, error_messages=NO_SUCH_CHOICE)
        # A need and the place it is put at, so that a second tap puts it nowhere else.
        places = [(f"{need}:{place}", label) for need, label in words for place in range(1, MOST_RANKED)]
        self.fields["heavier"] = forms.ChoiceField(choices=places, required=False, error_messages=NO_SUCH_CHOICE)
        self.fields["undo"] = WholeField(required=False, min_value=0)

    @cached_property
    def taps(self) -> bool:
        """Tell whether anything was tapped, or lines only saved."""
        return any(self.cleaned_data.get(name) not in (None, "") for name in TAPS)

    def tapped(self, standing: Standing) -> Standing:
        """Return what the tap makes of what stands. Raises NoSuchNeed, FiveAlready."""
        sent = self.cleaned_data
        if sent["put"]:
            return standing.put(sent["put"])
        if sent["take_out"]:
            return standing.without(sent["take_out"])
        if sent["heavier"]:
            need, place = sent["heavier"].split(":")
            return standing.moved(need, int(place))
        return standing if sent["undo"] is None else standing.undone(sent["undo"])

    def rows(self, ranking: RankingAsSeen) -> Sequence[tuple[Any, forms.BoundField]]:
        """Return each need that is ranked, with its field."""
        return [(each, self.line_of(each.need)) for each in ranking.ranked]
