"""The demo couple of `make run`: lived in, with a talk about to begin, and as of now with nothing to be told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from agreements.letters.models import Agreement
from checkins.rhythm.models import CheckIn
from config.operating.demo import PEOPLE, prepare_demo
from couples.people.models import User
from reminders.models import Notice, Reminder, State
from tests.helpers.factories import signed_in

pytestmark = pytest.mark.django_db
PAGES = ("/today/", "/agreements/", "/kept/", "/mine/", "/mine/triggers/", "/mine/triggers/unread/", "/notices/")


def test_the_demo_has_weeks_behind_it_and_a_talk_about_to_begin() -> None:
    now = timezone.now()
    prepare_demo(lambda _line: None)
    prepare_demo(lambda _line: None)
    talks = CheckIn.objects.order_by("starts_at")
    assert [bool(talk.both_in_at) for talk in talks] == [True, True, True, True, False]
    assert now < talks[4].starts_at <= now + timedelta(minutes=2)
    assert not Notice.objects.filter(read_at=None).exists()
    assert not Reminder.objects.filter(state=State.PENDING, due_at__lte=now).exists()
    assert Agreement.objects.filter(in_force__isnull=False, ended_at=None).count() == 3
    for email, _name in PEOPLE:
        client = signed_in(None, User.objects.get(email=email))
        assert {path: client.get(path).status_code for path in PAGES} == dict.fromkeys(PAGES, 200)
