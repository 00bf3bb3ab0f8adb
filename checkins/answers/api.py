"""Check-ins in the API. Before the answers open, nothing here differs by what the partner has done."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from basics.api.description import operation
from basics.api.inputs import FormSerializer, StrictSerializer, Switch, Text
from basics.api.moments import Moment
from basics.api.problems import Problem
from basics.transactions import reading
from checkins.agenda.api import OnTheTableSerializer, ToldSerializer
from checkins.answers import verbs as opening
from checkins.answers.carrying import take_along
from checkins.answers.forms import LONGEST_ANSWER, LONGEST_PROMPT, TICKS, AnswersForm, TakeAwayForm
from checkins.answers.showing import check_in_as_seen, check_ins_of, whole_check_in
from checkins.answers.starting import start_without_writing
from checkins.answers.verbs import Given
from checkins.rhythm.models import CheckIn
from checkins.theme.api import ThemeSerializer
from couples.seats.api import PartnersApi
from journal.appreciations.api import GoodSerializer


class CheckInSerializer(serializers.Serializer[Any]):
    """One talk, at one time."""

    id = serializers.UUIDField(source="pk")
    starts_at = Moment(help_text="In UTC.")
    minutes = serializers.IntegerField(help_text="How long, in minutes.")
    zone = serializers.CharField(help_text="The IANA zone whose clocks were agreed on.")
    answers_until = Moment(help_text="Until when answers are taken, in UTC.")
    has_begun = serializers.BooleanField(help_text="Whether its time has come.")
    is_open = serializers.BooleanField(help_text="Whether the time has come and both have handed in.")
    was_started = serializers.BooleanField(help_text="Whether both started it without writing.")
    was_returned = serializers.BooleanField(help_text="Whether the answers went back unopened.")
    takes_answers = serializers.BooleanField(help_text="Whether answers can be given or changed.")
    handed_in = serializers.BooleanField(help_text="Whether the caller has handed in.")


class AnswerSerializer(serializers.Serializer[Any]):
    """One answer. "Not today" is one as well, and so is saying it aloud."""

    words = serializers.CharField()
    not_today = serializers.BooleanField()
    aloud = serializers.BooleanField(help_text="Whether its writer says it aloud instead.")


class QuestionSerializer(serializers.Serializer[Any]):
    """One prompt with the answers the caller may read."""

    prompt = serializers.CharField(help_text="The prompt's name, to answer it by.")
    question = serializers.CharField(help_text="In the caller's language.")
    mine = AnswerSerializer(allow_null=True)
    theirs = AnswerSerializer(allow_null=True, help_text="Null until the answers are open.")


class OneCheckInSerializer(CheckInSerializer):
    """One check-in with its questions."""

    questions = QuestionSerializer(many=True)
    felt_good = GoodSerializer(
        many=True,
        help_text="What both wrote down that was good, one after the other; empty before the answers are open.",
    )
    drawn = serializers.CharField(help_text="Which of them was drawn for this talk; empty for one from before decks.")
    is_heavy = serializers.BooleanField(help_text="Whether that one comes only once both want such questions.")
    set_aside = QuestionSerializer(
        many=True, help_text="What the caller wrote to a question that another one took the place of."
    )
    topics = OnTheTableSerializer(
        many=True, source="table", help_text="What it opened with to talk about; empty before the answers are open."
    )
    told_beforehand = ToldSerializer(
        many=True, source="waiting.told", help_text="What the partner said beforehand that it is coming."
    )
    my_take_away = serializers.CharField(
        help_text="What the caller takes with them; empty before the answers are open."
    )
    theme = ThemeSerializer()
    their_take_away = serializers.CharField(help_text="What the partner takes with them; empty before.")


class AnswerInput(StrictSerializer):
    """One answer."""

    prompt = Text(max_length=LONGEST_PROMPT, help_text="The prompt's name, as the check-in lists it.")
    words = Text(max_length=LONGEST_ANSWER, allow_blank=True, required=False, default="")
    not_today = Switch(required=False, default=False)
    aloud = Switch(required=False, default=False, help_text="Say it instead of writing it.")


class AnswersInput(StrictSerializer):
    """Answers. A prompt that is left out stays as it is."""

    answers = AnswerInput(many=True)
    needs = Switch(
        required=False,
        default=None,
        allow_null=True,
        help_text="Whether what the caller needs most goes in, where we compare it; left out, nothing is said of it.",
    )

    def __init__(self, *args: Any, prompts: Iterable[str] = (), drawn: Iterable[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.prompts, self.drawn = list(prompts), list(drawn)

    def validate_answers(self, answers: list[dict[str, Any]]) -> Mapping[str, Given]:
        """Let the form of this check-in read the answers."""
        given = {answer["prompt"]: answer for answer in answers}
        if len(given) < len(answers) or not given.keys() <= {*self.prompts, *self.drawn}:
            raise serializers.ValidationError(_only_once(self.prompts))
        texts = {prompt: answer["words"] for prompt, answer in given.items()}
        ticks = {f"{prompt}{tick}": answer[tick[1:]] for prompt, answer in given.items() for tick in TICKS}
        form = AnswersForm(self.prompts, {**texts, **ticks}, self.drawn)
        if not form.is_valid():
            raise serializers.ValidationError([str(text) for texts in form.errors.values() for text in texts])
        return {prompt: form.given[prompt] for prompt in given}


class HandInInput(AnswersInput):
    """Answers to hand in, and whether the caller says the rest aloud."""

    rest_aloud = Switch(required=False, default=False, help_text="Say aloud whatever has no answer.")


def _only_once(prompts: Iterable[str]) -> str:
    return _("Answer each question of this talk once: %s.") % ", ".join(prompts)


class TakeAwayInput(FormSerializer):
    """What I take with me; empty removes it."""

    form_class = TakeAwayForm

    def get_fields(self) -> dict[str, Any]:
        """Require the field: a body without it must not remove the words."""
        fields = super().get_fields()
        fields["words"].required = True
        return fields


class CheckInsApi(PartnersApi):
    """The base of what is about check-ins."""

    def found(self, check_in_id: uuid.UUID) -> CheckIn:
        """Return one of the couple's check-ins; a stranger's and an unknown one answer the same 404."""
        with reading(self.person.pk):
            return get_object_or_404(check_ins_of(self.seat).select_related("agreement"), pk=check_in_id)

    def answer(self, check_in_id: uuid.UUID) -> Response:
        """Answer with one check-in as it is now."""
        with reading(self.person.pk):
            seen = whole_check_in(self.found(check_in_id), self.seat, timezone.now())
        return Response(OneCheckInSerializer(seen).data)

    def given(self, check_in: CheckIn, body: type[AnswersInput] = AnswersInput) -> Mapping[str, Any]:
        """Return what the body says, with the answers as they were typed. Raises ValidationError."""
        with reading(self.person.pk):
            options = {"prompts": check_in.prompts, "drawn": check_in.drawn_before()}
            valid: Mapping[str, Any] = self.read(body, **options).validated_data
        return valid


class CheckIns(CheckInsApi):
    """The couple's check-ins."""

    @operation("listCheckIns", answer=CheckInSerializer, is_list=True, problems=["not-connected"])
    def get(self, request: Request) -> Response:
        """List our check-ins that stand, the latest first."""
        standing = check_ins_of(self.seat).alive().known().order_by("-starts_at", "pk")
        return self.listed(
            standing, CheckInSerializer, seen=partial(check_in_as_seen, seat=self.seat, now=timezone.now())
        )


