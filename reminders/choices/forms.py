"""The form of the page on which a person says how to be reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from basics.typed import ClockField, DigitsField, PlainField
from reminders.channels import CHANNELS
from reminders.channels.other.services import LONGEST_ADDRESS, NotAnAddress, read_address
from reminders.choices.devices import Sent
from reminders.choices.lead import LABEL, LeadField
from reminders.choices.mailbox import mailbox_field
from reminders.choices.switches import ABOUT, BETWEEN, FINE_TUNED, LABELS, POSITIONS, position_of, said_by
from reminders.kinds import GROUPS, ReminderKind
from reminders.models import ChannelName, Preferences
from reminders.preferences import Cell, Marks, choosable_kinds, sent_always, switched_off, ways_of

WORDING_CHOICES = (
    (False, _("“Your talk today at 20:30”")),
    (True, _("“Your talk with Ben, today at 20:30”")),
)


# What stands above all that is folded away.
FIRST_FIELDS = ("who_sees_mailbox", "quiet_from", "quiet_until")
# What is chosen outside the grid.
PLAIN_FIELDS = (
    "who_sees_mailbox",
    "says_what_it_is",
    "devices_say_what_it_is",
    "own_lead_minutes",
    "quiet_from",
    "quiet_until",
)


@dataclass(frozen=True)
class GridCell:
    """One place of the grid: a box to tick, or a fixed mark, or nothing."""

    label: Any
    field: BoundField | None = None
    is_fixed: bool = False


@dataclass(frozen=True)
class GridRow:
    """One kind: where it goes, and whether quiet hours let it through."""

    label: Any
    cells: list[GridCell]


def shown_channels() -> list[str]:
    """Return the grid's columns: the app, mail, and what else this service is set up for."""
    beside = [name for name, channel in CHANNELS.items() if channel.is_beside_mail and channel.is_open()]
    return [ChannelName.IN_APP, ChannelName.EMAIL, *beside]


