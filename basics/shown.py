"""What a form showed when its page was opened, which is not always what is stored when it comes back."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Any

from django import forms


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
