"""Reminders arriving for real: Celery worker and beat on PostgreSQL and Redis, and the one embedded process."""

from __future__ import annotations

import sqlite3
import statistics
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from checkins.rhythm.models import CheckIn
from couples.people.models import User
from reminders.models import Notice, Reminder, State
from tests.conftest import Site, StartProcess
from tests.faults.servers import Redis
from tests.helpers import factories
from tests.helpers.factories import Pair
from tests.helpers.mailserver import MailServer
from tests.helpers.processes import Process, free_port, python
from tests.helpers.visitor import Visitor
from tests.helpers.waiting import wait_until
from tests.reminders.sending import account_mails, states
from tests.reminders.ticking.connections import connection_is_kept_between_tasks_and_one_that_broke_costs_none

pytestmark = pytest.mark.both_databases("rows are leased, decided on and marked by SQL of each database's own")

DUE_SOON = timedelta(seconds=2)


def check_in_reminded_soon(pair: Pair) -> CheckIn:
    """Agree on a rhythm and bring its reminders near, as time would."""
    check_in = factories.upcoming_check_in(pair, remind_minutes=60)
    Reminder.objects.exclude(kind="check_in").delete()
    Reminder.objects.update(due_at=timezone.now() + DUE_SOON)
    return check_in


@pytest.mark.distributed
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("charlie")
def test_what_is_due_arrives(
    pair: Pair, smtp_server: MailServer, celery_worker_process: Process, start_process: StartProcess
) -> None:
    """Four things of the same processes: to start them takes longer than to watch them."""
    connection_is_kept_between_tasks_and_one_that_broke_costs_none(pair.bob)
    ticker = python("-m", "celery", "-A", "config", "beat", "--loglevel", "INFO")
    check_in_reminder_arrives_for_both(pair, smtp_server, lambda: start_process(*ticker))
    assert "alice" not in celery_worker_process.log, "logs carry no address"
    notice_due_now_is_picked_up_within_a_second(pair)
    start_process(*ticker)  # which says nothing, and is there before the worker is
    worker = ("worker", "--concurrency", "1", "--hostname", "second@here", "--loglevel", "INFO")
    start_process(*python("-m", "celery", "-A", "config", *worker)).wait_for_log(" ready.")
    two_tickers_and_two_workers_send_nothing_twice(smtp_server)


def check_in_reminder_arrives_for_both(
    pair: Pair, smtp_server: MailServer, start_ticker: Callable[[], Process]
) -> None:
    User.objects.filter(pk=pair.bob.pk).update(language="zh-hans")
    check_in = check_in_reminded_soon(pair)
    # Not before: it would send what agreeing on the rhythm told each of them.
    start_ticker()
    [to_alice], [to_bob] = smtp_server.wait_for(pair.alice.email), smtp_server.wait_for(pair.bob.email)
    wait_until(lambda: states() == {State.SENT: 4}, 10, "all four rows are sent")
    led_to = factories.signed_in(None, pair.alice).get(to_alice.way_in)
    assert led_to["Location"] == f"/check-ins/{check_in.pk}/"
    assert to_bob.subject.startswith("日程提醒：")
    assert {notice.user_id for notice in Notice.objects.all()} == {pair.alice.pk, pair.bob.pk}
    assert len(smtp_server.letters) == 2, "nothing to anyone else"


def notice_due_now_is_picked_up_within_a_second(pair: Pair) -> None:
    waits = []
    for letter in range(6):
        rule = factories.proposed_rule(pair)
        begun = time.monotonic()
        told = Notice.objects.filter(subject=f"agreement:{rule.pk}")
        # The first finds processes that have just started.
        wait_until(told.exists, 5 if letter else 20, "the letter's notice")
        waits.append(time.monotonic() - begun)
    assert statistics.median(waits[1:]) < 1.5, f"a second for the ticker, and the writing: {waits}"


def two_tickers_and_two_workers_send_nothing_twice(smtp_server: MailServer) -> None:
    Reminder.objects.all().delete()
    rows = account_mails(300, timezone.now())
    wait_until(lambda: states() == {State.SENT: 300}, 60, "all are sent")
    sent_to = {row.address for row in rows}
    addresses = sorted(letter.recipients[0] for letter in smtp_server.letters if letter.recipients[0] in sent_to)
    assert addresses == sorted(sent_to)


# The web never publishes


def median_seconds(visitor: Visitor, rounds: int = 5) -> float:
    """Return how long a page takes."""
    found = []
    for path in ("/", "/notices/") * rounds:
        begun = time.monotonic()
        assert visitor.get(path).status == 200
        found.append(time.monotonic() - begun)
    return statistics.median(found)


