"""Templates: all of them, what somebody looks for, one as a letter, and that one for whoever comes."""

from __future__ import annotations

from django.urls import reverse

from couples.people.models import User
from tests.e2e.staging import SCENES, couple, scene

for _name, _query in (("all", ""), ("of-a-kind", "?kind=cool_down"), ("about", "?trigger=argument")):
    SCENES[f"templates-{_name}"] = lambda query=_query: (couple().alice, reverse("templates") + query)  # type: ignore[misc]
for _name, _query in (("found", "?words=phone"), ("not-found", "?words=unicorn")):
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
