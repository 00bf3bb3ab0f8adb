"""The six scenes of a look around, each of the very templates that the service shows to two people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from agreements.card.showing import card_from
from basics.clock import standing_at
from checkins.answers.forms import PrepareForm
from pages.look_around import stories
from pages.look_around.inert import inert


@dataclass(frozen=True)
class Scene:
    """One page of theirs, and what a visitor should know of it."""

    template: str
    heading: Any
    caption: Any
    now: datetime
    shown: Callable[[], Mapping[str, Any]]
    # A pause has colours of its own.
    style: str = ""

    def picture(self) -> SafeString:
        """Return it as Leo sees it, on a clock that stands; nobody asks for it, so that it cannot ask either."""
        context = {"request": SimpleNamespace(), "user": stories.reader().user, **self.shown()}
        with standing_at(self.now):
            return inert(render_to_string(f"pages/look_around/{self.template}.html", context))


def _today() -> Mapping[str, Any]:
    return {"check_in": stories.talk(stories.THURSDAY), "in_force": stories.agreed()}


def _answering() -> Mapping[str, Any]:
    check_in = stories.talk(stories.THURSDAY)
    prompts = [question.prompt for question in check_in.questions]
    return {"check_in": check_in, "form": PrepareForm(prompts, takes_good=False, initial=check_in.my_answers)}


SCENES = (
    Scene(
        "letter",
        _("Mia has written Leo a letter"),
        _("He can say yes, suggest a change, or leave it. It counts once both have said yes to the same words."),
        stories.THURSDAY,
        lambda: {"agreement": stories.first_letter()},
    ),
    Scene(
        "agreed",
        _("Both have said yes"),
        _("What they agreed stands on one card. Either can suggest a change, or end a part of it, alone and at once."),
        stories.THURSDAY,
        lambda: {"card": card_from(stories.agreed(), stories.reader())},
    ),
    Scene(
        "today",
        _("Most days look like this"),
        _("The next talk, and what the two agreed. Nobody sees who was here, or when."),
        stories.THURSDAY,
        _today,
    ),
    Scene(
        "answering",
        _("Each writes alone, before the talk"),
        _("A few lines are enough. Nobody reads them before it is time and both are in."),
        stories.THURSDAY,
        _answering,
    ),
    Scene(
        "opened",
        _("On Sunday both answers open at once"),
        _("Then they talk: one reads, the other listens."),
        stories.SUNDAY,
        lambda: {"read_out": stories.opened_answers()},
    ),
    Scene(
        "pause",
        _("And a pause, when it is too much"),
        _("Either can start one, and nobody can refuse it. Both know until when, and it ends by itself."),
        stories.PAUSED,
        lambda: {"shown": stories.running_pause()},
        style="night",
    ),
)
