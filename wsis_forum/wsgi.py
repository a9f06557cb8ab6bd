"""The WSGI application that gunicorn serves."""

import logging
import os

# The first letter's nudge must not pay for this import.
import kombu.transport.redis  # noqa: F401
from django.core.wsgi import get_wsgi_application

from wsis_forum.logs import Discreet
from wsis_forum.readable import DisarmUnreadable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wsis_forum.settings")
# Where gunicorn tells of a request that broke, with its address; handlers it makes anew.
logging.getLogger("gunicorn.error").addFilter(Discreet())

application = DisarmUnreadable(get_wsgi_application())
