"""A visitor over plain HTTP, for sites that run in processes of their own: cookies, forms, redirects, no more."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, Request, build_opener


@dataclass
class Form:
    """A form of a page: where it goes, what is hidden in it, which fields it asks for."""

    action: str
    hidden: dict[str, str] = field(default_factory=dict)
    fields: set[str] = field(default_factory=set)


class Forms(HTMLParser):
    """Reads all forms of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(given.get("action", "")))
        elif self.found and "name" in given and given.get("type") == "hidden":
            self.found[-1].hidden[given["name"]] = given.get("value", "")
        elif self.found and "name" in given:
            self.found[-1].fields.add(given["name"])


@dataclass(frozen=True)
class Answer:
    """Where the visitor ended up, and what stood there."""

    url: str
    status: int
    text: str


class Visitor:
    """One person's browser without anything but HTML."""

    def __init__(self, site: str) -> None:
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.answer = Answer(site, 0, "")

    def get(self, path: str) -> Answer:
        """Open a page and follow where it leads."""
        return self._open(Request(urljoin(self.answer.url, path)))

    def submit(self, **fields: str) -> Answer:
        """Fill in and send the form of the current page that asks for these fields."""
        fitting = [form for form in Forms(self.answer.text).found if fields.keys() <= form.fields]
        assert fitting, f"no form on {self.answer.url} asks for {', '.join(fields)}:\n{self.answer.text}"
        target = urljoin(self.answer.url, fitting[0].action)
        headers = {"Origin": urljoin(target, "/").rstrip("/"), "Referer": self.answer.url}
        return self._open(Request(target, urlencode({**fitting[0].hidden, **fields}).encode(), headers))

    def _open(self, request: Request) -> Answer:
        try:
            response = self._opener.open(request, timeout=20)
        except HTTPError as error:
            response = error
        with response:
            self.answer = Answer(response.geturl(), response.status, response.read().decode())
        return self.answer
