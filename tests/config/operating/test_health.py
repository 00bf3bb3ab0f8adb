"""Up, ready, and the numbers: red when something due lies too long, whatever processes there are."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from config.operating import health
from reminders.models import Reminder, State, Tally
from reminders.queue.channel_holds import hold_channel
from tests.reminders.sending import account_mail

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases("unions and sums in SQL")]


def ready() -> tuple[int, str]:
    answer = Client().get("/readyz")
    return answer.status_code, answer.content.decode()


def test_ready_without_anything_due():
    assert ready() == (200, "ready\n")


def test_ready_while_what_is_due_is_young():
    account_mail("dana@example.org", timezone.now() - timedelta(seconds=100))
    assert ready()[0] == 200


def test_red_when_something_due_lies_too_long():
    account_mail("dana@example.org", timezone.now() - timedelta(seconds=130))
    status, text = ready()
    assert status == 503
    assert "due for 130 s" in text or "due for 131 s" in text


def test_not_red_for_what_an_operator_holds():
    account_mail("dana@example.org", timezone.now() - timedelta(seconds=130))
    hold_channel("email", timezone.now())
    assert ready()[0] == 200


def test_red_without_a_database(monkeypatch):
    def away(_now):
        raise DatabaseError("secret details")

    monkeypatch.setattr(health, "longest_wait", away)
    assert ready() == (503, "the database does not answer\n")


def test_up_needs_no_database(monkeypatch, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Client().get("/healthz").status_code == 200


# /metrics


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer wrong", "Basic right"])
def test_without_the_token_there_is_no_such_page(settings, header):
    settings.METRICS_TOKEN = "right"
    assert Client().get("/metrics", headers={"Authorization": header}).status_code == 404


@pytest.mark.parametrize("header", ["", "Bearer "])
def test_without_a_token_in_the_settings_nobody_may_read(settings, header):
    settings.METRICS_TOKEN = ""
    assert Client().get("/metrics", headers={"Authorization": header}).status_code == 404


def scraped(settings) -> dict[str, float]:
    settings.METRICS_TOKEN = "right"
    answer = Client().get("/metrics", headers={"Authorization": "Bearer right"})
    assert answer.status_code == 200
    samples = [
        sample for family in text_string_to_metric_families(answer.content.decode()) for sample in family.samples
    ]
    return {" ".join([sample.name, *sample.labels.values()]): sample.value for sample in samples}


def test_what_is_due_and_how_long(settings):
    account_mail("dana@example.org", timezone.now() - timedelta(seconds=100))
    account_mail("erin@example.org", timezone.now() + timedelta(hours=1))
    found = scraped(settings)
    assert found["steady_reminders_due email account_mail"] == 1
    assert 100 <= found["steady_reminders_oldest_due_seconds email"] < 130
    assert found["steady_channel_open email"] == 1


def test_a_held_channel_shows(settings):
    hold_channel("email", timezone.now())
    found = scraped(settings)
    assert found["steady_channel_open email"] == 0
    assert "steady_reminders_oldest_due_seconds email" not in found


def test_counters_and_histogram(settings):
    for state, bound, rows in [("sent", "0.5", 4), ("sent", "120", 2), ("sent", "+Inf", 1), ("failed", "", 3)]:
        Tally.objects.create(kind="letter", channel="email", state=state, bound=bound, rows=rows, seconds=rows)
    found = scraped(settings)
    assert found["steady_reminders_ended_total email letter sent"] == 7
    assert found["steady_reminders_ended_total email letter failed"] == 3
    assert found["steady_reminders_late_total email letter"] == 1
    buckets = {
        bound: found[f"steady_reminders_lateness_seconds_bucket email letter {bound}"]
        for bound in ("0.1", "1", "120", "+Inf")
    }
    assert buckets == {"0.1": 0, "1": 4, "120": 6, "+Inf": 7}
    assert found["steady_reminders_lateness_seconds_sum email letter"] == 7


def test_the_numbers_name_nobody(settings):
    account_mail("dana@example.org", timezone.now() - timedelta(seconds=100))
    settings.METRICS_TOKEN = "right"
    text = Client().get("/metrics", headers={"Authorization": "Bearer right"}).content.decode()
    assert "dana" not in text
    assert "@" not in text


# The admin


def test_operators_see_rows_without_their_text(admin_client):
    row = account_mail("dana@example.org", timezone.now())
    for path in ("/operators/reminders/reminder/", f"/operators/reminders/reminder/{row.pk}/change/"):
        answer = admin_client.get(path)
        assert answer.status_code == 200
        page = answer.content.decode()
        assert "account_mail" in page
        for hidden in ("dana", "123456", row.subject, row.recipient):
            assert hidden not in page


def test_operators_change_nothing_there(admin_client):
    row = account_mail("dana@example.org", timezone.now())
    base = "/operators/reminders/reminder"
    assert admin_client.get(f"{base}/add/").status_code == 403
    assert admin_client.post(f"{base}/{row.pk}/change/", {"state": "sent"}).status_code == 403
    assert admin_client.post(f"{base}/{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Reminder.objects.get(pk=row.pk).state == State.PENDING
