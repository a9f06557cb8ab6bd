"""Connections that start the embedded server first."""

from typing import Any

from django.db.backends.postgresql import base

from wsis_forum.embedded import POSTGRESQL
from wsis_forum.embedded.backend.client import DatabaseClient


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, except that the first connection finds a server."""

    client_class = DatabaseClient

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Start the server if nobody has, or if it has died since, then connect."""
        POSTGRESQL.ensure()
        return super().get_new_connection(conn_params)
