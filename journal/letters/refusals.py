"""Why something is not done with a letter."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from basics.refusals import Refusal


class LettersTooLong(Refusal):
    """All that a person keeps of letters is too long together."""

    name = "no-room"
    field = "what_happened"
    message = _(
        "Your letters have grown very long. Throw one away, or make this shorter; what you typed is still here."
    )


class TooManyDrafts(Refusal):
    """So many are begun that nobody finds one again."""

    name = "no-room"
    message = _("You have many letters already that are not sent. Throw one away first; what you typed is still here.")


class Gone(Refusal):
    """The draft was sent, saved for a talk or thrown away while somebody wrote on it."""

    name = "not-found"
    message = _("This letter is not among your drafts any more: it was sent, or saved for your talk.")


class Unfinished(Refusal):
    """What happened, what one felt or what one needs is missing."""

    message = _("Something is missing: what happened, what you felt, or what you need.")


class Rests(Refusal):
    """Its writer wanted it to rest."""

    name = "fixed"
    message = _("This letter rests. Take it out first, if you want to.")


class TooLongHeld(Refusal):
    """Longer than a week it would be forgotten; and it cannot rest until a time that is over."""

    field = "day"
    message = _("Choose a time ahead, within seven days.")


class NotInPause(Refusal):
    """While the two pause nothing goes out."""

    name = "paused"
    message = _("You two are pausing, so nothing is sent now. It can rest here until you are calm.")


class SentEnough(Refusal):
    """More would not be read as letters."""

    name = "too-many-requests"
    message = _("Nothing more goes out today. What you wrote is here.")


class EnoughWait(Refusal):
    """More than these no talk has time for."""

    name = "no-room"
    message = _("Three letters wait for your talk already. Take one back first.")


class GivenAlready(Refusal):
    """The other can read it."""

    name = "fixed"
    message = _("You can both read this letter, so it stays as it is.")


class AnsweredAlready(Refusal):
    """There is an answer, and it stays."""

    name = "fixed"
    field = "answer"
    message = _("You have answered this letter already, and that stays as it is. What you typed is still here.")


class OwnLetter(Refusal):
    """Whoever wrote it does not answer it."""

    name = "not-yours"
    message = _("This letter is yours. The other one may answer it.")
