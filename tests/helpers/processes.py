"""Real processes of the service: started, heard through their log, and stopped by their id."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from tests.helpers.waiting import wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
HIDING = Path(__file__).parent / "image"
SETTINGS_VARIABLES = (
    "DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "SECRET_KEY",
    "WORDS_KEYS",
    "DATA_DIR",
    "SITE_URL",
    "PORT",
)


def free_port() -> int:
    """Return a port of the loopback that nobody listens on at the moment."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


def answers(port: int) -> bool:
    """Tell whether somebody accepts connections on the port."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def plain_environment(**changes: str) -> dict[str, str]:
    """Return this process's environment without the settings of the tests, plus the given ones.

    What a start would load of the checks' own is hidden from it: in the image it is not there either.
    """
    kept = {name: value for name, value in os.environ.items() if name not in SETTINGS_VARIABLES}
    ours = {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(HIDING)}
    return {**kept, **ours, **changes}


def with_path(url: str, path: str) -> str:
    """Return the address of another database on the same server."""
    return urlsplit(url)._replace(path=f"/{path}").geturl()


def _listen_to_ctrl_c() -> None:
    # A shell starts its background jobs deaf to Ctrl-C, and they hand that on.
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Process:
    """A child process in a group of its own, whose output is kept in a file."""

    def __init__(self, command: Sequence[str | Path], environment: dict[str, str], log_path: Path) -> None:
        self.command = [str(part) for part in command]
        self.log_path = log_path
        with log_path.open("ab") as log:
            self._child = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_listen_to_ctrl_c,
            )

    @property
    def pid(self) -> int:
        """The process id."""
        return self._child.pid

    @property
    def log(self) -> str:
        """All that the process has said so far."""
        return self.log_path.read_text(errors="replace")

    @property
    def running(self) -> bool:
        """Whether the process has not ended."""
        return self._child.poll() is None

    @property
    def exit_code(self) -> int | None:
        """How the process ended; None while it runs."""
        return self._child.poll()

    def wait_for_log(self, text: str, seconds: float = 30) -> None:
        """Wait until the process has said `text`; fail with its whole log if it ends or stays silent."""
        wait_until(lambda: text in self.log or not self.running, seconds, f"{text!r} in the log:\n{self.log}")
        assert text in self.log, f"{self.command} ended with {self.exit_code}:\n{self.log}"

    def send(self, number: signal.Signals) -> None:
        """Send a signal to this process alone."""
        self._child.send_signal(number)

    def wait(self, seconds: float = 60) -> int:
        """Wait until the process ends by itself, and return how."""
        return self._child.wait(seconds)

    def stop(self, seconds: float = 15) -> int:
        """Ask the process to end; kill it and its children if it does not. Return its exit code."""
        if self.running:
            self._child.terminate()
        try:
            self._child.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
        return self._child.wait()

    def kill(self) -> None:
        """End the process and its children at once, as a power cut does."""
        if self.running:
            os.killpg(self._child.pid, signal.SIGKILL)
        self._child.wait()


def python(*arguments: str) -> list[str]:
    """Return the command line that runs this Python with the arguments."""
    return [sys.executable, *arguments]
