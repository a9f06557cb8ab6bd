"""What the operator's monitoring reads at ``/metrics``: the outbox, and who gives signs of life."""

import secrets
from collections.abc import Iterator

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from wsis_forum import clock
from wsis_forum.letters import queue

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Outbox(Collector):
    """Figures computed when they are asked for; no process keeps any."""

    def collect(self) -> Iterator[Metric]:
        """Yield the figures (5 queries)."""
        at = clock.now()
        found = queue.health(at)
        oldest = GaugeMetricFamily(
            "wsis_oldest_due_letter_seconds", "How long the oldest letter that is due has waited."
        )
        oldest.add_metric([], found.oldest_due_seconds)
        yield oldest
        letters = GaugeMetricFamily(
            "wsis_letters", "Letters in the outbox.", labels=("state", "kind")
        )
        for state, kind, count in found.counts:
            letters.add_metric([state, kind], count)
        yield letters
        down = GaugeMetricFamily("wsis_mail_server_down", "1 while the mail server takes nothing.")
        down.add_metric([], int(found.down_until is not None))
        yield down
        rests = GaugeMetricFamily(
            "wsis_domains_left_alone", "Domains whose servers asked for a slower pace."
        )
        rests.add_metric([], len(found.rests))
        yield rests
        beats = GaugeMetricFamily(
            "wsis_heartbeat_age_seconds", "Since when nothing was heard.", labels=("name",)
        )
        for name, beaten_at in sorted(found.beats.items()):
            beats.add_metric([name], (at - beaten_at).total_seconds())
        yield beats


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """
    Answer with the figures whoever knows ``METRICS_TOKEN``; to all others there is no such page.

    :raises Http404: no token is set, or the request brings another
    """
    wanted = f"Bearer {settings.METRICS_TOKEN}"
    given = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not secrets.compare_digest(given.encode(), wanted.encode()):
        raise Http404
    registry = CollectorRegistry()
    registry.register(Outbox())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE)
