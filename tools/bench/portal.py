"""The portal's database for a measurement: real migrations, made-up inputs, two people."""

import time
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import django
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command
from django.db import connection, connections

_FORUM = "2027"


@dataclass(frozen=True)
class Prepared:
    """Cookies of people who are signed in, one input to read, and inputs made up in a second."""

    secretary: str
    reviewer: str
    input_pk: int
    input_number: str
    filling: float


def prepare() -> None:
    """Make the tables, and load what a fresh portal begins with."""
    from wsis_forum import catalogues, statics  # noqa: PLC0415 settings are read only now

    django.setup()
    from wsis_forum.serve import forum_files  # noqa: PLC0415 apps are ready only now

    catalogues.compile_catalogues()
    statics.collect_changed()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_reference", verbosity=0)
    for file in forum_files():
        call_command("load_forum", str(file), verbosity=0)
    call_command("demo_people", verbosity=0)


def fill(count: int) -> Prepared:
    """Add made-up inputs until there are so many, and let PostgreSQL look at its tables."""
    from consultation.models import Call, Submission  # noqa: PLC0415 apps are ready only now

    before, began = Submission.objects.filter(is_made_up=True).count(), time.perf_counter()
    call_command("demo_submissions", _FORUM, count=count, verbosity=0)
    filling = (count - before) / (time.perf_counter() - began)
    # The public register has as many inputs to show as there are.
    Call.objects.filter(forum__slug=_FORUM).update(publication_rule="at-once")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    one = Submission.objects.filter(status="under_review", language="en").earliest("pk")
    prepared = Prepared(
        secretary=_cookie("secretariat@demo.example"),
        reviewer=_cookie("reviewer@demo.example"),
        input_pk=one.pk,
        input_number=str(one.number),
        filling=filling,
    )
    connections.close_all()
    return prepared


def _cookie(email: str) -> str:
    from wsis_forum.accounts.models import User  # noqa: PLC0415 apps are ready only now

    user: Any = User.objects.get(email=email)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
