"""After leaving each keeps their own words and the agreed words, and nothing of the other's."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.calls.verbs import answer
from agreements.letters.private_lines import set_private_line
from checkins.answers.starting import start_without_writing
from checkins.answers.verbs import keep_take_away
from journal.copies.verbs import take_back
from tests.helpers.factories import (
    agreed_response_rule,
    amended,
    begun_check_in,
    called,
    connected_couple,
    felt,
    proposed_rule,
    shown_of,
    signed_in,
)

pytestmark = pytest.mark.django_db


def page_after_leaving(client, pair, user):
    pair.left()
    return signed_in(client, user).get(reverse("earlier_couple", args=[pair.couple.pk])).content.decode()


def test_the_writer_keeps_a_line_and_a_letter_that_was_never_agreed(client):
    pair = connected_couple()
    agreement = proposed_rule(pair, please="bring the blue kettle")
    set_private_line(agreement, pair.alice_seat, "this will pass like rain")
    page = page_after_leaving(client, pair, pair.alice)
    assert "bring the blue kettle" in page
    assert "this will pass like rain" in page
    assert "–" not in page.partition("<h1>")[2].partition("</h1>")[0], "a time of one day is named by that day"


def test_other_words_stay_with_their_writer_without_what_the_other_worded(client):
    pair = connected_couple()
    agreement = proposed_rule(pair, when="thunder rolls over the roof")
    amended(agreement, pair.bob_seat, please="sit with me for ten minutes")
    page = page_after_leaving(client, pair, pair.bob)
    assert "sit with me for ten minutes" in page
    assert "thunder rolls" not in page


def test_agreed_words_stay_for_both_and_the_other_ones_line_for_neither(client):
    pair = connected_couple()
    agreement = agreed_response_rule(pair, when="thunder rolls over the roof")
    set_private_line(agreement, pair.alice_seat, "this will pass like rain")
    page = page_after_leaving(client, pair, pair.bob)
    assert "thunder rolls" in page
    assert "like rain" not in page


def test_a_line_alone_is_not_nothing(client):
    pair = connected_couple()
    set_private_line(proposed_rule(pair), pair.bob_seat, "this will pass like rain")
    page = page_after_leaving(client, pair, pair.bob)
    assert "this will pass like rain" in page
    assert "Nothing was written." not in page


def test_what_one_liked_to_answer_stays_with_who_wrote_it_and_the_call_with_neither(client):
    pair = connected_couple()
    asked = called(agreed_response_rule(pair), pair.alice_seat, "an owl in the yard")
    answer(pair.bob_seat, asked.pk, "home before the rain", True, timezone.now())
    page = page_after_leaving(client, pair, pair.bob)
    assert "home before the rain" in page
    assert "an owl" not in page
    his = reverse("earlier_couple", args=[pair.couple.pk])
    hers = signed_in(Client(), pair.alice).get(his).content.decode()
    assert "home before the rain" not in hers
    assert "an owl" not in hers


def test_what_one_showed_stays_with_who_showed_it_and_with_nobody_else(client):
    pair = connected_couple()
    for size, words in (("everything", "the blue kettle"), ("everything", "an owl in the yard")):
        row = shown_of(pair.alice_seat, felt(pair.alice, trigger="late_reply", text=words), size)
    take_back(pair.alice_seat, row.pk, timezone.now())
    page = page_after_leaving(client, pair, pair.alice)
    assert "What you showed" in page
    assert ("the blue kettle" in page, "an owl" in page) == (True, False)
    there = f"/api/v1/earlier/{pair.couple.pk}/"
    [mine] = client.get(there).json()["own_copies"]
    assert "the blue kettle" in [each["text"] for each in mine["passages"]]
    his = signed_in(Client(), pair.bob)
    assert "the blue kettle" not in his.get(reverse("earlier_couple", args=[pair.couple.pk])).content.decode()
    assert his.get(there).json()["own_copies"] == []


def test_what_one_took_along_from_a_talk_without_writing_stays(client):
    pair, now = connected_couple(), timezone.now()
    talk = begun_check_in(pair, now)
    for seat in (pair.alice_seat, pair.bob_seat):
        start_without_writing(talk, seat, now)
    talk.refresh_from_db()
    keep_take_away(talk, pair.alice_seat, "walk before we talk", now)
    assert "walk before we talk" in page_after_leaving(client, pair, pair.alice)


def test_a_name_chosen_after_leaving_is_not_shown_to_the_other(client):
    pair = connected_couple()
    agreed_response_rule(pair, who="other")
    pair.left()
    pair.bob.name = "I moved away"
    pair.bob.save()
    client = signed_in(client, pair.alice)
    for page in (reverse("earlier"), reverse("earlier_couple", args=[pair.couple.pk])):
        content = client.get(page).content.decode()
        assert "I moved away" not in content
    assert "Bob" in content
