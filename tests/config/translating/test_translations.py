"""The catalogues: what is extracted, that updates are stable, and that each check can fail."""

import gettext
import re
from pathlib import Path

import pytest

from config.translating import catalogues as translations

LOCALE = "zh_Hans"
TEMPLATE = """{% load i18n %}
  {# Translators: said on the front page #}
  <p title="{% translate "Agree once" %}">{% trans "It's open" context "door" %}</p>
    {% blocktranslate trimmed with name=partner.name %}
      Ask {{ name }}
      to answer
    {% endblocktranslate %}
 {% blocktranslate count days=days context "left" %}{{ days }} day{% plural %}{{ days }} days{% endblocktranslate %}
{{ _("Later")|upper }}{{ value|default:_("Nothing (yet") }} 100% )
"""
CODE = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext_lazy

def story(count, kind):
    # Translators: the title of the page
    title = _("Today")
    return title, gettext_lazy("Now"), ngettext("%d talk", "%d talks", count), pgettext_lazy("verb", "Open"), _(kind)
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small project with one room, one shared template and files that are not to be looked at."""
    write(tmp_path / "room" / "__init__.py", "")
    write(tmp_path / "room" / "views.py", CODE)
    write(tmp_path / "templates" / "page.html", TEMPLATE)
    write(tmp_path / "room" / "templates" / "room" / "mail.txt", '{% translate "Now" %}')
    write(tmp_path / "room" / "migrations" / "0001.py", '_("in a migration")')
    write(tmp_path / "tests" / "__init__.py", '_("in a test")')
    write(tmp_path / "loose" / "notes.py", '_("in no room")')
    return tmp_path


@pytest.fixture
def translated(root: Path) -> Path:
    """The same project with every message translated."""
    translations.update(root, LOCALE)
    change(root, r'^(msgid|msgid_plural) (.*)\n(msgstr|msgstr\[0\]) ""$', r"\1 \2\n\3 \2")
    return root


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def change(root: Path, pattern: str, replacement: str) -> None:
    """Edit the catalogue as a translator does."""
    path = translations.po_path(root, LOCALE)
    text, times = re.subn(pattern, replacement, path.read_text(), flags=re.MULTILINE)
    assert times, f"{pattern} is not in the catalogue"
    write(path, text)


def texts(root: Path) -> set[object]:
    return {(message.context, message.id) for message in translations.collect(root) if message.id}


def test_finds_messages_of_code_and_templates(root: Path) -> None:
    assert texts(root) == {
        (None, "Today"),
        (None, "Now"),
        (None, ("%d talk", "%d talks")),
        ("verb", "Open"),
        (None, "Agree once"),
        ("door", "It's open"),
        (None, "Ask %(name)s to answer"),
        ("left", ("%(days)s day", "%(days)s days")),
        (None, "Later"),
        (None, "Nothing (yet"),
    }


def test_keeps_notes_for_translators_and_every_place(root: Path) -> None:
    messages = {message.id: message for message in translations.collect(root)}
    assert messages["Today"].auto_comments == ["Translators: the title of the page"]
    assert messages["Agree once"].auto_comments == ["Translators: said on the front page"]
    assert [file for file, _line in messages["Now"].locations] == ["room/templates/room/mail.txt", "room/views.py"]


def test_update_is_stable_and_keeps_translations(translated: Path) -> None:
    path = translations.po_path(translated, LOCALE)
    before = path.read_bytes()
    translations.update(translated, LOCALE)
    assert path.read_bytes() == before
    assert b"Date:" not in before
    assert not re.search(rb"^#: .*:\d", before, flags=re.MULTILINE)


def test_a_moved_line_changes_nothing(translated: Path) -> None:
    path = translations.po_path(translated, LOCALE)
    before = path.read_bytes()
    write(translated / "room" / "views.py", "\n\n" + CODE)
    translations.update(translated, LOCALE)
    assert path.read_bytes() == before


def test_update_drops_what_is_no_longer_said(translated: Path) -> None:
    (translated / "templates" / "page.html").unlink()
    translations.update(translated, LOCALE)
    catalogue = translations.po_path(translated, LOCALE).read_text()
    assert "Agree once" not in catalogue
    assert "Today" in catalogue


def test_compiled_catalogue_answers_in_the_language(translated: Path) -> None:
    change(translated, 'msgstr "Today"', 'msgstr "今天"')
    change(translated, r'msgstr\[0\] "%\(days\)s days"', 'msgstr[0] "%(days)s 天"')
    translations.compile_catalog(translated, LOCALE)
    with translations.po_path(translated, LOCALE).with_suffix(".mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    assert catalogue.gettext("Today") == "今天"
    assert catalogue.npgettext("left", "%(days)s day", "%(days)s days", 1) == "%(days)s 天"


def test_complete_catalogue_has_no_problems(translated: Path) -> None:
    assert translations.problems(translated, LOCALE) == []


@pytest.mark.parametrize(
    ("pattern", "replacement", "problem"),
    [
        ('msgid "Today"\nmsgstr "Today"', "", "missing: “Today”"),
        ('msgid "Today"', 'msgid "Yesterday"', "no longer in the source: “Yesterday”"),
        ('msgstr "Today"', 'msgstr ""', "not translated: “Today”"),
        (r'msgstr\[0\] "%d talks"', 'msgstr[0] ""', "not translated: “%d talk”"),
        ('msgid "Today"', '#, fuzzy\nmsgid "Today"', "fuzzy, so to be read again: “Today”"),
        ('msgstr "Ask %.name.s', 'msgstr "Ask %(nmae)s', "wrong translation of “Ask %(name)s to answer”"),
        (r'msgstr "Open"', 'msgstr ""', "not translated: “Open” (verb)"),
    ],
)
def test_check_fails(translated: Path, pattern: str, replacement: str, problem: str) -> None:
    change(translated, pattern, replacement)
    assert any(found.startswith(problem) for found in translations.problems(translated, LOCALE))


def test_without_a_catalogue_everything_is_missing(root: Path) -> None:
    assert len(translations.problems(root, LOCALE)) == len(texts(root))
