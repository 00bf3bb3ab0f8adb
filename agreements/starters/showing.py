"""The templates as somebody looks through them: all by their kinds, or what they look for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from urllib.parse import urlencode

from django import forms

from agreements.kinds.base import AgreementKind, all_kinds, kind_named
from agreements.kinds.form import first_terms
from agreements.kinds.sentences import MISSING
from agreements.kinds.starters import Starter
from agreements.kinds.terms import TRIAL_UNTIL, Terms
from agreements.kinds.triggers import Trigger, all_triggers, in_order
from agreements.letters.reading import Letter
from agreements.starters.searching import found
from couples.people.models import User

ZONE, UTC = "zone", "UTC"


@dataclass(frozen=True)
class StarterAsSeen:
    """A template, with what it is about."""

    starter: Starter
    kind: AgreementKind

    @property
    def name(self) -> str:
        """Return what tells it from others."""
        return self.starter.name

    @property
    def title(self) -> str:
        """Return what a list shows."""
        return self.starter.label

    @property
    def triggers(self) -> Sequence[Trigger]:
        """Return what it is about."""
        return in_order(self.starter.triggers)

    @property
    def coping_line(self) -> str:
        """Return the line for whoever begins from it, alone; empty where it has none."""
        return next((str(self.starter.values.get(name, "")) for name in self.kind.private_fields), "")

    @property
    def terms(self) -> Terms:
        """Return all its terms as nobody's: no day is named in them, and no place whose clock it goes by."""
        nobody = User(name=MISSING, time_zone=UTC)
        terms = first_terms(self.kind.form_class, {**self.kind.defaults(nobody), **self.starter.values})
        fields = self.kind.form_class.base_fields
        days = [name for name in terms.settings if isinstance(fields.get(name), forms.DateField)]
        return terms.replaced(Terms({}, dict.fromkeys(days)))

    @property
    def blank(self) -> Letter:
        """Return it as a letter from nobody to nobody."""
        return Letter(self.kind, self.terms, MISSING, MISSING, without=(*self.kind.ahead, ZONE, TRIAL_UNTIL))


def every_starter() -> Sequence[StarterAsSeen]:
    """Return all templates, by the order of their kinds."""
    return [StarterAsSeen(starter, kind) for kind in all_kinds() for starter in kind.starters]


def starter_seen(name: str) -> StarterAsSeen | None:
    """Return the one of this name."""
    return next((each for each in every_starter() if each.name == name), None)


@dataclass(frozen=True)
class Asked:
    """What somebody looks for."""

    words: str = ""
    kind: str = ""
    trigger: str = ""

    @property
    def query(self) -> str:
        """Return it as an address has it."""
        return "?" + urlencode({name: value for name, value in vars(self).items() if value})

    @property
    def is_anything(self) -> bool:
        """Tell whether they look for anything at all."""
        return any(vars(self).values())


@dataclass(frozen=True)
class Narrowing:
    """One way to see fewer; of the one that was chosen, the way back."""

    label: str
    query: str
    is_chosen: bool


@dataclass(frozen=True)
class OfAKind:
    """The templates of one kind, and the address at which they stand alone."""

    kind: AgreementKind
    starters: Sequence[StarterAsSeen]
    query: str


@dataclass(frozen=True)
class Browsed:
    """What is found, and how to see less or more of it."""

    asked: Asked
    # In the order of what fits best where words were searched for; else by kind.
    found: Sequence[StarterAsSeen]
    triggers: Sequence[Narrowing]
    kinds: Sequence[Narrowing]

    @property
    def by_kind(self) -> Sequence[OfAKind]:
        """Return what is found as a list shows it that was not searched."""
        groups = groupby(self.found, key=lambda each: each.kind.name)
        return [
            OfAKind(kind_named(name), [*starters], replace(self.asked, kind=name).query) for name, starters in groups
        ]

    @property
    def is_all(self) -> bool:
        """Tell whether these are all there are: only some of each kind are unfolded then."""
        return not self.asked.is_anything


def browse(asked: Asked) -> Browsed:
    """Return what somebody finds who looks for this."""
    by_words = _by_words(asked.words)
    of_kind = [each for each in by_words if asked.kind in ("", each.kind.name)]
    about = [each for each in by_words if asked.trigger in ("", *each.starter.triggers)]
    here = [each for each in of_kind if asked.trigger in ("", *each.starter.triggers)]
    triggers = {trigger.name: trigger.label for trigger in all_triggers()}
    kinds = {kind.name: str(kind.label) for kind in all_kinds()}
    return Browsed(
        asked,
        here,
        _narrowings(asked, "trigger", triggers, {name for each in of_kind for name in each.starter.triggers}),
        _narrowings(asked, "kind", kinds, {each.kind.name for each in about}),
    )


def _by_words(words: str) -> Sequence[StarterAsSeen]:
    every = every_starter()
    if not words:
        return every
    seen = {each.name: each for each in every}
    return [seen[starter.name] for starter in found(words, (each.starter for each in every))]


def _narrowings(asked: Asked, name: str, labels: Mapping[str, str], leading: set[str]) -> Sequence[Narrowing]:
    """Return each that leads to something, and the one that was chosen."""
    chosen = getattr(asked, name)
    return [
        Narrowing(label, replace(asked, **{name: "" if value == chosen else value}).query, value == chosen)
        for value, label in labels.items()
        if value in leading or value == chosen
    ]
