"""Why a question or a deck stays as it is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from basics.refusals import Refusal


class NoSuchDeck(Refusal):
    """It was taken away meanwhile, or is none."""

    field = "deck"
    message = _("There is no such choice. Choose one from the list.")


class NoOtherNow(Refusal):
    """The answers are open or went back, or its questions are from before there were decks."""

    name = "closed-for-answers"
    message = _("The questions of this talk cannot be changed any more.")


class EnoughQuestions(Refusal):
    """Somebody who draws on and on looks for something that no question will say."""

    name = "too-many-requests"
    message = _("You have had ten other questions since yesterday. “Not today” is an answer to this one too.")


class EnoughDecks(Refusal):
    """More would be a library."""

    name = "no-room"
    field = "title"
    message = _("You two have ten sets of your own already. Take one away first.")


class EnoughOwnQuestions(Refusal):
    """A talk a week asks so many in a year."""

    name = "no-room"
    field = "words"
    message = _("There are fifty questions in it already. Take one away first.")
