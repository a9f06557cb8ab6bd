"""The mailbox of the embedded run: every letter as its reader gets it, codes included."""

from csp.decorators import csp
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wsis_forum.letters.attached import Attached
from wsis_forum.letters.models import Letter
from wsis_forum.letters.policy import LETTER_POLICY

PER_PAGE = 25


@require_safe
@never_cache
def letters(request: HttpRequest) -> HttpResponse:
    """List the letters, newest first; ``?address=`` keeps those to one address."""
    address = request.GET.get("address", "").replace("\0", "").strip()
    found = Letter.objects.defer("text", "html", "attachments")
    if address:
        found = found.filter(address__icontains=address)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "mailbox/letters.html", {"page_obj": page, "address": address})


@require_safe
@never_cache
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one letter's text and what became of it."""
    return render(request, "mailbox/letter.html", {"letter": get_object_or_404(Letter, pk=pk)})


@csp(LETTER_POLICY)  # type: ignore[arg-type]  # views with arguments are fine
@require_safe
@never_cache
def letter_html(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one letter's HTML text alone, as a mail program does."""
    return HttpResponse(get_object_or_404(Letter, pk=pk).html)


@require_safe
@never_cache
def attachment(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """Hand out a file that was sent along with a letter."""
    rows = get_object_or_404(Letter, pk=pk).attachments
    if position >= len(rows):
        raise Http404
    file = Attached.of(rows[position])
    response = HttpResponse(file.content, content_type=file.media_type)
    disposition = content_disposition_header(as_attachment=True, filename=file.name)
    response["Content-Disposition"] = disposition or "attachment"
    return response
