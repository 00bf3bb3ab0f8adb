"""A Chinese question breaks after its marks before it breaks anywhere else."""

from __future__ import annotations

import re

import pytest
from django.utils.html import conditional_escape

from pages.templatetags.steady import in_parts


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("什么事让我心里沉？当时怎样会好受些？", ["什么事让我心里沉？", "当时怎样会好受些？"]),
        ("上一次觉得“这事好，那事也好。”是什么时候", ["上一次觉得“这事好，", "那事也好。”", "是什么时候"]),
        ("你说：<b>，好吗？", ["你说：", "&lt;b&gt;，", "好吗？"]),
    ],
)
def test_each_part_stays_together(question: str, parts: list[str]) -> None:
    assert re.findall('<span class="in-one">(.*?)</span>', in_parts(question)) == parts


@pytest.mark.parametrize(
    "question", ["最近好吗？", "What was heavy for me, and what would have helped?", "？什么，<b>", ""]
)
def test_what_has_no_parts_stays_as_it_is(question: str) -> None:
    assert in_parts(question) == question
    assert "<b>" not in conditional_escape(in_parts(question)), "a person's words are escaped as ever"
