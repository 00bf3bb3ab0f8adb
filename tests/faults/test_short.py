"""A short form of each fault run, and Redis away while rows come due."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from django.utils import timezone

from reminders.models import State
from tests.conftest import StartProcess
from tests.faults import rhythms
from tests.faults.__main__ import faults
from tests.faults.servers import Redis
from tests.helpers.factories import person
from tests.helpers.processes import ROOT, Process, plain_environment, python
from tests.helpers.waiting import wait_until
from tests.reminders.sending import account_mail, states

pytestmark = pytest.mark.slow


def figures(part: str) -> dict[str, int]:
    """Make the short run in a process of its own, on servers of its own."""
    command = [sys.executable, "-m", "tests.faults", part, "--short"]
    environment = plain_environment()
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=400)
    lines = [line.split(": ") for line in done.stdout.splitlines() if ": " in line]
    assert lines, done.stdout + done.stderr
    return {name: int(value) for name, value in lines}


@pytest.mark.distributed
def test_distributed() -> None:
    found = figures("distributed")
    assert {"inapp_lost", "inapp_doubled", "mail_lost", "mail_doubled", "mail_in_flight_at_kills"} <= found.keys()
    assert faults(found) == []
    assert found["worker_kills"] >= 2


@pytest.mark.embedded
def test_embedded() -> None:
    found = figures("embedded")
    assert {"embedded_lost", "embedded_doubled"} <= found.keys()
    assert faults(found) == []


def test_rhythms() -> None:
    """In this process: it needs no server."""
    found = rhythms.run(is_short=True)
    assert faults(found) == []
    assert found["rhythm_talks"] > 500


def test_what_counts_as_a_fault() -> None:
    """The guard itself: without it a run could lose rows and pass."""
    assert faults({"pause_rules_broken": 1}) == ["pause_rules_broken is 1"]
    assert faults({"hand_in_one_sided_readings": 1}) == ["hand_in_one_sided_readings is 1"]
    assert faults({"inapp_lost": 1}) == ["inapp_lost is 1"]
    assert faults({"rhythm_differences": 1}) == ["rhythm_differences is 1"]
    assert faults({"mail_doubled": 3, "mail_in_flight_at_kills": 2}) == ["mail_doubled exceeds mail_in_flight_at_kills"]
    assert faults({"redis_down_seconds_to_send": 61}) == ["redis_down_seconds_to_send is over 60"]
    assert faults({"redis_hung_page_percent_of_usual": 201}) == ["redis_hung_page_percent_of_usual is over 200"]
    assert faults({"timing_reset_percent_apart": 11}) == ["timing_reset_percent_apart is over 10"]
    assert faults({"mail_doubled": 2, "mail_in_flight_at_kills": 2, "embedded_lost": 0}) == []


# Redis away, on a server of this test's own


@pytest.fixture
def sending(own_redis: Redis, start_process: StartProcess) -> tuple[Process, Process]:
    """Worker and beat on that Redis."""
    celery = ("-m", "celery", "-A", "config")
    worker = start_process(
        *python(*celery, "worker", "--concurrency", "1", "--loglevel", "INFO"), REDIS_URL=own_redis.url
    )
    beat = start_process(*python(*celery, "beat", "--loglevel", "INFO"), REDIS_URL=own_redis.url)
    worker.wait_for_log(" ready.")
    account_mail("before@example.org", timezone.now())
    wait_until(lambda: states() == {State.SENT: 1}, 20, "all is well before")
    return worker, beat


@pytest.mark.distributed
@pytest.mark.django_db(transaction=True)
def test_sending_goes_on_within_a_minute_of_redis_return(own_redis: Redis, sending: tuple[Process, Process]) -> None:
    """It is down first, and then it hangs: worker and beat take what they have been through along."""
    person()
    for break_it, mend_it in ((own_redis.stop, own_redis.start), (own_redis.freeze, own_redis.thaw)):
        _break_and_mend(break_it, mend_it, *sending)


def _break_and_mend(break_it: Callable[[], None], mend_it: Callable[[], None], worker: Process, beat: Process) -> None:
    sent, waits = states()[State.SENT], beat.log.count("the ticker waits")
    break_it()
    account_mail("during@example.org", timezone.now())
    wait_until(lambda: beat.log.count("the ticker waits") > waits, 30, "the ticker notices")
    assert states() == {State.SENT: sent, State.PENDING: 1}
    mend_it()
    mended = time.monotonic()
    wait_until(
        lambda: states() == {State.SENT: sent + 1},
        60,
        lambda: f"sending goes on:\n{worker.log[-3000:]}\n{beat.log[-3000:]}",
    )
    assert time.monotonic() - mended < 60
    assert beat.running
