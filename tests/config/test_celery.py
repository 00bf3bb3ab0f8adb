"""What a worker loads when it starts."""

from __future__ import annotations

import pytest
from celery.fixups.django import DjangoWorkerFixup  # type: ignore[attr-defined]  # its types do not know it

from config.celery import app


def test_a_worker_starts_without_djangos_own_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """For them it would load all pages and the API, and keep them."""
    looked = []
    monkeypatch.setattr("django.core.checks.run_checks", lambda: looked.append("at all"))
    monkeypatch.setattr(DjangoWorkerFixup, "django_setup", lambda _fixup: None)
    DjangoWorkerFixup(app).validate_models()
    assert looked == []
