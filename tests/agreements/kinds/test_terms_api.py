"""Kinds in the API: whatever is registered, in whatever order things are loaded."""

from __future__ import annotations

import pytest

from agreements.drafts.api import DraftInput
from agreements.kinds import base
from agreements.kinds.cool_down import CoolDown
from agreements.kinds.terms_api import WholeTermsField, change_inputs, outputs, whole_inputs


@pytest.fixture
def late_kind(monkeypatch):
    """A kind that is registered after the API was loaded."""

    class Late(CoolDown):
        name = "late"
        order = 99

    kind = Late()
    monkeypatch.setitem(base._kinds, kind.name, kind)
    return kind


def test_a_kind_that_is_registered_late_is_known_like_any_other(late_kind):
    assert DraftInput(data={"kind": "late"}).is_valid()
    assert all("late" in by_kind() for by_kind in (whole_inputs, change_inputs, outputs))
    terms = {"kind": "late", "word": "stop", "minutes": 30, "stays_allowed": "help", "speaks_first": "either"}
    assert WholeTermsField().run_validation(terms).agreement_kind is late_kind


def test_each_kind_has_one_class_however_often_it_is_asked_for():
    assert whole_inputs() == whole_inputs()
    assert outputs() == outputs()