class OneCheckIn(CheckInsApi):
    """One check-in."""

    @operation("getCheckIn", answer=OneCheckInSerializer, problems=["not-connected", "not-found"])
    def get(self, request: Request, check_in_id: uuid.UUID) -> Response:
        """Show a check-in: my answers until they open, then both."""
        return self.answer(check_in_id)


@contextmanager
def _told_at_the_prompt(body: Any) -> Iterator[None]:
    """Turn "this prompt has no answer" into an error at that prompt in the body."""
    try:
        yield
    except opening.Unanswered as error:
        places = {answer["prompt"]: f"#/answers/{place}/words" for place, answer in enumerate(body["answers"])}
        said = _("Write a few words, or choose “not today”.")
        errors = [{"pointer": places.get(prompt, "#/answers"), "detail": said} for prompt in error.prompts]
        raise Problem("invalid", error.message, errors=errors) from None


ANSWER_PROBLEMS = ("not-connected", "not-found", "closed-for-answers", "no-room")


class KeepAnswers(CheckInsApi):
    """Answers while they are written."""

    @operation("keepAnswers", body=AnswersInput, answer=OneCheckInSerializer, problems=ANSWER_PROBLEMS)
    def put(self, request: Request, check_in_id: uuid.UUID) -> Response:
        """Keep my answers as they stand, unfinished ones too. Only I can read them."""
        check_in = self.found(check_in_id)
        with _told_at_the_prompt(request.data):
            given = self.given(check_in)
            opening.keep_answers(check_in, self.seat, given["answers"], timezone.now(), needs=given["needs"])
        return self.answer(check_in_id)


