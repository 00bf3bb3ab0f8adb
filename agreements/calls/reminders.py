"""What is told of a call: to who is asked, to who promised, and to who asks. Nothing depends on what was opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.calls import clock
from agreements.calls.models import Call, HoldingReply
from agreements.pauses.running import running_until
from basics import formats
from basics.directions import isolated_in_text, own_words, said
from reminders.about import AboutOne
from reminders.flood_limit import all_but
from reminders.kinds import LETTERS, Decision, Hold, Message
from reminders.models import Notice, Reminder
from reminders.scheduling import schedule, withdraw
from reminders.subjects import Subject
from reminders.wording import something_new

CALL = Subject("call")
BEFORE_A_PROMISE = timedelta(minutes=10)
_SOON, _NOW = "soon", "now"


class _AboutCall(AboutOne[Call]):
    """What these kinds share: they are true only while the call says so."""

    subject, route = CALL, "call"
    group = LETTERS
    keep_for = timedelta(days=2)

    def neutral(self, reminder: Reminder, now: datetime) -> Message:
        return something_new()

    def there(self, keys: Sequence[str], now: datetime) -> Iterable[Call]:
        """Return those of couples that are connected."""
        there = Call.objects.there(now).filter(pk__in=keys, couple__closed_at__isnull=True)
        return there.select_related("caller", "answerer").prefetch_related("holding_replies")


class Called(_AboutCall):
    """The other asks for the answer that the two agreed on."""

    name = "call"
    label = gettext_lazy("The other asks for an answer")

    def still_true(self, row: Reminder | Notice, thing: Call, now: datetime) -> bool:
        return _waits(thing, now)

    def line(self, row: Notice, thing: Call, now: datetime) -> str:
        return said(_("%(name)s asks you for a line."), name=own_words(thing.caller.name))

    def plain(self, reminder: Reminder, now: datetime) -> Message:
        return _asked_for_a_line()

    def detail(self, reminder: Reminder, now: datetime) -> str:
        """Say who asks, and not a word of it."""
        call = Call.objects.select_related("caller").get(pk=CALL.key(reminder))
        return _("%(name)s asks you for a line") % {"name": isolated_in_text(call.caller.name)}


class CalledTwoThirds(_AboutCall):
    """Once, when two thirds of the time are over, to who is asked and has said nothing yet. Never after it."""

    name = "call_two_thirds"
    label = gettext_lazy("Once more, before an answer is due")

    def decide(self, reminders: Sequence[Reminder], now: datetime) -> Mapping[int, Decision]:
        """Hold it while the two pause: nothing is expected of either until then, as the pause says."""
        true = self.true_of(reminders, now)
        pausing = running_until({call.couple_id for call in true.values()}, now)
        held = {key: Hold(pausing[call.couple_id]) for key, call in true.items() if call.couple_id in pausing}
        return {**all_but([row for row in reminders if row.pk in true], reminders, now), **held}

    def still_true(self, row: Reminder | Notice, thing: Call, now: datetime) -> bool:
        return _waits(thing, now) and thing.promise is None and now < thing.due_at

    def line(self, row: Notice, thing: Call, now: datetime) -> str:
        by = formats.until_said(thing.due_at, now)
        return said(_("A line for %(name)s, by %(time)s if you can."), name=own_words(thing.caller.name), time=by)

    def plain(self, reminder: Reminder, now: datetime) -> Message:
        return _asked_for_a_line()


class Promised(_AboutCall):
    """To who promised alone: shortly before it, and once at the time. They named it, so quiet hours do not hold it."""

    name = "promise"
    label = gettext_lazy("When you wanted to answer")
    has_agreed_clock_time = True
    useful_for = timedelta(hours=2)

    def still_true(self, row: Reminder | Notice, thing: Call, now: datetime) -> bool:
        promise = thing.promise
        return _waits(thing, now) and promise is not None and row.occurrence in _occurrences(promise)

    def line(self, row: Notice, thing: Call, now: datetime) -> str:
        return _("You wanted to answer at %(time)s.") % _time_of(thing)

    def neutral(self, reminder: Reminder, now: datetime) -> Message:
        time = _time_of(_call_of(reminder))
        entry = _("An entry in your Steady calendar: %(time)s.") % time
        return Message(_("Reminder: %(time)s") % time, (entry,), _("Open"))

    def plain(self, reminder: Reminder, now: datetime) -> Message:
        time = _time_of(_call_of(reminder))
        body = _("You wanted to answer at %(time)s. A line helps.") % time
        return Message(_("You wanted to answer at %(time)s") % time, (body,), _("Answer"))


class CallAnswered(_AboutCall):
    """To who asks: there is an answer, or a time for one."""

    name = "call_answered"
    label = gettext_lazy("What you asked for has an answer")
    is_off_at_first = True

    def is_named_on_today(self, notice: Notice) -> bool:
        """A time that was named passes, and Today says nothing of what is not answered."""
        return notice.occurrence == "answered"

    def still_true(self, row: Reminder | Notice, thing: Call, now: datetime) -> bool:
        if thing.answered_at:
            return row.occurrence == "answered"
        return _waits(thing, now) and thing.promise is not None and row.occurrence == _held(thing.promise)

    def line(self, row: Notice, thing: Call, now: datetime) -> str:
        other = own_words(thing.answerer.name)
        if thing.answered_at or thing.promise is None:
            return said(_("%(name)s answered you."), name=other)
        return _busy(other, thing.promise.promised_at, now)

    def plain(self, reminder: Reminder, now: datetime) -> Message:
        return Message(
            subject=_("There is an answer for you"),
            paragraphs=(_("What you asked for has an answer. It waits until you read it."),),
            link_label=_("Read it"),
        )


def _busy(name: str, promised_at: datetime, now: datetime) -> str:
    at = formats.until_said(promised_at, now)
    if at == formats.clock(promised_at):
        return said(_("%(name)s is busy now, and will answer at %(time)s."), name=name, time=at)
    return said(_("%(name)s is busy now, and will answer %(time)s."), name=name, time=at)


def _asked_for_a_line() -> Message:
    return Message(
        subject=_("You were asked for a line"),
        paragraphs=(_("You were asked for a line. A line helps, or a time when you will answer."),),
        link_label=_("Answer"),
    )


def _call_of(reminder: Reminder) -> Call:
    return Call.objects.get(pk=CALL.key(reminder))


def _waits(call: Call, now: datetime) -> bool:
    return call.answered_at is None and call.closed_at is None and now < call.lapses_at


def _time_of(call: Call) -> dict[str, str]:
    return {"time": formats.clock(call.promise.promised_at) if call.promise else ""}


def _occurrences(promise: HoldingReply) -> tuple[str, str]:
    return f"{promise.number}:{_SOON}", f"{promise.number}:{_NOW}"


def _held(promise: HoldingReply) -> str:
    return f"held:{promise.number}"


def tell_called(call: Call, now: datetime) -> None:
    """Tell who is asked, now and once before it is due."""
    two_thirds = clock.two_thirds_of(call.called_at, call.due_at, call.version.zone)
    schedule(CALLED, CALL.of(call.pk), occurrence="asked", people=[call.answerer_id], due_at=now)
    schedule(TWO_THIRDS, CALL.of(call.pk), occurrence="two_thirds", people=[call.answerer_id], due_at=two_thirds)


def remind_of_promise(promise: HoldingReply, now: datetime) -> None:
    """Remind who promised, ten minutes before and at the time; of what is nearer than that once."""
    moments = (promise.promised_at - BEFORE_A_PROMISE, promise.promised_at)
    for occurrence, due_at in zip(_occurrences(promise), moments, strict=True):
        if due_at > now:
            people = [promise.call.answerer_id]
            schedule(PROMISED, CALL.of(promise.call_id), occurrence=occurrence, people=people, due_at=due_at)


def tell_held(promise: HoldingReply, now: datetime) -> None:
    """Tell who asks when there will be an answer."""
    call = promise.call
    schedule(ANSWERED, CALL.of(call.pk), occurrence=_held(promise), people=[call.caller_id], due_at=now)


def tell_answered(call: Call, now: datetime) -> None:
    """Tell who asks that there is one."""
    schedule(ANSWERED, CALL.of(call.pk), occurrence="answered", people=[call.caller_id], due_at=now)


def withdraw_all(call: Call, now: datetime) -> None:
    """Take back what waits to be told about a call."""
    withdraw(CALL.of(call.pk), now)


CALLED = Called()
TWO_THIRDS = CalledTwoThirds()
PROMISED = Promised()
ANSWERED = CallAnswered()
KINDS = (CALLED, TWO_THIRDS, PROMISED, ANSWERED)
