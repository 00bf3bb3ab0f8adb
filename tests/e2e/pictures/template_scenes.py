"""Templates: all of them, what somebody looks for, one as a letter, and that one for whoever comes."""

from __future__ import annotations

from django.urls import reverse

from agreements.kinds.base import kind_named
from agreements.kinds.terms import TRIGGERS
from couples.people.models import User
from tests.e2e.staging import SCENES, couple, scene
from tests.helpers import factories

for _name, _query in {
    "all": "",
    "about": "?trigger=argument",
    "found": "?words=phone",
    "none": "?words=unicorn",
}.items():
    SCENES[f"templates-{_name}"] = lambda query=_query: (couple().alice, reverse("templates") + query)  # type: ignore[misc]


@scene
def template() -> tuple[User, str]:
    return couple().alice, reverse("template", args=["rr_unread"])


@scene
def template_of_talks() -> tuple[User, str]:
    return couple().alice, reverse("template", args=["rh_monthly"])


@scene
def template_blank() -> tuple[None, str]:
    return None, reverse("template_blank", args=["rr_unread"])


@scene
def draft_line_of_triggers() -> tuple[User, str]:
    alice = couple().alice
    return alice, reverse("draft_line", args=[factories.draft(alice).pk, kind_named("response_rule").line_of(TRIGGERS)])
