"""Make one person's file in a process of its own, as a worker does, and say by how much it grew beyond its rest.

`python -m bench.pages.made_alone REST PERSON`: the file of REST, who has hardly anything, loads what stays loaded.
"""

from __future__ import annotations

import sys
from pathlib import Path

# Of this process (Linux): what starts another one hands on how much itself once held, which `getrusage` keeps.
STATUS, FORGET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def main(rest: str, person: str) -> None:
    """Print the megabytes."""
    import django

    django.setup()
    from couples.people.models import User
    from pages.export.models import ExportedFile
    from tests.pages.export.files import made

    # One that is there is not made again.
    ExportedFile.objects.filter(person__in=(int(rest), int(person))).delete()
    made(User.objects.get(pk=rest))
    FORGET.write_text("5")  # the most so far
    at_rest = _most()
    assert made(User.objects.get(pk=person)).ready_at
    print((_most() - at_rest) / 1e3)


def _most() -> int:
    """Return the most that was resident since, in kilobytes."""
    [line] = [line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM:")]
    return int(line.split()[1])


if __name__ == "__main__":
    main(*sys.argv[1:])
