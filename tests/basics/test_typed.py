"""What a person types and what the code compares: digits of any keyboard."""

from __future__ import annotations

import pytest
from django import forms

from basics.typed import DigitsField, digits_typed
from couples.pairing.models import Invitation
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
