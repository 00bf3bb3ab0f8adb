"""What is another's: a stranger's thing and no thing at all answer the same, and nothing is done to it."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from couples.keys.models import ApiKey
from tests.guards.scene import make_scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    """Everybody and everything."""
    return make_scene()


def told(response):
    """Return all that a response tells, but its own number and the form key."""
    headers = {name: value for name, value in response.headers.items() if name not in ("Expires", "X-Request-ID")}
    return response.status_code, response.content, headers


ABOUT_ONE_THING = [
    "agreement",
    "agreement_end",
    "other_words",
    "trial_review",
    "trial_change",
    "agreement_history",
    "agreement_suggested",
    "check_in",
    "ten_minutes",
    "table",
    "check_in_calendar",
    "talk",
    "pause_talk",
    "move",
    "leave_out",
    "draft",
    "draft_line",
    "earlier_couple",
    "topic",
    "appreciation",
    "thought",
    "thought_step",
    "entry",
    "noted",
    "entry_show",
    "copy",
    "mine_letter",
    "mine_letter_write",
    "composed_letter",
    "topic_of_letter",
    "question_for_talk",
    "topic_of_pause",
    "next_occasion",
    "occasion_move",
    "occasion_leave_out",
    "check_in_calendar",
    "deck",
    "phrase",
    "own_phrase",
]
FORMS_ABOUT_ONE_THING = [
    "agreement_accept",
    "agreement_decline",
    "agreement_take_back",
    "agreement_end",
    "other_words",
    "agreement_try",
    "agreement_begin_again",
    "trial_review",
    "trial_change",
    "coping_line",
    "check_in",
    "keep_answers",
    "take_away",
    "keep_take_away",
    "talk",
    "talk_about",
    "talk_stop",
    "pause_talk",
    "pause_talk_stop",
    "move",
    "move_accept",
    "move_decline",
    "move_take_back",
    "later",
    "leave_out",
    "start",
    "take_to_next",
    "keep_other_words",
    "draft_line",
    "keep_line",
    "draft_send",
    "topic",
    "appreciation",
    "thought_step",
    "thought_keep",
    "thought_line",
    "entry",
    "noted",
    "keep_entry",
    "entry_line",
    "entry_show",
    "mine_letter_write",
    "mine_letter_hold",
    "mine_letter_take_out",
    "mine_letter_agreement",
    "mine_letter_send",
    "mine_letter_save",
    "composed_letter",
    "keep_letter_answer",
    "letter_take_back",
    "topic_of_letter",
    "question_for_talk",
    "topic_of_pause",
    "occasion_move",
    "occasion_accept",
    "occasion_decline",
    "occasion_take_back",
    "occasion_leave_out",
    "another_question",
    "deck",
    "deck_take_away",
    "own_question_fine",
    "own_question_take_away",
    "phrase",
    "phrase_put_away",
    "own_phrase",
]


def test_a_strangers_id_and_an_unknown_id_answer_the_same_404(scene):
    client = Client()
    client.force_login(scene.people["sam"])
    requests = [(client.get, name) for name in ABOUT_ONE_THING] + [
        (client.post, name) for name in FORMS_ABOUT_ONE_THING
    ]
    for send, name in requests:
        arguments = dict(scene.arguments[name])
        unknown = {key: uuid.uuid4() if isinstance(value, uuid.UUID) else value for key, value in arguments.items()}
        theirs = told(send(reverse(name, kwargs=arguments), {"version": "1"}))
        nobodys = told(send(reverse(name, kwargs=unknown), {"version": "1"}))
        assert theirs[0] == 404, name
        assert theirs == nobodys, name


def test_a_key_to_the_api_is_revoked_by_its_owner_alone(scene):
    client = Client()
    client.force_login(scene.people["sam"])
    client.post(scene.path("key_revoke"), {"x": "x"})
    assert ApiKey.objects.count() == 1
    client.force_login(scene.people["alice"])
    client.post(scene.path("key_revoke"), {"x": "x"})
    assert ApiKey.objects.count() == 0


def test_someone_elses_draft_cannot_be_thrown_away(scene):
    client = Client()
    client.force_login(scene.people["bob"])
    client.post(scene.path("draft_delete"), {"x": "x"})
    assert scene.people["alice"].drafts.count() == 1
