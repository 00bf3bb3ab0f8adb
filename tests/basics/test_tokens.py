"""Tokens that travel: what they say is for this service alone."""

from __future__ import annotations

import re
import string

import pytest

from basics.tokens import NotClosedHere, close, close_for_mail, keyed_token, open_closed, open_from_mail

CONTENTS = ["x", "", [7, "letter"], [12_345_678, "词"], {"a": None}]


def test_what_was_closed_is_opened_for_its_purpose_alone(settings):
    for content in CONTENTS:
        token = close("one", content)
        assert re.fullmatch(r"[A-Za-z0-9_-]+", token), "it stands in addresses as it is"
        assert open_closed("one", token) == content
        assert close("one", content) == token, "a mail that is tried again is the same"
        with pytest.raises(NotClosedHere):
            open_closed("two", token)
    settings.SECRET_KEY = "another"
    with pytest.raises(NotClosedHere):
        open_closed("one", token)


@pytest.mark.parametrize("token", ["", "x", "=", "A" * 86, "é", "\x00", "a.b", "WzFd", "٣" * 64])
def test_what_was_not_closed_here_is_not_opened(token):
    with pytest.raises(NotClosedHere):
        open_closed("one", token)


def test_a_changed_token_is_not_opened():
    token = close("one", [7, "letter"])
    for place in range(0, len(token) - 1, 7):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        with pytest.raises(NotClosedHere):
            open_closed("one", changed)


def test_of_all_last_letters_one_is_ours():
    """The last letter has bits to spare, which change nothing of what is read."""
    token = close("one", [7, "letter"])
    for last in set(string.ascii_letters + string.digits + "-_") - {token[-1]}:
        with pytest.raises(NotClosedHere):
            open_closed("one", token[:-1] + last)
    mailed = close_for_mail("one", b"twelve bytes")
    assert open_from_mail("one", mailed.upper()) == b"twelve bytes"
    for last in set(string.ascii_lowercase + "234567") - {mailed[-1]}:
        with pytest.raises(NotClosedHere):
            open_from_mail("one", mailed[:-1] + last)


def test_the_length_tells_nothing():
    assert len({len(close("one", [number, kind])) for number in (1, 99_999_999) for kind in ("a", "a" * 20)}) == 1


def test_a_keyed_token_is_the_same_for_the_same_and_another_for_anything_else(settings):
    first = keyed_token("one", "a", 1)
    assert keyed_token("one", "a", 1) == first
    others = {
        keyed_token("two", "a", 1),
        keyed_token("one", "a1"),
        keyed_token("one", "a", 2),
        keyed_token("one", 1, "a"),
    }
    settings.SECRET_KEY = "another"
    assert len({first, *others, keyed_token("one", "a", 1)}) == 6
