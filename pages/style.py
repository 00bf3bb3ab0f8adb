"""Each component of the pages in both themes, for whoever changes their look. Linked nowhere, and not in production."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from functools import wraps
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from agreements.card.showing import CardSentence, CardSignature, OurCard
from agreements.history.turns import Turn, What
from agreements.kinds.base import AgreementKind, kind_named
from agreements.kinds.cool_down import CoolDown
from agreements.kinds.form import first_terms
from agreements.kinds.response_rule import ResponseRule
from agreements.kinds.responsibility import PARTS, TURNS, Responsibility
from agreements.kinds.triggers import labels_of
from agreements.letters.called import called
from agreements.letters.reading import Letter, Signature, compare
from agreements.phrases.ready import all_phrases
from agreements.responsibilities.showing import MINE, THEIRS, a_month_said, share_said
from agreements.starters.showing import Asked, browse
from agreements.wording.hints import hint_for
from basics.localtime import moment
from checkins.kept.showing import Quarter
from couples.people.forms import MailboxForm, ProfileForm
from couples.people.names import NameOfTheDay
from couples.seats.models import Tint
from journal.entries.reading import EntryAsRead
from journal.letters.forms import LetterForm
from journal.triggers.copies import EASIER, how_it_went
from journal.triggers.picture import Picture, draw
from journal.words import families
from pages.look_back.picture import Picture as TwigPicture
from pages.look_back.picture import draw as draw_twig
from reminders.choices.forms import ReminderSettingsForm

COLOURS = [
    "paper",
    "sheet",
    "wash",
    "line",
    "line-strong",
    "ink",
    "ink-quiet",
    "accent",
    "accent-strong",
    "accent-wash",
    "alert",
    "alert-wash",
    "sage",
    "clay",
]
# The drawings of static/steady/icons.svg.
ICONS = [
    "today",
    "agreements",
    "pause",
    "talk",
    "more",
    "letter",
    "reply",
    "chores",
    "bell",
    "calendar",
    "leave",
    "add",
    "check",
    "clock",
    "lock",
    "back",
    "help",
    "person",
    "boundary",
    "decide",
    "ritual",
    "book",
    "notice",
]
# Those of static/steady/drawings.svg.
DRAWINGS = ["table", "letter", "bench"]
# One that each rule of the hints finds something in.
HINTED = ("You must answer within the hour.", "把手机密码告诉我。")
PEOPLE = (NameOfTheDay("Mia", Tint.SAGE), NameOfTheDay("小博", Tint.CLAY))


def _where_it_is_made(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let the view exist with DEBUG, and wherever the outbox does: on one's own machine."""

    @wraps(view)
    def found(*arguments: Any, **named: Any) -> HttpResponse:
        if not (settings.DEBUG or settings.OUTBOX_PAGES):
            raise Http404
        return view(*arguments, **named)

    return found


@require_safe
@csp_update({"frame-src": [SELF]})
@_where_it_is_made
def style(request: HttpRequest) -> HttpResponse:
    """Both themes side by side, each in a frame: the sheet of dark colours is for a whole page."""
    return render(request, "pages/style.html")


@require_safe
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
@_where_it_is_made
def components(request: HttpRequest, theme: str) -> HttpResponse:
    """Every component in one theme, whichever the reader has chosen."""
    kind = kind_named(ResponseRule.name)
    letter = kind.starters[0].values
    mia, bo = (_letter(kind, {**letter, "within_minutes": minutes}) for minutes in (120, 60))
    shown = {
        "theme": theme,
        "colours": COLOURS,
        "icons": ICONS,
        "drawings": DRAWINGS,
        "people": PEOPLE,
        "card": _card(),
        "letter": letter,
        "families": families(),
        "whole": mia,
        "rule": {"letter": mia},
        "comparison": compare(mia, bo),
        "narrowings": browse(Asked(trigger="money")).triggers,
        "household": _household(),
        "phrases": all_phrases()[:3],
        "weeks": _weeks(),
        "twig": _twig(),
        "fits": [_fit(kind, mia)],
        "hints": [hint_for("please", said) for said in HINTED],
        "writing": kind.form_class(initial=letter),
        "form": ProfileForm(auto_id="good_%s"),
        "choices": MailboxForm(auto_id="choice_%s"),
        "word_boxes": LetterForm(initial={"feelings": ["worried"]}, auto_id="word_%s").feelings_by_family[0],
        "refused": ProfileForm({}, auto_id="refused_%s"),
        "switches": ReminderSettingsForm(auto_id="switch_%s"),
    }
    return render(request, "pages/components.html", shown)


def _card() -> OurCard:
    kinds = [kind_named(kind.name) for kind in (CoolDown, ResponseRule)]
    names = [person.name for person in PEOPLE]
    said = [kind.on_card(first_terms(kind.form_class, kind.starters[0].values), *names) for kind in kinds]
    return OurCard(
        signatures=[CardSignature(person.name, person.tint, is_mine=False) for person in PEOPLE],
        sentences=[CardSentence(uuid.UUID(int=0), sentence) for sentence in said],
        since=None,
    )


def _weeks() -> Picture:
    """Return some weeks in which somebody noted one thing, and an agreement began."""
    today = timezone.localdate()
    days = (3, 4, 12, 25, 26, 27, 39, 44, 53)
    at = [moment(today - timedelta(days=day), time(12), timezone.get_current_timezone_name()) for day in days]
    entries = [EntryAsRead(uuid.uuid4(), when, "", None, (), "", "", "", "") for when in at]
    return draw(entries, 8, today, timezone.get_current_timezone_name(), today - timedelta(days=20))


def _twig() -> TwigPicture:
    """Return some months in which something was agreed, got other words, and was let go."""
    kind, first = kind_named(CoolDown.name), date(2026, 10, 1)
    happened = ((What.AGREED, 8), (What.AGREED, 21), (What.CHANGED, 45), (What.LET_GO, 70))
    turns = [
        Turn(what, first + timedelta(days=day), uuid.UUID(int=day), str(kind.label), kind.starters[0].label, None)
        for what, day in happened
    ]
    return draw_twig(Quarter.of_day(first), turns)


def _household() -> list[dict[str, Any]]:
    """Return what the two have agreed on, as far as a table shows it."""
    shared = ((0, {"notice": MINE, "plan": MINE, "do": TURNS}, 390), (1, dict.fromkeys(PARTS, THEIRS), 0))
    starters = kind_named(Responsibility.name).starters
    return [
        {
            "agreement": uuid.UUID(int=number),
            "called": starters[number].label,
            "a_month": a_month_said(minutes) if minutes else "",
            "shares": [{"said": share_said(lies, whose)} for whose in (MINE, THEIRS)],
        }
        for number, lies, minutes in shared
    ]


def _fit(kind: AgreementKind, letter: Letter) -> Mapping[str, Any]:
    """Return an agreement of which one has shown the other how it went."""
    about = capfirst(labels_of(["late_reply"])[0])
    told = {"giver": PEOPLE[1], "about": about, "words": how_it_went(EASIER)}
    row = {"pk": uuid.UUID(int=0), "kind": kind, "called_agreed": called(kind, letter.terms)}
    return {"agreement": row, "told": [told]}


def _letter(kind: AgreementKind, values: Mapping[str, Any]) -> Letter:
    """Return a letter that one of the two has signed."""
    terms, now = first_terms(kind.form_class, values), timezone.now()
    signatures = [Signature(person, signed_at) for person, signed_at in zip(PEOPLE, (now, None), strict=True)]
    return Letter(kind, terms, PEOPLE[0].name, PEOPLE[1].name, written_at=now, signatures=signatures)
