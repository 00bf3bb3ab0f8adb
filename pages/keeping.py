"""What this room keeps: the files that people take with them, for a day."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from basics.keeping import Keeping, Secrecy
from pages.export.models import KEPT_FOR, ExportedChunk, ExportedFile

KEEPINGS = (
    Keeping(
        ExportedFile,
        Secrecy.MINE,
        _("That you asked for a file of your things, and until when it can be downloaded. Nobody else is told."),
        owner="person",
        ends_at_once=True,
        kept_for=KEPT_FOR,
        not_exported="It is the file itself.",
    ),
    Keeping(
        ExportedChunk,
        Secrecy.MINE,
        _("That file, encrypted, until you have downloaded it."),
        owner="file__person",
        kept_for=KEPT_FOR,
        not_exported="It is the file itself.",
    ),
)
