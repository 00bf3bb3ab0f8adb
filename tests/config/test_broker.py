"""What a worker does when Redis hangs between a task and its acknowledgement."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from kombu import Connection, Consumer, Message, Queue
from kombu.transport import redis as transport_of_kombu
from redis.exceptions import TimeoutError as RedisTimeoutError

from config.broker import Transport
from tests.faults.servers import Redis

pytestmark = pytest.mark.distributed
OPTIONS = {"socket_timeout": 0.5, "polling_interval": 0.1}
QUEUE = Queue("leases")


@pytest.fixture(scope="module")
def redis() -> Iterator[Redis]:
    """A Redis that these tests may freeze."""
    with tempfile.TemporaryDirectory(prefix="steady-redis-") as folder:
        server = Redis(Path(folder))
        server.start()
        yield server
        server.stop()


def taken_after_a_lost_acknowledgement(redis: Redis, transport: type[transport_of_kombu.Transport]) -> list[str]:
    """Return what a worker that takes one at a time has taken, when its first acknowledgement never came through."""
    redis.flush()
    taken: list[tuple[str, Message]] = []
    with Connection(redis.url, transport=transport, transport_options=OPTIONS) as connection:
        consumer = Consumer(connection, [QUEUE], callbacks=[lambda body, message: taken.append((body, message))])
        consumer.qos(prefetch_count=1)
        channel = consumer.channel
        with consumer, connection.Producer() as producer:
            for body in ("first", "second"):
                producer.publish(body, routing_key=QUEUE.name, declare=[QUEUE])
            _drain(connection)
            redis.freeze()
            with pytest.raises(RedisTimeoutError):
                taken[0][1].ack()
            redis.thaw()
            _drain(connection)
    # What was not acknowledged went back when the channel closed, by one more connection, which nobody closes.
    channel.pool.disconnect()
    return [body for body, _message in taken]


def _drain(connection: Connection) -> None:
    try:
        while True:
            connection.drain_events(timeout=0.5)
    except TimeoutError:
        return


def test_a_worker_goes_on_after_a_lost_acknowledgement(redis: Redis) -> None:
    assert taken_after_a_lost_acknowledgement(redis, Transport) == ["first", "second"]


def test_without_our_transport_it_takes_nothing_more(redis: Redis) -> None:
    assert taken_after_a_lost_acknowledgement(redis, transport_of_kombu.Transport) == ["first"]


def test_every_address_of_redis_has_it() -> None:
    for scheme in ("redis", "rediss"):
        assert isinstance(Connection(f"{scheme}://localhost/").transport, Transport)
