"""What a form showed when its page was opened, which is not always what is stored when it comes back."""

from __future__ import annotations

from django import forms


def remember_what_was_shown(form: forms.BaseForm) -> None:
    """Carry along what each field showed, so that `changed_data` is what was changed on this very page.

    Compared with what is stored by now, a page from before would put old values back into fields it never touched.
    """
    for field in form.fields.values():
        field.show_hidden_initial = True
