"""A boundary on pages: as the other reads it, as each may change it, and saved for a talk."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.kinds.boundary import AUTHOR, NO_SUCH_CHOICE
from agreements.letters import consent
from agreements.letters.version_names import name_of_version
from checkins.agenda.models import Topic
from checkins.agenda.verbs import TooFewLetters, queue_letter
from checkins.answers.showing import check_ins_of
from checkins.table.showing import table_of
from tests.checkins.agenda.on_table import topics_on_table
from tests.helpers import factories
from tests.helpers.factories import Pair, fresh

PROOF = "Nothing here may ask for proof."


def test_every_letter_says_that_nothing_may_ask_for_proof(pair: Pair, alice_client: Client, bob_client: Client) -> None:
    letter = factories.proposed("boundary", pair.alice_seat)
    draft = factories.draft(pair.alice, "boundary")
    path = f"/agreements/{letter.pk}/"
    begin = reverse("draft_begin", query={"kind": "boundary", "starter": "bd_exes"})
    for client, page in (
        (bob_client, path),
        (bob_client, "/today/"),
        (alice_client, path),
        (alice_client, reverse("draft", args=[draft.pk])),
        (alice_client, begin),
    ):
        assert client.get(page).content.decode().count(PROOF) == 1, page
    other = factories.amended(letter, pair.bob_seat, fine="old friends")
    assert alice_client.get(path).content.decode().count(PROOF) == 1, "also where only a change is read"
    assert PROOF not in bob_client.get(f"/agreements/{factories.proposed_rule(pair).pk}/").content.decode()
    assert other.proposal


def test_the_partner_is_offered_no_limit_for_the_other(pair: Pair, bob_client: Client) -> None:
    shared = factories.proposed("boundary", pair.alice_seat)
    page = f"/agreements/{shared.pk}/other-words/"
    html = bob_client.get(page).content.decode()
    assert 'name="not_fine"' in html
    assert 'name="goes_for"' not in html
    read = name_of_version(shared.pk, 1)
    sent = {"based_on": read, "submission": str(uuid.uuid4()), "not_fine": "quarrels", "about": "photos"}
    assert bob_client.post(page, {**sent, "goes_for": AUTHOR, "action": "send"}).status_code == 302
    assert fresh(shared).proposal.settings["goes_for"] == "both", "what the page does not ask for changes nothing"
    alone = factories.agreed("boundary", pair, goes_for=AUTHOR, about="late calls")
    page = f"/agreements/{alone.pk}/other-words/"
    html = bob_client.get(page).content.decode()
    assert "<span><bdi>Alice</bdi> alone, as it stands</span>" in html
    assert 'name="not_fine"' not in html
    assert "late calls" in html, "what she words is read beside it"
    sent |= {"based_on": name_of_version(alone.pk, 1), "submission": str(uuid.uuid4())}
    refused = bob_client.post(page, {**sent, "goes_for": "other", "action": "send"})
    assert refused.status_code == 400
    assert str(NO_SUCH_CHOICE) in refused.content.decode()


def test_it_is_saved_for_a_talk_once_it_is_agreed(pair: Pair, alice_client: Client, bob_client: Client) -> None:
    now = timezone.now()
    letter = factories.proposed("boundary", pair.alice_seat, now, about="pictures")
    rule = factories.agreed_response_rule(pair, now)
    for not_yet in (letter, rule):
        with pytest.raises(TooFewLetters):
            queue_letter(pair.alice_seat, not_yet, "", now)
    boundary, save = factories.agreed("boundary", pair, now, about="pictures"), "/check-ins/topics/letters/"
    path = f"/agreements/{boundary.pk}/"
    assert f'hx-get="{save}{boundary.pk}/"' in alice_client.get(path).content.decode()
    assert save not in alice_client.get(f"/agreements/{rule.pk}/").content.decode()
    before = bob_client.get(path).content
    assert alice_client.post(f"{save}{boundary.pk}/", {"words": "yesterday"})["Location"] == path
    assert Topic.objects.get().agreement_id == boundary.pk
    inside = alice_client.get(f"{save}{boundary.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "Only you know until it opens." in inside
    assert bob_client.get(path).content == before
    talk = factories.opened_check_in(pair, now)
    [item] = topics_on_table(talk, pair.bob_seat, now)
    assert item.topics[0].words == "yesterday"
    seen = check_ins_of(pair.bob_seat).get(pk=talk.pk)
    assert [each.part for each in table_of(seen, pair.bob_seat, now).items if each.topic] == ["again"]
    consent.end(boundary, pair.bob_seat, now)
    with pytest.raises(TooFewLetters):
        queue_letter(pair.alice_seat, boundary, "", now + timedelta(minutes=1))
