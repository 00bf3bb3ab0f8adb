"""Setting time aside for what feeds one, in the API."""

from __future__ import annotations

import uuid

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.drafts.api import DraftSerializer
from agreements.drafts.showing import draft_as_seen
from basics.api.description import operation
from basics.api.views import made
from journal.feeding.planning import plan
from journal.lists.api import FeedingApi


class PlanFeeding(FeedingApi):
    """Time for one of them."""

    @operation(
        "planFeeding",
        answer=DraftSerializer,
        status=201,
        problems=["not-allowed", "not-found", "no-room"],
        makes_one=True,
    )
    def post(self, request: Request, item_id: uuid.UUID) -> Response:
        """Begin a draft of mine about time for it, with its words and nothing else. Nobody else sees it."""
        draft = plan(self.person, self.found(item_id).pk, self.submission(), timezone.now())
        return made(DraftSerializer(draft_as_seen(draft, self.person)).data, "api:draft", draft.pk)
