"""How a person wants to be reached, in the API."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from basics.api.description import operation
from basics.api.inputs import ClockTime, FormSerializer, StrictSerializer, Text, Whole, as_json
from basics.api.views import Api
from reminders.choices.asking import change_preferences, was_asked
from reminders.choices.forms import PLAIN_FIELDS, ReminderSettingsForm
from reminders.choices.lead import HOUR, LONGEST, QUARTER
from reminders.models import Preferences
from reminders.preferences import Cell, off_at_first, preferences_of, sent_always, switched_off


class CellSerializer(StrictSerializer):
    """A kind of reminder, and one way to be told of it."""

    kind = Text()
    channel = Text()


@extend_schema_field(
    {
        "type": "integer",
        "anyOf": [{"enum": [QUARTER]}, {"multipleOf": HOUR, "minimum": 0, "maximum": LONGEST}],
    }
)
class Lead(Whole):
    """How long before, in minutes."""


class PreferencesInput(FormSerializer):
    """What to change about how I am reached; what is not sent stays. A list that is sent replaces the whole list."""

    form_class = ReminderSettingsForm
    form_fields = PLAIN_FIELDS
    is_change = True
    form: ReminderSettingsForm

    own_lead_minutes = Lead(
        required=False,
        allow_null=True,
        help_text="One more reminder of check-ins, so many minutes ahead: 15, or whole hours, at most 7 days and 23. "
        "Null for none.",
    )
    switched_off = CellSerializer(many=True, required=False, help_text="What does not come by which way.")
    switched_on = CellSerializer(many=True, required=False, help_text="What comes by which way only if one wants it.")
    also_in_quiet_hours = serializers.ListField(
        child=Text(), required=False, help_text="The kinds that quiet hours do not hold."
    )

    def validate_switched_off(self, rows: list[dict[str, str]]) -> dict[str, bool]:
        """Turn the list into the grid's boxes."""
        return {
            name: not is_named for name, is_named in self._boxes(rows, set(self.make_form().cells) - off_at_first())
        }

    def validate_switched_on(self, rows: list[dict[str, str]]) -> dict[str, bool]:
        """Turn the list into the boxes that are empty at first."""
        return dict(self._boxes(rows, off_at_first()))

    def _boxes(self, rows: list[dict[str, str]], among: set[Cell]) -> list[tuple[str, bool]]:
        """Return each box of these cells, and whether it is named."""
        cells = {cell: name for cell, name in self.make_form().cells.items() if cell in among}
        named = {(row["kind"], row["channel"]) for row in rows}
        if named - set(cells):
            raise serializers.ValidationError(_("There is no such kind that comes by such a way."))
        return [(name, cell in named) for cell, name in cells.items()]

    def validate_also_in_quiet_hours(self, kinds: list[str]) -> dict[str, bool]:
        """Turn the list into the grid's boxes."""
        names = self.make_form().always_fields
        if set(kinds) - set(names):
            raise serializers.ValidationError(_("Quiet hours do not hold such a kind."))
        return {name: kind in kinds for kind, name in names.items()}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Run the form, grid and all."""
        boxes: dict[str, bool] = {}
        for name in ("switched_off", "switched_on", "also_in_quiet_hours"):
            boxes |= attrs.pop(name, {})
        return super().validate(attrs | boxes)


class PreferencesSerializer(serializers.Serializer[Any]):
    """How the caller is reached."""

    who_sees_mailbox = serializers.CharField(
        help_text="only_me: mails say what it is. someone, or empty: they read like a calendar. no_mails: none come."
    )
    says_what_it_is = serializers.BooleanField(help_text="Whether mails name the other, if only_me sees them.")
    devices_say_what_it_is = serializers.BooleanField(help_text="Whether devices and other apps do.")
    own_lead_minutes = serializers.IntegerField(
        allow_null=True,
        help_text="One more reminder of check-ins, so many minutes ahead, days by the agreed clock; null for none.",
    )
    quiet_from = ClockTime(help_text="On the caller's own clocks.")
    quiet_until = ClockTime(help_text="On the caller's own clocks.")
    switched_off = CellSerializer(many=True, help_text="What does not come by which way.")
    switched_on = CellSerializer(many=True, help_text="What comes by which way only if one wants it.")
    also_in_quiet_hours = serializers.ListField(
        child=serializers.CharField(), help_text="The kinds that quiet hours do not hold."
    )

    def to_representation(self, preferences: Preferences) -> Any:
        """Write the times as hours and minutes, and the grid as lists."""
        off, optional = switched_off(preferences.user_id), off_at_first()
        return {
            **{name: as_json(getattr(preferences, name)) for name in PLAIN_FIELDS},
            "switched_off": _cells(off - optional),
            "switched_on": _cells(optional - off),
            "also_in_quiet_hours": sorted(sent_always(preferences.user_id)),
        }


def _cells(cells: set[Cell]) -> list[dict[str, str]]:
    return [{"kind": kind, "channel": channel} for kind, channel in sorted(cells)]


class MyPreferences(Api):
    """How the caller is reached."""

    @operation("getPreferences", answer=PreferencesSerializer)
    def get(self, request: Request) -> Response:
        """Show how I am reached."""
        return Response(PreferencesSerializer(preferences_of(self.person)).data)

    @operation("changePreferences", body=PreferencesInput, answer=PreferencesSerializer)
    def patch(self, request: Request) -> Response:
        """Change how I am reached.

        What sends more, further or in plainer words than before is `not-allowed`: the page asks for the password first.
        """
        form = self.read(PreferencesInput, form_options={"instance": preferences_of(self.person)}).form
        change_preferences(self.person.pk, form.changed, form.marks, was_asked(request), timezone.now())
        return Response(PreferencesSerializer(preferences_of(self.person)).data)
