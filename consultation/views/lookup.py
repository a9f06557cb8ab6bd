"""What scripts ask while somebody types: known organizations, similar public inputs."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from consultation.models import Submission
from consultation.queries import organizations
from consultation.views.own import own_or_404
from consultation.views.similar import similar_to
from wsis_forum import clock
from wsis_forum.limits import may_ask

_TOO_MANY = 429
_A_MINUTE = 300


@require_safe
@never_cache
def organizations_like(request: HttpRequest) -> HttpResponse:
    """Answer with organizations that begin as ``q`` says: for ``static/js/organization.js``."""
    if not may_ask(request, "organizations", a_minute=_A_MINUTE, at=clock.now()):
        return JsonResponse({"organizations": []}, status=_TOO_MANY)
    rows = [
        {
            "name": row.name,
            "acronym": row.acronym,
            "type": row.stakeholder_type.code,
            "type_title": row.stakeholder_type.title,
            "country": row.country_id,
            "country_name": row.country.name,
        }
        for row in organizations.found_by(request.GET.get("q", ""))
    ]
    return JsonResponse({"organizations": rows})


@require_POST
@never_cache
def similar_inputs(request: HttpRequest, ref: str) -> HttpResponse:
    """
    Answer with public inputs like the title and summary that are being written, as HTML.

    They are sent, not taken from the draft, because what is typed is saved a little later.
    """
    own = own_or_404(request, Submission.objects.select_related("call"), ref)
    at = clock.now()
    if not may_ask(request, "similar", a_minute=_A_MINUTE, at=at):
        return HttpResponse(status=_TOO_MANY)
    similar = similar_to(
        own,
        title=request.POST.get("title"),
        summary=request.POST.get("summary"),
        at=at,
    )
    return render(request, "consultation/similar.html", {"similar": similar, "submission": own})
