"""What each does about the time of a talk, kept as long as that time is news; and whom their talk time suits."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from basics.encryption import EncryptedTextField
from checkins.moving.refusals import Changed
from checkins.rhythm.meetings import Meeting
from checkins.rhythm.models import OPEN_FOR, CheckIn
from couples.seats.models import Couple, Membership
from reminders.subjects import Subject

# So long an offer to talk now stands.
NOW_STANDS_FOR = timedelta(minutes=30)
# What asking for a talk now is about, as long as there is no such talk.
NO_TALK_YET = "talk_now"
# So many left out, one after the other, and both are asked whether the time still suits them.
IN_A_ROW = 3
# So long after the time that it is about a move is kept: what both read of it is true the day after as well.
KEPT_FOR = OPEN_FOR


class How(models.TextChoices):
    """What one person does about when the two meet."""

    ANOTHER_TIME = "another_time", "another time"
    LATER = "later", "15 minutes later"
    LEFT_OUT = "left_out", "left out"
    NOW = "now", "talk now"


class Outcome(models.TextChoices):
    """What became of what was asked; without one it still is."""

    YES = "yes", "yes"
    ANOTHER = "another", "another time instead"
    NO = "no", "left as it is"
    TAKEN_BACK = "taken_back", "taken back"
    # Its time came first.
    LAPSED = "lapsed", "lapsed"


class MoveQuerySet(models.QuerySet["Move"]):
    """Moves by whose they are and what they ask."""

    def of(self, seat: Membership) -> MoveQuerySet:
        """The moves of this seat's couple."""
        return self.filter(couple=seat.couple_id)

    def about(self, meeting: Meeting, subject: str) -> MoveQuerySet:
        """Those about this meeting as it stands: another slot, which both agreed on, makes all before it past."""
        return self.filter(subject=subject, slot=meeting.slot)

    def of_the_sort(self, subject: Subject) -> MoveQuerySet:
        """Those about things of this sort."""
        return self.filter(subject__startswith=subject.of(""))

    def by(self, seat: Membership) -> MoveQuerySet:
        """Those that the holder of this seat made."""
        return self.filter(author=seat.user_id)

    def by_the_other(self, seat: Membership) -> MoveQuerySet:
        """Those that the holder of this seat answers."""
        return self.exclude(author=seat.user_id)

    def end(self, move_id: uuid.UUID, outcome: Outcome, now: datetime) -> bool:
        """End what one of these asks. False where it has ended so before, by the first of two taps. Raises Changed."""
        if self.asked(now).filter(pk=move_id).update(outcome=outcome, ended_at=now):
            return True
        if self.filter(pk=move_id, outcome=outcome).exists():
            return False
        raise Changed

    def asked(self, now: datetime) -> MoveQuerySet:
        """Those without an answer, whose own time has not come."""
        return self.filter(_asked(now))

    def on_their_pages(self, now: datetime) -> MoveQuerySet:
        """Those, and asking for a talk now that did not suit within the last day."""
        did_not_suit = Q(how=How.NOW, outcome=Outcome.NO, made_at__gt=now - timedelta(days=1))
        return self.filter(_asked(now) | did_not_suit)


def _asked(now: datetime) -> Q:
    of_a_time = Q(how=How.ANOTHER_TIME, starts_at__gt=now)
    return (of_a_time | Q(how=How.NOW, made_at__gt=now - NOW_STANDS_FOR)) & Q(outcome="")


class Move(models.Model):
    """One person's move about when the two meet. Forgotten soon after that time: nobody keeps count of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    how = models.CharField(max_length=12)
    # What is moved, as reminders name it, and which one of it by its slot.
    subject = models.CharField(max_length=80)
    slot = models.DateTimeField()
    # The time that it is about: the one suggested, the new one, the one left out.
    starts_at = models.DateTimeField()
    line = EncryptedTextField(default="", blank=True, empty_stays=True)
    made_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, default="", blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MoveQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["subject", "slot"], condition=Q(how="another_time", outcome=""), name="one_time_is_asked"
            ),
            models.UniqueConstraint(
                fields=["subject", "slot", "author"], condition=Q(how="later"), name="later_once_each"
            ),
            models.UniqueConstraint(fields=["subject", "slot"], condition=Q(how="left_out"), name="left_out_once"),
            models.UniqueConstraint(fields=["couple"], condition=Q(how="now", outcome=""), name="one_now_is_asked"),
        )
        indexes = (models.Index(fields=["couple", "how", "made_at"], name="move_of_couple"),)

    def __str__(self) -> str:
        return f"move {self.pk}"

    @property
    def names_a_talk(self) -> bool:
        """Tell whether it is about a talk that there is, or was."""
        return self.subject != NO_TALK_YET

    def is_by(self, seat: Membership) -> bool:
        """Tell whether the holder of this seat made it."""
        return self.author_id == seat.user_id

    def is_asked(self, now: datetime) -> bool:
        """Tell the same of one row as `asked` of many."""
        return self.how in (How.ANOTHER_TIME, How.NOW) and not self.outcome and now < self.stands_until

    @property
    def stands_until(self) -> datetime:
        """Return when it is gone by itself: at the time it suggests, or half an hour after asking for now."""
        return self.made_at + NOW_STANDS_FOR if self.how == How.NOW else self.starts_at


class Suits(models.Model):
    """One person's word, for themself alone, that their time to talk suits them although three were left out."""

    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+")
    # The third of them.
    check_in = models.ForeignKey(CheckIn, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["check_in", "person"], name="suits_once_each"),)

    def __str__(self) -> str:
        return f"suits {self.pk}"
