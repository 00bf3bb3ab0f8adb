"""Pages of ours as a picture: read, and read out, as they are, and nothing on them can be pressed or sent.

But for the way to help: who looks for it where it is shown shall find it.
"""

from __future__ import annotations

from html.parser import HTMLParser

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString

Attributes = list[tuple[str, str | None]]

# What makes an element do something.
_WORKS = frozenset({"action", "method", "novalidate", "href", "name", "form", "formaction"})
# Scripts look for the one, htmx for the other.
_WORKS_BY = ("data-", "hx-")
# How a field grows is its look.
_LOOKS = frozenset({"data-room"})
# What stands in for it: it is announced as what it is, and as one that cannot be used.
_STILL: dict[str, Attributes] = {
    "a": [("role", "link"), ("aria-disabled", "true")],
    "button": [("type", "button"), ("aria-disabled", "true"), ("tabindex", "-1")],
    "input": [("aria-disabled", "true"), ("tabindex", "-1")],
    "textarea": [("readonly", None), ("tabindex", "-1")],
    "select": [("aria-disabled", "true"), ("tabindex", "-1")],
}
# A form is nothing but its place, and the heading of the page is its caption.
_BECOMES = {"form": "div", "h1": "h2"}
_CLASSES = {"h1": "title"}


def inert(html: str) -> SafeString:
    """Return what our own templates rendered, with nothing that acts."""
    picture = _Picture()
    picture.feed(html)
    picture.close()
    return SafeString("".join(picture.parts))


class _Picture(HTMLParser):
    """Writes down what it reads, but for what acts. What is drawn, it leaves as it was written."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self.help = reverse("help")

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        named = dict(attrs)
        if named.get("type") == "hidden":
            return
        stays = named.get("href") == self.help
        self.parts.append(self.get_starttag_text() or "" if stays else self._still(tag, attrs))

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"</{_BECOMES.get(tag, tag)}>")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_entityref(self, name: str) -> None:
        self.parts.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.parts.append(f"&#{name};")

    def _still(self, tag: str, attrs: Attributes) -> str:
        """Return the tag as one that does nothing; as it was written where it does nothing anyhow."""
        kept = {name: value for name, value in attrs if tag == "use" or not _acts(name)}
        if len(kept) == len(attrs) and tag not in _STILL and tag not in _BECOMES:
            return self.get_starttag_text() or ""
        if tag in _CLASSES:
            kept["class"] = f"{kept.get('class') or ''} {_CLASSES[tag]}".strip()
        written = "".join(_written(name, value) for name, value in {**kept, **dict(_STILL.get(tag, ()))}.items())
        return f"<{_BECOMES.get(tag, tag)}{written}>"


def _acts(name: str) -> bool:
    return name in _WORKS or (name.startswith(_WORKS_BY) and name not in _LOOKS)


def _written(name: str, value: str | None) -> str:
    return f" {name}" if value is None else f' {name}="{escape(value)}"'
