"""The addresses from which other people's software fetches the programme."""

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from agenda import stored
from agenda.actions.documents import document_of
from agenda.exports import FORMATS
from agenda.queries.exports import about_export
from agenda.views.reading import read
from wsis_forum import clock
from wsis_forum.languages import language


@require_safe
def export(request: HttpRequest, year: str, ext: str) -> HttpResponseBase:
    """Answer with a release in the format ``ext``, from storage; 304 where the reader has it."""
    reading = read(request, year)
    if reading.release is None or ext not in FORMATS:
        raise Http404
    code = language().code
    one = document_of(release=reading.release, extension=ext, language=code, at=clock.now())
    response: HttpResponseBase | None = get_conditional_response(request, etag=one.etag)
    if response is None:
        about = about_export(reading.release, extension=ext, language=code)
        response = FileResponse(
            stored.path_of(one.stored_name).open("rb"),
            as_attachment=True,
            filename=about.filename,
            content_type=about.media_type,
        )
    response["ETag"] = one.etag
    # Kept by the reader, asked about each time; an internal release never by a proxy.
    response["Cache-Control"] = "no-cache" if reading.release.is_public else "private, no-cache"
    return response
