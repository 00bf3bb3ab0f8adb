"""Pages as one of the two reads them, without what is there by chance."""

from __future__ import annotations

import re

from tests.helpers import factories
from tests.helpers.pages import without_chance


def page_of(person, path, client=None):
    """Return its status and its bytes."""
    answer = (client or factories.signed_in(None, person)).get(path)
    return answer.status_code, re.sub(r'data-sign-in="[^"]+"', "", without_chance(answer.content.decode()))


def text_of(html):
    """Return what a page says, in one line."""
    inline = re.sub(r"</?(span|bdi|b|ins|del)\b[^>]*>", "", html)
    return " ".join(re.sub(r"<[^>]+>", " ", inline).split())
