"""What Django does anew for each request or part of a page, though it comes out the same."""

from __future__ import annotations

import threading
from functools import cache, wraps
from importlib import import_module
from typing import Any

from django.conf import LazySettings, settings
from django.contrib.auth import login
from django.contrib.staticfiles.storage import StaticFilesStorage, staticfiles_storage
from django.http import HttpRequest
from django.template.base import Template
from django.template.context import Context
from django.templatetags.static import StaticNode
from django.test.client import ClientHandler, ClientMixin
from django.test.signals import template_rendered
from django.urls import base as addresses
from django.urls.resolvers import URLResolver
from django.utils import timezone, translation
from django.utils.safestring import SafeString
from django.utils.translation import trans_real

# What a thread reads and writes in: its language, its zone, where the site begins, its addresses.
OF_A_THREAD = ((trans_real, "_active"), (timezone, "_active"), (addresses, "_prefixes"), (addresses, "_urlconfs"))
HANDLED_BY = ("_view_middleware", "_template_response_middleware", "_exception_middleware", "_middleware_chain")


class Assets(StaticFilesStorage):
    """Addresses of assets; a page names twenty of them."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.url = cache(super().url)  # type: ignore[method-assign]  # of this one storage: other settings make another


def spare_requests() -> None:
    """Let what a page includes be rendered untold, clients share the middleware, and names be looked up once.

    Django also keeps what is a thread's where coroutines could share it, and asks of each setting whether it is one of
    the few names that are passed on: no coroutine reads any of it, and none of those is a setting.
    """
    # Methods are replaced, and the stubs leave out those that are Django's own affair: so mypy is not asked here.
    for module, name in OF_A_THREAD:
        setattr(module, name, threading.local())
    LazySettings.__getattribute__ = object.__getattribute__  # type: ignore[method-assign]
    Template._render = _render  # type: ignore[attr-defined]
    ClientMixin._login = _with_one_session(ClientMixin._login)  # type: ignore[attr-defined]
    ClientHandler.load_middleware = _shared(ClientHandler.load_middleware, settings._wrapped)  # type: ignore[method-assign]
    URLResolver._reverse_with_prefix = _found_once(URLResolver._reverse_with_prefix)  # type: ignore[attr-defined]
    StaticNode.handle_simple = staticmethod(lambda path: staticfiles_storage.url(path))  # type: ignore[method-assign]
    translation._trans.gettext = trans_real.gettext = _translated_once(trans_real.gettext)  # type: ignore[attr-defined]


def _render(template: Any, context: Context) -> SafeString:
    """Tell a page's own template with its context, as `response.context` needs it, and none of the parts in it.

    Django's test environment tells each of them, and copies the whole context for it.
    """
    if context.template is template:
        template_rendered.send(sender=template, template=template, context=context)
    rendered: SafeString = template.nodelist.render(context)
    return rendered


def _with_one_session(sign_in: Any) -> Any:
    """Return what signs in to a new browser: Django gives it a session, and then another in place of that."""

    @wraps(sign_in)
    def signed_in(client: Any, user: Any, backend: Any = None) -> None:
        if settings.SESSION_COOKIE_NAME in client.cookies:
            sign_in(client, user, backend)
            return
        request = HttpRequest()
        request.session = import_module(settings.SESSION_ENGINE).SessionStore()
        login(request, user, backend)
        request.session.save()
        client._set_login_cookies(request)

    return signed_in


def _shared(load: Any, usual: Any) -> Any:
    """Return what loads the middleware once for all clients that meet the usual settings.

    A test that changes a setting has middleware of its own: it may read settings when it is loaded.
    """
    kept: dict[str, Any] = {}

    def load_or_share(handler: ClientHandler) -> None:
        if settings._wrapped is not usual:
            load(handler)
            return
        if not kept:
            load(handler)
            kept.update({name: getattr(handler, name) for name in HANDLED_BY})
        vars(handler).update(kept)

    return load_or_share


def _found_once(reverse: Any) -> Any:
    """Return what finds the address of a name once, where nothing else is part of it."""

    @wraps(reverse)
    def found(resolver: Any, name: Any, prefix: str, /, *args: Any, **kwargs: Any) -> str:
        if args or kwargs:
            return str(reverse(resolver, name, prefix, *args, **kwargs))
        known: dict[Any, str] = vars(resolver).setdefault("found_once", {})
        if (name, prefix) not in known:
            known[name, prefix] = reverse(resolver, name, prefix)
        return known[name, prefix]

    return found


def _translated_once(gettext: Any) -> Any:
    """Return what translates a message once into each language."""
    known: dict[Any, str] = {}

    @wraps(gettext)
    def translated(message: Any) -> str:
        catalogue = getattr(trans_real._active, "value", None)  # type: ignore[attr-defined]
        if catalogue is None or type(message) is not str:
            return gettext(message)  # type: ignore[no-any-return]
        if (catalogue, message) not in known:
            known[catalogue, message] = gettext(message)
        return known[catalogue, message]

    return translated
