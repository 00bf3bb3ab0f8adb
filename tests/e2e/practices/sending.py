"""A letter on its way by one tap."""

from __future__ import annotations

import re

from tests.e2e.phone import Phone


def sends(phone: Phone, kind: str, template: str) -> None:
    """Send a template as it stands. How one finds it among all of them is walked where six kinds are agreed on."""
    phone.opens(f"/agreements/drafts/?kind={kind}&starter={template}")
    phone.taps_on(phone.main.get_by_role("button", name=re.compile("^(Send it to|发给)")))
