"""Template filters that every page has: times and addresses as people say them, words in their own direction."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from basics import directions, formats, typed

register = template.Library()


@register.filter
def when_said(when: datetime) -> str:
    """Sunday, 20:30."""
    return formats.when_said(when, timezone.now())


@register.filter
def until_said(when: datetime) -> str:
    """21:10 today, else with its day."""
    return formats.until_said(when, timezone.now())


@register.filter
def day_said(when: datetime | date) -> str:
    """3 May 2027, without a clock time."""
    return formats.day(when)


@register.filter
def short_day(when: datetime | date) -> str:
    """3 May."""
    return formats.short_day(when)


@register.filter
def length_said(minutes: int) -> str:
    """20 minutes, 2 hours, 1 day."""
    return formats.length(minutes)


@register.filter
def zone_place(name: str) -> str:
    """Berlin."""
    return formats.zone_place(name)


@register.filter
def address_said(address: str) -> str:
    """vic@münchen.example, however the DNS spells it."""
    return typed.address_said(address)


@register.filter
def isolated(words: str) -> SafeString:
    """A person's words in a sentence of ours, read in their own direction."""
    return directions.isolated(words)
