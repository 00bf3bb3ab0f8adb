"""Message catalogues by Babel, so that nobody has to install gettext.

English is the language of the source. For every other language of the site, `locale/<locale>/LC_MESSAGES/django.po`
holds the translations; it is in the repository, without line numbers and dates, so that a change shows only words.
The compiled `django.mo` beside it is made anew wherever it is needed.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation import templatize

KEYWORDS = DEFAULT_KEYWORDS | {
    f"{name}{lazy}": DEFAULT_KEYWORDS[name]
    for name in ("gettext", "ngettext", "pgettext", "npgettext")
    for lazy in ("_lazy", "_noop")
}
COMMENT_TAGS = ("Translators:",)
FOLDERS_WITHOUT_STRINGS = {"tests", "bench", "migrations"}
NOISY_HEADERS = (b'"POT-Creation-Date:', b'"PO-Revision-Date:', b'"Generated-By:')

MessageId = str | tuple[str, ...]


def collect(root: Path) -> Catalog:
    """Return every translatable message of the source below `root`, ordered by file and then by text."""
    catalog = Catalog(project="Steady")
    for path in _sources(root):
        place = (path.relative_to(root).as_posix(), 0)
        for text, comments, context in sorted(_messages(path), key=str):
            catalog.add(text, locations=[place], auto_comments=comments, context=context)
    return catalog


def extract_template(file: IO[bytes], keywords: Any, comment_tags: Any, options: Any) -> Iterable[Any]:
    """Extract from a Django template, which `templatize` rewrites into calls of gettext."""
    calls = templatize(file.read().decode())
    # Python does not look at the indentation of what stands in parentheses.
    return extract_python(io.BytesIO(f"({calls}\n)".encode()), keywords, comment_tags, options)


def update(root: Path, locale: str) -> None:
    """Write the catalogue anew: messages come and go with the source, translations stay."""
    catalog = _read(root, locale)
    catalog.header_comment = f"# Steady: {locale}"
    catalog.update(collect(root), no_fuzzy_matching=True)
    text = io.BytesIO()
    write_po(text, catalog, width=120, include_lineno=False, ignore_obsolete=True)
    lines = [line for line in text.getvalue().splitlines(keepends=True) if not line.startswith(NOISY_HEADERS)]
    path = po_path(root, locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(lines))


def compile_catalog(root: Path, locale: str) -> None:
    """Write the .mo file that Django reads, in one step, so that no process meets half a file."""
    path = po_path(root, locale).with_suffix(".mo")
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    with unfinished.open("wb") as file:
        write_mo(file, _read(root, locale))
    unfinished.replace(path)


def compile_all(root: Path) -> None:
    """Compile every catalogue there is; works before Django does."""
    for path in root.glob("locale/*/LC_MESSAGES/django.po"):
        compile_catalog(root, path.parts[-3])


def problems(root: Path, locale: str) -> list[str]:
    """Return one sentence for each message that is missing, unused, untranslated, fuzzy or wrongly translated."""
    catalog = _read(root, locale)
    source = {_key(message): message for message in collect(root) if message.id}
    present = {_key(message): message for message in catalog if message.id}
    missing = [f"missing: {_quote(source[key])}" for key in source if key not in present]
    unused = [f"no longer in the source: {_quote(present[key])}" for key in present if key not in source]
    wrong = [fault for key in present if key in source for fault in _faults(present[key], catalog)]
    return missing + unused + wrong


def po_path(root: Path, locale: str) -> Path:
    """Return where the catalogue of a locale lies."""
    return root / "locale" / locale / "LC_MESSAGES" / "django.po"


def _sources(root: Path) -> Iterator[Path]:
    rooms = [path.parent for path in root.glob("*/__init__.py")]
    folders = [folder for folder in (*rooms, root / "templates") if folder.name not in FOLDERS_WITHOUT_STRINGS]
    for path in sorted(path for folder in folders for path in folder.rglob("*")):
        parts = path.relative_to(root).parts
        is_source = path.suffix == ".py" or "templates" in parts[:-1]
        if path.is_file() and is_source and not FOLDERS_WITHOUT_STRINGS.intersection(parts):
            yield path


def _messages(path: Path) -> Iterator[tuple[MessageId, list[str], str | None]]:
    method: Any = extract_python if path.suffix == ".py" else extract_template
    with path.open("rb") as file:
        for _line, text, comments, context in extract(method, file, KEYWORDS, COMMENT_TAGS):
            yield text, comments, context


def _read(root: Path, locale: str) -> Catalog:
    path = po_path(root, locale)
    if not path.exists():
        return Catalog(locale=locale)
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def _faults(message: Message, catalog: Catalog) -> Iterator[str]:
    translations = message.string if isinstance(message.string, tuple | list) else (message.string,)
    if not all(translations):
        yield f"not translated: {_quote(message)}"
    elif message.fuzzy:
        yield f"fuzzy, so to be read again: {_quote(message)}"
    else:
        yield from (f"wrong translation of {_quote(message)}: {error}" for error in message.check(catalog))


def _key(message: Message) -> tuple[str | None, MessageId]:
    return message.context, message.id if isinstance(message.id, str) else tuple(message.id)


def _quote(message: Message) -> str:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return f"“{text}” ({message.context})" if message.context else f"“{text}”"


if __name__ == "__main__":
    compile_all(Path(__file__).resolve().parent.parent.parent)
