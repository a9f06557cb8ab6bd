#!/usr/bin/env python
"""Django's entry point."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError


def main(words: list[str]) -> None:
    """Run a command; a wrong environment is said in one line, unless ``--traceback`` is asked."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wsis_forum.settings")
    try:
        execute_from_command_line(words)
    except (ImproperlyConfigured, OperationalError) as error:
        if "--traceback" in words:
            raise
        sys.exit("error: " + " ".join(str(error).split()))


if __name__ == "__main__":
    main(sys.argv)
