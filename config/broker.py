"""The broker's transport: a worker goes on when one acknowledgement does not get through."""

from __future__ import annotations

from typing import Any

from kombu.transport import redis, virtual


class QoS(redis.QoS):
    """What a worker has taken and not acknowledged yet, which bounds what it takes next."""

    def ack(self, delivery_tag: Any) -> None:
        """Let go of the message whether or not Redis answers; raise what Redis' client raises.

        Else a worker that takes one message at a time counts it as taken for ever, and takes nothing more: Redis may
        be back at once and nothing else on the connection ever fail. What stays with Redis comes again after its
        visibility timeout and finds its lease delivered.
        """
        try:
            super().ack(delivery_tag)
        except BaseException:
            virtual.QoS.ack(self, delivery_tag)
            raise


class Channel(redis.Channel):
    """A channel that counts so."""

    QoS = QoS


class Transport(redis.Transport):
    """Redis, with such channels."""

    Channel = Channel
