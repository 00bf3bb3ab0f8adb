"""All pages of the scene, opened once by everybody: what several tests read.

Everything that anybody wrote is Hebrew here, names too, and all else is English: each piece of text tells whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from django.test import Client

from tests.guards.scene import Scene, make_scene
from tests.helpers.undone import sent_and_undone, undone

NAMES = {"Alice": "נועה", "Bob": "אמיר", "Eve": "חוה", "Charlie": "דן", "Sam": "שמואל", "Toni": "טובה", "Dana": "דנה"}
WORDS = "בוא נדבר!"
THEIRS = re.compile("[\u0590-\u05ff]")


@dataclass(frozen=True)
class Opened:
    """What somebody got; a response itself keeps all that its templates were given."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        """The page."""
        return self.content.decode()


Walked = Mapping[str, Mapping[str, Opened]]


def walk_all(names: list[str]) -> Walked:
    """Return what each person got at each of these routes, by person and route. It leaves nothing behind."""
    with undone():
        scene = make_scene(NAMES, WORDS)
        return {who: dict(_opened(scene, who, names)) for who in scene.people}


def _opened(scene: Scene, who: str, names: list[str]) -> Iterator[tuple[str, Opened]]:
    client, person = Client(), scene.people[who]
    if person:
        client.force_login(person)
    for name in names:
        response = sent_and_undone(client, partial(client.get, scene.path(name)))
        body = b"".join(response) if response.streaming else response.content
        yield name, Opened(response.status_code, response.headers, body)
