"""What one subject had stored before, and what has to become of it on the way forward, back, and forward again."""

from __future__ import annotations

from django.apps.registry import Apps


class Part:
    """Some rows of the database as it was before; the walk of `test_migrations.py` calls these in this order."""

    def store(self, before: Apps) -> None:
        """Store the rows, by the models of before."""
        raise NotImplementedError

    def look_forward(self) -> None:
        """Look at what has become of them; what only now can be stored may be added."""
        raise NotImplementedError

    def look_back(self, before: Apps) -> None:
        """Look at what is left of them for the models of before."""
        raise NotImplementedError

    def look_again(self) -> None:
        """Look at them after they went forward a second time; unless it is told otherwise, as they must be anyway."""
