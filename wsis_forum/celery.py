"""The Celery application and beat's table."""

import os
from datetime import timedelta

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wsis_forum.settings")

# Beat's message dies after this time; the task tells from it when beat asked.
HEARTBEAT_LIFETIME = timedelta(seconds=120)

app = Celery("wsis_forum")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Beat only says "sweep now": what is due is computed from rows, so two beats, or none
# for an hour, cost delay and nothing else.
app.conf.beat_schedule = {
    "reminders": {"task": "consultation.tasks.sweep_reminders", "schedule": 60.0},
    "receipts": {"task": "consultation.tasks.sweep_receipts", "schedule": 60.0},
    "imports": {"task": "consultation.tasks.sweep_imports", "schedule": 60.0},
    "planned releases": {"task": "agenda.tasks.issue_planned_releases", "schedule": 60.0},
    "letters about releases": {"task": "agenda.tasks.sweep_releases", "schedule": 60.0},
    "letters": {"task": "wsis_forum.letters.tasks.sweep_outbox", "schedule": 30.0},
    # When most of the readers sleep; the rows say what is past its time, not this hour.
    "expiry": {
        "task": "wsis_forum.portal.tasks.expire_data",
        "schedule": crontab(hour="2", minute="20"),
    },
    "heartbeat": {
        "task": "wsis_forum.letters.tasks.heartbeat",
        "schedule": 60.0,
        "options": {"expires": HEARTBEAT_LIFETIME.total_seconds()},
    },
}
