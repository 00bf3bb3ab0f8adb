"""What a person keeps for themself: sentences to say with one tap, and answers in their own words."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from agreements.phrases.models import OwnAnswer, OwnPhrase
from basics.limits import take_turn
from basics.refusals import Refusal
from basics.submissions import made_before
from basics.transactions import acting
from couples.live.verbs import raise_revisions
from couples.people.models import User

MOST_OWN = 20


class EnoughOwn(Refusal):
    """More would be a list that one has to search."""

    name = "no-room"
    field = "words"
    message = _("Twenty stand there already. Change one, or take one away; what you typed is still here.")


def add_own(person: User, words: str, submission: uuid.UUID, now: datetime, body: str = "") -> OwnPhrase:
    """Keep a sentence of one's own. A repeated submission returns what it made. Raises EnoughOwn, SentDifferently."""
    with acting(person.pk):
        take_turn(person.pk)
        mine = OwnPhrase.objects.filter(person=person)
        if made := made_before(mine, submission, body):
            return made
        if mine.count() >= MOST_OWN:
            raise EnoughOwn
        row = mine.create(person=person, words=words, added_at=now, submission=submission, body_hash=body)
        raise_revisions([person.pk])
    return row


def change_own(person: User, key: uuid.UUID, words: str) -> OwnPhrase:
    """Put it into other words; what was sent with it stays as it was sent. Raises OwnPhrase.DoesNotExist."""
    with acting(person.pk):
        mine = OwnPhrase.objects.filter(person=person, pk=key)
        mine.update(words=words)
        raise_revisions([person.pk])
        return mine.get()


def delete_own(person: User, key: uuid.UUID) -> None:
    """Take it away. Raises OwnPhrase.DoesNotExist."""
    with acting(person.pk):
        OwnPhrase.objects.get(person=person, pk=key).delete()
        raise_revisions([person.pk])


def keep_own_answer(person_id: int, phrase: str, words: str) -> None:
    """Let these words be the first that this person is offered as the answer. Inside the transaction that answers."""
    OwnAnswer.objects.update_or_create(person_id=person_id, phrase=phrase, defaults={"words": words})


def forget_own_answer(person: User, phrase: str) -> None:
    """Offer this person the usual answer again. Raises OwnAnswer.DoesNotExist."""
    with acting(person.pk):
        OwnAnswer.objects.get(person=person, phrase=phrase).delete()
        raise_revisions([person.pk])
