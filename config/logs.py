"""Structured logs with ids and never an address, a user agent, a path or a person's word.

A path can hold an invitation's token and an exception's message can quote a row, so both stay out:
what is logged is the view's name, the status, and where in the code an error arose. An operator who switches on
gunicorn's access log has asked for paths; the secrets in them are masked there too.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse

# What follows these in an address is a secret: of a link out of a mail, a calendar, an invitation, a
# reset; and which page of help somebody opened. In a query the address may stand encoded, once or more, as where
# signing in is to lead to. docs/operations.md has it for proxies.
_SECRET = re.compile(
    r"((?:/|%(?:25)*2F)(?:go|ical|join|invitations|unsubscribe|no-mail|not-me|key|confirm-email|help)(?:/|%(?:25)*2F))[^/?&#\s\"]+",
    re.IGNORECASE,
)
# What servers say of a request after what happened: its path, or whom it came from.
_OF_REQUEST = re.compile(r" while serving .*|(?<=Error handling request) .*| from ip=.*", re.DOTALL)
# Their handlers are their own, so what they say does not pass through ours.
_OF_GUNICORN = ("gunicorn.access", "gunicorn.error")

_request_id: ContextVar[str] = ContextVar("request_id", default="")


def masked(text: str) -> str:
    """Return the text without the secrets of the addresses in it."""
    return _SECRET.sub(r"\1…", text)


def configure(options: dict[str, str]) -> None:
    """Send every logger to standard error, a JSON object a line. Called by Django at start."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(AsJson())
    handler.addFilter(WithoutContent())
    for name in _OF_GUNICORN:
        logging.getLogger(name).addFilter(WithoutContent())
    logging.basicConfig(handlers=[handler], level=options["level"], force=True)
    for noisy in ("celery.beat", "celery.worker", "celery.app.trace", "kombu", "waitress.queue"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


class AsJson(logging.Formatter):
    """An object a line: what happened, in which request, and where in the code it failed."""

    def format(self, record: logging.LogRecord) -> str:
        """Leave out an exception's message, and mask the secret of an address that whoever else may name."""
        line: dict[str, object] = {"event": masked(record.getMessage())}
        if request_id := _request_id.get():
            line["request_id"] = request_id
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="microseconds")
        line |= {"level": record.levelname.lower(), "logger": record.name, "timestamp": moment.replace("+00:00", "Z")}
        if record.exc_info and record.exc_info[0]:
            frames = traceback.extract_tb(record.exc_info[2])
            line["error"] = record.exc_info[0].__name__
            line["places"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        return json.dumps(line, ensure_ascii=False)


class WithoutContent(logging.Filter):
    """Servers and request loggers put the path into the message; keep what happened, or the status, alone."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith(("django.request", "django.security", "django.server")):
            record.msg = f"request answered {getattr(record, 'status_code', 'with an error')}"
            record.args = ()
        elif record.name in ("waitress", "gunicorn.error"):
            # "Client disconnected while serving /join/<token>/": quick exit while a page loads is enough.
            record.msg, record.args = masked(_OF_REQUEST.sub("", record.getMessage())), ()
        elif record.name == "gunicorn.access":
            # Put together from parts, by a format of the operator's.
            record.msg, record.args = masked(record.getMessage()), ()
        return True


class RequestIdMiddleware:
    """Give every request an id, bind it to the log lines and return it as X-Request-ID."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = uuid.uuid4().hex
        _request_id.set(request_id)
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response
