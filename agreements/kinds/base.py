"""What a kind of agreement has to say, and the registry that each app fills.

A kind is one class in one file: its fields, its letter, its hooks. The consent engine knows no kind by name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from agreements.kinds.form import COMMON, TermsForm
from agreements.kinds.sentences import Coming, Passage, Sentence
from agreements.kinds.starters import Starter, starters_of
from agreements.kinds.terms import TRIAL_UNTIL, TRIGGERS, UNTIL_TALK, Terms
from agreements.kinds.triggers import labels_of
from basics import formats
from couples.people.models import User

if TYPE_CHECKING:
    from agreements.letters.models import Agreement, Version

__all__ = [
    "SAVED_FOR_A_TALK",
    "AgreementKind",
    "Beside",
    "CallTerms",
    "all_kinds",
    "as_said_today",
    "first_kinds",
    "kind_for_need",
    "kind_named",
    "kind_that_helps",
    "kind_that_sets_time_aside",
    "kinds_for_a_line",
    "register",
    "words_of_all_kinds",
]


# The route of a room above that saves an agreement for a talk.
SAVED_FOR_A_TALK = "topic_of_letter"


class Beside(NamedTuple):
    """What a room above puts on the page of an agreement in force: loaded in place, or a link to a page of its own."""

    # The route's name; it takes the agreement's id.
    route: str
    label: Any


class CallTerms(NamedTuple):
    """What can be asked for in the moment, by an agreement in force."""

    # Who may ask: "other" is the answerer, so that its author alone asks; "both" is either, whoever is asked.
    who: str
    # What was asked for, in its writer's words.
    please: str
    within_minutes: int
    # Whether a line that says when counts as an answer.
    a_line_is_enough: bool

    def may_be_asked_by(self, is_author: bool) -> bool:
        """Tell whether whoever began the agreement, or the other, may ask."""
        return is_author or self.who == "both"


class AgreementKind:
    """One kind of agreement."""

    name: str
    label: Any
    # One sentence: what it is for.
    purpose: Any
    # How the first steps and Today offer it; empty where it is none of the first things to agree on.
    invitation_label: Any = ""
    # The icon of the sprite that stands before its headline.
    icon: str
    # Its place among the kinds that are offered.
    order: int
    form_class: type[TermsForm]
    # The fields that are changed together, as the letter names them in a sentence or two.
    lines: tuple[tuple[str, ...], ...] = ()
    # Whether it can be begun without a template; then its words are left to its author.
    can_be_blank = False
    # Only who began the agreement words these; the partner's "other words" leaves them as they are.
    author_fields: tuple[str, ...] = ()
    # Its settings that say who of the two: "author", who began the agreement, or "other".
    who_fields: tuple[str, ...] = ()
    # What the partner is told who changes them all the same.
    not_yours: Any = gettext_lazy(
        "These words belong to the one who began this. Everything below them is yours to change."
    )
    # A quiet line beneath each of its letters, with the way to help.
    beneath: Any = ""
    # What rooms above show on its page while it is in force.
    beside: tuple[Beside, ...] = ()
    # The page, in a subject above, on which all of this kind that are in force stand together.
    seen_together: Beside | None = None
    # Whether either may save it for a talk while it is in force.
    is_talked_over = False
    # The sentences that say what lies ahead: what is over lists nothing ahead.
    ahead: tuple[str, ...] = ()
    # Written beside the terms, for the writer alone.
    private_fields: tuple[str, ...] = ()
    # Whether a couple has at most one of this kind in force.
    is_single = False
    # Its place among what a line that the two try can become; 0 where no line makes one.
    place_for_a_line = 0
    # Whether it says what helps one of the two: what they ask for in a letter, and what sets them off, can become one.
    says_what_helps = False
    # What somebody needs most, by the names of those needs, that one of this kind says most plainly.
    needs: tuple[str, ...] = ()
    # Whether it sets hours aside: what somebody wrote down as doing them good can become one.
    sets_time_aside = False
    # Whether it brings the two together at a time, so that what they agreed on is looked at there.
    brings_talks = False
    # For how many weeks it is tried at first, unless its author wants it otherwise; 0 for what one leans on.
    trial_weeks = 0

    def __init_subclass__(cls, **options: Any) -> None:
        """How long it is tried, and what it is about, are lines of their own, the last ones of every kind."""
        super().__init_subclass__(**options)
        common = tuple((name,) for name in COMMON)
        cls.lines = (*(line for line in cls.lines if line not in common), *common)

    @property
    def starters(self) -> Sequence[Starter]:
        """Return the templates to begin from, the usual one first."""
        return starters_of(self.name)

    def starter(self, name: str) -> Starter | None:
        """Return the template of that name; None where there is none."""
        return next((starter for starter in self.starters if starter.name == name), None)

    def defaults(self, author: User) -> Mapping[str, Any]:
        """Return first values: those of the usual template, but where its words are left to its author."""
        return {} if self.can_be_blank else self.starters[0].values

    def from_a_line(self, words: str) -> Mapping[str, Any]:
        """Return first values of a letter about a line that the two try, with sensible words where it needs more."""
        raise NotImplementedError

    def from_a_request(self, happened: str, feel: str, need: str, request: str) -> Mapping[str, Any]:
        """Return first values with the words of a letter of its author's."""
        raise NotImplementedError

    def when_set_off_by(self, trigger: str, called: str, feeling: str) -> Mapping[str, Any]:
        """Return first values of a letter about what sets its author off, with the word for what they feel then.

        `called` is what they read for it: words of their own where it is none of those offered.
        """
        raise NotImplementedError

    def about_a_need(self, need: str, line: str, is_own: bool) -> Mapping[str, Any]:
        """Return first values of a letter about what its author needs, or the other, with that one's line."""
        return self.from_a_line(line) if line else {}

    def time_for(self, words: str) -> Mapping[str, Any]:
        """Return first values of a letter about hours of its author's own, with their words for what they are for."""
        raise NotImplementedError

    def authors_alone(self, terms: Terms) -> Sequence[str]:
        """Return the fields that only who began the agreement may change, once it is to say this."""
        return self.author_fields

    def begun_by_the_other(self, terms: Terms) -> Terms:
        """Return the same as the other would begin it: whoever it names stays who they are."""
        turned = {"author": "other", "other": "author"}
        named = {name: terms.settings.get(name) for name in self.who_fields}
        return terms.replaced(Terms({}, {name: turned[who] for name, who in named.items() if who in turned}))

    def heading(self, author_name: str) -> str:
        """Return what a letter of this kind is called when either of the two reads it."""
        return str(self.label)

    def title(self, terms: Terms) -> str:
        """Return one line that tells this agreement from others of its kind, for its two people's eyes."""
        raise NotImplementedError

    def headline(self, terms: Terms) -> str:
        """Return what a tile or a row says of it: what it is, and how, as in: Talk · Sundays, 20:30."""
        raise NotImplementedError

    def detail(self, terms: Terms) -> str:
        """Return what tells two of one headline apart, where there can be two."""
        return ""

    def phrase(self, terms: Terms) -> str:
        """Return what it is, to follow "Mia suggests:" or to stand alone. It begins with words of ours."""
        raise NotImplementedError

    def suggested(self, terms: Terms, name: str) -> str:
        """Return what a letter is called that was sent together with another one; of one's own `name` is empty."""
        return ""

    def on_card(self, terms: Terms, author_name: str, partner_name: str) -> str:
        """Return its one sentence on the card of the two, who say it together; empty once it is over."""
        raise NotImplementedError

    def sentences(self, terms: Terms, author_name: str, partner_name: str) -> Sequence[Sentence]:
        """Return the letter, without what says nothing."""
        return [each for each in self.whole(terms, author_name, partner_name) if each.says_something]

    def whole(self, terms: Terms, author_name: str, partner_name: str) -> Sequence[Sentence]:
        """Return every sentence that the letter can have, also those in which nothing stands yet."""
        return [*self.letter(terms, author_name, partner_name), self._about(terms), self._trial(terms)]

    def _about(self, terms: Terms) -> Sentence:
        said = pgettext("between two of several", ", ").join(labels_of(terms.settings.get(TRIGGERS) or ()))
        return Sentence(_("It has to do with: %(triggers)s."), (self.said(TRIGGERS, said),))

    def _trial(self, terms: Terms) -> Sentence:
        until = terms.settings.get(TRIAL_UNTIL)
        day = formats.date_said(date.fromisoformat(until), timezone.localdate()) if until else ""
        text = _("We try this until %(trial_until)s. Then it ends by itself, unless you both keep it.")
        if terms.settings.get(UNTIL_TALK):
            text = _("We try this until our talk on %(trial_until)s. Then it ends by itself, unless you both keep it.")
        return Sentence(text, (self.said(TRIAL_UNTIL, day),))

    def letter(self, terms: Terms, author_name: str, partner_name: str) -> Sequence[Sentence]:
        """Return every sentence. `author_name` began the agreement and says "I", `partner_name` is the other."""
        raise NotImplementedError

    def written(self, name: str, terms: Terms) -> Passage:
        """Return a person's own words."""
        return Passage(name, terms.words.get(name, ""), is_words=True)

    def said(self, name: str, text: str) -> Passage:
        """Return what the service says of a setting."""
        return Passage(name, text, is_words=False)

    def line_of(self, name: str) -> int:
        """Return the number of the line, from 1, that changes a field; 0 for what no form changes."""
        return next((number for number, names in enumerate(self.lines, 1) if name in names), 0)

    def line_with(self, name: str) -> tuple[str, ...]:
        """Return the fields that are changed together with this one."""
        return next((names for names in self.lines if name in names), ())

    def label_of(self, name: str) -> str:
        """Return what its form calls a field."""
        return str(self.form_class.base_fields[name].label)

    def coming(self, terms: Terms) -> Sequence[Coming]:
        """Return the first times that these terms put ahead, for who reads them before they are agreed."""
        return ()

    def comes_next(self, terms: Terms) -> str:
        """Return one sentence on what follows, once both have agreed."""
        return ""

    def note_to_writer(self, terms: Terms) -> str:
        """Return one line for whoever writes it, which is no part of what they send."""
        return ""

    def calls(self, terms: Terms) -> CallTerms | None:
        """Return what either may ask for in the moment by these terms; None where nothing can be asked for."""
        return None

    def on_in_force(self, agreement: Agreement, version: Version, now: datetime) -> None:
        """React to a version's coming into force. Runs inside the consent transaction."""

    def on_ended(self, agreement: Agreement, now: datetime) -> None:
        """React to the end of an agreement that was in force. Runs inside the transaction."""


