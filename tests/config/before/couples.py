"""Rows that did not say whose couple's they are."""

from __future__ import annotations

import uuid
from typing import Any

from django.apps.registry import Apps
from django.db.models import F
from django.utils import timezone

from agreements.calls.models import LAPSES_AFTER, Call, HoldingReply, SavedAnswer
from agreements.letters.models import Consent, PrivateLine, RefusedTry, Version
from agreements.pauses.models import LONGEST, Pause, Stretch
from agreements.phrases.models import OwnAnswer, OwnPhrase, SentPhrase
from checkins.agenda.models import Topic
from checkins.answers.models import Answer
from checkins.questions.models import DeckChoice, Drawing, HeavyYes, OwnDeck, OwnQuestion, QuestionYes
from checkins.rhythm.models import CheckIn
from checkins.tries.models import Try
from couples.people.models import User
from couples.seats.models import Couple
from journal.appreciations.models import Appreciation
from journal.letters.models import ComposedLetter
from tests.config.before import old_rows
from tests.config.before.part import Part
from tests.guards import hanging

COUPLES = 3


class RowsOfCouples(Part):
    """Couples with a rhythm, a talk that they answered, a pause and a line each."""

    def __init__(self) -> None:
        self.first: dict[str, tuple[int, set[str]]] = {}

    def store(self, before: Apps) -> None:
        old_rows.OldRows(before).add(COUPLES)

    def look_forward(self) -> None:
        RefusedTry.objects.create(person=User.objects.earliest("pk"), at=timezone.now())
        self.first = counts_and_words()
        numbers = {name: number for name, (number, _words) in self.first.items()}
        known = {"Version": 3, "Consent": 6, "PrivateLine": 6, "Answer": 18, "Seal": 6, "TakeAway": 6}
        assert numbers == {**numbers, **known}
        lengths = Pause.objects.values_list(F("ended_at") - F("started_at"), F("ends_at") - F("started_at"))
        assert set(lengths) == {(LONGEST, LONGEST)}
        _each_pause_is_known_and_one_stretch()
        _keep_a_line_on_a_trigger()
        _queue_a_topic()
        _say_a_sentence()
        _talk_without_a_rhythm()
        Couple.objects.update(first_tint="clay")
        _draw_a_question()
        _ask()

    def look_back(self, before: Apps) -> None:
        assert before.get_model("agreements", old_rows.OLD_LINE).objects.count() == 2 * COUPLES
        asked = before.get_model("checkins", "CheckIn").objects.values_list("prompts", flat=True)
        assert all(prompts == ["did_me_good", "was_heavy", "until_next_time"] for prompts in asked)

    def look_again(self) -> None:
        assert counts_and_words() == self.first
        _each_pause_is_known_and_one_stretch()
        tints = set(Couple.objects.values_list("first_tint", flat=True))
        assert tints == {"sage"}, "going back has no place for it"


def counts_and_words() -> dict[str, tuple[int, set[str]]]:
    """Count the rows, each of which has the couple that it hangs on, and read their words."""
    found = {}
    for model, way in hanging.ways():
        assert not hanging.of_another_couple(model, way).exists(), (model, way)
        rows: Any = model._default_manager
        found[model.__name__] = (rows.count(), {str(getattr(row, "words", "")) for row in rows.all()})
    return found


def _each_pause_is_known_and_one_stretch() -> None:
    pauses = Pause.objects.values_list("pk", "started_by", "known_at", "ended_at")
    assert set(pauses) == set(Stretch.objects.values_list("pause", "person", "starts_at", "ends_at"))
    assert len(pauses) == COUPLES


def _somebodys_consent() -> Consent:
    return Consent.objects.select_related("user").earliest("pk")


def _keep_a_line_on_a_trigger() -> None:
    """The only line that hangs on no agreement: going back has no place for it."""
    PrivateLine.objects.create(user=_somebodys_consent().user, trigger="late", words="breathe")


def _ask() -> None:
    """Going back has no place for a call, nor for what hangs on it."""
    words, now = Version.objects.select_related("agreement").earliest("pk"), timezone.now()
    people = Consent.objects.filter(version=words).values_list("user", flat=True)
    of_both: Any = {"couple_id": words.couple_id, "agreement": words.agreement}
    asked = {"caller_id": people[0], "answerer_id": people[1], "called_at": now, "due_at": now, "line": "tea"}
    call = Call.objects.create(**of_both, **asked, version=words, lapses_at=now + LAPSES_AFTER)
    HoldingReply.objects.create(couple_id=words.couple_id, call=call, number=1, promised_at=now)
    SavedAnswer.objects.create(**of_both, person_id=people[1], words="tea")


def _queue_a_topic() -> None:
    """On an opened talk: going back has no place for it."""
    talk = CheckIn.objects.earliest("pk")
    author = Consent.objects.filter(couple=talk.couple_id).earliest("pk").user
    Topic.objects.create(couple_id=talk.couple_id, author=author, words="tea", check_in=talk, queued_at=timezone.now())
    Appreciation.objects.create(couple_id=talk.couple_id, giver=author, what_you_did="tea", written_at=timezone.now())
    given = {"given_at": timezone.now(), "put_at": timezone.now(), "submission": uuid.uuid4()}
    ComposedLetter.objects.create(pk=uuid.uuid4(), couple_id=talk.couple_id, writer=author, payload={}, **given)
    CheckIn.objects.update(topics_settled=True)


def _say_a_sentence() -> None:
    """Going back has no place for it, nor for what each keeps for saying and answering."""
    talk, now = CheckIn.objects.earliest("pk"), timezone.now()
    person = Consent.objects.filter(couple=talk.couple_id).earliest("pk").user
    SentPhrase.objects.create(couple_id=talk.couple_id, sender=person, said={"words": "tea?"}, sent_at=now)
    OwnPhrase.objects.create(person=person, words="tea?", added_at=now)
    OwnAnswer.objects.create(person=person, phrase="miss_you", words="tea")


def _talk_without_a_rhythm() -> None:
    """Going back has no place for it either, nor for what hangs on it."""
    consent, now = _somebodys_consent(), timezone.now()
    talk = CheckIn.objects.create(couple_id=consent.couple_id, slot=now, starts_at=now, minutes=30, zone="UTC")
    wish = Answer.objects.create(couple_id=consent.couple_id, check_in=talk, author=consent.user, prompt="did_me_good")
    Try.objects.create(couple_id=consent.couple_id, author=consent.user, answer=wish, words="tea", check_in=talk)


def _draw_a_question() -> None:
    """One of the two's own, which both said yes to. Going back has no place for any of it."""
    talk, now = CheckIn.objects.earliest("pk"), timezone.now()
    author = Consent.objects.filter(couple=talk.couple_id).earliest("pk").user
    of_both: Any = {"couple_id": talk.couple_id}
    deck = OwnDeck.objects.create(**of_both, author=author, title="us", made_at=now)
    question = OwnQuestion.objects.create(**of_both, author=author, deck=deck, words="why?", made_at=now)
    QuestionYes.objects.create(**of_both, question=question, person=author)
    HeavyYes.objects.create(**of_both, deck="past", person=author)
    DeckChoice.objects.create(**of_both, deck=str(deck.pk))
    Drawing.objects.create(**of_both, check_in=talk, prompt=question.prompt, drawn_at=now)
