"""The agenda by day: the portal's own page, and the one that other sites frame."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_POST, require_safe

from agenda.asking import Asked, read_asked
from agenda.exports import FORMATS
from agenda.finding import found
from agenda.keeping import keep, kept
from agenda.listing import Look, by_day, entries, first_day, in_a_row, now_and_next
from agenda.queries.releases import programme_of
from agenda.views.reading import Reading, forum_of, read, read_latest
from consultation.queries.register import MOST_CHARACTERS
from wsis_forum import clock, dates

if TYPE_CHECKING:
    from agenda.models import Release

_NUMBER = re.compile(r"\d{1,6}\Z", re.ASCII)


@require_safe
def agenda(request: HttpRequest, year: str) -> HttpResponse:
    """Show the agenda by day, or the part of it that the address asks for."""
    reading = read(request, year)
    context = {"reading": reading, "forum": reading.forum, "programme": reading.programme}
    if reading.release:
        numbers = kept(request, reading.forum.slug)
        context |= _shown(request, reading, own_zone=_own_zone(request), keeps=frozenset(numbers))
        context |= {
            "formats": FORMATS,
            "mine": numbers,
            "calendar_url": f"{settings.PORTAL_URL}{reverse('agenda:calendar', args=(year,))}",
            "embed_url": f"{settings.PORTAL_URL}{reverse('agenda_embed', args=(year,))}",
        }
    return render(request, "agenda/agenda.html", context)


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]
@require_safe
def embed(request: HttpRequest, year: str) -> HttpResponse:
    """Show the latest public agenda inside another site; the one page that may be framed."""
    asked = request.GET.get("lang", "")
    code = asked if asked in dict(settings.LANGUAGES) else translation.get_language()
    with translation.override(code):
        reading = read_latest(year)
        context = {"reading": reading, "forum": reading.forum, "programme": reading.programme}
        if reading.release:
            context |= _shown(request, reading, lang=asked if asked == code else "", is_frame=True)
        response = render(request, "agenda/embed.html", context)
    response["Content-Language"] = code or settings.LANGUAGE_CODE
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_POST
def choose(request: HttpRequest, year: str) -> HttpResponse:
    """Add a session to the reader's choice, remove one, or forget them all; then go back."""
    forum = forum_of(year)
    numbers = set(kept(request, forum.slug))
    added, removed = _number(request, "add"), _number(request, "remove")
    if "clear" in request.POST:
        numbers.clear()
    numbers |= added
    numbers -= removed
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("agenda:agenda", args=(forum.slug,))
    for number in added | removed:
        back = f"{back.partition('#')[0]}#session-{number}"
    response = redirect(back)
    keep(response, forum.slug, numbers)
    return response


def _own_zone(request: HttpRequest) -> str:
    """Return the zone that the signed-in reader has named; UTC is what nobody has chosen."""
    zone = request.user.timezone if request.user.is_authenticated else ""
    return "" if zone == "UTC" else zone


def _number(request: HttpRequest, name: str) -> set[int]:
    text = request.POST.get(name, "")
    return {int(text)} if _NUMBER.match(text) else set()


def _shown(
    request: HttpRequest,
    reading: Reading,
    *,
    own_zone: str = "",
    lang: str = "",
    keeps: frozenset[int] | None = None,
    is_frame: bool = False,
) -> dict[str, Any]:
    """Return what the list of sessions shows."""
    release: Release = reading.release  # type: ignore[assignment]
    programme = programme_of(release)
    asked = read_asked(request.GET, release, query=reading.query, own_zone=own_zone, lang=lang)
    numbers = (keeps or frozenset()) if asked.is_mine else None
    rows = found(entries(release), text=asked.wanted.text, values=asked.values, numbers=numbers)
    look = Look(zone=asked.zone, query=reading.query, keeps=keeps, is_frame=is_frame)
    is_live = not asked.is_narrowed and not reading.query
    running, coming = now_and_next(rows if is_live else [], clock.now())
    days = by_day(release, rows, look)
    starts = [day.start for day in days if day.start]
    return {
        "asked": asked,
        "facets": [(one, one.html(asked.wanted.chosen.get(one.name))) for one in asked.facets],
        "chips": list(_chips(asked)),
        "days": days,
        "has_offsets": len({day.offset for day in days if day.start}) > 1,
        "now": in_a_row(release, running, look),
        "next": in_a_row(release, coming, look),
        "next_day": first_day(coming, asked.zone),
        "count": len({one.row.session.number for one in rows}),
        "zone_words": dates.zone_over_words(starts or [programme.released_at], asked.zone),
        "own_zone": own_zone,
        "is_forum_zone": asked.zone == programme.timezone,
        "most_characters": MOST_CHARACTERS,
    }


def _chips(asked: Asked) -> Iterator[tuple[Any, str, str]]:
    """Give what narrows the list down: its name, its value, and the query without it."""
    if asked.wanted.text:
        yield "", asked.wanted.text, asked.without("q")
    for facet in asked.facets:
        if option := asked.wanted.chosen.get(facet.name):
            yield facet.label, option.label, asked.without(facet.name)
