"""What the API reads: JSON objects that every database can store."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework.parsers import BaseParser

from basics.api.problems import Problem


class StrictJSONParser(BaseParser):
    """JSON objects in UTF-8, without what no database could store: NUL characters and halves of surrogate pairs."""

    media_type = "application/json"

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Return the body. Raises Problem for anything but an object."""
        body = stream.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
        if len(body) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise Problem("too-large")
        try:
            data = json.loads(body.decode("utf-8"), parse_constant=_refuse_constant)
            text = json.dumps(data, ensure_ascii=False)
            text.encode("utf-8")
        except (ValueError, RecursionError):
            raise Problem("not-json", _("The body cannot be read as JSON in UTF-8.")) from None
        if not isinstance(data, dict):
            raise Problem("not-json", _("The body has to be a JSON object."))
        if "\\u0000" in text:
            _refuse_nul(data)
        return data


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _refuse_nul(data: dict[str, Any]) -> None:
    """Look closer: the text may also hold a backslash followed by u0000."""
    waiting: list[Any] = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += [*value.keys(), *value.values()]
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str) and "\0" in value:
            raise Problem("not-json", _("NUL characters cannot be stored."))
