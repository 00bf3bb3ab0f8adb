"""Whole numbers in pages and addresses."""

from __future__ import annotations

from django import forms


class NumberField(forms.RegexField):
    """A whole number of at most so many digits as the service writes it, and nothing that only looks like one."""

    def __init__(self, digits: int) -> None:
        super().__init__(rf"^[0-9]{{1,{digits}}}\Z")

    def clean(self, value: str) -> int:
        return int(super().clean(value))
