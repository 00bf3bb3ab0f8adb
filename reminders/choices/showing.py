"""What its owner sees of how they are reached."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict

from basics.shown import remember_what_was_shown, says_what_was_shown
from reminders.channels import CHANNELS
from reminders.channels.other import services as other_apps
from reminders.choices import address_codes as confirming
from reminders.choices import devices
from reminders.choices.forms import CodeForm, OtherAddressForm, ReminderSettingsForm
from reminders.models import OtherAddress, PushDevice
from reminders.preferences import preferences_of, usable_channels


def settings_parts(user: Any, session: SessionBase, now: datetime) -> dict[str, Any]:
    """Return what each part of the settings page shows, its forms untouched."""
    form = settings_form(user)
    return {
        "form": form,
        "testable": [CHANNELS[name] for name in usable_channels(form.instance)],
        **_device_parts(user, session),
        **_other_parts(user, now),
    }


def settings_form(user: Any, data: QueryDict | None = None) -> ReminderSettingsForm:
    """Return the form that knows what it showed; a page from before it said so is taken at its word."""
    form = ReminderSettingsForm(data, instance=preferences_of(user))
    if data is None or says_what_was_shown(data):
        remember_what_was_shown(form)
    return form


def _device_parts(user: Any, session: SessionBase) -> dict[str, Any]:
    """Return what the part about devices shows, and which of them is the one at hand."""
    mine = list(PushDevice.objects.alive().filter(user=user).order_by("added_at"))
    at_hand = session.get(devices.SESSION_KEY)
    this_device = next((device for device in mine if str(device.pk) == at_hand), None)
    return {"push_key": devices.server_key(), "devices": mine, "this_device": this_device}


def _other_parts(user: Any, now: datetime) -> dict[str, Any]:
    """Return what the part about another app shows. The address itself is not shown again: it may hold a password."""
    mine = OtherAddress.objects.filter(user=user)
    confirmed = mine.filter(confirmed_at__isnull=False).first()
    entered = mine.filter(confirmed_at__isnull=True, entered_at__gt=now - confirming.CODE_OPEN_FOR).first()
    return {
        "other_confirmed": other_apps.service_named(confirmed.service) if confirmed else None,
        "other_entered": other_apps.service_named(entered.service) if entered else None,
        "other_form": OtherAddressForm(),
        "code_form": CodeForm(),
        "other_services": other_apps.SERVICES,
    }
