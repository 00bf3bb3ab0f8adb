"""Deleting one's account on a phone: asked for, thought over, kept or gone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from couples.people.models import User
from tests.e2e.phone import Phone, let_in
from tests.helpers.factories import PASSWORD, Pair


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_who_asks_signs_in_once_more_and_keeps_the_account_or_lets_it_go(
    alice: Page, pair: Pair, language: str
) -> None:
    User.objects.filter(pk=pair.alice.pk).update(language=language)
    pair.alice.refresh_from_db()
    phone = let_in(alice, pair.alice)
    phone.opens("/settings/")
    phone.taps("Delete my account")
    _asks(phone, "Delete my account")
    phone.sees("Agree once, instead of guessing.")
    _signs_in(phone, pair.alice)
    phone.sees_heading("Keep your account?")
    phone.opens("/agreements/")
    phone.sees_heading("Keep your account?")
    assert (phone.faults(), phone.small_targets()) == ([], [])
    if language == "en":
        phone.taps("Keep my account")
        phone.sees("Your account stays. You use Steady on your own now.")
    else:
        _asks(phone, "Delete it now")
        phone.sees("Your account is deleted.")
        assert not User.objects.filter(pk=pair.alice.pk).exists()
        alice.go_back()
        phone.does_not_read(phone.says("Keep my account"))


def _asks(phone: Phone, button: str) -> None:
    assert (phone.faults(), phone.small_targets()) == ([], [])
    phone.taps(button)
    phone.fills(password=PASSWORD)
    phone.taps("Go on")


def _signs_in(phone: Phone, person: User) -> None:
    phone.opens("/account/login/")
    phone.fills(login=person.email, password=PASSWORD)
    phone.taps("Sign in")
