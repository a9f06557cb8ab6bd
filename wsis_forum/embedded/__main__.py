"""
Run one of PostgreSQL's own programs on the embedded database.

For backups: ``python -m wsis_forum.embedded pg_dump --format=custom --file=portal.dump``.
"""

import os
import subprocess
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from wsis_forum.embedded import DATABASE, POSTGRESQL, USER


def main(words: list[str]) -> int:
    """Run the program that the words name and return its exit code."""
    if not settings.EMBEDDED:
        raise ImproperlyConfigured(
            "DATABASE_URL is set: use the PostgreSQL programs of its server."
        )
    program = POSTGRESQL.programs() / "bin" / (words[0] if words else "psql")
    if not program.exists():
        raise ImproperlyConfigured(f"PostgreSQL has no program {program.name}.")
    POSTGRESQL.ensure()
    where = {"PGHOST": str(POSTGRESQL.host()), "PGUSER": USER, "PGDATABASE": DATABASE}
    command = [str(program), *words[1:]]
    return subprocess.run(command, env=os.environ | where, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wsis_forum.settings")
    try:
        sys.exit(main(sys.argv[1:]))
    except ImproperlyConfigured as error:
        sys.exit(f"error: {error}")
