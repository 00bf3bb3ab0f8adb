"""What a letter says, as it is stored in one encrypted payload."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Said:
    """What happened, what one felt, what one needs, and what one asks for. Of a draft anything may be missing."""

    what_happened: str = ""
    # The names of words for feelings and needs, and beside them words of one's own.
    feelings: tuple[str, ...] = ()
    felt: str = ""
    needs: tuple[str, ...] = ()
    needed: str = ""
    would_you: str = ""

    @classmethod
    def of(cls, payload: Mapping[str, Any]) -> Said:
        """Return what a payload says."""
        texts = {name: payload.get(name, "") for name in ("what_happened", "felt", "needed", "would_you")}
        return cls(**texts, feelings=tuple(payload.get("feelings", ())), needs=tuple(payload.get("needs", ())))

    @property
    def payload(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return asdict(self)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was written or chosen."""
        return not any(self.payload.values())

    @property
    def is_whole(self) -> bool:
        """Tell whether it could be sent: one may ask for nothing."""
        return bool(self.what_happened and (self.feelings or self.felt) and (self.needs or self.needed))
