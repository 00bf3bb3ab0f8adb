"""What an open page carries of itself."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

# Up to which age, in seconds, a page that is looked at asks every so many seconds; the last holds for ever after.
PACE = ((60, 4), (300, 10), (None, 30))


@dataclass
class LivePage:
    """A page that asks whether it is still the present one."""

    address: str
    revision: str
    # Whether its template has a part that lives: what is shown instead of the page has none.
    has_part: bool = False

    def question(self, until: datetime | None, now: datetime) -> str:
        """Return the address to ask at; `until` is when it reads otherwise by itself."""
        self.has_part = True
        seen = {"seen": self.revision}
        moment = {"until": math.ceil(until.timestamp())} if until and until > now else {}
        return f"{self.address}?{urlencode({**seen, **moment})}"
