"""All that one person can be told over the line: every route, with every thing of its kind, in every form it has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from basics.keeping import all_exports
from config.api.middleware import WITH_API
from couples.people.models import User
from pages.export.making import data_of, in_their_words, rows_of
from tests.guards.access.listed import ACCESS
from tests.helpers.undone import sent_and_undone

Arguments = Mapping[str, Any]
# What is tried first wherever it fits.
ANY = ""
# What the operators' pages show is theirs: no partner comes there (tests/guards/access/test_access.py).
OF_OPERATORS = "operators/"
API = "api/"
Send = Callable[[], Any]
# Every real form brings its CSRF token, and so a field.
FORM = ("x=x", "application/x-www-form-urlencoded")
METHODS = ("get", "post", "put", "patch")


@dataclass(frozen=True)
class Route:
    """One address of the service."""

    path: str
    name: str
    takes: frozenset[str]
    methods: tuple[str, ...]

    def addresses(self, known: Sequence[tuple[str, Arguments]]) -> list[str]:
        """Return where it leads with each of the things that are known and fit, those that are meant for it first."""
        named = sorted(known, key=lambda each: each[0] not in (self.name.removeprefix("api:"), ANY))
        fitting = [things for _name, things in named if things.keys() == self.takes] if self.takes else [{}]
        return list(dict.fromkeys(filter(None, map(self._address, fitting))))

    def _address(self, arguments: Arguments) -> str:
        try:
            return reverse(self.name, WITH_API, kwargs=dict(arguments))
        except NoReverseMatch:
            return ""


@cache
def every_route() -> tuple[Route, ...]:
    """Return those of the pages, of the API and of the libraries, out of the resolver itself."""
    found = (route for route in _walk(get_resolver(WITH_API), "", "") if not route.path.startswith(OF_OPERATORS))
    return tuple(sorted(found, key=lambda route: route.path))


def _walk(resolver: URLResolver, path: str, names: str) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        here = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, here, f"{names}{pattern.namespace}:" if pattern.namespace else names)
        elif isinstance(pattern, URLPattern):
            name, takes = names + (pattern.name or here), frozenset(pattern.pattern.regex.groupindex)
            yield Route(here, name, takes, _methods(name, pattern.callback))


def _methods(name: str, callback: Any) -> tuple[str, ...]:
    """Return what a route takes: pages as it is listed who may, the API as its views say, a library's both."""
    if name in ACCESS:
        return tuple(ACCESS[name])
    view = getattr(callback, "view_class", None) if name.startswith("api:") else None
    return tuple(method.upper() for method in METHODS if hasattr(view, method)) if view else ("GET", "POST")


@dataclass
class Looks:
    """What was answered, whole: the first line, the headers with their cookies, and the body."""

    told: dict[str, str] = field(default_factory=dict)
    # The routes that showed something, and what each template was given.
    opened: set[str] = field(default_factory=set)
    given: dict[str, set[str]] = field(default_factory=dict)

    def where(self, *canaries: str) -> list[str]:
        """Return where one of these was seen."""
        return [asked for asked, answer in self.told.items() if any(canary in answer for canary in canaries)]

    def showed(self, asked: str) -> bool:
        """Tell whether there was something for whoever read it."""
        return asked.startswith("GET") and self.told.get(asked, "").startswith("200")

    def note(self, asked: str, route: Route, response: Any) -> None:
        """Keep an answer."""
        self.told[asked] = whole(response)
        if response.status_code == 200:
            self.opened.add(route.name)
        if getattr(response, "templates", None) and response.context:
            template = response.templates[0].name or ""
            self.given.setdefault(template, set()).update(_names(response.context))


def _names(context: Any) -> set[str]:
    """Return by what names the page's own template was given something."""
    page = context[0] if isinstance(context, list) else context
    return {name for part in page.dicts for name in part}


def whole(response: Any) -> str:
    """Return all that goes over the line."""
    headers = [f"{name}: {value}" for name, value in response.headers.items()]
    cookies = [morsel.OutputString() for morsel in response.cookies.values()]
    body = b"".join(response) if response.streaming else response.content
    return "\n".join((str(response.status_code), *headers, *cookies, body.decode("utf-8", "replace")))


class Person:
    """One person's browser and program, signed in once: signing in takes longer than most requests."""

    def __init__(self, user: User | None, known: Sequence[tuple[str, Arguments]]) -> None:
        self.known, self.user = known, user
        self.client = Client()
        if user:
            self.client.force_login(user)

    def look(self, routes: Sequence[Route], *, things: int = 3, forms: bool = False) -> Looks:
        """Open everything, each route with so many things of its kind.

        With `forms` also as htmx does, and send each form empty, which shows it again.
        """
        looks = Looks()
        for route in routes:
            addresses = route.addresses(self.known)[:things]
            for address in addresses if "GET" in route.methods else ():
                looks.note(f"GET {address}", route, self._undone(partial(self.client.get, address)))
            shown = [address for address in addresses if looks.showed(f"GET {address}")]
            for asked, send in self._forms(route, [*shown, *addresses][:1], bool(shown)) if forms else ():
                looks.note(asked, route, self._undone(send))
        looks.told["the file of one's own"] = self._taken_along()
        return looks

    def _taken_along(self) -> str:
        """Return what they would take with them: the other languages of it are made of the same."""
        if self.user is None:
            return ""
        now = timezone.now()
        with in_their_words(self.user, self.user.language):
            parts = ((export, rows_of(export, self.user, now)) for export in all_exports())
            return "".join(data_of(self.user, now, parts))

    def _forms(self, route: Route, addresses: Sequence[str], is_shown: bool) -> Iterator[tuple[str, Send]]:
        is_api = route.path.startswith(API)
        for address in addresses:
            if is_shown and not is_api:
                yield f"HX {address}", partial(self.client.get, address, headers={"HX-Request": "true"})
            for method in route.methods:
                if method != "GET":
                    sent = ("{}", "application/json") if is_api else FORM
                    yield f"{method} {address}", partial(self.client.generic, method, address, *sent)

    def look_again(self, asked: Iterable[str]) -> Looks:
        """Open once more what was opened."""
        looks, anywhere = Looks(), Route("", "", frozenset(), ())
        for each in asked:
            if each.startswith("GET "):
                looks.note(each, anywhere, self._undone(partial(self.client.get, each.removeprefix("GET "))))
        looks.told["the file of one's own"] = self._taken_along()
        return looks

    def _undone(self, send: Send) -> Any:
        return sent_and_undone(self.client, send)
