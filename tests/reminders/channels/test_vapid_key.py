"""The key that signs web push: made once where nobody gives one, checked where somebody does."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.environment import read_environment
from deploy import make_secrets
from reminders.choices import devices


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("DATABASE_URL", "REDIS_URL", "VAPID_PRIVATE_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    return tmp_path


def test_made_once_on_the_embedded_default(data_dir: Path) -> None:
    first = read_environment().vapid_private_key
    assert (data_dir / "vapid_private_key").read_text() == first
    assert (data_dir / "vapid_private_key").stat().st_mode & 0o077 == 0, "for its owner alone"
    assert read_environment().vapid_private_key == first


def test_from_a_file(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (data_dir / "mine").write_text(f"{make_secrets.vapid_private_key()}\n")
    monkeypatch.setenv("VAPID_PRIVATE_KEY_FILE", str(data_dir / "mine"))
    assert read_environment().vapid_private_key == (data_dir / "mine").read_text().strip()


@pytest.mark.parametrize("wrong", ["x", "-----BEGIN EC PRIVATE KEY-----", "a" * 44 + "b"])
def test_what_is_no_key_is_told(data_dir: Path, monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv("VAPID_PRIVATE_KEY", wrong)
    with pytest.raises(SystemExit, match="VAPID_PRIVATE_KEY"):
        read_environment()


def test_keys_of_the_compose_file_can_be_used(settings: object) -> None:
    settings.VAPID_PRIVATE_KEY = make_secrets.vapid_private_key()  # type: ignore[attr-defined]
    assert len(devices.server_key()) == 87, "65 bytes in base64url"
