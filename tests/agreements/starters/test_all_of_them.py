"""Each template, in each language, becomes what two people have agreed on, and nobody types a character for it."""

from __future__ import annotations

import pytest
from django.test import Client

from agreements.letters.models import Agreement
from agreements.letters.version_names import name_of_version
from agreements.starters.showing import StarterAsSeen, every_starter
from couples.people.models import User
from tests.helpers.factories import Pair, fresh
from tests.helpers.undone import undone

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_each_becomes_an_agreement(pair: Pair, alice_client: Client, bob_client: Client, language: str) -> None:
    User.objects.update(language=language)
    for seen in every_starter():
        # Of some kinds two people have one, and so many letters nobody sends in a day.
        with undone():
            letter = sent(alice_client, seen)
            version = name_of_version(letter.pk, 1)
            accepted = bob_client.post(f"/agreements/{letter.pk}/accept/", {"version": version})
            assert accepted.status_code == 302, seen.name
            assert_says(fresh(letter), seen, "zh" if language == "zh-hans" else "en")


def sent(client: Client, seen: StarterAsSeen) -> Agreement:
    """Tap *Start from this*, then *Send*."""
    draft = client.post(f"/agreements/templates/{seen.name}/").headers["Location"]
    assert client.post(f"{draft}send/").headers["Location"] == "/today/", seen.name
    return Agreement.objects.get()


def assert_says(agreed: Agreement, seen: StarterAsSeen, language: str) -> None:
    assert agreed.is_in_force, seen.name
    assert agreed.in_force
    terms = agreed.in_force.terms.values
    own = {*seen.kind.private_fields, "title"} - {*seen.kind.form_class.words_fields}
    words = {name: text for name, text in seen.starter.texts[language].items() if name not in own}
    assert {**words, **seen.starter.settings}.items() <= terms.items(), seen.name
    assert {*terms["triggers"]} == {*seen.starter.triggers}, seen.name
