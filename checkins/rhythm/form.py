"""The rhythm: a fixed time for the two, kept through every change of the clocks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.kinds.fields import MinutesField, WordsField
from agreements.kinds.form import TermsForm
from agreements.kinds.terms import UNTIL_TALK
from basics import formats
from basics.localtime import is_skipped, local
from basics.typed import ClockField, DayField
from checkins.rhythm.fields import WeekdaysField, weekday_choices
from checkins.rhythm.patterns import (
    EVERY,
    LAST_WEEK,
    LONGEST_MONTH,
    MOST_WEEKS,
    ONCE,
    USED,
    USUAL,
    WEEKS,
    as_said_today,
)
from checkins.rhythm.recurrence import Rule, next_slot
from checkins.rhythm.saying import LEAD_CHOICES
from couples.people.fields import zone_field

SHORTEST_MINUTES = 10
LONGEST_MINUTES = 240
FARTHEST_START = timedelta(days=2 * 365)
EVERY_CHOICES = tuple(
    zip(
        EVERY,
        (
            gettext_lazy("Every week or every few weeks"),
            gettext_lazy("Monthly, on a date"),
            gettext_lazy("Monthly, on a day of the week"),
            gettext_lazy("Once"),
        ),
        strict=True,
    )
)
WEEK_OF_MONTH_CHOICES = (
    (1, gettext_lazy("the first one of the month")),
    (2, gettext_lazy("the second one")),
    (3, gettext_lazy("the third one")),
    (4, gettext_lazy("the fourth one")),
    (LAST_WEEK, gettext_lazy("the last one")),
)


# What says when: one step, so that what is wrong with all of it together is said where it can be changed.
WHEN = (
    "every",
    "weeks",
    "weekdays",
    "day_of_month",
    "week_of_month",
    "weekday",
    "once_on",
    "at",
    "zone",
    "starts_on",
    "ends_on",
)


def weeks_choices() -> list[tuple[int, str]]:
    """Return how many weeks may lie between."""
    longer = ((weeks, _("every %(n)s weeks") % {"n": weeks}) for weeks in range(3, MOST_WEEKS + 1))
    return [(1, _("every week")), (2, _("every other week")), *longer]


class ByChoice(forms.TypedChoiceField):
    """A number that only some patterns ask for."""

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=int, empty_value=None, required=False, **options)


class RhythmForm(TermsForm):
    """When the two talk. What the chosen pattern does not use is ignored, whatever stands there."""

    words_fields = ("about",)
    settings_fields = (*WHEN, "minutes", "remind_minutes")

    every = forms.ChoiceField(
        label=gettext_lazy("How often"), choices=EVERY_CHOICES, initial=WEEKS, widget=forms.RadioSelect
    )
    weeks = ByChoice(label=gettext_lazy("How many weeks apart"), choices=weeks_choices, initial=USUAL["weeks"])
    weekdays = WeekdaysField(
        label=gettext_lazy("On"),
        required=False,
        initial=USUAL["weekdays"],
        help_text=gettext_lazy("One to three days."),
    )
    day_of_month = ByChoice(
        label=gettext_lazy("On which day of the month"),
        choices=[(day, day) for day in range(1, LONGEST_MONTH + 1)],
        initial=USUAL["day_of_month"],
        help_text=gettext_lazy("Where a month is shorter, on its last day."),
    )
    week_of_month = ByChoice(
        label=gettext_lazy("Which one of the month"), choices=WEEK_OF_MONTH_CHOICES, initial=USUAL["week_of_month"]
    )
    weekday = ByChoice(
        label=gettext_lazy("On which day of the week"), choices=weekday_choices, initial=USUAL["weekday"]
    )
    once_on = DayField(
        label=gettext_lazy("On which day"),
        required=False,
        error_messages={"required": gettext_lazy("Choose a date.")},
    )
    at = ClockField(label=gettext_lazy("At"), initial=time(20, 30))
    zone = zone_field(help_text=gettext_lazy("The talk stays at this time there, in summer and in winter."))
    starts_on = DayField(
        label=gettext_lazy("From"),
        required=False,
        initial=lambda: timezone.localdate(),
        help_text=gettext_lazy("The first talk is on the first fitting day, this one or a later one."),
    )
    ends_on = DayField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Left empty, it goes on."),
    )
    minutes = MinutesField(
        label=gettext_lazy("How long"),
        offered=(15, 20, 30, 45, 60, 90, 120),
        min_value=SHORTEST_MINUTES,
        max_value=LONGEST_MINUTES,
        initial=30,
    )
    remind_minutes = forms.TypedChoiceField(
        label=gettext_lazy("Remind us both"), choices=LEAD_CHOICES, coerce=int, initial=60
    )
    about = WordsField(
        label=gettext_lazy("What it is for"),
        required=False,
    )

    def __init__(self, *args: Any, initial: Mapping[str, Any] | None = None, **options: Any) -> None:
        """Where the pattern of before used nothing, begin with what is usual."""
        said = {name: value for name, value in (initial or {}).items() if value is not None}
        super().__init__(*args, initial=said, **options)
        for name in {*USUAL, "starts_on"} & {*self.fields} - {"ends_on"}:
            self.fields[name].is_asked_by_choice = True  # type: ignore[attr-defined]

    @classmethod
    def as_said_today(cls, settings: Mapping[str, Any]) -> dict[str, Any]:
        """Read the settings of before as well. Other kinds say a week otherwise, and have fields that it has not."""
        said = super().as_said_today(settings)
        is_own = "starts_on" in said and said.keys() <= {*cls.settings_fields, UNTIL_TALK}
        return as_said_today(said) if is_own else said

    @cached_property
    def changed_data(self) -> list[str]:
        """Another pattern brings along what it uses, as the page showed it."""
        changed = super().changed_data
        brought = [name for name in USUAL if name in self.fields] if "every" in changed else []
        return list(dict.fromkeys([*changed, *brought]))

    def clean_starts_on(self) -> date | None:
        """Refuse a date in the past, unless it stood there before."""
        return self._near(self.cleaned_data["starts_on"], stood_there=self.initial.get("starts_on"))

    def clean_once_on(self) -> date | None:
        """Refuse a date in the past, whatever stood there: there would be no talk."""
        return self._near(self.cleaned_data["once_on"])

    def _near(self, chosen: date | None, stood_there: Any = None) -> date | None:
        today = timezone.localdate()
        if chosen and chosen < today and chosen.isoformat() != str(stood_there):
            raise forms.ValidationError(_("This date is over. Choose today or a later one."), code="past")
        if chosen and chosen > today + FARTHEST_START:
            raise forms.ValidationError(
                _("This date is too far away. Choose one within the next two years."), code="far"
            )
        return chosen

    def clean(self) -> dict[str, Any]:
        """Ask for what the pattern uses, forget the rest, and refuse when no talk, or a skipped time, comes first."""
        cleaned = super().clean() or {}
        every = str(cleaned.get("every", self.initial.get("every")))
        if "every" in self.errors or every not in USED:
            self._forget({*self.errors} & {*USUAL, "starts_on"})
            return cleaned
        self._forget({*USUAL, "starts_on"} - self._used(every))
        self._ask_for(self._used(every) - {"ends_on"})
        if {*WHEN} <= {*self.fields} and not {*WHEN} & {*self.errors}:
            self._refuse_without_a_first_talk(Rule.of(self.terms.settings))
        return cleaned

    def _used(self, every: str) -> set[str]:
        return {*USED[every]} if every == ONCE else {*USED[every], "starts_on"}

    def _forget(self, unused: set[str]) -> None:
        for name in unused & {*self.fields}:
            self.errors.pop(name, None)
            self.cleaned_data[name] = None

    def _ask_for(self, used: set[str]) -> None:
        for name in used & {*self.fields} - {*self.errors}:
            if self.cleaned_data[name] is None:
                self.add_error(name, forms.ValidationError(self.fields[name].error_messages["required"], "required"))

    def _refuse_without_a_first_talk(self, rule: Rule) -> None:
        first = next_slot(rule, timezone.now())
        if first is None:
            self.add_error(*_nothing_ahead(rule))
        elif is_skipped(day := local(first, rule.zone).date(), rule.at, rule.zone):
            self.add_error("at", _skipped_message(day, rule))


def _nothing_ahead(rule: Rule) -> tuple[str, forms.ValidationError]:
    if rule.every == ONCE:
        return "at", forms.ValidationError(_("This time is over. Choose a later one."), code="past")
    return "ends_on", forms.ValidationError(
        _("Until then there is no talk at all. Choose a later day, or leave it empty."), code="no_talk"
    )


def _skipped_message(day: date, rule: Rule) -> forms.ValidationError:
    return forms.ValidationError(
        _("On %(day)s there is no %(time)s in %(place)s: the clocks go forward over it. Choose another time or date."),
        code="skipped",
        params={"day": formats.day(day), "time": f"{rule.at:%H:%M}", "place": formats.zone_place(rule.zone)},
    )
