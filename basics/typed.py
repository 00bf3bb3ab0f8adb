"""What a person types and what the code compares are not the same: here the one becomes the other."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any

import idna
import regex
from django import forms
from django.core.validators import RegexValidator
from django.utils.encoding import punycode
from django.utils.translation import gettext_lazy as _

TOO_LONG = _("There is room for at most %(limit_value)d characters; this has %(show_value)d. Nothing of it is lost.")
# What a mail server takes (RFC 5321, 4.5.3.1.3), and the columns.
LONGEST_ADDRESS = 254
# What shows nothing: Unicode's own list, and blanks that it counts as symbols, letters or marks, of braille, of Khitan
# and Egyptian script, of music, and the place of something that was not copied along.
_BLANK = regex.compile(r"[\p{Default_Ignorable_Code_Point}\u2800\ufffc\U00013441\U00013442\U00016fe4\U0001d159]")
# Between and around digits people, keyboards and mails put dashes, spaces, dots, brackets, quotes, and what shows
# nothing at all; the last is the key around each digit of an emoji keyboard.
_BETWEEN = {"Cc", "Cf", "Zs", "Zl", "Zp", "Pd", "Ps", "Pe", "Pi", "Pf"}
_ALSO_BETWEEN = set("−·._•~,。、'\"\u20e3")
# In some scripts, such as Persian, they are part of how a domain is spelt.
_JOINERS = {"\u200c", "\u200d"}
_A_DAY = re.compile(r"([0-9]{4})[-/.年년]([0-9]{1,2})[-/.月월]([0-9]{1,2})[日号號일.]?|([0-9]{4})([0-9]{2})([0-9]{2})")
# 20.30, 20h30, 20时30分, 20点半, 下午8点, 8:30 p.m., 20 Uhr.
_A_TIME = re.compile(
    r"(?P<day>上午|早上|下午|晚上)?(?P<hour>[0-9]{1,2})"
    r"(?:[:.\u066b](?P<minute>[0-9]{2})|[h时時点點](?:(?P<spelt>[0-9]{1,2})分?|(?P<half>半))?)?"
    r"(?P<said>uhr)?(?P<half_day>[ap]\.?m\.?)?",
    re.IGNORECASE,
)
# As mails, address books and sentences have it: Uli <uli@example.org>, "uli@example.org", mailto:uli@example.org.
_LINK = re.compile(r"mailto:([^?]+)(?:\?.*)?", re.IGNORECASE)
_NAMED = re.compile(r"[^<>@]*<([^<>]+)>")
_QUOTED = re.compile(r"[(\[{\"'“‘«「](.+)[)\]}\"'”’»」]")
_AFTER_AN_ADDRESS = ",;.:。、 \t\r\n"


# Codes, times, dates


def digits_typed(text: str) -> str:
    """Return the ASCII digits that were meant, of any script and width; what is no digit stays, to be refused."""
    plain = (each for each in unicodedata.normalize("NFKC", text) if not _is_between(each))
    return "".join(map(_ascii_digit, plain))


def _is_between(character: str) -> bool:
    return unicodedata.category(character) in _BETWEEN or character in _ALSO_BETWEEN or is_blank(character)


def _ascii_digit(character: str) -> str:
    number = unicodedata.decimal(character, None)
    return character if number is None else str(number)


def plain_typed(text: str) -> str:
    """Return text without differences of width, and without what shows nothing."""
    return "".join(each for each in unicodedata.normalize("NFKC", text) if not _is_invisible(each)).strip()


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) == "Cf" or is_blank(character)


def is_blank(character: str) -> bool:
    """Tell whether it shows nothing, whatever its category says."""
    return _BLANK.match(character) is not None


def shows_something(text: str) -> bool:
    """Tell whether one sees anything of it."""
    return any(unicodedata.category(each)[0] in "LNSP" and not is_blank(each) for each in text)


def number_typed(text: str) -> str:
    """Return a number, time or date in ASCII digits, dashes and colons, without spaces."""
    plain = plain_typed(text).replace("∶", ":").replace("−", "-")
    spelt = ("-" if unicodedata.category(each) == "Pd" else _ascii_digit(each) for each in plain)
    return "".join(each for each in spelt if not each.isspace())


def day_typed(text: str) -> str:
    """Return a date whose year stands first as ISO spells it; of any other only the digits are made plain."""
    plain = number_typed(text)
    if found := _A_DAY.fullmatch(plain):
        year, month, day = filter(None, found.groups())
        return f"{year}-{month:0>2}-{day:0>2}"
    return plain


def clock_typed(text: str) -> str:
    """Return a time that can be meant in one way only as 20:30; of any other only the digits are made plain."""
    plain = number_typed(text)
    if len(plain) == 4 and plain.isdecimal():
        return f"{plain[:2]}:{plain[2:]}"
    found = _A_TIME.fullmatch(plain)
    # A number alone may be the half of a time, which is still being typed.
    if found is None or plain.isdecimal():
        return plain
    hour = _hour_meant(int(found["hour"]), found["day"], (found["half_day"] or "").lower())
    minute = 30 if found["half"] else int(found["minute"] or found["spelt"] or 0)
    return plain if hour is None else f"{hour:02}:{minute:02}"


def _hour_meant(hour: int, day: str | None, half_day: str) -> int | None:
    """Return the hour of 24 that words about the half of the day make of it; None where people understand two."""
    if not day and not half_day:
        return hour
    if day and half_day:
        return None
    if half_day:
        return hour % 12 + (12 if half_day.startswith("p") else 0) if 1 <= hour <= 12 else None
    is_late = day in {"下午", "晚上"}
    if 1 <= hour <= 11:
        return hour + 12 if is_late else hour
    return hour if (is_late and hour > 12) or (day == "下午" and hour == 12) else None


# Addresses


def address_typed(text: str) -> str:
    """Return the mail address that was meant: in small letters, and its domain as the DNS spells it."""
    name, at, domain = _address_alone(unicodedata.normalize("NFKC", text)).replace("。", ".").rpartition("@")
    name, domain = name.rstrip(), re.sub(r"(?<!\s)\s+\.", ".", domain.lstrip())
    if not domain.isascii() or not name.isascii():
        name, domain = plain_typed(name), _domain_typed(domain)
    return f"{name}{at}{domain}".strip().rstrip(".").lower()


def _address_alone(text: str) -> str:
    """Return an address without what a mail, a link or a sentence has around it."""
    for around in (_QUOTED, _LINK, _NAMED, _LINK):
        text = text.strip(" \t\r\n").rstrip(_AFTER_AN_ADDRESS)
        if found := around.fullmatch(text):
            text = found[1]
    return text.strip().rstrip(_AFTER_AN_ADDRESS)


def _domain_typed(domain: str) -> str:
    with_joiners = "".join(each for each in domain if each in _JOINERS or not _is_invisible(each)).strip().rstrip(".")
    without = plain_typed(with_joiners)
    if without.isascii() or len(without) > LONGEST_ADDRESS:
        return without
    for spelling in (with_joiners, without):
        try:
            return idna.encode(spelling, uts46=True).decode()
        except idna.IDNAError:
            continue
    try:
        # Domains of before, such as emoji, which servers still have.
        return punycode(without)
    except UnicodeError:
        return without


def address_spellings(text: str) -> set[str]:
    """Return how an address may be spelt where it was kept before addresses were made plain: in the domain's own
    letters, composed or not, or just as here. One alone for nearly every address.
    """
    meant = address_typed(text)
    said = address_said(meant)
    return {meant, text.strip().lower(), said, unicodedata.normalize("NFD", said)}


def address_said(address: str) -> str:
    """Return an address as its owner writes it: its domain in its own letters."""
    name, at, domain = address.rpartition("@")
    if "xn--" not in domain:
        return address
    try:
        return f"{name}{at}{idna.decode(domain)}"
    except UnicodeError:  # what idna raises is one
        return address


# Passwords


def password_typed(text: str) -> str:
    """Return a password as every device can type it: accents composed, letters of one width (NIST SP 800-63B)."""
    return unicodedata.normalize("NFKC", text)


def password_spellings(text: str) -> list[str]:
    """Return the password, then how it may have been spelt when it was hashed before that; one alone in ASCII.

    How many there are depends on nothing but the text, so that trying them tells nothing of an account.
    """
    return list(
        dict.fromkeys((password_typed(text), text, *(unicodedata.normalize(form, text) for form in ("NFC", "NFD"))))
    )


# Fields


class DigitsField(forms.CharField):
    """So many digits, such as a code. Anything else is no try: it never reaches what counts them."""

    def __init__(self, *counts: int, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}))
        lengths = "|".join(f"[0-9]{{{count}}}" for count in counts)
        super().__init__(validators=[RegexValidator(rf"^(?:{lengths})\Z", code="invalid")], **options)

    def to_python(self, value: Any) -> str:
        """Return the digits that were meant."""
        return digits_typed(str(super().to_python(value)))


class CountedField(forms.CharField):
    """A person's own words, counted alike on the page and here: each character once, and each line break."""

    def __init__(self, *, max_length: int, **options: Any) -> None:
        messages = {"max_length": TOO_LONG, **options.pop("error_messages", {})}
        super().__init__(max_length=max_length, error_messages=messages, **options)

    def to_python(self, value: Any) -> Any:
        """Count a line break once, as people do; browsers send two characters for it."""
        return super().to_python(lines_typed(value) if isinstance(value, str) else value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Leave out `maxlength`, by which a browser cuts what is pasted without a word; say the room there is."""
        return {**_without_maxlength(super().widget_attrs(widget)), "data-room": self.max_length}


def lines_typed(text: str) -> str:
    """Return text with each line break as one character."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _without_maxlength(attributes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in attributes.items() if name != "maxlength"}


class PlainField(CountedField):
    """A text that software reads, such as an address in another app."""

    def to_python(self, value: Any) -> Any:
        """Return what was meant."""
        return plain_typed(str(super().to_python(value)))


class AddressField(forms.EmailField):
    """A mail address, however its owner's keyboard writes it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST_ADDRESS, error_messages={"max_length": TOO_LONG}, **options)

    def to_python(self, value: Any) -> str:
        """Return the address that was meant."""
        return address_typed(str(super().to_python(value)))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Leave out `maxlength`: half an address is another one."""
        return _without_maxlength(super().widget_attrs(widget))


class ClockField(forms.TimeField):
    """A time of the day: ２０：３０, 20点30分 and 8:30 pm are 20:30."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")

    def to_python(self, value: Any) -> Any:
        """Return the time that was meant."""
        return super().to_python(clock_typed(value) if isinstance(value, str) else value)


class DayField(forms.DateField):
    """A date: ２０２６－１１－２８ and 2026年11月28日 are 2026-11-28."""

    widget: forms.Widget | type[forms.Widget] = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def to_python(self, value: Any) -> Any:
        """Return the date that was meant. The first and the last of the calendar are days of no zone but UTC."""
        day = super().to_python(day_typed(value) if isinstance(value, str) else value)
        if day in (date.min, date.max):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class WholeField(forms.IntegerField):
    """A whole number: ３０ is 30."""

    def to_python(self, value: Any) -> Any:
        """Return the number that was meant."""
        return super().to_python(number_typed(value) if isinstance(value, str) else value)
