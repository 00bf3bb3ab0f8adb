"""The bridge between the API and the HTML forms: a serializer whose fields, limits and errors are a form's.

The form stays the one place where input is validated. The serializer adds what JSON can say and a form cannot:
types. A text is a string and never a number, a switch is true or false, and a field nobody knows is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any

from django import forms
from django.utils.choices import flatten_choices
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.settings import api_settings

from basics.typed import TOO_LONG, address_typed, day_typed, lines_typed, number_typed

# A list of choices longer than this, such as all time zones, is described in words.
MOST_CHOICES_LISTED = 50
# What forms say of any field.
_USUAL = {**forms.Field().error_messages, **forms.ChoiceField().error_messages}


class Text(serializers.CharField):
    """A string."""

    default_error_messages = {"max_length": TOO_LONG}

    def to_internal_value(self, data: Any) -> str:
        """Refuse numbers, which JSON keeps apart from strings."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(lines_typed(data))


class Address(serializers.EmailField, Text):
    """An e-mail address."""

    def to_internal_value(self, data: Any) -> str:
        """Return the address that was meant."""
        return address_typed(super().to_internal_value(data))


class Pattern(serializers.RegexField, Text):
    """A string of a certain shape."""


@extend_schema_field({"type": "string", "pattern": r"^([01][0-9]|2[0-3]):[0-5][0-9]$", "example": "20:30"})
class ClockTime(Pattern):
    """A wall-clock time, such as 20:30."""

    default_error_messages = {"invalid": _("Write the time as hours and minutes, such as 20:30.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(r"^([01][0-9]|2[0-3]):[0-5][0-9]\Z", **options)

    def to_internal_value(self, data: Any) -> str:
        """Return the time that was meant."""
        return number_typed(super().to_internal_value(data))

    def to_representation(self, value: Any) -> Any:
        """Return hours and minutes."""
        return as_json(value)


@extend_schema_field({"type": "string", "format": "date"})
class Day(Pattern):
    """A date, such as 2027-05-03."""

    default_error_messages = {"invalid": _("Write the date as year, month and day, such as 2027-05-03.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\Z", **options)

    def to_internal_value(self, data: Any) -> str:
        """Return the date that was meant."""
        return day_typed(super().to_internal_value(data))


class Whole(serializers.IntegerField):
    """A whole number."""

    def to_internal_value(self, data: Any) -> int:
        """Refuse strings and switches."""
        if isinstance(data, bool | str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Switch(serializers.BooleanField):
    """True or false."""

    def to_internal_value(self, data: Any) -> bool:
        """Refuse words such as "yes"."""
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Choice(serializers.ChoiceField):
    """One of a few values."""

    default_error_messages = {"invalid_choice": _("There is no such choice. Choose one from the list.")}

    def to_internal_value(self, data: Any) -> Any:
        """Refuse a value of another type: "6" is not 6."""
        known = {type(value) for value in self.choices}
        if type(data) not in known:
            self.fail("invalid_choice", input=data)
        return super().to_internal_value(data)


class StrictSerializer(serializers.Serializer[Any]):
    """A body in which every field is known: a misspelt one is told, not ignored."""

    def to_internal_value(self, data: Any) -> Any:
        """Refuse unknown fields."""
        if isinstance(data, Mapping):
            unknown = [name for name in data if name not in self.fields]
            if unknown:
                raise serializers.ValidationError({name: [_("There is no such field.")] for name in unknown})
        return super().to_internal_value(data)


class FormSerializer(StrictSerializer):
    """A body that a Django form validates. After `is_valid`, `form` is the valid form.

    With `is_change` a field that is not sent keeps the value it has: the form's initial one.
    """

    form_class: Callable[..., forms.BaseForm]
    # The form's fields that the API takes; all but hidden ones if None.
    form_fields: tuple[str, ...] | None = None
    is_change = False
    form: Any

    def __init__(self, *args: Any, form_options: Mapping[str, Any] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.form_options = form_options or {}

    def make_form(self, data: Mapping[str, Any] | None = None) -> Any:
        """Return the form, unbound without data."""
        return self.form_class(data, **self.form_options)

    def get_fields(self) -> dict[str, Any]:
        """Return one field for each of the form's."""
        shown = {name: field for name, field in self.make_form().fields.items() if self.takes(name, field)}
        made = {name: field_of(field, is_change=self.is_change) for name, field in shown.items()}
        return {**made, **super().get_fields()}

    def takes(self, name: str, field: forms.Field) -> bool:
        """Tell whether the API takes this field of the form."""
        wanted = self.form_fields is None or name in self.form_fields
        return wanted and not isinstance(field.widget, forms.HiddenInput)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Run the form; its errors become errors of the same fields."""
        self.form = self.make_form({**self.standing(), **attrs})
        if not self.form.is_valid():
            raise serializers.ValidationError(errors_of(self.form))
        return attrs

    def standing(self) -> dict[str, Any]:
        """Return the values that a change leaves as they are."""
        if not self.is_change:
            return {}
        form = self.make_form()
        return {name: as_json(form.get_initial_for_field(field, name)) for name, field in form.fields.items()}


def field_of(field: forms.Field, is_change: bool) -> serializers.Field:
    """Return the API's field for a form's field, with the same limits."""
    options: dict[str, Any] = {"required": field.required and not is_change, "help_text": _described(field)}
    if isinstance(field, forms.BooleanField):
        return Switch(**{**options, "required": False})
    if isinstance(field, forms.IntegerField):
        limits = {name: getattr(field, name) for name in ("min_value", "max_value")}
        messages = _own_messages(field, min_value=("min_value",))
        return Whole(allow_null=not field.required, error_messages=messages, **options, **limits)
    if isinstance(field, forms.TimeField):
        return ClockTime(allow_null=not field.required, **options)
    if isinstance(field, forms.DateField):
        # What a form leaves empty and reads as None is null in JSON.
        return Day(allow_null=not field.required, **options)
    return _text_or_choice(field, options)


def _text_or_choice(field: forms.Field, options: dict[str, Any]) -> serializers.Field:
    if isinstance(field, forms.MultipleChoiceField):
        # What a form leaves empty and reads as None is null in JSON.
        can_be_null = getattr(field, "empty_value", ()) is None and not field.required
        options |= {"allow_null": can_be_null, "max_length": getattr(field, "most", None)}
        return serializers.ListField(child=Choice(choices=_choices(field)), **options)
    if isinstance(field, forms.ChoiceField):
        return _choice(field, options)
    options |= {"allow_blank": not field.required, "max_length": getattr(field, "max_length", None)}
    options["error_messages"] = _own_messages(field, required=("required", "blank"))
    return Address(**options) if isinstance(field, forms.EmailField) else Text(**options)


def _choice(field: forms.ChoiceField, options: dict[str, Any]) -> serializers.Field:
    values = _choices(field)
    if len(values) > MOST_CHOICES_LISTED:
        return Text(max_length=64, **options)
    if set(values) == {True, False}:
        return Switch(**{**options, "required": False})
    # What a form leaves empty and reads as None is null in JSON.
    can_be_null = isinstance(field, forms.TypedChoiceField) and field.empty_value is None and not field.required
    return Choice(
        choices=values,
        allow_null=can_be_null,
        error_messages=_own_messages(field, invalid_choice=("invalid_choice",)),
        **options,
    )


def _own_messages(field: forms.Field, **codes: tuple[str, ...]) -> dict[str, Any]:
    """Return what the form's field says in words of its own, by the API's names for it."""
    own = {code for code, said in field.error_messages.items() if said != _USUAL.get(code)}
    return {name: field.error_messages[code] for code, names in codes.items() if code in own for name in names}


def _choices(field: forms.ChoiceField) -> list[Any]:
    """Return the values of a choice, as numbers where the form makes numbers of them; the empty one is no value."""
    coerce = field.coerce if isinstance(field, forms.TypedChoiceField | forms.TypedMultipleChoiceField) else str
    # Under headings or not; its stubs do not say what comes out.
    choices: Any = field.choices
    return [coerce(value) for value, _label in flatten_choices(list(choices)) if value != ""]  # type: ignore[var-annotated]


def _described(field: forms.Field) -> str:
    """Return label, help and, for lengths, the unit."""
    unit = f"In {field.unit}." if hasattr(field, "unit") else ""
    return " – ".join(str(text) for text in (field.label, field.help_text, unit) if text)


def errors_of(form: forms.BaseForm) -> dict[str, list[str]]:
    """Return a form's errors as a serializer tells them."""
    whole = api_settings.NON_FIELD_ERRORS_KEY
    return {whole if name == "__all__" else name: [str(text) for text in texts] for name, texts in form.errors.items()}


def as_json(value: Any) -> Any:
    """Return a form's value as JSON would send it."""
    if isinstance(value, time):
        return value.isoformat("minutes")
    return value.isoformat() if isinstance(value, date) else value
