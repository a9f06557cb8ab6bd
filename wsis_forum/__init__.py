"""The project: settings, wiring and the platform packages."""

from wsis_forum.celery import app as celery_app

__all__ = ["celery_app"]
