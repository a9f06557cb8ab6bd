"""Celery's way to the embedded Valkey, which starts when the first channel opens."""

from typing import Any

from kombu.transport import redis

from wsis_forum.embedded import VALKEY


class Channel(redis.Channel):
    """Starts the server before the address is used, after a stop of the server too."""

    def _connparams(self, asynchronous: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002
        VALKEY.ensure()
        parameters: dict[str, Any] = super()._connparams(asynchronous)  # type: ignore[misc]
        return parameters


class Transport(redis.Transport):
    """kombu's Redis transport with that channel."""

    Channel = Channel
