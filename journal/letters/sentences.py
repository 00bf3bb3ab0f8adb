"""A letter as sentences: words of ours, and inside them what its writer chose and wrote."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agreements.kinds.sentences import Passage, Piece, Sentence, paragraphs
from journal.letters.said import Said
from journal.words import emotion_labels, need_labels

# How a question may begin that needs no beginning of ours, in either language.
QUESTIONS = (
    *("would you", "could you", "can you", "will you", "please"),
    *("你愿", "你能", "你可", "能不能", "可不可以", "可以", "愿不愿意", "请"),
)


def feelings_said(said: Said) -> str:
    """Return the chosen words for what one felt, in the reader's language."""
    return _joined(emotion_labels(said.feelings))


def needs_said(said: Said) -> str:
    """Return the chosen words for what one needs."""
    return _joined(need_labels(said.needs))


def feelings_with_words(said: Said) -> str:
    """Return the same, and what was written beside it, in one."""
    return _joined([*emotion_labels(said.feelings), *filter(None, [said.felt])])


def needs_with_words(said: Said) -> str:
    """Return the same of needs."""
    return _joined([*need_labels(said.needs), *filter(None, [said.needed])])


def _joined(labels: Sequence[str]) -> str:
    return pgettext("between two of several", ", ").join(labels)


def letter_paragraphs(said: Said) -> Sequence[Sequence[Piece]]:
    """Return what a letter says, set as a letter. Words of one's own are sentences of their own."""
    sentences = [
        _own("what_happened", said.what_happened),
        Sentence(_("I felt %(feelings)s."), (Passage("feelings", feelings_said(said), is_words=False),)),
        _own("felt", said.felt, goes_on=bool(said.feelings)),
        Sentence(_("I need %(needs)s."), (Passage("needs", needs_said(said), is_words=False),)),
        _own("needed", said.needed, goes_on=bool(said.needs)),
        _request(said.would_you),
    ]
    return paragraphs([each for each in sentences if each.says_something])


def _request(words: str) -> Sentence:
    """Return what is asked for. Whoever wrote a whole question is not made to ask it twice."""
    if words.casefold().startswith(QUESTIONS):
        return _own("would_you", words)
    return Sentence(_("Would you %(would_you)s?"), (Passage("would_you", words.rstrip("?？"), is_words=True),))


def _own(name: str, words: str, goes_on: bool = False) -> Sentence:
    return Sentence(f"%({name})s", (Passage(name, words, is_words=True),), goes_on=goes_on)
