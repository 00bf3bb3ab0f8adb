"""How well the wording hints find what they look for: recall, and false flags, per rule and language.

python -m bench.wording                  on the examples of this repository
python -m bench.wording PATH             on those, and on the sentences of a YAML file:
                                         rule: {en: {flag: [...], ok: [...]}, zh: {...}}; `pass` is read as `ok`
python -m bench.wording --misses PATH    with each sentence that went wrong
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agreements.wording.rules import LANGUAGES, RULES, first_found
from bench.dispatch import Figures
from bench.stand import Stand

EXAMPLES = Path(__file__).resolve().parents[1] / "agreements" / "wording" / "examples.yaml"


class NoSentencesError(Exception):
    """A file that is not what it should be, with what is wrong."""


@dataclass(frozen=True)
class Sentences:
    """What should be flagged by one rule in one language, and what should not."""

    name: str
    rule: str
    flag: Sequence[str]
    ok: Sequence[str]

    @property
    def missed(self) -> Sequence[str]:
        """Return those that should be found and are not."""
        return [text for text in self.flag if not first_found(text, [self.rule])]

    @property
    def flagged(self) -> Sequence[str]:
        """Return those that should not be found and are."""
        return [text for text in self.ok if first_found(text, [self.rule])]

    @property
    def figures(self) -> Figures:
        """Return the share that is found, and the share that is flagged for nothing; none of what there is none of."""
        if self.flag:
            yield f"{self.name}_recall", 1 - len(self.missed) / len(self.flag)
        if self.ok:
            yield f"{self.name}_false", len(self.flagged) / len(self.ok)


def wording(_stand: Stand) -> Figures:
    """Recall and false flags on the examples."""
    for sentences in read(EXAMPLES, "examples_"):
        yield from sentences.figures


def read(path: Path, prefix: str = "") -> Iterator[Sentences]:
    """Read sentences; rules and languages that are not there are left out. Raises NoSentencesError."""
    content = _mapping(_loaded(path), "the file")
    for rule in RULES:
        for language in LANGUAGES:
            said = _mapping(_mapping(content.get(rule), rule).get(language), f"{rule}: {language}")
            where = f"{prefix}{rule}_{language}"
            yield Sentences(where, rule, _texts(said, "flag", where), _texts(said, "ok", where))


def _loaded(path: Path) -> Any:
    import yaml

    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except OSError as error:
        raise NoSentencesError(f"{path} cannot be read: {error.strerror}.") from None
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise NoSentencesError(f"{path} is no YAML: {' '.join(str(error).split())}") from None
    if not set(_mapping(content, "the file")) & set(RULES):
        raise NoSentencesError(f"{path} has none of the rules: {', '.join(RULES)}.")
    return content


def _mapping(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping | None):
        raise NoSentencesError(f"{where} should have names and what they stand for, as in `flag: [...]`.")
    return value or {}


def _texts(said: Mapping[str, Any], name: str, where: str) -> Sequence[str]:
    texts = said.get(name, said.get("pass") if name == "ok" else None) or []
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise NoSentencesError(f"{where}: {name} should be a list of sentences.")
    return texts


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.wording", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("path", nargs="?", type=Path, metavar="PATH")
    parser.add_argument("--misses", action="store_true", help="print the sentences that went wrong")
    asked = parser.parse_args()
    try:
        every = [*read(EXAMPLES, "examples_"), *(read(asked.path) if asked.path else ())]
    except NoSentencesError as error:
        print(f"FAILED: {error}", file=sys.stderr)
        return 2
    for sentences in every:
        _print(sentences, asked.misses)
    return 0


def _print(sentences: Sentences, misses: bool) -> None:
    for name, value in sentences.figures:
        print(f"{name}: {value:.3f}")
    if misses:
        print("".join(f"  missed: {text}\n" for text in sentences.missed), end="")
        print("".join(f"  false: {text}\n" for text in sentences.flagged), end="")


if __name__ == "__main__":
    sys.exit(main())
