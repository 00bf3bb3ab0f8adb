"""What a session holds is closed at rest.

Until somebody is through with it, it holds addresses, codes that were just mailed, and the secret of a second step.
Django signs it, and anybody with the database could read it.
"""

from __future__ import annotations

import json
from typing import Any

from basics.tokens import close_bytes, open_bytes

PURPOSE = "couples.session"
# Sessions from before begin with a brace.
CLOSED = b"closed:"


class ClosedSerializer:
    """Writes sessions closed with a key made of SECRET_KEY, whose loss ends every session anyway (SESSION_SERIALIZER).

    One that cannot be read is an empty one, by Django's way: its person signs in again.
    """

    def dumps(self, content: Any) -> bytes:
        """Return the content closed."""
        return CLOSED + close_bytes(PURPOSE, json.dumps(content, separators=(",", ":")).encode())

    def loads(self, stored: bytes) -> Any:
        """Return the content; of a session from before too, for as long as one may live."""
        text = open_bytes(PURPOSE, stored.removeprefix(CLOSED)) if stored.startswith(CLOSED) else stored
        return json.loads(text)