class ReminderSettingsForm(forms.ModelForm):
    """All choices of one person; the grid's boxes are fields made of the registered kinds."""

    own_lead_minutes = LeadField(
        label=LABEL,
        help_text=_(
            "Only for you, beside the reminder you two agreed on. Your partner does not see it. "
            "Longer than from one talk to the next, it does not come."
        ),
    )
    who_sees_mailbox = mailbox_field(
        help_text=_(
            "Until you say it, mails read like a calendar: “Reminder: today 20:30”. A phone may show their subjects "
            "while it is locked. The app keeps everything in any case."
        ),
        explained=True,
    )
    says_what_it_is = forms.TypedChoiceField(
        label=_("If only you see it, a mail may say"),
        choices=WORDING_CHOICES,
        coerce=lambda value: value in (True, "True"),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Preferences
        fields = PLAIN_FIELDS
        labels = {
            "devices_say_what_it_is": _("On my devices and in other apps too: say what it is, with names"),
            "quiet_from": _("Quiet from"),
            "quiet_until": _("Quiet until"),
        }
        help_texts = {
            "devices_say_what_it_is": _("Others see a lock screen too. Without this it reads like a calendar there."),
            "quiet_until": _(
                "What has no agreed time waits until then. What you two agreed a time for does not wait. "
                "The same time twice means: no quiet hours."
            ),
        }
        field_classes = {"quiet_from": ClockField, "quiet_until": ClockField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The API's description makes a form of nobody's.
        person = self.instance.user_id
        self._off = switched_off(person) if person else set()
        self._always = sent_always(person) if person else set()
        # The names of the boxes: of each kind and channel that can be switched off, and of each kind that quiet hours
        # could let through.
        self.cells: dict[Cell, str] = {}
        self.always_fields: dict[str, str] = {}
        for group in GROUPS:
            self._add_switch(group)
        for kind in choosable_kinds():
            self._add_row(kind)

    def _add_switch(self, group: str) -> None:
        """Add the plain switch of a group; its third position stands there only while it is the one that is so."""
        position = position_of(group, self._off)
        field = forms.ChoiceField(
            label=LABELS[group],
            choices=(*POSITIONS, *BETWEEN),
            required=False,
            initial=position,
            help_text=ABOUT[group],
            widget=forms.RadioSelect,
        )
        if FINE_TUNED not in (position, self.data.get(switch_name(group))):
            field.widget.choices = POSITIONS
        self.fields[switch_name(group)] = field

    def _add_row(self, kind: ReminderKind) -> None:
        for channel in shown_channels():
            if channel in ways_of(kind) and channel != ChannelName.IN_APP:
                name = f"to-{kind.name}-{channel}"
                self.cells[(kind.name, channel)] = name
                self._add_box(name, kind, CHANNELS[channel].label, (kind.name, channel) not in self._off)
        if can_be_always(kind):
            name = f"always-{kind.name}"
            self.always_fields[kind.name] = name
            self._add_box(name, kind, _("also in quiet hours"), kind.name in self._always)

    def _add_box(self, name: str, kind: ReminderKind, label: Any, is_ticked: bool) -> None:
        self.fields[name] = forms.BooleanField(
            label=format_lazy("{kind}: {way}", kind=kind.label, way=label), required=False, initial=is_ticked
        )

    @property
    def plain_fields(self) -> dict[str, BoundField]:
        """Return the fields outside the grid by name."""
        return {name: self[name] for name in PLAIN_FIELDS}

    @property
    def switches(self) -> dict[str, BoundField]:
        """Return the plain switches by what they are about."""
        return {group: self[switch_name(group)] for group in GROUPS}

    @property
    def is_fine_tuned_wrongly(self) -> bool:
        """Tell whether something is to be seen to among what is folded away."""
        return bool(self.errors.keys() & {*self.fields} - {*FIRST_FIELDS, *map(switch_name, GROUPS)})

    @property
    def columns(self) -> list[Any]:
        """Return the headings of the grid."""
        return [*(CHANNELS[name].label for name in shown_channels()), _("In quiet hours")]

    @property
    def grid(self) -> list[GridRow]:
        """Return the grid, kind by kind."""
        return [GridRow(kind.label, self._row(kind)) for kind in choosable_kinds()]

    def _row(self, kind: ReminderKind) -> list[GridCell]:
        cells = [self._cell(kind, channel) for channel in shown_channels()]
        always = self.always_fields.get(kind.name)
        label = _("also in quiet hours")
        has_clock = kind.has_agreed_clock_time and ChannelName.EMAIL in kind.channels
        return [*cells, GridCell(label, self[always] if always else None, is_fixed=has_clock)]

    def _cell(self, kind: ReminderKind, channel: str) -> GridCell:
        name = self.cells.get((kind.name, channel))
        is_fixed = channel == ChannelName.IN_APP and channel in kind.channels
        return GridCell(CHANNELS[channel].label, self[name] if name else None, is_fixed)

    @property
    def changed(self) -> dict[str, Any]:
        """Return what was changed outside the grid, once the form is valid. No answer takes none back."""
        changed = {name: self.cleaned_data[name] for name in PLAIN_FIELDS if name in self.changed_data}
        return {name: value for name, value in changed.items() if (name, value) != ("who_sees_mailbox", "")}

    @property
    def marks(self) -> Marks:
        """Return what was changed by the switches and in the grid, once the form is valid. A box says more."""
        boxes = {cell: self.cleaned_data[name] for cell, name in self.cells.items() if name in self.changed_data}
        is_on = {**self._switched, **boxes}
        always = {kind: name for kind, name in self.always_fields.items() if name in self.changed_data}
        return Marks(
            shown=frozenset(is_on),
            off=frozenset(cell for cell, comes in is_on.items() if not comes),
            may_be_always=frozenset(always),
            always=frozenset(kind for kind, name in always.items() if self.cleaned_data[name]),
        )

    @property
    def _switched(self) -> dict[Cell, bool]:
        names = {group: switch_name(group) for group in GROUPS}
        moved = {group: self.cleaned_data[name] for group, name in names.items() if name in self.changed_data}
        return {cell: comes for group, position in moved.items() for cell, comes in said_by(group, position).items()}


def switch_name(group: str) -> str:
    """Return the name of a switch's field."""
    return f"switch-{group}"


def can_be_always(kind: ReminderKind) -> bool:
    """Tell whether quiet hours could hold this kind: it goes further than the app and has no agreed clock time."""
    return ChannelName.EMAIL in kind.channels and not kind.has_agreed_clock_time


class OtherAddressForm(forms.Form):
    """An address in another app."""

    address = PlainField(
        label=_("Address"),
        max_length=LONGEST_ADDRESS,
        help_text=_("Written as one of the examples below. It is stored encrypted."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def clean_address(self) -> str:
        """Refuse what is written like none of the services."""
        address: str = self.cleaned_data["address"]
        try:
            read_address(address)
        except NotAnAddress:
            raise forms.ValidationError(
                _("We cannot send to this. Write it exactly as one of the examples: no port, no IP address, no more."),
                code="address",
            ) from None
        return address


class CodeForm(forms.Form):
    """The code that arrived in the other app."""

    code = DigitsField(
        6,
        label=_("The six digits that arrived there"),
        error_messages={"invalid": _("Six digits, such as 042713.")},
    )


class TestForm(forms.Form):
    """By which way to send a test."""

    channel = forms.CharField(required=False)

    @property
    def channel_name(self) -> str:
        """Return the name of the channel, or nothing."""
        return str(self.cleaned_data["channel"]) if self.is_valid() else ""


class SubscribeForm(forms.Form):
    """What a browser sends so that a push can reach it; `devices` judges whether it is one."""

    endpoint = forms.CharField(required=False, strip=False)
    p256dh = forms.CharField(required=False, strip=False)
    auth = forms.CharField(required=False, strip=False)

    @property
    def subscription(self) -> Sent:
        """Return what came; nothing in place of what is no text."""
        self.full_clean()
        return Sent(*(self.cleaned_data.get(name, "") for name in ("endpoint", "p256dh", "auth")))


class RenewForm(SubscribeForm):
    """A new subscription, and what proves that the old one was this browser's."""

    old_endpoint = forms.CharField(required=False, strip=False)
    old_auth = forms.CharField(required=False, strip=False)

    @property
    def old(self) -> Sent:
        """Return the old one; its public key is not asked for."""
        self.full_clean()
        return Sent(self.cleaned_data.get("old_endpoint", ""), "", self.cleaned_data.get("old_auth", ""))
