"""The WSGI application that gunicorn serves."""

import os

# The first letter's nudge must not pay for this import.
import kombu.transport.redis  # noqa: F401
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wsis_forum.settings")

application = get_wsgi_application()
