"""The file one takes along, and the page after leaving."""

from __future__ import annotations

import uuid

from django.urls import reverse
from django.utils import timezone

from couples.people.models import User
from pages.export.models import ExportedFile
from pages.export.verbs import ask_for_export
from tests.e2e.staging import SCENES, couple, page, scene
from tests.pages.export.files import file_ready

SCENES["export"] = page("export")


@scene
def export_being_made() -> tuple[User, str]:
    alice = couple().alice
    ask_for_export(alice, uuid.uuid4(), timezone.now())
    # As a worker leaves it who is at it.
    ExportedFile.objects.update(worked_at=timezone.now(), parts=90, parts_done=40)
    return alice, reverse("export")


@scene
def export_ready() -> tuple[User, str]:
    alice = couple().alice
    file_ready(alice, b"x" * 230_000)
    return alice, reverse("export")


@scene
def left() -> tuple[User, str]:
    pair = couple()
    return pair.left().alice, reverse("left", args=[pair.couple.pk])
