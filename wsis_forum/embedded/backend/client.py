"""``manage.py dbshell`` with the wheel's own psql."""

from collections.abc import Iterable

from django.db.backends.postgresql import client

from wsis_forum.embedded import POSTGRESQL


class DatabaseClient(client.DatabaseClient):
    """Django's own, except that it brings its program and its server."""

    def runshell(self, parameters: Iterable[str]) -> None:
        """Start the server, then psql."""
        POSTGRESQL.ensure()
        self.executable_name = str(POSTGRESQL.programs() / "bin" / "psql")
        super().runshell(parameters)
