"""Why the time of a talk stays as it is."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from basics.refusals import Refusal


class Changed(Refusal):
    """It is not what this person saw: it was moved, left out, or something else is suggested by now."""

    name = "changed"
    message = _("This has changed since you opened it. Please read it once more; nothing you typed is lost.")


class NotAhead(Refusal):
    """Its time has come, or it was left out."""

    name = "changed"
    message = _("It has begun, or will not be. Its time stays as it is.")


class PausedNow(Refusal):
    """While the two pause nothing is asked of the other."""

    name = "paused"
    message = _("You two are pausing. You can do this once the pause is over.")


class NotWithinTwoWeeks(Refusal):
    """The time suggested is over, or too far away to be remembered."""

    field = "day"
    message = _("Choose a time from now on, within the next two weeks.")


class SameTime(Refusal):
    """The time suggested is the time it has."""

    name = "unchanged"
    field = "at"
    message = _("That is the time it has. Choose another one.")


class BetterByTalking(Refusal):
    """So many times were suggested that a fifth would settle no more."""

    name = "too-many-requests"
    message = _("Better to settle this one by talking.")


class NotInTheLastHour(Refusal):
    """Fifteen minutes are for the last hour."""

    name = "changed"
    message = _("This is for the last hour before a talk. Until then you can suggest another time.")


class LaterAlready(Refusal):
    """Each has fifteen minutes once."""

    name = "too-many-requests"
    message = _("You have taken 15 minutes for this talk already. You can suggest another time.")


class SkippedMany(Refusal):
    """Talks for weeks ahead are skipped: by then it is the rhythm that does not suit."""

    name = "too-many-requests"
    message = _("You have skipped six talks since yesterday. If your talk time does not suit you, suggest another one.")


class NotYoursToSkip(Refusal):
    """Hours that are the other's own are theirs to give up, also where each has their own in them."""

    name = "not-yours"
    message = _("Nobody leaves out hours that are the other's own. You can suggest another time.")


class AskedTwice(Refusal):
    """Twice a day is an offer; oftener it presses."""

    name = "too-many-requests"
    message = _("You have asked twice since yesterday. You can still say it yourself.")


class NotSoon(Refusal):
    """The time for a talk that was asked for now."""

    field = "at"
    message = _("Choose a time within the next twelve hours.")