_kinds: dict[str, AgreementKind] = {}


def register(kind: AgreementKind) -> None:
    """Make a kind known. Called once for each in an `AppConfig.ready()`."""
    _kinds[kind.name] = kind


def kind_named(name: str) -> AgreementKind:
    """Return the kind. Raises KeyError for an unknown one."""
    return _kinds[name]


def all_kinds() -> Sequence[AgreementKind]:
    """Return all kinds, in the order in which they are offered."""
    return sorted(_kinds.values(), key=lambda kind: kind.order)


def first_kinds() -> Sequence[AgreementKind]:
    """Return those that are the first things to agree on, in the order in which they are offered."""
    return [kind for kind in all_kinds() if kind.invitation_label]


def kinds_for_a_line() -> Sequence[AgreementKind]:
    """Return the kinds that a line can become, in the order in which they are offered for that."""
    return sorted((kind for kind in _kinds.values() if kind.place_for_a_line), key=lambda kind: kind.place_for_a_line)


def kind_for_need(need: str) -> AgreementKind | None:
    """Return the kind that says this need most plainly; None where several could, and who writes chooses."""
    return next((kind for kind in all_kinds() if need in kind.needs), None)


def kind_that_helps() -> AgreementKind:
    """Return the kind that says what helps one of the two: the first that is offered."""
    return next(kind for kind in all_kinds() if kind.says_what_helps)


def kind_that_sets_time_aside() -> AgreementKind:
    """Return the kind by which hours are set aside: the first that is offered."""
    return next(kind for kind in all_kinds() if kind.sets_time_aside)


def as_said_today(settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return settings of any kind as its form says them now; a version does not know its kind without a query.

    So each form changes settings of its own kind alone, and tells them by the fields they have.
    """
    for kind in all_kinds():
        settings = kind.form_class.as_said_today(settings)
    return settings


def words_of_all_kinds() -> frozenset[str]:
    """Return the fields, of whatever kind, in which a person writes their own words."""
    return frozenset(name for kind in all_kinds() for name in kind.form_class.words_fields)
