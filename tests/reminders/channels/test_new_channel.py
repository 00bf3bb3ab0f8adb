"""The channel that docs/channels.md makes from start to end works as it stands there."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from reminders.channels import CHANNELS
from reminders.models import SwitchedOff
from tests.helpers import factories
from tests.helpers.factories import Pair
from tests.helpers.processes import ROOT
from tests.reminders.channels.delivering import deliver_due, states


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Path:
    """The new file among the channels, and a folder for what it drops."""
    [code] = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "channels.md").read_text(), re.DOTALL)
    found: dict[str, Any] = {"__name__": "reminders.channels.drop"}
    exec(compile(code, "reminders/channels/drop.py", "exec"), found)
    monkeypatch.setitem(CHANNELS, "drop", found["DropChannel"]())
    settings.DATA_DIR = tmp_path
    (tmp_path / "drop").mkdir()
    return tmp_path / "drop"


def test_one_file_is_a_channel(pair: Pair, alice_client: Client, folder: Path) -> None:
    mine = folder / str(pair.alice.pk)
    mine.mkdir()
    page = alice_client.get("/settings/reminders/").content.decode()
    assert "to-check_in-drop" in page
    assert "Send me a test: In my folder" in page
    check_in = factories.upcoming_check_in(pair)
    deliver_due(check_in.starts_at - timedelta(minutes=59), "drop")
    texts = [file.read_text() for file in mine.iterdir()]
    assert [text for text in texts if re.match(r"Reminder: (today|tomorrow) \d", text)]
    assert states(user=pair.alice, channel="drop", kind="check_in") == ["sent"]
    assert states(user=pair.bob, channel="drop") == [], "he has no folder"


def test_it_heeds_choices_as_every_channel_does(pair: Pair, folder: Path) -> None:
    mine = folder / str(pair.alice.pk)
    mine.mkdir()
    check_in = factories.upcoming_check_in(pair)
    SwitchedOff.objects.create(user=pair.alice, kind="check_in", channel="drop")
    deliver_due(check_in.starts_at - timedelta(minutes=59), "drop")
    assert states(user=pair.alice, channel="drop", kind="check_in") == ["withdrawn"]


def test_what_fails_is_tried_again(pair: Pair, folder: Path) -> None:
    mine = folder / str(pair.alice.pk)
    mine.mkdir()
    moment = timezone.now() + timedelta(seconds=1)
    factories.signed_in(None, pair.alice).post("/settings/reminders/test/", {"channel": "drop"})
    for row in pair.alice.reminders.filter(channel="drop"):
        (mine / f"{row.pk}.txt").mkdir()  # nothing can be written there
    deliver_due(moment, "drop")
    assert states(user=pair.alice, channel="drop", kind="test") == ["pending"]
