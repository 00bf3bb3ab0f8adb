"""What a form showed when its page was opened, which is not always what is stored when it comes back."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Any

from django import forms
from django.utils.safestring import SafeString


def says_what_was_shown(data: Mapping[str, Any]) -> bool:
    """Tell whether what was sent carries that along; a page from before this service wrote it there does not."""
    return any(name.startswith("initial-") for name in data)


def remember_what_was_shown(form: forms.BaseForm) -> None:
    """Carry along what each field showed, so that `changed_data` is what was changed on this very page.

    Compared with what is stored by now, a page from before would put old values back into fields it never touched.
    """
    for field in form.fields.values():
        field.show_hidden_initial = True
    if form.is_bound:
        # What came without them showed nothing. Shown again, it would else take what was typed for what was shown.
        data: Any = copy(form.data)
        for name in form.fields:
            data.setdefault(form[name].html_initial_name, "")
        form.data = data


def shown_from_now_on(form: forms.BaseForm) -> list[SafeString]:
    """Return what each valid field showed last, for a page that stays open after they were kept."""
    fresh: Any = copy(form)
    fresh.is_bound, fresh.data, fresh.initial = False, {}, {**form.initial, **form.cleaned_data}
    fresh._bound_fields_cache = {}
    return [fresh[name].as_hidden({"hx-swap-oob": "true"}, only_initial=True) for name in _shown(form)]


def _shown(form: forms.BaseForm) -> list[str]:
    return [name for name in form.cleaned_data if form.fields[name].show_hidden_initial]
