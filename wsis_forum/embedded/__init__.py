"""
PostgreSQL and Valkey from their wheels, where DATABASE_URL or REDIS_URL is not set.

Each is started by the first process that connects to it and stopped with its last user, so
``make run``, ``make test`` and a lone ``manage.py`` command need nothing installed, and
commands that connect to nothing start nothing.
"""

import os
from urllib.parse import quote

from kombu.transport import TRANSPORT_ALIASES

from wsis_forum.embedded.errors import EmbeddedError
from wsis_forum.embedded.paths import data_dir
from wsis_forum.embedded.postgresql import DATABASE, USER, PostgreSQL
from wsis_forum.embedded.secret import secret_key
from wsis_forum.embedded.valkey import Valkey

__all__ = [
    "DATABASE",
    "POSTGRESQL",
    "USER",
    "VALKEY",
    "EmbeddedError",
    "broker_url",
    "data_dir",
    "database",
    "is_embedded",
    "is_embedded_broker",
    "release",
    "secret_key",
]

POSTGRESQL = PostgreSQL()
VALKEY = Valkey()


def is_embedded() -> bool:
    """Say whether the database is the embedded one: then this is a demonstration."""
    return not os.environ.get("DATABASE_URL")


def is_embedded_broker() -> bool:
    """Say whether the broker is the embedded one."""
    return not os.environ.get("REDIS_URL")


def database() -> dict[str, object]:
    """Return Django's settings of the embedded database; nothing is started yet."""
    return {
        "ENGINE": "wsis_forum.embedded.backend",
        "NAME": DATABASE,
        "USER": USER,
        "HOST": str(POSTGRESQL.host()),
    }


def broker_url() -> str:
    """Return Celery's address of the embedded broker; nothing is started yet."""
    TRANSPORT_ALIASES["embedded"] = "wsis_forum.embedded.broker:Transport"
    return f"embedded+socket://{quote(str(VALKEY.socket()))}"


def release() -> None:
    """Stop using both servers now; without other users they have stopped on return."""
    POSTGRESQL.release()
    VALKEY.release()
