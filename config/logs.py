"""Structured logs with ids and never an address, a user agent, a path or a person's word.

A path can hold an invitation's token and an exception's message can quote a row, so both stay out:
what is logged is the view's name, the status, and where in the code an error arose. An operator who switches on
gunicorn's access log has asked for paths; the secrets in them are masked there too.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from structlog.typing import EventDict, Processor

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


def masked(text: str) -> str:
    """Return the text without the secrets of the addresses in it."""
    return _SECRET.sub(r"\1…", text)


def configure(options: dict[str, str]) -> None:
    """Send every logger to standard error, a JSON object a line. Called by Django at start."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_processors(),
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    handler.addFilter(WithoutContent())
    for name in _OF_GUNICORN:
        logging.getLogger(name).addFilter(WithoutContent())
    logging.basicConfig(handlers=[handler], level=options["level"], force=True)
    for noisy in ("celery.beat", "celery.worker", "celery.app.trace", "kombu", "waitress.queue"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*_processors(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def _processors() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        where_it_failed,
        without_secrets,
    ]


def where_it_failed(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Replace exception information by the error's class and the places it passed, without its message."""
    information = event.pop("exc_info", None)
    if information is True:
        information = sys.exc_info()
    if not information or not information[0]:
        return event
    frames = traceback.extract_tb(information[2])
    event["error"] = information[0].__name__
    event["places"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return event


def without_secrets(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Mask the secret of an address that whoever else may name."""
    event["event"] = masked(str(event["event"]))
    return event


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
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response
