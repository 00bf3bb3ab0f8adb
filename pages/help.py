"""Places that help, by country or region. Every entry has the day on which it was last checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class EmergencyNumber:
    """A number that works in several countries or regions, so named that each reader finds their own."""

    number: str
    places: object
    countries: tuple[str, ...] = ()


@dataclass(frozen=True)
class Resource:
    """One place that helps."""

    country: str
    name: object
    number: str
    website: str
    offers: object
    checked: date

    @property
    def place(self) -> object:
        """Return the name of the country or region."""
        return _PLACES[self.country]

    @property
    def language(self) -> str:
        """Return the language of the name, for those who have the page read to them; empty for the page's own."""
        return _LANGUAGES.get(self.country, "")

    @property
    def dial(self) -> str:
        """Return the number as a telephone takes it."""
        return "".join(character for character in self.number if character.isdigit())

    @property
    def website_name(self) -> str:
        """Return the address as people read it."""
        return urlsplit(self.website).netloc.removeprefix("www.")


_PLACES = {
    "DE": _("Germany"),
    "AT": _("Austria"),
    "CH": _("Switzerland"),
    "GB": _("United Kingdom"),
    "US": _("United States"),
    "CN": _("Mainland China"),
    "HK": _("Hong Kong"),
    "TW": _("Taiwan"),
}
_LANGUAGES = {
    "DE": "de",
    "AT": "de",
    "CH": "de",
    "GB": "en",
    "US": "en",
    "CN": "zh-Hans",
    "TW": "zh-Hant",
}
_EMERGENCY_NUMBERS = (
    EmergencyNumber("112", _("European Union, Switzerland")),
    EmergencyNumber("110", _("Germany, Mainland China, Taiwan: police"), ("CN", "TW")),
    EmergencyNumber("999", _("United Kingdom, Hong Kong"), ("HK",)),
    EmergencyNumber("911", _("United States, Canada")),
)
_FIRST = {"zh-hans": ("CN", "HK", "TW")}

# The day on which each number was compared with what its operator, its government or several newspapers have
# published, as far as a search over stored pages showed them; nobody called. Look the entries up again before a
# release, correct the date, and take out what cannot be confirmed. Switzerland's line for victims of violence was
# announced for 2026 but not found to be running; Hong Kong's government line is general.
CHECKED = date(2026, 11, 22)

_VIOLENCE_DAY_AND_NIGHT = _("Violence and fear, day and night")
_SOMEONE_DAY_AND_NIGHT = _("Someone to talk to, day and night")
_MEN = _("For men: violence and fear, on weekdays")
_WOMEN_MANY_LANGUAGES = _("For women: violence and fear, day and night, many languages")

_RESOURCES = (
    Resource(
        "DE",
        "Hilfetelefon Gewalt gegen Frauen",
        "116 016",
        "https://www.hilfetelefon.de/",
        _WOMEN_MANY_LANGUAGES,
        CHECKED,
    ),
    Resource(
        "DE", "Hilfetelefon Gewalt an Männern", "0800 123 99 00", "https://www.maennerhilfetelefon.de/", _MEN, CHECKED
    ),
    Resource(
        "DE", "TelefonSeelsorge", "0800 111 0 111", "https://www.telefonseelsorge.de/", _SOMEONE_DAY_AND_NIGHT, CHECKED
    ),
    Resource(
        "AT",
        "Frauenhelpline gegen Gewalt",
        "0800 222 555",
        "https://www.frauenhelpline.at/",
        _WOMEN_MANY_LANGUAGES,
        CHECKED,
    ),
    Resource("AT", "TelefonSeelsorge", "142", "https://www.telefonseelsorge.at/", _SOMEONE_DAY_AND_NIGHT, CHECKED),
    Resource("CH", "Die Dargebotene Hand", "143", "https://www.143.ch/", _SOMEONE_DAY_AND_NIGHT, CHECKED),
    Resource(
        "GB",
        "National Domestic Abuse Helpline",
        "0808 2000 247",
        "https://www.nationaldahelpline.org.uk/",
        _("For women: violence and fear, day and night"),
        CHECKED,
    ),
    Resource("GB", "Men’s Advice Line", "0808 801 0327", "https://mensadviceline.org.uk/", _MEN, CHECKED),
    Resource("GB", "Samaritans", "116 123", "https://www.samaritans.org/", _SOMEONE_DAY_AND_NIGHT, CHECKED),
    Resource(
        "US",
        "National Domestic Violence Hotline",
        "1-800-799-7233",
        "https://www.thehotline.org/",
        _VIOLENCE_DAY_AND_NIGHT,
        CHECKED,
    ),
    Resource("US", "988 Suicide & Crisis Lifeline", "988", "https://988lifeline.org/", _SOMEONE_DAY_AND_NIGHT, CHECKED),
    Resource(
        "CN",
        "12338 妇女维权公益服务热线",
        "12338",
        "",
        _("For women: rights and family violence; hours differ by place"),
        CHECKED,
    ),
    Resource(
        "CN",
        "12356 心理援助热线",
        "12356",
        "",
        _("Someone to talk to; most of the day, hours differ by place"),
        CHECKED,
    ),
    Resource(
        "HK",
        _("Social Welfare Department Hotline 社會福利署熱線"),
        "2343 2255",
        "https://www.swd.gov.hk/",
        _("Advice and the way to other help, day and night"),
        CHECKED,
    ),
    Resource(
        "HK",
        _("The Samaritans 撒瑪利亞會"),
        "2896 0000",
        "https://samaritans.org.hk/",
        _("Someone to talk to, day and night, in several languages"),
        CHECKED,
    ),
    Resource("TW", "113 保護專線", "113", "", _VIOLENCE_DAY_AND_NIGHT, CHECKED),
    # The line bears the Chinese name of this service by chance.
    Resource("TW", "1925 安心專線", "1925", "", _("Someone to talk to, day and night; not run by us"), CHECKED),
)


def emergency_numbers() -> Sequence[EmergencyNumber]:
    """Return the numbers for danger, those nearest to the reader's language first."""
    first = _nearest()
    return sorted(_EMERGENCY_NUMBERS, key=lambda number: not first.intersection(number.countries))


def resources() -> Sequence[Resource]:
    """Return all places, grouped by country, those nearest to the reader's language first."""
    first = _nearest()
    return sorted(_RESOURCES, key=lambda resource: resource.country not in first)


def _nearest() -> frozenset[str]:
    return frozenset(_FIRST.get(get_language() or "", ()))
