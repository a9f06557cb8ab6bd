"""Short addresses: the register of the current Forum, and one input by its number alone."""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from consultation.models import Forum, Submission
from consultation.queries.public import public_at, withdrawn_from_view_at
from wsis_forum import clock


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Lead to the register of the Forum of the home page, with the same query."""
    forum = Forum.objects.current().first()
    if forum is None:
        raise Http404
    url = reverse("consultation:register", args=(forum.slug,))
    query = request.META.get("QUERY_STRING", "")
    return HttpResponseRedirect(f"{url}?{query}" if query else url)


@require_safe
def public_input(_request: HttpRequest, number: str) -> HttpResponse:
    """Lead to the page of an input, whatever its Forum; of others nobody learns anything."""
    at = clock.now()
    known = Q(pk__in=public_at(at).values("pk")) | Q(pk__in=withdrawn_from_view_at(at).values("pk"))
    rows = Submission.objects.filter(known).select_related("call__forum")
    found = get_object_or_404(rows, number=number.upper())
    url = reverse("consultation:input", args=(found.call.forum.slug, found.number))
    return HttpResponseRedirect(url)
