"""What a person types and what the code compares: digits, times, dates and texts of any keyboard."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from basics.typed import AddressField, ClockField, CountedField, DayField, DigitsField, WholeField, digits_typed
from couples.pairing.models import Invitation
from tests.api.bodies import rhythm
from tests.helpers import factories

WAYS = [
    "042713",
    "０４２７１３",
    "042 713",
    "042-713",
    "042–713",
    "042—713",
    "042−713",
    "０４２　７１３",
    "\u200b042713\u200b",
    "\ufeff042713",
    "0\u00ad42713",
    " 042713\n",
    "042\u202f713",
    "042.713",
    "٠٤٢٧١٣",
    "०४२७१३",
    "𝟎𝟒𝟐𝟕𝟏𝟑",
    "\u2066042713\u2069",
    "042～713",
    "042〜713",
    "(042713)",
    "【042713】",
    "“042713”",
    "042,713",
    "042713。",
    "0️⃣4️⃣2️⃣7️⃣1️⃣3️⃣",
    "\ufffc042713",
]
NO_DIGITS = [
    "",
    "   ",
    "04271",
    "0427130",
    "04271x",
    "O42713",
    "〇四二七一三",
    "½42713",
    "042713 042713",
    "０４２７１",
    "⁰42713x",
    "+042713",
    "042/713",
    "Code 042713",
]


class Form(forms.Form):
    code = DigitsField(6)


@pytest.mark.parametrize("typed", WAYS)
def test_the_same_digits_typed_in_another_way_are_the_same(typed):
    form = Form({"code": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["code"] == "042713"


@pytest.mark.parametrize("typed", NO_DIGITS)
def test_what_are_not_so_many_digits_is_refused(typed):
    assert not Form({"code": typed}).is_valid()


def test_nothing_is_made_up():
    assert digits_typed("no digits") == "nodigits"


def test_the_keyboard_of_digits_stands_on_the_page_and_nothing_is_cut():
    html = str(Form()["code"])
    assert 'inputmode="numeric"' in html
    assert "maxlength" not in html


@pytest.mark.django_db
def test_only_digits_are_a_try(client):
    """Four digits that were mistyped as letters cost nobody one of the few tries."""
    inviter, claimer = factories.person("Alice"), factories.person("Bob")
    invitation = factories.open_invitation(inviter)
    factories.signed_in(None, claimer).post(f"/join/{invitation.token}/claim/")
    page = factories.signed_in(None, inviter)
    for typed in ("abcd", "12", "12345", "１２x４"):
        assert page.post("/invite/confirm/", {"digits": typed}).status_code == 400
    claimed = Invitation.objects.get(pk=invitation.pk)
    assert claimed.digits_tries == 0
    wide = "".join(chr(0xFF10 + int(digit)) for digit in claimed.digits)
    assert page.post("/invite/confirm/", {"digits": f" {wide[:2]}－{wide[2:]} "}).status_code == 302
    assert Invitation.objects.get(pk=invitation.pk).digits == ""


@pytest.mark.django_db
@pytest.mark.both_databases("one database refuses what is longer than its column")
@pytest.mark.parametrize("length", [254, 255, 300])
def test_an_address_too_long_for_the_mail_is_told_at_its_field(client, length):
    address = f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}"[: length - 4] + ".org"
    typed = {"name": "Ann", "email": address, "password1": factories.PASSWORD, "language": "en", "time_zone": "UTC"}
    page = client.post("/account/signup/", typed)
    told = f"at most 254 characters; this has {length}" in page.content.decode()
    assert (page.status_code, told) == ((302, False) if length <= 254 else (200, True))
    assert length <= 254 or address in page.content.decode()


# Times, dates, numbers


NOON, DAY = datetime.time(12, 5), datetime.date(2026, 11, 8)


@pytest.mark.parametrize(
    ("field", "ways", "meant"),
    [
        (
            ClockField(),
            [
                *("12:05", "１２：０５", "12：05", "12∶05", " 12 : 05\u200b", "١٢:٠٥", "١٢٫٠٥", "１２:5"),
                *("12.05", "1205", "12h05", "12:05 Uhr", "12:05 pm", "12.05 P.M.", "12:05:00"),
                *("12时05分", "12時5分", "12點05分", "１２点５分", "12点05", "下午12:05"),
            ],
            NOON,
        ),
        (
            ClockField(),
            ["20:30", "8:30 pm", "8:30pm", "8.30 p.m.", "20点半", "下午8:30", "晚上8:30", "下午20:30"],
            datetime.time(20, 30),
        ),
        (ClockField(), ["8点", "8h", "8 Uhr", "8 am", "上午8点", "早上8点", "08:00"], datetime.time(8)),
        (ClockField(), ["0:00", "12 am", "0000", "0点"], datetime.time(0)),
        (
            DayField(),
            [
                *("2026-11-08", "２０２６－１１－０８", "2026–11–08", "2026−11−8", "2026/11/8", "2026.11.08"),
                *(
                    "2026年11月8日",
                    "２０２６年１１月８日",
                    "2026 年 11 月 8 日",
                    "٢٠٢٦-١١-٠٨",
                    "\u20662026-11-08\u2069",
                ),
                *("2026年11月8号", "２０２６年１１月８號", "2026. 11. 8.", "2026년 11월 8일", "20261108"),
            ],
            DAY,
        ),
        (WholeField(), ["30", "３０", " 30\u200b", "٣٠"], 30),
        (WholeField(), ["-5", "−5", "－５"], -5),
    ],
)
def test_the_same_typed_in_another_way_is_the_same(field, ways, meant):
    for way in ways:
        assert field.clean(way) == meant, way


@pytest.mark.parametrize(
    ("field", "ways"),
    [
        (
            ClockField(),
            [
                *("8.30?", "8.3", "half past", "25:00", "24:00", "20.60", "1205x", "8", "20", "20:", "20-30", "120"),
                *("13 pm", "20:30 am", "0 am", "晚上12点", "上午12点", "下午8点 pm", "半"),
            ],
        ),
        (
            DayField(),
            [
                "2026-13-01",
                "8.11.2026",
                "26-11-08x",
                "2026-1108",
                "tomorrow",
                "20261301",
                "202611",
                "0001-01-01",
                "9999-12-31",
            ],
        ),
        (WholeField(), ["3０x", "1 or 2", "½", "三十"]),
    ],
)
def test_what_could_mean_two_things_is_refused(field, ways):
    for way in ways:
        with pytest.raises(ValidationError):
            field.clean(way)


def test_a_line_break_is_one_character_and_nothing_is_cut():
    field = CountedField(max_length=5)
    for way in ("ab\r\nde", "ab\rde", "ab\nde", "  ab\nde  "):
        assert field.clean(way) == "ab\nde"
    with pytest.raises(ValidationError, match="at most 5 characters; this has 6"):
        field.clean("ab\r\ndef")
    # An emoji is as many as its code points, here and in the browser's count.
    assert field.clean("👩‍👩‍👧") == "👩‍👩‍👧"


# Everywhere


def our_forms() -> Iterator[type[forms.BaseForm]]:
    waiting: list[type[forms.BaseForm]] = [forms.BaseForm]
    while waiting:
        for form in waiting.pop().__subclasses__():
            waiting.append(form)
            if form.__module__.partition(".")[0] in {
                "agreements",
                "checkins",
                "couples",
                "journal",
                "pages",
                "reminders",
            }:
                yield form


def test_every_form_reads_what_was_meant(client):
    """The one module, and no field of Django's own beside it; and no browser cuts anything."""
    client.get("/account/signup/")  # what loads the forms
    own = {forms.TimeField: ClockField, forms.DateField: DayField, forms.IntegerField: WholeField}
    own[forms.EmailField] = AddressField
    fields = [(form, name, field) for form in our_forms() for name, field in getattr(form, "base_fields", {}).items()]
    assert len(fields) > 60
    for form, name, field in fields:
        for djangos, ours in own.items():
            assert not isinstance(field, djangos) or isinstance(field, ours), (form, name)
        assert "maxlength" not in field.widget.attrs, (form, name)
        if "words" in field.widget.attrs.get("class", ""):
            assert field.widget.attrs["data-room"] == field.max_length, (form, name)


@pytest.mark.django_db
def test_the_api_reads_times_dates_and_words_the_same(pair, alice_client):
    ahead = timezone.localdate() + datetime.timedelta(days=9)
    wide = f"{ahead.year}年{ahead.month}月{ahead.day}日"
    terms = rhythm(at="２０：３０", starts_on=wide, about="two\r\nlines")
    answer = alice_client.post("/api/v1/agreements/", {"terms": terms}, "application/json")
    assert answer.status_code == 201, answer.json()
    said = answer.json()["proposal"]["terms"]
    assert (said["at"], said["starts_on"], said["about"]) == ("20:30", ahead.isoformat(), "two\nlines")
    answer = alice_client.patch("/api/v1/me/preferences/", {"quiet_from": "２１：１５"}, "application/json")
    assert answer.json()["quiet_from"] == "21:15"
    answer = alice_client.post("/api/v1/agreements/", {"terms": {**terms, "about": "a\r\n" * 301}}, "application/json")
    assert "There is room for at most 600 characters; this has 601." in answer.json()["errors"][0]["detail"]
