"""A bare Django page of a list's shape: one query, a template of 50 rows, nothing else."""

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from wsis_forum import embedded

_TEMPLATE = """<!doctype html><html lang="en"><head><title>Rows</title></head><body><h1>Rows</h1>
<table>{% for row in rows %}<tr><td><a href="/{{ row.pk }}/">{{ row.number }}</a></td>
<td>{{ row.title }}</td><td>{{ row.status }}</td><td>{{ row.language }}</td>
<td>{{ row.organization_name }}</td><td>{{ row.submitted_at|date:"j F Y" }}</td>
<td>{{ row.publication }}</td><td>{{ row.reference }}</td></tr>{% endfor %}</table></body></html>"""

if not settings.configured:
    # What `startproject` gives, without the admin.
    settings.configure(
        SECRET_KEY="bench",  # noqa: S106 nothing is signed with it
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        DATABASES={"default": {**embedded.database(), "CONN_MAX_AGE": 60}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
        ],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    )
    django.setup()


class Row(models.Model):
    """What a list shows of an input, read from the portal's own table."""

    number = models.TextField()
    title = models.TextField()
    status = models.TextField()
    language = models.TextField()
    organization_name = models.TextField()
    submitted_at = models.DateTimeField()
    publication = models.TextField()
    reference = models.TextField()

    class Meta:
        app_label = "bare"
        managed = False
        db_table = "consultation_submission"

    def __str__(self) -> str:
        return self.number


_page = engines["django"].from_string(_TEMPLATE)


def rows(request: HttpRequest) -> HttpResponse:
    """Show fifty rows."""
    return HttpResponse(_page.render({"rows": Row._default_manager.order_by("pk")[:50]}, request))


urlpatterns = [path("", rows)]
application = WSGIHandler()
