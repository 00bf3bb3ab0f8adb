"""What rituals and own time have in common as agreements: their own clock, and what lies ahead of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.kinds.base import AgreementKind, Beside
from agreements.kinds.sentences import Coming, Sentence
from agreements.kinds.terms import ENDS, Terms, in_one_line, in_our_quotes
from agreements.letters.models import Agreement, Version
from basics import formats
from basics.directions import Said, own_words
from checkins.rhythm.saying import day_and_time_here, times_to_come, with_place
from checkins.rituals.patterns import TWO_WEEKS, timed_rule_of
from checkins.rituals.phrases import when_in_a_tile
from checkins.rituals.upcoming import UPCOMING_OCCASIONS
from couples.people.models import User

# A link or a heading with more of it would be read by nobody.
LONGEST_IN_A_NAME = 80
# So many stand on a card that is read from across a kitchen.
LONGEST_ON_A_CARD = 180


class TimedKind(AgreementKind):
    """Something that comes again and again, at a time or without one."""

    # It is tried first.
    trial_weeks = 4
    ahead = ("said_here",)
    can_be_blank = True
    beside = (Beside("next_occasion", gettext_lazy("When the next one is")),)

    def defaults(self, author: User) -> Mapping[str, Any]:
        """Begin with the author's own zone."""
        return {**super().defaults(author), "zone": author.time_zone}

    def title(self, terms: Terms) -> str:
        what = terms.words.get("what")
        return own_words(what) if what else str(self.label)

    def detail(self, terms: Terms) -> str:
        """Return what it is."""
        return own_words(in_one_line(terms.words.get("what", "")))

    def coming(self, terms: Terms) -> Sequence[Coming]:
        """Return the next five times; none where it has no clock time."""
        rule = timed_rule_of(terms.settings)
        return times_to_come(rule) if rule else ()

    def comes_next(self, terms: Terms) -> str:
        """Say what can be done about the next one, where it has a clock time; when that is stands on its page."""
        if timed_rule_of(terms.settings) is None:
            return ""
        return _("Each time it comes it can be put at another time, or left out.")

    def when_in_a_tile(self, terms: Terms) -> str:
        """Return when, with the place where the reader's clock is another one."""
        when, rule = when_in_a_tile(terms.settings), timed_rule_of(terms.settings)
        return with_place(when, rule) if rule else when

    def what_in_a_name(self, terms: Terms) -> Said:
        """Return what it is, as it stands in our own quotation marks."""
        return own_words(Truncator(in_our_quotes(terms.words.get("what", "")).rstrip(ENDS)).chars(LONGEST_IN_A_NAME))

    def what_on_a_card(self, terms: Terms) -> Said:
        """Return what it is, as the end of a sentence of ours."""
        return own_words(Truncator(in_one_line(terms.words.get("what", "")).rstrip(ENDS)).chars(LONGEST_ON_A_CARD))

    def on_in_force(self, agreement: Agreement, version: Version, now: datetime) -> None:
        """Put the next occasion where the new words say."""
        UPCOMING_OCCASIONS.set_next(agreement, now)

    def on_ended(self, agreement: Agreement, now: datetime) -> None:
        """Cancel what is ahead."""
        UPCOMING_OCCASIONS.cancel_ahead(agreement, now)

    def on_the_clock(self, terms: Terms) -> Sequence[Sentence]:
        """Return the sentences that say from when it is counted, and whose clock it goes by."""
        settings, rule = terms.settings, timed_rule_of(terms.settings)
        said = settings.get("starts_on") if settings["every"] == TWO_WEEKS else None
        starts_on = self.said("starts_on", formats.day(date.fromisoformat(said)) if said else "")
        zone = self.said("zone", formats.zone_place(settings["zone"]) if rule else "")
        here = self.said("said_here", day_and_time_here(rule) if rule else "")
        return [
            Sentence(_("Counted from %(starts_on)s on."), (starts_on,), goes_on=True),
            Sentence(_("It goes by the clock in %(zone)s."), (zone,), goes_on=True),
            Sentence(_("On your clock that is %(said_here)s."), (here,), goes_on=True),
        ]
