"""The receipt as a PDF: handed out as it was made, never made in a request."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from consultation.models import ReceiptDocument, Submission, SubmissionVersion
from consultation.views.own import own_or_404

# In seconds. A worker needs less than one; a sweep finds within a minute what no worker was told.
_LOOK_AGAIN = 5
_MOST_DIGITS = 4


@login_required
@require_safe
def receipt_pdf(request: HttpRequest, ref: str) -> HttpResponse:
    """Answer with the document of the last version, or of ``?version=``; say if it is not made."""
    own = own_or_404(request, Submission.objects.all(), ref)
    version = _version(own, request.GET.get("version", ""))
    document = ReceiptDocument.objects.defer("pdf").filter(version=version).first()
    if document is None:
        return _being_made(request, own)
    etag = f'"receipt-{document.pk}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(bytes(document.pdf), content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{own.number}.pdf"'
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


def _version(own: Submission, wanted: str) -> SubmissionVersion:
    versions = own.versions.order_by("-number")
    if wanted:
        if not (wanted.isascii() and wanted.isdecimal() and len(wanted) <= _MOST_DIGITS):
            raise Http404
        versions = versions.filter(number=int(wanted))
    version = versions.first()
    if version is None:
        raise Http404
    return version


def _being_made(request: HttpRequest, own: Submission) -> HttpResponse:
    """Answer with a page that looks again by itself."""
    page = render(request, "consultation/receipt_being_made.html", {"submission": own}, status=202)
    page["Refresh"] = str(_LOOK_AGAIN)
    page["Cache-Control"] = "no-store"
    return page
