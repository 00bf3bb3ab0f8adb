"""A person's own words and names carry `dir="auto"`, so that each reads in the direction of its own script."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from tests.helpers import factories

pytestmark = pytest.mark.django_db
WORDS = "أحتاج إلى سطر واحد"
# What stands in a tag without a direction: the tag's name and attributes, then the words.
SHOWN = re.compile(rf"<(\w+)([^<>]*)>[^<>]*{WORDS}")


def test_words_and_names_are_read_in_their_own_direction(pair, alice_client):
    rule = factories.agreed_response_rule(pair, please=WORDS, feel=WORDS, need=WORDS)
    letter = factories.proposed_rule(factories.pair_of(pair.bob), please=WORDS)
    opened = factories.opened_check_in(pair, words=WORDS)
    pages = [
        reverse("agreement", args=[rule.pk]),
        reverse("agreement", args=[letter.pk]),
        reverse("other_words", args=[rule.pk]),
        reverse("check_in", args=[opened.pk]),
    ]
    found = [tag for path in pages for tag in SHOWN.findall(alice_client.get(path).content.decode())]
    assert len(found) > 5
    assert [tag for tag in found if 'dir="auto"' not in tag[1] and tag[0] not in ("title", "bdi")] == []
