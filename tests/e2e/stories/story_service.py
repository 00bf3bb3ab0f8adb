"""The service as it really runs: one process, its own database, and a real mail server beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.e2e.clock import Clock
from tests.helpers.mailserver import Letter, MailServer
from tests.helpers.once import databases
from tests.helpers.processes import Process, free_port, plain_environment, python
from tests.helpers.waiting import wait_until

CODE = re.compile(r"^\s*(\d{6})\s*$", re.MULTILINE)


@dataclass
class Service:
    """A running `manage.py serve` whose mails arrive at a server of the test's own."""

    url: str
    folder: Path
    process: Process
    mail: MailServer

    @property
    def clock(self) -> Clock:
        """The time of this service."""
        return Clock(self.folder / "steady.sqlite3")

    def code_for(self, address: str) -> str:
        """Read the code from the newest mail to the address."""
        return wait_until(lambda: self._codes(address), 20, f"a code for {address}")[-1]

    def _codes(self, address: str) -> list[str]:
        return [code for letter in self.mail.to(address) for code in CODE.findall(letter.text)]

    def letter_about(self, address: str, subject: str) -> Letter:
        """Wait for the one mail to the address with this subject; fail if there are more."""
        wait_until(lambda: self.letters_about(address, subject), 20, f"{subject!r} among {self._subjects(address)}")
        (letter,) = self.letters_about(address, subject)
        return letter

    def letters_about(self, address: str, subject: str) -> list[Letter]:
        """Return the mails to the address with this subject."""
        return [letter for letter in self.mail.to(address) if letter.subject == subject]

    def _subjects(self, address: str) -> list[str]:
        return [letter.subject for letter in self.mail.to(address)]

    def waiting_for(self, address: str) -> int:
        """Count what the service still means to tell the person."""
        sql = """SELECT count(*) FROM reminders_reminder JOIN couples_user ON couples_user.id = user_id
                 WHERE email = ? AND state IN ('pending', 'claimed')"""
        return int(self.clock.rows(sql, address)[0][0])

    def stop(self) -> None:
        """End the process and its mail server."""
        self.process.stop()
        self.mail.down()


def start(folder: Path) -> Service:
    """Start the service on a migrated database, with a mail server."""
    databases.put_migrated(folder / "var" / "steady.sqlite3")
    mail, port = MailServer(), free_port()
    mail.up()
    environment = plain_environment(DATA_DIR=str(folder / "var"), PORT=str(port), EMAIL_URL=mail.url)
    process = Process(python("manage.py", "serve"), environment, folder / "serve.log")
    service = Service(f"http://localhost:{port}", folder / "var", process, mail)
    wait_until(lambda: _responds(service.url) or not process.running, 60, "`serve` answers")
    assert process.running, process.log
    return service


def _responds(url: str) -> bool:
    try:
        with urlopen(f"{url}/readyz", timeout=2) as response:
            return bool(response.status == 200)
    except (URLError, OSError):
        return False
