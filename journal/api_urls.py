"""Routes of this room in the API."""

from __future__ import annotations

from django.urls import path

from journal.appreciations.api import Appreciations, OneAppreciation
from journal.copies.api import Copies, OneCopy
from journal.entries.api import Entries, EntryCopies, EntryLine, OneEntry, OneTag, Tags

urlpatterns = [
    path("appreciations/", Appreciations.as_view(), name="appreciations"),
    path("appreciations/<uuid:appreciation_id>/", OneAppreciation.as_view(), name="appreciation"),
    path("mine/entries/", Entries.as_view(), name="entries"),
    path("mine/entries/<uuid:entry_id>/", OneEntry.as_view(), name="entry"),
    path("mine/entries/<uuid:entry_id>/line/", EntryLine.as_view(), name="entry_line"),
    path("mine/entries/<uuid:entry_id>/copies/", EntryCopies.as_view(), name="entry_copies"),
    path("mine/tags/", Tags.as_view(), name="tags"),
    path("mine/tags/<uuid:trigger_id>/", OneTag.as_view(), name="tag"),
    path("copies/", Copies.as_view(), name="copies"),
    path("copies/<uuid:copy_id>/", OneCopy.as_view(), name="copy"),
]
