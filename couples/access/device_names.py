"""What a browser is called in the list of sign-ins: enough to know one's own phone by, and no more."""

from __future__ import annotations

import re

# The first that fits: most browsers say that they are others as well. What one of them is called fits itself.
BROWSERS = {
    "WeChat": r"MicroMessenger|WeChat",
    "Edge": r"Edg",
    "Opera": r"OPR/|Opera",
    "Samsung Internet": r"Samsung",
    "Firefox": r"Firefox|FxiOS",
    "Chrome": r"Chrome|CriOS|Chromium",
    "Safari": r"Safari",
}
SYSTEMS = {
    "iPhone": r"iPhone",
    "iPad": r"iPad",
    "HarmonyOS": r"HarmonyOS|OpenHarmony",
    "Android": r"Android",
    "Windows": r"Windows",
    "Chromebook": r"CrOS|Chromebook",
    "Mac": r"Mac",
    "Linux": r"Linux|X11",
}


def device_named(user_agent: str) -> str:
    """Return the names of browser and system; empty for a program that says neither. A name stays what it is."""
    found = (_first(BROWSERS, user_agent), _first(SYSTEMS, user_agent))
    return " · ".join(name for name in found if name)


def _first(names: dict[str, str], user_agent: str) -> str:
    return next((name for name, sign in names.items() if re.search(sign, user_agent)), "")
