"""The file as people read it: one page of paper in each language, which needs no network and runs nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from basics import formats
from basics.keeping import Chapter, Export
from couples.people.models import User

DATA = "data.json"
LANGUAGES = [name for name, _label in settings.LANGUAGES]
# Never anybody's words: what people wrote is put into the page as text.
STYLE = mark_safe((Path(__file__).parent / "paper.css").read_text())  # noqa: S308
CHAPTERS = {
    Chapter.MINE: gettext_lazy("Yours alone"),
    Chapter.OURS: gettext_lazy("Yours and another’s"),
    Chapter.ACCOUNT: gettext_lazy("Your account"),
}
# What stands above the rest of a row, instead of among it.
TITLES = ("title", "question")
# What is no longer stands in one line with others.
A_FEW_WORDS = 24
Parts = Iterator[tuple[Export, Iterator[Mapping[str, Any]]]]


def paper_name(language: str, own: str) -> str:
    """Return what the page in a language is called; the reader's own is the one that opens first."""
    return "index.html" if language == own else f"index-{language}.html"


class Paper:
    """One page in one language, which is the active one."""

    def __init__(self, person: User, language: str, now: datetime) -> None:
        self.person, self.language, self.now = person, language, now

    def texts(self, parts: Parts) -> Iterator[str]:
        """Return it in texts. What holds nothing has no heading."""
        yield self._head()
        chapter = None
        for export, rows in parts:
            for number, row in enumerate(rows):
                if number == 0:
                    yield _heading(export, is_new_chapter=export.chapter is not chapter)
                    chapter = export.chapter
                yield row_on_paper(row, export.labels)
        yield "</main></body></html>\n"

    def _head(self) -> str:
        return format_html(
            HEAD,
            language={"zh-hans": "zh-Hans"}.get(self.language, self.language),
            style=STYLE,
            title=_("What you take with you"),
            made=_("Made for %(name)s on %(day)s.") % {"name": self.person.name, "day": formats.day(self.now)},
            about=_(
                "It is all that is yours here, and all that you two shared. What the other has not opened is not in it."
            ),
            data=_("The same for programs: %(file)s") % {"file": DATA},
            others=self._others(),
        )

    def _others(self) -> SafeString:
        """Lead to the same page in each other language, in its own words."""
        others = [language for language in LANGUAGES if language != self.language]
        return format_html_join("\n", LINK, (self._link(language) for language in others))

    def _link(self, language: str) -> tuple[str, str]:
        with override(language):
            return paper_name(language, self.person.language), _("Read this in English")


HEAD = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>
{style}</style>
</head>
<body><main>
<h1>{title}</h1>
<p>{made}</p>
<p class="quiet">{about}</p>
<p class="quiet">{data}</p>
{others}
"""
LINK = '<p class="quiet"><a href="{}">{}</a></p>'


def _heading(export: Export, *, is_new_chapter: bool) -> str:
    chapter = format_html("<h2>{}</h2>\n", CHAPTERS[export.chapter]) if is_new_chapter else SafeString()
    return chapter + format_html("<h3>{}</h3>\n", export.heading)


def row_on_paper(row: Mapping[str, Any], labels: Mapping[str, Any]) -> SafeString:
    """Return one row; what has no value is left out."""
    said = [(key, value) for key, value in row.items() if value or value is False]
    lines = format_html_join("\n", "{}", ((_line(key, value, labels),) for key, value in said))
    return format_html("<article>{}</article>\n", lines) if said else SafeString()


def _line(key: str, value: Any, labels: Mapping[str, Any]) -> SafeString:
    if key in TITLES:
        return format_html('<p class="title" dir="auto">{}</p>', value)
    label = labels[key]
    above = format_html('<span class="label">{}</span>', label) if label else SafeString()
    if isinstance(value, Sequence) and not isinstance(value, str):
        return above + _several(value, labels)
    if isinstance(value, (date, bool, int)):
        return format_html('<p class="{}">{}{}</p>', "" if label else "quiet", above, _plain(value))
    return format_html('<div>{}<p class="words" dir="auto">{}</p></div>', above, value)


def _several(values: Sequence[Any], labels: Mapping[str, Any]) -> SafeString:
    if isinstance(values[0], Mapping):
        return format_html_join("", "{}", ((row_on_paper(each, labels),) for each in values))
    if all(len(value) <= A_FEW_WORDS for value in values):
        return format_html('<p class="words" dir="auto">{}</p>', formats.all_of(values))
    return format_html(
        "<ul>{}</ul>", format_html_join("", '<li class="words" dir="auto">{}</li>', ((v,) for v in values))
    )


def _plain(value: Any) -> str:
    """Return what is no text as people say it."""
    if isinstance(value, datetime):
        return _("%(day)s, %(time)s") % {"day": formats.day(value), "time": formats.clock(value)}
    if isinstance(value, date):
        return formats.day(value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(value)
