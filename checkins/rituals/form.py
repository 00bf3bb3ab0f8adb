"""What the two say of a ritual, and of own time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.kinds.fields import MinutesField, WordsField
from agreements.kinds.form import TermsForm
from basics.directions import own_words
from basics.typed import ClockField, DayField
from checkins.rhythm.fields import weekday_choices
from checkins.rhythm.form import FARTHEST_START, ByChoice
from checkins.rhythm.saying import LEAD_CHOICES
from checkins.rituals.patterns import DAY, MONTH, NO_FIXED_TIME, TWO_WEEKS, WEEK
from couples.people.fields import zone_field

LONGEST_LINE = 140
LONGEST_PASSAGE = 280
# What says when: one step, so that what does not fit together is said where it can be changed.
WHEN = ("every", "weekday", "starts_on", "at", "zone")
# What is asked for by some patterns alone.
BY_DAY = ("weekday", "starts_on", "at")
USED: Mapping[str, tuple[str, ...]] = {
    DAY: ("at",),
    WEEK: ("weekday", "at"),
    TWO_WEEKS: BY_DAY,
    MONTH: ("weekday", "at"),
    NO_FIXED_TIME: (),
}
OFTEN = {
    DAY: gettext_lazy("Every day"),
    WEEK: gettext_lazy("Every week"),
    TWO_WEEKS: gettext_lazy("Every other week"),
    MONTH: gettext_lazy("Every month"),
    NO_FIXED_TIME: gettext_lazy("No fixed time"),
}


def often(*patterns: str) -> list[tuple[str, Any]]:
    """Return these as choices."""
    return [(pattern, OFTEN[pattern]) for pattern in patterns]


def weekday_or_none() -> Sequence[tuple[Any, str]]:
    """Return the days of the week, and none of them."""
    return [("", _("No fixed day")), *weekday_choices()]


class TimedForm(TermsForm):
    """When it comes. What the chosen pattern does not use is ignored, whatever stands there."""

    # Whether it needs a day of the week, where it does not come every day.
    needs_weekday = False

    weekday = ByChoice(label=gettext_lazy("On which day of the week"), choices=weekday_or_none)
    starts_on = DayField(
        label=gettext_lazy("From"),
        required=False,
        initial=lambda: timezone.localdate(),
        help_text=gettext_lazy("Every other week is counted from the first such day, this one or a later one."),
    )
    at = ClockField(
        label=gettext_lazy("At"),
        required=False,
        help_text=gettext_lazy("Left empty, it has no clock time, and nobody is reminded."),
    )
    zone = zone_field(help_text=gettext_lazy("It stays at this time there, in summer and in winter."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("starts_on", *(["weekday"] if self.needs_weekday else [])):
            if name in self.fields:
                self.fields[name].is_asked_by_choice = True  # type: ignore[attr-defined]

    @cached_property
    def changed_data(self) -> list[str]:
        """Another pattern brings along what it uses, as the page showed it."""
        changed = super().changed_data
        brought = [name for name in ("weekday", "starts_on") if name in self.fields] if "every" in changed else []
        return list(dict.fromkeys([*changed, *brought]))

    def clean_starts_on(self) -> date | None:
        """Refuse a day that is over or far away, unless it stood there before."""
        chosen: date | None = self.cleaned_data["starts_on"]
        today = timezone.localdate()
        if chosen is None or chosen.isoformat() == str(self.initial.get("starts_on")):
            return chosen
        if chosen < today:
            raise forms.ValidationError(_("This date is over. Choose today or a later one."), code="past")
        if chosen > today + FARTHEST_START:
            raise forms.ValidationError(
                _("This date is too far away. Choose one within the next two years."), code="far"
            )
        return chosen

    def clean(self) -> dict[str, Any]:
        """Ask for what the pattern uses, and forget the rest."""
        cleaned = super().clean() or {}
        every = str(cleaned.get("every", self.initial.get("every")))
        used = USED.get(every, ())
        self._forget({*BY_DAY} - {*used})
        if "weekday" in used and {"weekday"} <= cleaned.keys():
            self._ask_for_a_day(every)
        return cleaned

    def _forget(self, unused: set[str]) -> None:
        for name in unused & {*self.fields}:
            self.errors.pop(name, None)
            self.cleaned_data[name] = None

    def _ask_for_a_day(self, every: str) -> None:
        said = self.cleaned_data
        if said["weekday"] is not None:
            self._say_which_week(every)
        elif self.needs_weekday:
            self.add_error("weekday", forms.ValidationError(_("Choose a day of the week."), code="required"))
        elif said.get("at"):
            message = _("Choose a day for this time, or leave the time empty.")
            self.add_error("weekday", forms.ValidationError(message, code="required"))

    def _say_which_week(self, every: str) -> None:
        """Of every other week, which one is part of what both say yes to."""
        if every == TWO_WEEKS and self.cleaned_data.get("starts_on", "") is None:
            self.cleaned_data["starts_on"] = timezone.localdate()


class RitualForm(TimedForm):
    """Something small that is theirs."""

    words_fields = ("what", "small_version")
    settings_fields = (*WHEN, "minutes", "who_starts", "remind_minutes")
    field_order = (*words_fields, *settings_fields)
    needs_weekday = True

    what = WordsField(label=gettext_lazy("What we do"), max_length=LONGEST_PASSAGE)
    small_version = WordsField(
        label=gettext_lazy("On a full day, this is enough"), rows=1, required=False, max_length=LONGEST_LINE
    )
    every = forms.ChoiceField(
        label=gettext_lazy("How often"),
        choices=often(DAY, WEEK, TWO_WEEKS, MONTH, NO_FIXED_TIME),
        initial=WEEK,
        widget=forms.RadioSelect,
    )
    minutes = MinutesField(
        label=gettext_lazy("How long"),
        offered=(5, 10, 15, 30, 45, 60, 90, 120, 180, 240, 480),
        min_value=5,
        max_value=480,
        initial=30,
    )
    who_starts = forms.ChoiceField(
        label=gettext_lazy("Who starts"), choices=(), widget=forms.RadioSelect, initial="whoever"
    )
    remind_minutes = forms.TypedChoiceField(
        label=gettext_lazy("Remind us both"),
        choices=[("", gettext_lazy("no reminder")), *LEAD_CHOICES],
        coerce=int,
        empty_value=None,
        required=False,
        initial=60,
        help_text=gettext_lazy("Only where it has a clock time."),
    )

    def address_partner(self) -> None:
        """Name the two in the choice."""
        field = self.fields.get("who_starts")
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                ("whoever", _("whoever thinks of it first")),
                ("turns", _("we take turns")),
                ("author", own_words(self.author_name)),
                ("other", own_words(self.partner_name)),
            ]


class OwnTimeForm(TimedForm):
    """Time for one, for the other, for both. What is usually said of it stands in the first template."""

    words_fields = ("what", "meanwhile", "reachable")
    settings_fields = ("whose", *WHEN, "minutes")
    field_order = ("whose", "what", *WHEN, "minutes", "meanwhile", "reachable")

    whose = forms.ChoiceField(label=gettext_lazy("Whose time"), choices=(), widget=forms.RadioSelect, initial="each")
    what = WordsField(label=gettext_lazy("What we mean by it"), max_length=LONGEST_PASSAGE)
    every = forms.ChoiceField(
        label=gettext_lazy("How often"), choices=often(WEEK, TWO_WEEKS, MONTH), initial=WEEK, widget=forms.RadioSelect
    )
    minutes = MinutesField(
        label=gettext_lazy("How long"),
        offered=(30, 60, 90, 120, 180, 240, 480, 1440),
        min_value=30,
        max_value=1440,
        initial=180,
    )
    meanwhile = WordsField(label=gettext_lazy("Meanwhile"), required=False, max_length=LONGEST_PASSAGE)
    reachable = WordsField(
        label=gettext_lazy("How to reach each other then"), rows=1, required=False, max_length=LONGEST_LINE
    )

    def address_partner(self) -> None:
        """Name the two in the choice."""
        field = self.fields.get("whose")
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                ("each", _("each of us has their own")),
                ("author", own_words(self.author_name)),
                ("other", own_words(self.partner_name)),
                ("us", _("the two of us together")),
            ]
