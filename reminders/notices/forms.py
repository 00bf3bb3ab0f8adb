"""What is sent when notices were read."""

from __future__ import annotations

from django import forms


class ReadForm(forms.Form):
    """Which notices the page showed: those that were there when this one was the newest."""

    newest = forms.UUIDField()
