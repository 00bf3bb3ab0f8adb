"""Make one person's file in a process of its own, as a worker does, and say by how much it grew beyond its rest.

`python -m bench.pages.made_alone REST PERSON`: the file of REST, who has hardly anything, loads what stays loaded.
"""

from __future__ import annotations

import resource
import sys


def main(rest: str, person: str) -> None:
    """Print the megabytes."""
    import django

    django.setup()
    from couples.people.models import User
    from tests.pages.export.files import made

    made(User.objects.get(pk=rest))
    at_rest = _most()
    assert made(User.objects.get(pk=person)).ready_at
    print((_most() - at_rest) / 1e3)


def _most() -> int:
    """Return the most that was resident so far, in kilobytes (Linux)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main(*sys.argv[1:])
