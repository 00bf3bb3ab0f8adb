"""The link as a picture: what cameras need, and what the page's policy allows."""

from __future__ import annotations

import re

from couples.pairing.qr_code import QUIET_ZONE, qr_code

LINK = f"https://steady.example/join/{'a' * 43}/"


def test_the_code_is_dark_on_light_with_a_quiet_zone_and_without_style():
    drawn = qr_code(LINK)
    size = int(re.findall(r'viewBox="0 0 (\d+) \1"', drawn)[0])
    assert f'<path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/>' in drawn
    assert f'stroke="#000" d="M{QUIET_ZONE} {QUIET_ZONE}.5h7' in drawn, "the first corner's frame"
    assert "style" not in drawn
    assert "script" not in drawn


def test_each_link_has_its_own():
    assert qr_code(LINK) == qr_code(LINK) != qr_code(LINK.replace("a", "b"))
