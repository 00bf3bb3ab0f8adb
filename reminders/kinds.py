"""What a kind of reminder has to say, and the registry of kinds that the rooms above fill."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from reminders.models import ChannelName

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from reminders.models import Notice, Reminder


@dataclass(frozen=True)
class Drop:
    """Do not send: what it is about has ended, moved, or is not this person's any more."""


@dataclass(frozen=True)
class Hold:
    """Do not send yet; ask again at `until` (UTC)."""

    until: datetime


Decision = Drop | Hold  # No decision means: send.


@dataclass(frozen=True)
class Message:
    """The text of a mail, in the language that was active when it was made."""

    subject: str
    paragraphs: Sequence[str]
    link_label: str = ""
    closing: Sequence[str] = field(default=())


@dataclass(frozen=True)
class Attached:
    """A file that a mail brings."""

    name: str
    content: bytes
    mimetype: str


@dataclass(frozen=True)
class Line:
    """The text of an in-app notice and the page it leads to."""

    text: str
    path: str
    # The pages that show the thing itself: whoever opens one has read the line. None: the page it leads to. Empty: the
    # line says all there is, and is read where it stands.
    seen_on: Collection[str] | None = None

    def is_seen_on(self, path: str) -> bool:
        """Tell whether that page shows what the line is about."""
        return path in ((self.path,) if self.seen_on is None else self.seen_on)

    @property
    def says_all(self) -> bool:
        """Tell whether no page shows more of it."""
        return self.seen_on is not None and not self.seen_on


def whole_line(text: str, path: str) -> Line:
    """Return a line that says all there is, and a page where something can be done about it."""
    return Line(text, path, seen_on=())


TALKS, PAUSES, LETTERS = "talks", "pauses", "letters"
# The plain switches, in the order in which they stand.
GROUPS = (TALKS, PAUSES, LETTERS)


class ReminderKind:
    """One kind of reminder. Subclass it in an app's `reminders.py` and register it in `ready()`."""

    name: str
    channels: tuple[str, ...] = (ChannelName.EMAIL, ChannelName.IN_APP)
    # How long after its due time it still makes sense.
    useful_for = timedelta(hours=12)
    # Something both agreed on a clock time for: quiet hours never hold it.
    has_agreed_clock_time = False
    # Codes, resets and security mails: sent even where others read the mailbox, and never held.
    is_account_mail = False
    # How long finished rows stay; None keeps them, where the row itself is the promise "once, ever".
    keep_for: timedelta | None = timedelta(days=30)
    # The plain switch that stands for it, one of GROUPS; "" for what is chosen by itself alone.
    group = ""
    # What it is, in plain words. A kind with a label stands in everyone's settings; one without cannot be chosen.
    label: StrOrPromise = ""
    # Whether it goes no further than the app until its person chose that.
    is_off_at_first = False
    # The condition, in PostgreSQL's SQL, under which `decide` says nothing about the row called `reminder`, at the time
    # %(now)s. For kinds that come by the hundred thousand in the same minute; without one, `decide` is asked.
    standing_sql = ""

    def decide(self, reminders: Sequence[Reminder], now: datetime) -> Mapping[int, Decision]:
        """Return what not to send, or not yet, by primary key; asked for the whole batch right before sending."""
        return {}

    def neutral(self, reminder: Reminder, now: datetime) -> Message:
        """Return the text that reads like a calendar. The recipient's language and zone are active.

        For everybody but those who said that nobody else sees their mailbox; and for lock screens.
        """
        raise LookupError(f"{self.name} is not sent outside the app")

    def plain(self, reminder: Reminder, now: datetime) -> Message:
        """Return the text that says what it is: no name, no feeling, no word that someone wrote."""
        return self.neutral(reminder, now)

    def leads_to(self, reminder: Reminder) -> str:
        """Return the path of the page that the row is about; "" for none. What leaves the app says it by a token."""
        return ""

    def detail(self, reminder: Reminder, now: datetime) -> str:
        """Return a subject that names the other, for those who chose that; "" for none. No word that someone wrote."""
        return ""

    def attached(self, reminder: Reminder, now: datetime) -> Attached | None:
        """Return a file for mails to those who chose that: programs open it by themselves, and show it elsewhere."""
        return None

    def is_named_on_today(self, notice: Notice) -> bool:
        """Tell whether Today names it while it is unread: something to read of which nothing else there speaks."""
        return False

    def lines(self, notices: Sequence[Notice], now: datetime) -> Mapping[int, Line]:
        """Return the in-app text by primary key; a notice about something that is gone has none."""
        raise LookupError(f"{self.name} has no in-app notice")


_kinds: dict[str, ReminderKind] = {}


def register(kind: ReminderKind) -> None:
    """Make a kind known. Called once for each in an `AppConfig.ready()`."""
    _kinds[kind.name] = kind


def find_kind(name: str) -> ReminderKind | None:
    """Return the kind, or None for a row that an older or newer release made."""
    return _kinds.get(name)


def registered() -> Mapping[str, Any]:
    """Return all kinds by name."""
    return _kinds
