"""The rhythm: a fixed time for the two, kept through every change of the clocks."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.kinds.fields import MinutesField, WordsField
from agreements.kinds.form import TermsForm
from basics import formats
from basics.localtime import is_skipped, local, moment
from basics.typed import ClockField, DayField
from checkins.rhythm.recurrence import LAST_WEEK, Rule, next_slot
from couples.people.fields import zone_field

SHORTEST_MINUTES = 10
LONGEST_MINUTES = 240
FARTHEST_START = timedelta(days=2 * 365)
EVERY_CHOICES = tuple(
    zip(
        ("week", "two_weeks", "month"),
        (gettext_lazy("every week"), gettext_lazy("every other week"), gettext_lazy("every month")),
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
LEAD_CHOICES = (
    (0, gettext_lazy("when it begins")),
    (15, gettext_lazy("15 minutes before")),
    (60, gettext_lazy("1 hour before")),
    (180, gettext_lazy("3 hours before")),
    (1440, gettext_lazy("the day before")),
)


def weekday_choices() -> list[tuple[int, str]]:
    """Return the days of the week in the active language, Monday first."""
    return [(number, formats.weekday(number)) for number in range(7)]


class RhythmForm(TermsForm):
    """When the two talk."""

    words_fields = ("about",)
    settings_fields = ("every", "weekday", "week_of_month", "at", "zone", "minutes", "starts_on", "remind_minutes")

    every = forms.ChoiceField(label=gettext_lazy("How often"), choices=EVERY_CHOICES, initial="week")
    weekday = forms.TypedChoiceField(label=gettext_lazy("On"), choices=weekday_choices, coerce=int, initial=6)
    week_of_month = forms.TypedChoiceField(
        label=gettext_lazy("Which one, if monthly"), choices=WEEK_OF_MONTH_CHOICES, coerce=int, initial=1
    )
    at = ClockField(
        label=gettext_lazy("At"), initial=time(20, 30), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    zone = zone_field(help_text=gettext_lazy("The talk stays at this time there, in summer and in winter."))
    minutes = MinutesField(
        label=gettext_lazy("How long"),
        offered=(15, 20, 30, 45, 60, 90, 120),
        min_value=SHORTEST_MINUTES,
        max_value=LONGEST_MINUTES,
        initial=30,
    )
    starts_on = DayField(
        label=gettext_lazy("From"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        initial=lambda: timezone.localdate(),
        help_text=gettext_lazy("The first talk is on the chosen day of the week, on or after this date."),
    )
    remind_minutes = forms.TypedChoiceField(
        label=gettext_lazy("Remind us both"), choices=LEAD_CHOICES, coerce=int, initial=60
    )
    about = WordsField(
        label=gettext_lazy("What it is for"),
        required=False,
    )

    def clean_starts_on(self) -> date:
        """Refuse a date in the past, unless it stood there before."""
        chosen: date = self.cleaned_data["starts_on"]
        if chosen < timezone.localdate() and chosen.isoformat() != str(self.initial.get("starts_on")):
            raise forms.ValidationError(_("This date is over. Choose today or a later one."), code="past")
        if chosen > timezone.localdate() + FARTHEST_START:
            raise forms.ValidationError(
                _("This date is too far away. Choose one within the next two years."), code="far"
            )
        return chosen

    def clean(self) -> dict[str, Any]:
        """Refuse a first check-in at a time that the clocks skip that day."""
        cleaned = super().clean() or {}
        needed = ("every", "weekday", "week_of_month", "at", "zone", "starts_on")
        if not all(name in cleaned for name in needed):
            return cleaned
        rule = Rule.of(self.terms.settings)
        first = next_slot(rule, max(timezone.now(), _before(rule)))
        if first and is_skipped(day := local(first, rule.zone).date(), rule.at, rule.zone):
            self.add_error("at", _skipped_message(day, rule))
        return cleaned


def _before(rule: Rule) -> datetime:
    """Return a moment just before the first day begins on the rhythm's own clocks."""
    return moment(rule.starts_on, time(), rule.zone) - timedelta(seconds=1)


def _skipped_message(day: date, rule: Rule) -> forms.ValidationError:
    return forms.ValidationError(
        _("On %(day)s there is no %(time)s in %(place)s: the clocks go forward over it. Choose another time or date."),
        code="skipped",
        params={"day": formats.day(day), "time": f"{rule.at:%H:%M}", "place": formats.zone_place(rule.zone)},
    )
