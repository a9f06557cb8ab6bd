"""The addresses from which other people's software fetches the programme."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from agenda.exports import FORMATS
from agenda.queries.exports import export_of
from agenda.views.reading import read
from wsis_forum.languages import language


@require_safe
def export(request: HttpRequest, year: str, ext: str) -> HttpResponse:
    """Answer with a release in the format ``ext``; 304 where the reader has it already."""
    reading = read(request, year)
    if reading.release is None or ext not in FORMATS:
        raise Http404
    one = export_of(reading.release, extension=ext, language=language().code)
    response = get_conditional_response(request, etag=one.etag)
    if response is None:
        response = HttpResponse(one.write(), content_type=one.media_type)
        response["Content-Disposition"] = f'attachment; filename="{one.filename}"'
    response["ETag"] = one.etag
    # Kept by the reader, asked about each time; an internal release never by a proxy.
    response["Cache-Control"] = "no-cache" if reading.release.is_public else "private, no-cache"
    return response
