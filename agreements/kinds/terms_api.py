"""Terms in the API: one schema per kind, told apart by `kind`.

Read, they are what a version or a draft says. Written, they are either whole (to propose) or a change (other words,
a draft): then what is not sent stays as it is. The kinds' own forms validate them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django import forms
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from agreements.kinds.base import AgreementKind, all_kinds
from agreements.kinds.form import TermsForm, first_terms
from agreements.kinds.terms import COPING_LINE, Terms
from basics.api.inputs import Choice, FormSerializer, StrictSerializer, field_of
from basics.api.moments import Moment
from couples.people.models import User


class KindField(Choice):
    """The name of a kind. A field is made anew with each serializer: it knows each kind that is registered by then."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=[kind.name for kind in all_kinds()], **options)


@dataclass(frozen=True)
class Changed:
    """What a change is made to: terms of one kind, as they stand."""

    kind: AgreementKind
    terms: Terms
    # Whether the rest may be unfinished, as in a draft: then only what was sent is looked at.
    only_sent: bool = False


class TermsInput(FormSerializer):
    """The base of what each kind takes."""

    agreement_kind: AgreementKind

    def __init__(self, *args: Any, changed: Changed | None = None, **options: Any) -> None:
        super().__init__(*args, form_options={"initial": changed.terms.values} if changed else {}, **options)
        self.only_sent = changed is not None and changed.only_sent

    def takes(self, name: str, field: forms.Field) -> bool:
        """Leave out what is private: it is no part of the terms."""
        return name not in self.agreement_kind.private_fields and super().takes(name, field)

    def make_form(self, data: Mapping[str, Any] | None = None) -> TermsForm:
        """Return the kind's form; of a change that may stay unfinished, with the fields that were sent alone."""
        names = field_names(self.agreement_kind)
        if data is not None and self.only_sent:
            names = [name for name in names if name in self.initial_data]
        return self.agreement_kind.form_class(data, shown=names, **self.form_options)


def field_names(kind: AgreementKind) -> list[str]:
    """Return the names of the kind's terms, in the order in which the API shows them."""
    return [*kind.form_class.words_fields, *kind.form_class.settings_fields]


_Inputs = dict[str, type[TermsInput]]
_Outputs = dict[str, type[serializers.Serializer[Any]]]
_Class = TypeVar("_Class", bound=type)


def whole_inputs() -> _Inputs:
    """Return what takes whole terms, by kind."""
    return {kind.name: _input(kind, "Terms", is_change=False) for kind in all_kinds()}


def change_inputs() -> _Inputs:
    """Return what takes a change of terms, by kind."""
    return {kind.name: _input(kind, "Change", is_change=True) for kind in all_kinds()}


def outputs() -> _Outputs:
    """Return what shows terms, by kind."""
    return {kind.name: _output(kind) for kind in all_kinds()}


# One class for each kind, however often it is asked for: the description tells schemas apart by class.
@cache
def _input(kind: AgreementKind, suffix: str, is_change: bool) -> type[TermsInput]:
    members = {
        "__doc__": str(kind.purpose),
        "agreement_kind": kind,
        "is_change": is_change,
        "kind": Choice(choices=[kind.name]),
    }
    return type(f"{_camel(kind)}{suffix}", (TermsInput,), members)


@cache
def _output(kind: AgreementKind) -> type[serializers.Serializer[Any]]:
    """Return the serializer of what is stored. A draft may still lack words, so limits stand on the inputs alone."""
    members: dict[str, Any] = {"__doc__": str(kind.purpose), "kind": serializers.ChoiceField(choices=[kind.name])}
    form = kind.form_class()
    for name in field_names(kind):
        members[name] = field_of(form.fields[name], is_change=False)
        members[name].required = True
        if isinstance(members[name], serializers.CharField):
            text = members[name]
            members[name] = serializers.CharField(
                allow_blank=True, allow_null=text.allow_null, help_text=text.help_text
            )
    return type(f"{_camel(kind)}TermsSerializer", (serializers.Serializer,), members)


def show_examples(result: dict[str, Any], **_options: Any) -> dict[str, Any]:
    """Let the description show whole terms of each kind, as its usual template has them."""
    schemas = result["components"]["schemas"]
    for kind in all_kinds():
        schemas[f"{_camel(kind)}TermsRequest"]["example"] = example_of(kind)
    return result


