"""Bare Django pages: one query and a template; 50 rows of a list, and an agenda of 300 sessions."""

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from wsis_forum import embedded

_TEMPLATE = """<!doctype html><html lang="en"><head><title>Rows</title></head><body><h1>Rows</h1>
<table>{% for row in rows %}<tr><td><a href="/{{ row.pk }}/">{{ row.number }}</a></td>
<td>{{ row.title }}</td><td>{{ row.status }}</td><td>{{ row.language }}</td>
<td>{{ row.organization_name }}</td><td>{{ row.submitted_at|date:"j F Y" }}</td>
<td>{{ row.publication }}</td><td>{{ row.reference }}</td></tr>{% endfor %}</table></body></html>"""

# As many rows and about as many bytes as the portal's own page has.
_AGENDA = """<!doctype html><html lang="en"><head><title>Agenda</title></head><body><h1>Agenda</h1>
<form method="get"><input name="q"><button>Search</button></form>
{% for row in rows %}<section class="agenda-row" id="session-{{ row.number }}">
<time datetime="{{ row.starts_at|date:"c" }}">{{ row.starts_at|date:"H:i" }}–
{{ row.ends_at|date:"H:i" }}</time>
<h3><a href="/forums/2027/agenda/sessions/{{ row.number }}/">{{ row.number }}
{{ row.title_en }}</a></h3>
<p class="agenda-facts"><span>{{ row.status }}</span> <span>{{ row.type }}</span>
<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
<path d="M12 21c-4.5-5-7-8.3-7-11.5a7 7 0 0 1 14 0c0 3.2-2.5 6.5-7 11.5z"/></svg>
<bdi>{{ row.room }}</bdi> <span>{{ row.mode }}</span></p>
<button type="submit" name="add" value="{{ row.number }}" class="agenda-keep">Add to my choice
<span class="visually-hidden">{{ row.number }}</span></button></section>
{% endfor %}</body></html>"""
_SESSIONS = """
    SELECT session.number, session.title_en, session.status, session.mode, type.title_en AS type,
           room.name AS room, lower(slot.period) AS starts_at, upper(slot.period) AS ends_at
    FROM agenda_session session JOIN agenda_slot slot ON slot.session_id = session.id
    LEFT JOIN agenda_room room ON room.id = slot.room_id
    LEFT JOIN agenda_sessiontype type ON type.id = session.type_id
    ORDER BY slot.period, room.name
"""

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


_agenda_page = engines["django"].from_string(_AGENDA)


def agenda(request: HttpRequest) -> HttpResponse:
    """Show the sessions."""
    with connection.cursor() as cursor:
        cursor.execute(_SESSIONS)
        names = [column.name for column in cursor.description]
        found = [dict(zip(names, row, strict=True)) for row in cursor]
    return HttpResponse(_agenda_page.render({"rows": found}, request))


from tools.bench import bare_desk  # noqa: E402 settings are there only now

urlpatterns = [
    path("", rows),
    path("agenda/", agenda),
    path("desk/", bare_desk.listing),
    path("inputs/", bare_desk.register),
    path("desk/<int:pk>/", bare_desk.one),
]
application = WSGIHandler()
