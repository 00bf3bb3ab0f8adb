"""What its author sees of a draft."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.drafts.models import Draft, NotOffered
from agreements.drafts.verbs import complete_form, first_values
from agreements.kinds.base import AgreementKind, all_kinds, first_kinds, kind_named
from agreements.kinds.form import TermsForm, first_terms
from agreements.kinds.sentences import Coming, Sentence
from agreements.kinds.talks import offer_talk, with_talk
from agreements.kinds.terms import Terms
from agreements.letters.called import called
from agreements.letters.models import Agreement
from agreements.letters.reading import Letter
from agreements.letters.showing import AgreementAsSeen, todays_agreements_of
from basics.shown import remember_what_was_shown
from basics.transactions import reading
from couples.people.models import User
from couples.seats.access import membership_of
from couples.seats.models import Membership


@dataclass(frozen=True)
class DraftAsSeen:
    """A draft as the letter it would become."""

    pk: uuid.UUID
    kind: AgreementKind
    terms: Terms
    letter: Letter
    coping_line: str
    # Raised by each change, so that a page can say which words it showed.
    revision: int
    updated_at: datetime

    @property
    def is_complete(self) -> bool:
        """Tell whether it could be sent as it is."""
        return complete_form(self.kind, self.terms, self.coping_line).is_valid()

    @property
    def title(self) -> str:
        """Return one line that tells it from others."""
        return self.letter.title

    @property
    def note(self) -> str:
        """Return what its writer alone is asked, and what nobody sends."""
        return self.kind.note_to_writer(self.terms)

    @property
    def coming(self) -> Sequence[Coming]:
        """Return the first times that it would put ahead."""
        return self.letter.coming

    @property
    def called(self) -> str:
        """Return what pages call it."""
        return called(self.kind, self.terms)


def draft_as_seen(draft: Draft, author: User) -> DraftAsSeen:
    """Return a draft as its author sees it, with the partner's name in it once there is one."""
    kind, seat = kind_named(draft.kind), membership_of(author)
    partner_name = seat.partner.name if seat else _("my partner")
    return DraftAsSeen(
        pk=draft.pk,
        kind=kind,
        terms=draft.terms,
        letter=Letter(kind, _with_talk(draft.terms, author, seat), author.name, partner_name),
        coping_line=draft.coping_line,
        revision=draft.revision,
        updated_at=draft.updated_at,
    )


def _with_talk(terms: Terms, author: User, seat: Membership | None) -> Terms:
    """Return terms as the letter would say them, which knows whether its last day is that of a talk."""
    zone = terms.settings.get("zone") or author.time_zone
    with reading(author.pk):
        return with_talk(terms, seat.couple_id if seat else None, zone, timezone.now())


def drafts_of(author: User) -> list[DraftAsSeen]:
    """Return the person's own drafts, the last written first."""
    return [draft_as_seen(draft, author) for draft in Draft.objects.filter(author=author).order_by("-updated_at", "pk")]


def ready_drafts(seat: Membership, now: datetime) -> list[DraftAsSeen]:
    """Return what could be sent as it is, in the order in which kinds are offered."""
    taken = _taken(todays_agreements_of(seat, now))
    ready = [draft for draft in drafts_of(seat.user) if draft.kind.name not in taken and draft.is_complete]
    return sorted(ready, key=lambda draft: draft.kind.order)


def _taken(agreements: Iterable[AgreementAsSeen]) -> dict[str, AgreementAsSeen]:
    """Return, by kind, what is in force of those kinds of which two people can have one."""
    return {row.kind.name: row for row in agreements if row.kind.is_single and row.state == "in_force"}


def one_in_force(seat: Membership | None, kind: AgreementKind, now: datetime) -> uuid.UUID | None:
    """Return the one that two people have already of a kind of which they can have one."""
    if seat is None or not kind.is_single:
        return None
    one = _taken(todays_agreements_of(seat, now)).get(kind.name)
    return one.pk if one else None


@dataclass(frozen=True)
class OfferedKind:
    """A kind to begin with; of a kind of which two people can have one, the one that they have."""

    kind: AgreementKind
    one: AgreementAsSeen | None


def offered_kinds(agreements: Iterable[AgreementAsSeen] = ()) -> list[OfferedKind]:
    """Return all kinds, in the order in which they are offered."""
    taken = _taken(agreements)
    return [OfferedKind(kind, taken.get(kind.name)) for kind in all_kinds()]


@dataclass(frozen=True)
class FirstThing:
    """The one thing that Today offers while not everything is begun: a finished letter, or what to write one about."""

    kind: AgreementKind
    ready: DraftAsSeen | None
    # Whether more than this one letter is ready.
    several: bool


