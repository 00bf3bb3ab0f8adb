"""What the broker carries: one message per lease, and never more than the workers can soon take.

Leases that wait in the broker lapse there and are made anew. Without a bound, an hour without a worker would pile
up a message for every batch and minute.
"""

from __future__ import annotations

import uuid
from typing import Any

from celery import current_app
from kombu.exceptions import ChannelError

from reminders.channels.base import Channel
from reminders.ticking.tasks import deliver


def waiting_messages() -> int:
    """Return how many messages no worker has taken yet."""
    queue = current_app.conf.task_default_queue
    producer: Any
    with current_app.producer_pool.acquire(block=True) as producer, producer.connection._reraise_as_library_errors():
        try:
            return int(producer.connection.default_channel.queue_declare(queue=queue, passive=True).message_count)
        except ChannelError:
            return 0  # An empty queue does not exist in Redis.


def publish(lease: uuid.UUID, channel: Channel) -> None:
    """Hand a lease to the workers, or raise: whether to try again is for the rows to say."""
    deliver.apply_async((str(lease),), ignore_result=True, retry=False, priority=channel.priority)
