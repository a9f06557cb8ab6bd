"""Public pages of the people who speak: the list, one of them, her photo."""

from collections import Counter

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from agenda.programme import Programme, ProgrammeSpeaker
from agenda.queries.photos import photos_of
from agenda.queries.releases import merged_in
from agenda.speaking import found, joined, listed, parts_of
from agenda.views.reading import Reading, read
from consultation.queries.register import MOST_CHARACTERS
from wsis_forum.cleaning import clean_line
from wsis_forum.uploads.serving import answer_with


@require_safe
def speakers(request: HttpRequest, year: str) -> HttpResponse:
    """List the people of the programme, or those whom the address asks for."""
    reading = read(request, year)
    everybody = listed(reading.release, reading.query) if reading.release else ()
    letters = Counter(one.letter for one in everybody)
    text = clean_line(request.GET.get("q", ""))[:MOST_CHARACTERS]
    letter = request.GET.get("letter", "")
    rows = found(everybody, text=text, letter=letter if letter in letters else "")
    context = {
        "reading": reading,
        "forum": reading.forum,
        "programme": reading.programme,
        "text": text,
        "letter": letter if letter in letters else "",
        "unknown_letter": letter[:40] if letter and letter not in letters else "",
        "letters": sorted(letters.items()),
        "count": len(rows),
        "rows": joined(rows),
        "most_characters": MOST_CHARACTERS,
    }
    return render(request, "agenda/speakers.html", context)


@require_safe
def speaker(request: HttpRequest, year: str, slug: str) -> HttpResponse:
    """Show one person: who she is at this Forum, and where she speaks; merged ones redirect."""
    reading = read(request, year)
    if kept := _kept_instead(reading, slug):
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(f"{reverse('agenda:speaker', args=(year, kept))}{query}")
    programme, one = _found(reading, slug)
    context = {
        "reading": reading,
        "forum": reading.forum,
        "programme": programme,
        "speaker": one,
        "parts": parts_of(programme, one),
        "has_photo": one.slug in photos_of(reading.forum, [one]),
    }
    return render(request, "agenda/speaker.html", context)


@require_safe
def photo(request: HttpRequest, year: str, slug: str) -> HttpResponseBase:
    """Send the photo of a person, as long as a release names it and she agrees to be shown."""
    reading = read(request, year)
    _programme, one = _found(reading, slug)
    row = photos_of(reading.forum, [one]).get(slug)
    if row is None:
        raise Http404
    return answer_with(row.photo_name, name=one.slug, media_type=row.photo_type, is_shown=True)


def _kept_instead(reading: Reading, slug: str) -> str:
    """Return the slug of whom a person was merged with; nothing if she stands there herself."""
    programme = reading.programme
    if reading.release is None or programme is None or slug in programme.index.speakers:
        return ""
    kept = merged_in(reading.release).get(slug, "")
    return kept if kept in programme.index.speakers else ""


def _found(reading: Reading, slug: str) -> tuple[Programme, ProgrammeSpeaker]:
    programme = reading.programme
    one = programme.index.speakers.get(slug) if programme else None
    if programme is None or one is None:
        raise Http404
    return programme, one
