"""What is sent about the time of a talk."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from agreements.kinds.fields import WordsField
from basics import formats
from basics.localtime import is_skipped, moment, next_time
from basics.typed import ClockField, DayField, WholeField
from checkins.moving.refusals import Changed, NotSoon

LONGEST_LINE = 140


def line_field() -> WordsField:
    """Return the field of the one line beside it, which both see."""
    return WordsField(label=gettext_lazy("A line with it"), rows=2, max_length=LONGEST_LINE, required=False)


class PresentForm(forms.Form):
    """A form that names what stood on its page; what was typed on an old page can be sent from the present one."""

    def carry(self, name: str, value: object) -> None:
        """Let the hidden field name what stands now, which the page shows beside what was typed."""
        self.data = {**self.data.dict(), name: value}  # type: ignore[attr-defined]  # what a browser sent


class SuggestForm(PresentForm):
    """Another time, on the clock that the two agreed on, else on one's own; and which suggestion it answers."""

    day = DayField(label=pgettext_lazy("a date", "On"))
    at = ClockField(label=gettext_lazy("At"))
    line = line_field()
    answering = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, zone: str = "", **options: Any) -> None:
        super().__init__(data, **options)
        self.zone = zone or timezone.get_current_timezone_name()
        if self.zone != timezone.get_current_timezone_name():
            place = {"place": formats.zone_place(self.zone)}
            self.fields["day"].label = _("On (the day in %(place)s)") % place
            self.fields["at"].label = _("At (on the clock in %(place)s)") % place

    def clean(self) -> dict[str, Any]:
        """Refuse a time that the clocks skip that day."""
        cleaned = super().clean() or {}
        if {"day", "at"} <= cleaned.keys() and is_skipped(cleaned["day"], cleaned["at"], self.zone):
            self.add_error("at", _("The clocks go forward over this time on that day. Choose another time."))
        return cleaned

    @property
    def starts_at(self) -> datetime:
        """Return the moment that is meant. The form is valid."""
        return moment(self.cleaned_data["day"], self.cleaned_data["at"], self.zone)

    @property
    def suggested(self) -> tuple[datetime, str, uuid.UUID | None]:
        """Return the time, the line, and which suggestion it answers. The form is valid."""
        return self.starts_at, self.cleaned_data["line"].strip(), self.cleaned_data["answering"]


class SeenForm(PresentForm):
    """The time that this person saw, as seconds: what they do is for that and no other."""

    seen = WholeField(widget=forms.HiddenInput)

    @property
    def seen_at(self) -> datetime:
        """Return the time. Raises Changed for a form that names none."""
        if not self.is_valid():
            raise Changed
        return _moment(self.cleaned_data["seen"])


class LeaveOutForm(SeenForm):
    """Skipping one, with a line."""

    line = line_field()

    @property
    def words(self) -> str:
        """Return the line; what is only white space says nothing. The form is valid."""
        return str(self.cleaned_data["line"]).strip()


def _moment(seconds: int) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        raise Changed from None


class MoveForm(forms.Form):
    """Which move is answered, or taken back."""

    move = forms.UUIDField(widget=forms.HiddenInput)

    @property
    def move_id(self) -> uuid.UUID:
        """Return it. Raises Changed for a form that names none."""
        if "move" in self.errors:
            raise Changed
        named: uuid.UUID = self.cleaned_data["move"]
        return named


class AgreeForm(MoveForm):
    """Saying yes to a talk now, or at a time on one's own clock."""

    at = ClockField(
        label=gettext_lazy("At"),
        required=False,
    )

    def starts_at(self, now: datetime) -> datetime | None:
        """Return the next moment at which the clock shows that time; None for now. Raises NotSoon for no time."""
        if "at" in self.errors:
            raise NotSoon
        at = self.cleaned_data.get("at")
        return None if at is None else next_time(at, now, timezone.get_current_timezone_name())
