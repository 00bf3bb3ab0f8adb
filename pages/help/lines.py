"""Whom to call, by country or region. It stands in `lines.yaml`, with where each was read and on which day."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.utils.translation.trans_real import parse_accept_lang_header

from agreements.kinds.spoken import entries, spoken

LINES = Path(__file__).with_name("lines.yaml")
FRESH_FOR = timedelta(days=150)
URGENT = ("emergency", "police")

_OFFERS = {
    "emergency": _("Emergency"),
    "police": _("Police"),
    "violence": _("Violence and fear"),
    "talk": _("Someone to talk to"),
    "advice": _("Advice, and the way to other help"),
}
_PEOPLE = {"women": _("for women"), "men": _("for men"), "young": _("for children and young people")}
_HOURS = {
    "always": _("day and night"),
    "most": _("most of the day"),
    "daily": _("every day"),
    "weekdays": _("on weekdays"),
    "afternoons": _("Monday to Saturday, in the afternoon"),
    "differs": _("hours differ by place"),
}
_LANGUAGES = {"many": _("many languages")}
# Where a browser names a language and no country: those in which most of its readers live.
_SPOKEN_IN = {"zh": ("CN", "HK", "MO", "TW", "SG", "MY"), "de": ("DE", "AT", "CH")}


@dataclass(frozen=True)
class Line:
    """One place that helps, or one number for danger."""

    offers: str
    source: str
    checked: date
    number: str = ""
    website: str = ""
    name: str | Mapping[str, str] = ""
    people: str = ""
    hours: str = ""
    languages: str = ""
    note: Mapping[str, str] | None = None

    @property
    def called(self) -> object:
        """Return its name as the reader reads it; a number for danger is called what it is for."""
        if isinstance(self.name, str):
            return self.name or _OFFERS[self.offers]
        return spoken(self.name)

    @property
    def says(self) -> str:
        """Return what it offers, to whom and when."""
        parts = (
            _OFFERS[self.offers] if self.name else "",
            _PEOPLE.get(self.people, ""),
            _HOURS.get(self.hours, ""),
            _LANGUAGES.get(self.languages, ""),
            spoken(self.note) if self.note else "",
        )
        return " · ".join(str(part) for part in parts if part)

    @property
    def dial(self) -> str:
        """Return the number as a telephone takes it."""
        return "".join(character for character in self.number if character.isdigit())

    @property
    def website_name(self) -> str:
        """Return the address as people read it."""
        return urlsplit(self.website).netloc.removeprefix("www.")

    def is_fresh(self, today: date) -> bool:
        """Tell whether it was looked up lately enough to be believed."""
        return today - self.checked < FRESH_FOR


@dataclass(frozen=True)
class Country:
    """A country or region and its lines. `language` is of names that are the same for every reader; empty for none."""

    code: str
    texts: Mapping[str, str]
    language: str
    lines: Sequence[Line]

    @property
    def label(self) -> str:
        """Return what it is called, in the reader's language."""
        return spoken(self.texts)

    @property
    def urgent(self) -> Sequence[Line]:
        """Return the numbers for danger, the one to try first at the beginning."""
        return [line for line in self.lines if line.offers in URGENT]

    @property
    def helping(self) -> Sequence[Line]:
        """Return whom to turn to."""
        return [line for line in self.lines if line.offers not in URGENT]

    def listening_first(self) -> Country:
        """Return it for who is low: before all others, those who listen."""
        return replace(self, lines=sorted(self.lines, key=lambda line: line.offers != "talk"))


@dataclass(frozen=True)
class Danger:
    """A number for danger and where it works."""

    number: str
    places: Sequence[str]


@cache
def mark() -> str:
    """Return what is another one once the numbers are."""
    return hashlib.sha256(LINES.read_bytes()).hexdigest()[:12]


@cache
def countries() -> Sequence[Country]:
    """Return all of them, in the order of the file."""
    return tuple(read_countries(LINES.read_text("utf-8")))


def read_countries(text: str) -> Iterator[Country]:
    """Read them. Raises TypeError for an entry with a key too many, or without its source or its day."""
    return (_country(**entry) for entry in entries(text, "countries"))


def _country(*, code: str, en: str, zh: str, lines: Sequence[Mapping[str, Any]], language: str = "") -> Country:
    return Country(code, {"en": en, "zh": zh}, language, tuple(Line(**line) for line in lines))


def countries_for(accepted: str) -> Sequence[Country]:
    """Return them with the reader's likely ones first: what the browser says of languages, and the page's own."""
    nearest = nearest_codes(accepted)
    order = {code: place for place, code in enumerate(nearest)}
    return sorted(countries(), key=lambda country: order.get(country.code, len(order)))


def nearest_codes(accepted: str) -> Sequence[str]:
    """Return the countries that an Accept-Language and the page's language speak of; none for English alone."""
    tags = [tag for tag, _quality in parse_accept_lang_header(accepted)]
    known = {country.code for country in countries()}
    regions = [tag.rpartition("-")[2].upper() for tag in tags if "-" in tag]
    languages = [tag.partition("-")[0] for tag in (*tags, get_language() or "")]
    spoken_in = [code for language in languages for code in _SPOKEN_IN.get(language, ())]
    return list(dict.fromkeys(code for code in (*regions, *spoken_in) if code in known))


def numbers_for_danger(ordered: Sequence[Country]) -> Sequence[Danger]:
    """Return each number once with its places, in the order of the countries."""
    places: dict[str, list[str]] = {}
    for country in ordered:
        places.setdefault(country.urgent[0].number, []).append(country.label)
    return [Danger(number, where) for number, where in places.items()]


def outdated(today: date) -> Sequence[str]:
    """Return what has to be looked up again: its country, and its name or number."""
    rows = [(country.code, line) for country in countries() for line in country.lines]
    return [f"{code} {line.number or line.website}" for code, line in rows if not line.is_fresh(today)]
