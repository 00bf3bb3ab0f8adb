"""Sealed answers, and what each takes with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import Q

from basics.encryption import EncryptedTextField
from checkins.rhythm.models import CheckIn, has_stood_a_day
from couples.people.models import User
from couples.seats.models import Couple


class AnswerQuerySet(models.QuerySet["Answer"]):
    """Answers by who may read them."""

    def readable_by(self, user: User, check_ins: Sequence[CheckIn], now: datetime) -> AnswerQuerySet:
        """One's own always; the partner's only when the answers are open, and to what the talk asks then."""
        opened = (Q(check_in=each, prompt__in=each.prompts) for each in check_ins if each.is_open(now))
        return self.filter(reduce(or_, opened, Q(author=user)), check_in__in=check_ins)


class Answer(models.Model):
    """One person's answer to one prompt; "not today" is one as well, and so is saying it aloud."""

    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+")
    check_in = models.ForeignKey(CheckIn, on_delete=models.CASCADE, related_name="answers")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="answers")
    prompt = models.CharField(max_length=40)
    words = EncryptedTextField(default="", blank=True)
    not_today = models.BooleanField(default=False)
    # Its writer says this one when the two sit together; part of what opens, as words are.
    aloud = models.BooleanField(default=False)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["check_in", "author", "prompt"], name="one_answer_a_prompt"),)

    def __str__(self) -> str:
        return f"answer {self.pk}"

    @property
    def says_something(self) -> bool:
        """Tell whether its writer has said anything by it; a wish may be there and say nothing."""
        return bool(self.words) or self.not_today or self.aloud


class Seal(models.Model):
    """One person's word that their answers are in."""

    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+")
    check_in = models.ForeignKey(CheckIn, on_delete=models.CASCADE, related_name="seals")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seals")
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["check_in", "author"], name="one_seal_each"),)

    def __str__(self) -> str:
        return f"seal {self.pk}"


class WithoutWriting(models.Model):
    """One person's word that they start a talk without writing. It stands for some hours; nobody else knows of it."""

    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+")
    check_in = models.ForeignKey(CheckIn, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["check_in", "person"], name="one_start_each"),)

    def __str__(self) -> str:
        return f"without writing {self.pk}"


class TakeAway(models.Model):
    """What one person takes with them from an opened check-in. Both see it; a day after it was shared it is fixed."""

    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+")
    check_in = models.ForeignKey(CheckIn, on_delete=models.CASCADE, related_name="take_aways")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="take_aways")
    # Empty where its writer took it away again.
    words = EncryptedTextField()
    # When it was first there to be read; neither changing it nor emptying it changes this.
    shared_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["check_in", "author"], name="one_take_away_each"),)

    def __str__(self) -> str:
        return f"take-away {self.pk}"

    def is_fixed(self, now: datetime) -> bool:
        """Tell whether it has stood so long that its writer cannot change it any more, whoever looked."""
        return has_stood_a_day(self.shared_at, now)