def example_of(kind: AgreementKind) -> dict[str, Any]:
    """Return terms that could be sent as they stand."""
    author = User(time_zone="Europe/Berlin")
    with translation.override("en"), timezone.override(author.time_zone):
        said = first_terms(kind.form_class, {**kind.defaults(author), **kind.starters[0].values}).values
    return {"kind": kind.name, **{name: said[name] for name in field_names(kind)}}


def _camel(kind: AgreementKind) -> str:
    return "".join(part.title() for part in kind.name.split("_"))


def _one_schema_a_kind(name: str, by_kind: Callable[[], _Inputs | _Outputs]) -> Callable[[_Class], _Class]:
    """Describe a field by all kinds' serializers. They are looked up when the description is made."""

    def described() -> dict[str, serializers.Serializer[Any] | type[serializers.Serializer[Any]]]:
        return {**by_kind()}

    return extend_schema_field(PolymorphicProxySerializer(name, described, "kind"))


@_one_schema_a_kind("Terms", outputs)
class TermsOutput(serializers.Field[Any, Any, Any, Any]):
    """What a version or a draft says."""

    def __init__(self, **options: Any) -> None:
        super().__init__(source="*", read_only=True, **options)

    def to_representation(self, value: Any) -> dict[str, Any]:
        """Return the terms of a version or a draft, as it is seen: it knows its kind."""
        kind: AgreementKind = value.kind
        said = value.terms.values
        # In the form's order: PostgreSQL keeps none, and a repeated request answers the same bytes.
        return {"kind": kind.name, **{name: said[name] for name in field_names(kind) if name in said}}


class ComingSerializer(serializers.Serializer[Any]):
    """One time that terms would put ahead."""

    at = Moment(help_text="In UTC.")
    agreed = serializers.CharField(help_text="On the agreed clock.")
    here = serializers.CharField(help_text="On the caller's own clock; empty where it shows the same.")


class _TermsField(serializers.Field[Any, Any, Any, Any]):
    """Terms that are sent. Its value is the kind's serializer, valid: it knows the kind and holds the form."""

    inputs: Callable[[], _Inputs]
    changed: Changed | None = None

    def to_internal_value(self, data: Any) -> Any:
        """Let the serializer of the named kind read the terms."""
        if not isinstance(data, Mapping):
            raise serializers.ValidationError(_("Terms are a JSON object with a kind."))
        name, inputs = data.get("kind"), self.inputs()
        if not isinstance(name, str) or name not in inputs:
            raise serializers.ValidationError({"kind": [_("Name one of the kinds: %s.") % ", ".join(inputs)]})
        wanted = self.changed.kind.name if self.changed else name
        if name != wanted:
            raise serializers.ValidationError({"kind": [_("This one is of another kind: %s.") % wanted]})
        serializer = inputs[name](data=data, changed=self.changed)
        serializer.is_valid(raise_exception=True)
        return serializer


@_one_schema_a_kind("WholeTerms", whole_inputs)
class WholeTermsField(_TermsField):
    """Every field of a kind; optional ones that are not sent are empty."""

    inputs = staticmethod(whole_inputs)


@_one_schema_a_kind("ChangedTerms", change_inputs)
class ChangedTermsField(_TermsField):
    """Some fields of a kind; the others stay as they are."""

    inputs = staticmethod(change_inputs)


class ChangeInput(StrictSerializer):
    """A body whose `terms` change others. What they change is unknown only while the API is described."""

    def __init__(self, *args: Any, changed: Changed | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.changed = changed

    def get_fields(self) -> dict[str, Any]:
        """Hand on what is changed."""
        fields: dict[str, Any] = super().get_fields()
        fields["terms"].changed = self.changed
        return fields


class CopingLineInput(FormSerializer):
    """What I tell myself meanwhile; empty removes it."""

    # Without a kind, as while the API is described, the first that has a line.
    def __init__(self, *args: Any, kind: AgreementKind | None = None, **options: Any) -> None:
        super().__init__(*args, form_options={"shown": [COPING_LINE]}, **options)
        self.form_class = (kind or next(kind for kind in all_kinds() if COPING_LINE in kind.private_fields)).form_class

    def get_fields(self) -> dict[str, Any]:
        """Require the field: a body without it must not remove the line."""
        fields = super().get_fields()
        fields[COPING_LINE].required = True
        return fields