def first_thing(seat: Membership, standing: Collection[AgreementAsSeen]) -> FirstThing | None:
    """Return what comes next, one at a time; None once everything was begun, or put off by this person.

    What was taken back, set aside or ended is not offered again: nobody is pressed.
    """
    left = {kind.name for kind in first_kinds()} - {row.kind.name for row in standing}
    if left:
        left -= _had_or_put_off(seat)
    if not left:
        return None
    ready = [draft for draft in drafts_of(seat.user) if draft.kind.name in left and draft.is_complete]
    return _next_of([kind for kind in first_kinds() if kind.name in left], ready)


def _had_or_put_off(seat: Membership) -> set[str]:
    """One query for both."""
    had = Agreement.objects.of(seat).order_by().values_list("kind", flat=True)
    return set(had.union(NotOffered.objects.filter(person=seat.user_id).values_list("kind", flat=True)))


def _next_of(kinds: Sequence[AgreementKind], ready: Sequence[DraftAsSeen]) -> FirstThing:
    """What is finished comes before what is not begun."""
    by_kind = {draft.kind.name: draft for draft in reversed(ready)}
    kind = next((kind for kind in kinds if kind.name in by_kind), kinds[0])
    return FirstThing(kind, by_kind.get(kind.name), several=len(ready) > 1)


def first_form(kind: AgreementKind, starter: Mapping[str, Any], author: User, data: QueryDict | None) -> TermsForm:
    """Return the form of a letter that no draft is behind yet: all its fields, filled as the template has them."""
    seat = membership_of(author)
    first = first_terms(kind.form_class, first_values(kind, author, starter, timezone.now()))
    other = seat.partner.name if seat else ""
    form = kind.form_class(data, initial=first.values, author_name=author.name, partner_name=other)
    _offer_talk(form, author, seat)
    remember_what_was_shown(form)
    return form


def _offer_talk(form: TermsForm, author: User, seat: Membership | None) -> None:
    with reading(author.pk):
        offer_talk(form, seat.couple_id if seat else None, author.time_zone, timezone.now())


def letter_before(kind: AgreementKind, form: TermsForm, author: User) -> Letter | None:
    """Return how it would read as the page shows it; None while something is missing."""
    seat = membership_of(author)
    terms = first_terms(kind.form_class, form.initial)
    if not complete_form(kind, terms, "").is_valid():
        return None
    name = seat.partner.name if seat else _("my partner")
    return Letter(kind, _with_talk(terms, author, seat), author.name, name)


@dataclass(frozen=True)
class LineAsSeen:
    """A sentence of a draft with the way to change it; without one, what could be added."""

    number: int
    # The field to go to, and what its form calls it.
    field: str
    label: str
    sentence: Sentence | None
    # Whether the letter cannot be sent as it stands here.
    is_missing: bool


@dataclass(frozen=True)
class ReadOver:
    """A draft line by line, as it is read over before it is sent."""

    lines: Sequence[LineAsSeen]
    # What its writer alone reads.
    private: Sequence[LineAsSeen]


def read_over(draft: DraftAsSeen) -> ReadOver:
    """Return the letter sentence by sentence, with what is missing in its place, then what it could say as well."""
    kind, missing = draft.kind, {*complete_form(draft.kind, draft.terms, draft.coping_line).errors}
    whole = kind.whole(draft.letter.terms, draft.letter.author_name, draft.letter.partner_name)
    sentences = [each for each in whole if each.says_something or missing & each.said.keys()]
    # Each leads to what is missing in itself, and of its line to what no sentence of its own says.
    own = {name for sentence in sentences for name in sentence.said}
    said = [_line(kind, each.name, missing - (own - each.said.keys()), each) for each in sentences]
    there = {name for sentence in sentences for name in kind.line_with(sentence.name)}
    empty = [names[0] for names in kind.lines if not there & {*names} and names[0] not in kind.private_fields]
    private = [_line(kind, name, missing) for name in kind.private_fields]
    return ReadOver([*said, *(_line(kind, name, missing) for name in empty)], private)


def _line(kind: AgreementKind, name: str, missing: Collection[str], sentence: Sentence | None = None) -> LineAsSeen:
    """Return the way to what is missing in a line, else to the field that its sentence begins with."""
    names = kind.line_with(name)
    looked_at = names if names[:1] == (name,) else (name,)
    field = next((each for each in looked_at if each in missing), name) if names else ""
    label = kind.label_of(field) if field else ""
    return LineAsSeen(kind.line_of(name), field, label, sentence, is_missing=field in missing)


def line_form(
    draft: Draft | None, kind: AgreementKind, line: int, author: User, data: QueryDict | None = None
) -> TermsForm:
    """Return the form of one line, filled with what the draft says, or blank for one that is gone."""
    seat = membership_of(author)
    form = kind.form_class(
        data,
        initial={**draft.terms.values, "coping_line": draft.coping_line} if draft else None,
        shown=kind.lines[line - 1],
        author_name=author.name,
        partner_name=seat.partner.name if seat else "",
    )
    _offer_talk(form, author, seat)
    remember_what_was_shown(form)
    return form
