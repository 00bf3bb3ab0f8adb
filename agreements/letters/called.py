"""What a letter or an agreement is called wherever it is named: it says what it is, and a letter whose it is."""

from __future__ import annotations

from django.utils.translation import gettext as _

from agreements.kinds.base import AgreementKind, kind_named
from agreements.kinds.terms import Terms
from agreements.letters.models import Agreement, Version
from basics.directions import capitalised, own_words, said


def called(kind: AgreementKind, terms: Terms) -> str:
    """Return what an agreement or a draft is called: Talk every Sunday, 20:30."""
    return capitalised(kind.phrase(terms))


def called_in_force(agreement: Agreement) -> str:
    """Return what the words are called that both have agreed on, or had; an empty text where there are none."""
    return called(kind_named(agreement.kind), agreement.in_force.terms) if agreement.in_force else ""


def letter_called(agreement: Agreement, version: Version, is_mine: bool) -> str:
    """Return what a letter is called: Mia suggests: talk every Sunday, 20:30."""
    kind, name = kind_named(agreement.kind), own_words(agreement.writer_of(version).name)
    if together := kind.suggested(version.terms, "" if is_mine else name):
        return together
    what = kind.phrase(version.terms)
    if _is_change(agreement, version):
        sentence = _("You suggest a change: %(what)s") if is_mine else _("%(name)s suggests a change: %(what)s")
    else:
        sentence = _("You suggest: %(what)s") if is_mine else _("%(name)s suggests: %(what)s")
    return said(sentence, name=name, what=what)


def _is_change(agreement: Agreement, version: Version) -> bool:
    """Tell whether it answers words that its reader knows.

    Never by its number: that would tell of letters which their writer replaced before anybody read them.
    """
    return agreement.in_force_id is not None or version.author_id != agreement.author_id


def answer_called(agreement: Agreement, version: Version) -> str:
    """Return what the answer to a letter is called: whose it is, and not what it says."""
    what = kind_named(agreement.kind).phrase(version.terms)
    return said(_("%(name)s answered: %(what)s"), name=own_words(agreement.reader_of(version).name), what=what)


def end_called(agreement: Agreement) -> str:
    """Return what is called that holds no longer. A letter that never did has no words left that both may read."""
    if agreement.in_force is None:
        return _("A letter that was not agreed")
    return said(_("No longer agreed: %(what)s"), what=kind_named(agreement.kind).phrase(agreement.in_force.terms))
