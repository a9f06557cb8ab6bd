"""The project: settings, wiring and the platform packages."""

import os

# openpyxl reads with lxml where it is there, past defusedxml, which refuses documents that grow
# when they are read. It asks once, when somebody first imports it.
os.environ.setdefault("OPENPYXL_LXML", "False")

from wsis_forum.celery import app as celery_app

__all__ = ["celery_app"]
