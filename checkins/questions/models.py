"""Where a couple's questions come from, which were drawn, and those that the two wrote themselves."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Count

from basics.encryption import EncryptedTextField
from checkins.questions.content import FIRST_DECK
from couples.seats.models import Couple, Membership

# How the name of a prompt begins that the two wrote themselves.
OWN = "own_"


class DeckChoice(models.Model):
    """Where a couple's questions come from, for both alike. Without a row it is the first deck."""

    couple = models.OneToOneField(Couple, on_delete=models.CASCADE, primary_key=True, related_name="+")
    # The name of a deck that comes with the service, or the key of one of the couple's own.
    deck = models.CharField(max_length=40, default=FIRST_DECK)
    # When the last pause was over that the drawing knows of; the pause itself is forgotten soon.
    paused_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"deck choice of {self.couple_id}"

    @classmethod
    def of(cls, couple_id: uuid.UUID) -> DeckChoice:
        """Return a couple's, stored or not."""
        return cls.objects.filter(couple=couple_id).first() or cls(couple_id=couple_id)


class HeavyYes(models.Model):
    """One person's word, for themself alone, that the heavy questions of a deck are fine with them."""

    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    deck = models.CharField(max_length=40)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["couple", "deck", "person"], name="one_heavy_yes_each"),)

    def __str__(self) -> str:
        return f"heavy yes {self.pk}"


class OwnDeck(models.Model):
    """A deck that the two made themselves; both see it, whoever began it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    title = EncryptedTextField()
    made_at = models.DateTimeField()
    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    body_hash = models.CharField(max_length=32, default="", editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["couple", "author", "submission"], name="own_deck_submitted_once"),
        )

    def __str__(self) -> str:
        return f"own deck {self.pk}"


class OwnQuestionQuerySet(models.QuerySet["OwnQuestion"]):
    """The two's own questions, by whether they may be drawn."""

    def of(self, seat: Membership) -> OwnQuestionQuerySet:
        """Those of this seat's couple that nobody took away."""
        return self.filter(couple=seat.couple_id, deck__isnull=False)

    def fine_with_both(self) -> OwnQuestionQuerySet:
        """Those that both said yes to, in the order in which they were written."""
        return self.annotate(said_yes=Count("yeses")).filter(said_yes=2).order_by("made_at", "pk")


class OwnQuestion(models.Model):
    """A question that one of the two wrote for both. Taken away, it stays where a talk has asked it, in no deck."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+")
    deck = models.ForeignKey(OwnDeck, on_delete=models.SET_NULL, null=True, blank=True, related_name="questions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    words = EncryptedTextField()
    made_at = models.DateTimeField()
    submission = models.UUIDField(default=uuid.uuid4, editable=False)
    body_hash = models.CharField(max_length=32, default="", editable=False)

    objects = OwnQuestionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["couple", "author", "submission"], name="own_question_submitted_once"),
        )

    def __str__(self) -> str:
        return f"own question {self.pk}"

    @property
    def prompt(self) -> str:
        """Return the name by which a talk asks it."""
        return f"{OWN}{self.pk.hex}"


class QuestionYes(models.Model):
    """One person's word, for themself alone, that a question of the two's own may be asked."""

    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey(OwnQuestion, on_delete=models.CASCADE, related_name="yeses")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["question", "person"], name="one_question_yes_each"),)

    def __str__(self) -> str:
        return f"question yes {self.pk}"


class Drawing(models.Model):
    """That a question was drawn for a talk, and when: what another one took the place of stays drawn."""

    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="+")
    check_in = models.ForeignKey("checkins.CheckIn", on_delete=models.CASCADE, related_name="drawings")
    prompt = models.CharField(max_length=40)
    drawn_at = models.DateTimeField()
    # Who wanted another one than was drawn: counted for a limit, and shown to nobody.
    wanted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        indexes = (models.Index(fields=["couple", "drawn_at"], name="drawing_of_couple"),)

    def __str__(self) -> str:
        return f"drawing {self.pk}"