class HandIn(CheckInsApi):
    """Handing in."""

    @operation("handIn", body=HandInInput, answer=OneCheckInSerializer, problems=ANSWER_PROBLEMS)
    def post(self, request: Request, check_in_id: uuid.UUID) -> Response:
        """Hand in my answers, with those kept before. They open with my partner's, not before the check-in's time."""
        check_in = self.found(check_in_id)
        with _told_at_the_prompt(request.data):
            given = self.given(check_in, HandInInput)
            beside = {"rest_aloud": given["rest_aloud"], "needs": given["needs"]}
            opening.hand_in(check_in, self.seat, given["answers"], timezone.now(), **beside)
        return self.answer(check_in_id)


class StartWithoutWriting(CheckInsApi):
    """Starting a talk without writing."""

    @operation(
        "startWithoutWriting",
        answer=OneCheckInSerializer,
        problems=["not-connected", "not-found", "nothing-to-start"],
    )
    def post(self, request: Request, check_in_id: uuid.UUID) -> Response:
        """Say that I would rather talk at once. It starts once both of us have said so; nothing sealed is opened."""
        start_without_writing(self.found(check_in_id), self.seat, timezone.now())
        return self.answer(check_in_id)


class TakeToNext(CheckInsApi):
    """Taking along what was not opened."""

    @operation(
        "takeToNext",
        answer=OneCheckInSerializer,
        problems=["not-connected", "not-found", "nowhere-to-take-it"],
    )
    def post(self, request: Request, check_in_id: uuid.UUID) -> Response:
        """Take what I wrote for a talk that did not come to it to the next one, for me alone; show that one."""
        return self.answer(take_along(self.found(check_in_id), self.seat, timezone.now()).pk)


class MyTakeAway(CheckInsApi):
    """What the caller takes with them."""

    @operation(
        "keepTakeAway",
        body=TakeAwayInput,
        answer=OneCheckInSerializer,
        problems=["not-connected", "not-found", "not-open-yet", "fixed", "no-room"],
    )
    def put(self, request: Request, check_in_id: uuid.UUID) -> Response:
        """Keep what I take with me; both see it. An empty text takes it away. Fixed a day after it was first shared."""
        check_in = self.found(check_in_id)
        form = self.read(TakeAwayInput).form
        opening.keep_take_away(check_in, self.seat, form.cleaned_data["words"], timezone.now())
        return self.answer(check_in_id)
