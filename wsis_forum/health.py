"""What the operator's watchers ask: does it live, is it ready, and what is degraded."""

from collections.abc import Callable
from datetime import timedelta

import redis
from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.backoff import NoBackoff
from redis.retry import Retry

from consultation.models import ActionLine
from wsis_forum import clock, embedded
from wsis_forum.letters.models import Heartbeat

BROKER_SECONDS = 1
# Beat asks for a heartbeat every minute; two may be missed.
LATE_AFTER = timedelta(minutes=3)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer whenever the web process does, without asking anybody else."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """
    Answer 200 once pages and letters can work, else 503 with the reason.

    A deaf worker or a late beat is named but fails nothing: hand-ins are still received,
    and their letters wait in the database.
    """
    for probe in PROBES:
        reason = probe()
        if reason:
            return JsonResponse({"status": "not ready", "reason": reason}, status=503)
    degraded = degradations()
    return JsonResponse({"status": "degraded" if degraded else "ready", "degraded": degraded})


def database() -> str:
    """Say why the database cannot be used."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (Error, embedded.EmbeddedError):
        # The driver's words hold host names and users; they are in the log.
        return "the database does not answer"
    return ""


def migrations() -> str:
    """Say how many migrations are missing."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(missing)} migrations are not applied" if missing else ""


def reference() -> str:
    """Say that the reference tables are empty."""
    return "" if ActionLine.objects.exists() else "the reference tables are not loaded"


def broker() -> str:
    """Say that the broker cannot be used; one that hangs costs a second at most."""
    try:
        if embedded.is_embedded_broker():
            embedded.VALKEY.ensure()
            answers = not embedded.VALKEY.silence(BROKER_SECONDS)
        else:
            answers = _ping(settings.CELERY_BROKER_URL)
    except (OSError, redis.RedisError, embedded.EmbeddedError):
        answers = False
    return "" if answers else "the broker does not answer"


def _ping(url: str) -> bool:
    client = redis.Redis.from_url(
        # kombu and redis-py spell a socket's address differently.
        url.replace("redis+socket://", "unix://", 1),
        socket_connect_timeout=BROKER_SECONDS,
        socket_timeout=BROKER_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
    with client:
        return bool(client.ping())


def degradations() -> list[str]:
    """Name who has given no sign of life lately: worker, beat, and the sweeps they should run."""
    since = clock.now() - LATE_AFTER
    seen = dict(Heartbeat.objects.values_list("name", "beaten_at"))
    alive = {name for name, beaten_at in seen.items() if beaten_at > since}
    found = [text for name, text in _LIVING.items() if name not in alive]
    if "worker" in alive:
        # A worker that lives and sweeps no more; a deaf one has been named already.
        found += [text for name, text in _SWEEPS.items() if name in seen and name not in alive]
    return found


_LIVING = {"worker": "the worker is deaf", "beat": "beat is late"}
_SWEEPS = {
    "reminders": "the sweep of reminders has stopped",
    "letters": "the sweep of letters has stopped",
}
PROBES: tuple[Callable[[], str], ...] = (database, migrations, reference, broker)
