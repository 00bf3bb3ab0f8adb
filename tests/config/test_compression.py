"""What everybody may read comes compressed, and nothing that belongs to somebody."""

from __future__ import annotations

import gzip
import uuid

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from checkins.feed.verbs import make_feed
from couples.live.verbs import present_revision, raise_revisions
from tests.helpers import factories
from tests.helpers.factories import Pair

pytestmark = pytest.mark.django_db
# As Chromium asks.
TAKES_IT = {"Accept-Encoding": "gzip, deflate, br, zstd"}


def test_a_page_for_everybody_comes_compressed_to_who_takes_it() -> None:
    plain, small = Client().get("/"), Client().get("/", headers=TAKES_IT)
    assert len(gzip.decompress(small.content)) == len(plain.content)
    assert small["Content-Encoding"] == "gzip"
    assert int(small["Content-Length"]) == len(small.content) < len(plain.content) / 2
    for answer in (plain, small):
        assert "Accept-Encoding" in answer["Vary"]


def test_its_length_says_little_about_what_was_sent_along() -> None:
    """Each time some bytes more or less, so that somebody else's guess cannot be read off it."""
    assert len({len(Client().get("/", headers=TAKES_IT).content) for _time in range(8)}) > 1


def test_what_is_somebodys_keeps_its_length_its_tag_and_its_204(pair: Pair, alice_client: Client) -> None:
    check_in = factories.upcoming_check_in(pair)
    now = timezone.now()
    with transaction.atomic():
        raise_revisions([pair.alice.pk])
    token = factories.open_invitation(factories.person("Dana")).token
    calendar = reverse("feed", args=[make_feed(pair.alice_seat, uuid.uuid4(), now)])
    asking = {**TAKES_IT, "HX-Request": "true"}
    nothing_new = alice_client.get(f"/today/?seen={present_revision(pair.alice.pk, now)}", headers=asking)
    assert (nothing_new.status_code, nothing_new.content) == (204, b"")
    for path in ("/today/", f"/check-ins/{check_in.pk}/", "/api/v1/check-ins/", f"/join/{token}/", calendar):
        answer = alice_client.get(path, headers=TAKES_IT)
        assert answer.status_code == 200, path
        assert "Content-Encoding" not in answer, path
    unchanged = Client().get(calendar, headers={**TAKES_IT, "If-None-Match": answer["ETag"]})
    assert (unchanged.status_code, unchanged["ETag"]) == (304, answer["ETag"])
    assert answer["ETag"].startswith('"')
