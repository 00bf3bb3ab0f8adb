"""What somebody wrote for coming back from a pause: once that page goes, it is an entry of theirs."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from agreements.pauses.models import ReturnPage
from agreements.pauses.returning import Written
from journal.entries.forms import MOST_WORDS
from journal.entries.models import Entry
from journal.words import emotion_labels

# Any fixed namespace serves; it makes an id of a page's number.
_NAMESPACE = uuid.UUID("6d0b2b40-7d0e-4a0f-9f39-52f4b1b3a2c7")


def keep_for_its_writer(page: ReturnPage) -> None:
    """Make an entry of a page, once, for who wrote it alone; of an empty one none.

    No room is asked for: what was written must not be lost. Nobody asks, so it acts for nobody: it runs in the
    transaction of whoever lets the page go, maybe the other of the two.
    """
    written = Written.on(page)
    if written.says_something or (written.about or "").strip():
        with translation.override(page.author.language):
            payload = _said(written)
        submission = uuid.uuid5(_NAMESPACE, str(page.pk))
        made = {"at": page.in_at or page.pause.over_at, "payload": payload}
        Entry.objects.get_or_create(person_id=page.author_id, submission=submission, defaults=made)


def _said(written: Written) -> dict[str, Any]:
    chosen = list(written.chosen)
    need = _("What I need now: %(need)s") % {"need": written.need} if written.need.strip() else ""
    texts = [written.about or "", written.felt, need, " · ".join(emotion_labels(chosen[MOST_WORDS:]))]
    return {
        "feeling": "".join(chosen[:1]),
        "words": chosen[1:MOST_WORDS],
        "text": "\n".join(text for text in texts if text.strip()),
    }
