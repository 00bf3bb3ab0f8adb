"""What every page has: times and addresses as people say them, words in their own direction, parts that live."""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from itertools import count

from django import forms, template
from django.forms.widgets import Input
from django.template.context import Context
from django.template.defaultfilters import stringfilter
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from basics import answering, directions, formats, typed
from basics.clock import shown_now
from couples.live.showing import LivePage
from pages.help.lines import mark

register = template.Library()
# A part of a Chinese sentence, with the mark that it ends in.
PART = re.compile(r"[^，、；：。？！]+[，、；：。？！”’）」』]*")
# Beyond as many days the name of a day alone would be another one's too.
DAYS = 7


@register.filter
def when_said(when: datetime) -> str:
    """Sunday, 20:30."""
    return formats.when_said(when, shown_now())


@register.filter
def question_of(when: datetime) -> str:
    """Sunday's question: what to call the question of the talk at that time."""
    day = timezone.localtime(when).date()
    ahead = (day - timezone.localtime(shown_now()).date()).days
    if ahead == 0:
        return _("Today’s question")
    return (
        _("%(weekday)s’s question") % {"weekday": formats.weekday(day.weekday())}
        if ahead < DAYS
        else _("Next question")
    )


@register.filter
def until_said(when: datetime) -> str:
    """21:10 today, else with its day."""
    return formats.until_said(when, shown_now())


@register.filter
def at_said(when: datetime) -> str:
    """At 21:10 today, else tomorrow at 21:10."""
    return formats.at_said(when, shown_now())


@register.filter
def left_said(when: datetime) -> str:
    """27 minutes left."""
    return formats.left_said(when, shown_now())


@register.filter
def seconds_to(when: datetime) -> int:
    """How long it still is, for a script."""
    return math.ceil((when - shown_now()).total_seconds())


@register.filter
def day_said(when: datetime | date) -> str:
    """3 May 2027, without a clock time."""
    return formats.day(when)


@register.filter
def day_from_now(when: datetime) -> str:
    """Today, yesterday's date with its weekday: without a clock time."""
    return formats.day_said(timezone.localtime(when).date(), timezone.localtime(shown_now()).date())


@register.filter
def short_day(when: datetime | date) -> str:
    """3 May."""
    return formats.short_day(when)


@register.filter
def day_ahead(shown: date) -> str:
    """Sunday, tomorrow, 12 March."""
    return formats.day_said(shown, timezone.localtime(shown_now()).date())


@register.filter
def date_said(shown: date) -> str:
    """1 March, wherever its reader is; of a far year with that."""
    return formats.date_said(shown, timezone.localtime(shown_now()).date())


@register.filter
def since_said(when: datetime) -> str:
    """25 November; of another year than this one with that."""
    return formats.since_said(when, shown_now())


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
@stringfilter
def in_parts(question: str) -> str:
    """Return a question whose Chinese parts stay together where a line has room: else it breaks within a word."""
    parts = PART.findall(question)
    together = format_html_join("", '<span class="in-one">{}</span>', ([part] for part in parts))
    return together if len(parts) > 1 and "".join(parts) == question else question


@register.simple_tag
def mark_of_numbers() -> str:
    """Return what tells the numbers to call of a copy that a device keeps from newer ones."""
    return mark()


@register.filter
def isolated(words: str) -> SafeString:
    """A person's words in a sentence of ours, read in their own direction."""
    return directions.isolated(words)


@register.filter
def bare(name: str) -> str:
    """Return a name for an attribute, which holds no elements."""
    return str(name)


@register.simple_tag(takes_context=True)
def named_apart(context: Context, name: str, address: str, detail: str = "", among: str = "") -> str:
    """Return a link's name, with more where another link of this page reads the same: Tea: Sunday, Tea (2).

    `among` names a sort of links that say of themselves what they are, so that they read like no others.
    """
    names = context["request"].__dict__.setdefault(f"names_of_links{among}", {})
    if _is_free(names, name, address):
        return name
    if detail:
        name = directions.said(_("%(name)s: %(detail)s"), name=name, detail=detail)
        if _is_free(names, name, address):
            return name
    numbers = context["request"].__dict__.setdefault(f"numbers_of_links{among}", {})
    return _numbered(numbers, names, name, address)


def _numbered(numbers: dict[tuple[str, str], int], names: dict[str, str], name: str, address: str) -> str:
    """Return the name with the next free number: sixty links of one name are not counted anew for each of them."""
    own, last = (name, address), (name, "")
    if own not in numbers:
        tried = count(numbers.get(last, 1) + 1)
        numbers[own] = numbers[last] = next(each for each in tried if _is_free(names, _with(name, each), address))
    return _with(name, numbers[own])


def _with(name: str, number: int) -> str:
    return directions.said("%(name)s (%(number)s)", name=name, number=number)


def _is_free(names: dict[str, str], name: str, address: str) -> bool:
    return names.setdefault(str(name), address) == address


@register.simple_block_tag
def nothing_yet(content: SafeString, drawing: str) -> SafeString:
    """Put a drawing of static/steady/drawings.svg above what says that there is nothing here yet."""
    return render_to_string("steady/nothing_yet.html", {"content": content, "drawing": drawing})


@register.simple_block_tag
def part(content: SafeString) -> SafeString:
    """Keep a part of a page, such as a link, for its place inside a sentence: {% part as times %}…{% endpart %}."""
    return mark_safe(content.strip())  # noqa: S308 - it was rendered as a part of this page


@register.simple_block_tag(takes_context=True)
def live(context: Context, content: SafeString, until: datetime | None = None) -> SafeString:
    """Wrap the part of a page that changes while it lies open; `until` is when it reads otherwise by itself.

    Only a page that was opened asks (`lives`): what answers a form, or a visitor, stays as it is.
    """
    page: LivePage | None = getattr(context.get("request"), "live", None)
    question = page.question(until, timezone.now()) if page else ""
    address = page.address if page else ""
    return render_to_string("steady/live.html", {"content": content, "question": question, "address": address})


@register.filter
def asked_for(address: str | None) -> str:
    """What the question for the password is for, by where it leads on to."""
    return answering.asked_for(address or "")


@register.filter
def keeps_what_was_typed(form: forms.BaseForm) -> bool:
    """Tell whether something was typed here and its page shows all of it again: a password comes back empty."""
    typed = [field.field.widget for field in form.visible_fields() if _is_typed(field)]
    return bool(typed) and not any(isinstance(widget, forms.PasswordInput) for widget in typed)


def _is_typed(field: forms.BoundField) -> bool:
    widget = field.field.widget
    takes_text = isinstance(widget, Input | forms.Textarea) and not isinstance(widget, forms.CheckboxInput)
    return takes_text and bool(field.data) and field.name in field.form.changed_data
