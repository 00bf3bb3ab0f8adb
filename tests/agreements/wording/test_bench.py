"""The bench of the hints reads what people write in a hurry, and says what is wrong with the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.wording import NoSentencesError, main, read

GIVEN = """
absolutes:
  en: {flag: ["You never ask.", "I like tea."], pass: ["Ask me once.", "You always forget."]}
  zh:
controlling: {zh: {flag: ["把手机密码给我。"]}}
"""


def test_it_prints_each_figure_as_a_name_and_a_value(tmp_path: Path, monkeypatch, capsys) -> None:
    path = tmp_path / "given.yaml"
    path.write_text(GIVEN, "utf-8")
    monkeypatch.setattr("sys.argv", ["bench.wording", "--misses", str(path)])
    assert main() == 0
    printed = capsys.readouterr().out.splitlines()
    assert "examples_controlling_zh_false: 0.000" in printed
    assert printed[-5:] == [
        "absolutes_en_recall: 0.500",
        "absolutes_en_false: 0.500",
        "  missed: I like tea.",
        "  false: You always forget.",
        "controlling_zh_recall: 1.000",
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a: [", "is no YAML"),
        ("- a list", "the file should have names"),
        ("other: 1", "has none of the rules: absolutes, controlling"),
        ("absolutes: [a]", "absolutes should have names"),
        ("absolutes: {en: {flag: [1]}}", "absolutes_en: flag should be a list of sentences"),
        ("absolutes: {en: {ok: a}}", "absolutes_en: ok should be a list of sentences"),
    ],
)
def test_a_file_that_is_none_is_refused_in_a_sentence(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "given.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(NoSentencesError, match=why):
        list(read(path))


def test_a_file_that_is_not_there_is_refused_in_a_sentence(monkeypatch, capsys) -> None:
    monkeypatch.setattr("sys.argv", ["bench.wording", "/nowhere/at-all.yaml"])
    assert main() == 2
    assert "cannot be read" in capsys.readouterr().err