@pytest.fixture
def signed_in(static_files: None, start_process: StartProcess, own_redis: Redis, dana: User) -> Visitor:
    """Dana, at a web server whose broker hangs from its start on."""
    own_redis.freeze()
    port = str(free_port())
    site = f"http://localhost:{port}"
    command = ("-m", "gunicorn", "config.wsgi", "--no-control-socket", "--threads", "2")
    web = start_process(*python(*command), PORT=port, SITE_URL=site, REDIS_URL=own_redis.url)
    web.wait_for_log("Booting worker")
    visitor = Visitor(site)
    visitor.get("/account/login/")
    answer = visitor.submit(login=dana.email, password=factories.PASSWORD)
    assert answer.status == 200, answer.text
    return visitor


@pytest.mark.distributed
@pytest.mark.slow
def test_pages_work_at_their_usual_speed_without_the_broker(dana: User, signed_in: Visitor, own_redis: Redis) -> None:
    """It hangs, then all is well, and then it is down."""
    hung = median_seconds(signed_in)
    asks_for_a_new_password(signed_in, dana)
    own_redis.thaw()
    usual = median_seconds(signed_in)
    own_redis.stop()
    down = median_seconds(signed_in)
    asks_for_a_new_password(signed_in, dana)
    assert max(hung, down) < 3 * usual + 0.05, {"hung": hung, "usual": usual, "down": down}


def asks_for_a_new_password(visitor: Visitor, person: User) -> None:
    """It is a row, and no message."""
    Reminder.objects.all().delete()
    visitor.get("/account/password/reset/")
    begun = time.monotonic()
    visitor.submit(email=person.email)
    assert time.monotonic() - begun < 2
    assert Reminder.objects.filter(kind="account_mail", state=State.PENDING).exists()


def test_no_view_imports_what_publishes(client: Client) -> None:
    """Said once more in the code: nothing that answers requests knows the broker."""
    root = Path(__file__).resolve().parent.parent.parent.parent
    knowing = [
        path.relative_to(root).as_posix()
        for room in ("config", "reminders", "couples", "agreements", "journal", "checkins")
        for path in (root / room).rglob("*.py")
        if "apply_async" in (text := path.read_text()) or ".delay(" in text or "send_task" in text
    ]
    assert sorted(knowing) == ["reminders/ticking/broker.py", "reminders/ticking/ticker.py"]


# The embedded default


@pytest.fixture
def rows_of() -> Callable[[Site, str], list[tuple[object, ...]]]:
    """A function that reads the embedded site's database from outside."""

    def read(site: Site, sql: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(site.data_dir / "steady.sqlite3", timeout=20)) as database:
            return database.execute(sql).fetchall()

    return read


@pytest.mark.embedded
@pytest.mark.slow
def test_embedded_reminders_arrive_and_none_is_lost_to_a_power_cut(
    serve: Callable[..., Site], rows_of: Callable[[Site, str], list[tuple[object, ...]]]
) -> None:
    """One after the other of the same demo: it takes seconds to make."""
    site = serve("--demo")
    reminder_arrives_for_both(site, rows_of)
    loses_nothing_to_a_power_cut_between_claim_and_mark(site, rows_of, serve)


def reminder_arrives_for_both(site: Site, rows_of: Callable[[Site, str], list[tuple[object, ...]]]) -> None:
    """The demo's check-in is made due within two minutes; its reminders are brought nearer still."""
    sql = "SELECT state, count(*) FROM reminders_reminder WHERE kind = 'check_in' GROUP BY state"
    assert rows_of(site, sql) == [("pending", 4)]
    with closing(sqlite3.connect(site.data_dir / "steady.sqlite3", timeout=20)) as database, database:
        soon = (timezone.now() + DUE_SOON).strftime("%Y-%m-%d %H:%M:%S.%f")
        database.execute("UPDATE reminders_reminder SET due_at = ? WHERE kind = 'check_in'", (soon,))
    wait_until(lambda: rows_of(site, sql) == [("sent", 4)], 20, "both have mail and notice")
    told = rows_of(site, "SELECT count(DISTINCT user_id), count(*) FROM reminders_notice WHERE kind = 'check_in'")
    assert told == [(2, 2)]
    assert len(list((site.data_dir / "outbox").glob("*.eml"))) >= 2


def loses_nothing_to_a_power_cut_between_claim_and_mark(
    site: Site, rows_of: Callable[[Site, str], list[tuple[object, ...]]], serve: Callable[..., Site]
) -> None:
    with closing(sqlite3.connect(site.data_dir / "steady.sqlite3", timeout=20)) as database, database:
        site.process.kill()
        far = (timezone.now() + timedelta(hours=1)).strftime("%Y-%m-%d %H:%M:%S")
        database.execute(
            "UPDATE reminders_reminder SET state = 'claimed', lease = ?, leased_until = ? WHERE kind = 'check_in'",
            ("0" * 32, far),
        )
    again = serve(data_dir=site.data_dir)
    sql = "SELECT DISTINCT state FROM reminders_reminder WHERE kind = 'check_in'"
    wait_until(lambda: ("claimed",) not in rows_of(again, sql), 10, "the rows wait again at once")
