"""Home, the Forums, and the pages about the portal itself."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from consultation.models import Forum
from consultation.queries.public import public_at
from wsis_forum import clock
from wsis_forum.portal import figures, queries


@require_safe
def language_root(request: HttpRequest) -> HttpResponse:
    """Send to the home page in the language that the cookie or the browser asks for."""
    with translation.override(translation.get_language_from_request(request)):
        response = HttpResponseRedirect(reverse("home"))
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what is open, what comes next, and what happened to earlier input."""
    at = clock.now()
    forum = queries.current_forum()
    earlier = [
        one for one in queries.forums() if forum is None or one.start_date < forum.start_date
    ]
    context = {
        "at": at,
        "current_forum": forum,
        "forum": forum,
        "open_calls": queries.open_calls(forum, at=at) if forum else [],
        "steps": queries.next_steps(forum, at=at) if forum else [],
        "figures": queries.figures(forum) if forum else None,
        "earlier": [(one, figures.published(one)) for one in earlier],
    }
    return render(request, "portal/home.html", context)


@require_safe
def forums(request: HttpRequest) -> HttpResponse:
    """List all Forums."""
    at = clock.now()
    rows = [(one, queries.is_over(one, at=at)) for one in queries.forums()]
    return render(request, "portal/forums.html", {"rows": rows})


@require_safe
def forum(request: HttpRequest, year: str) -> HttpResponse:
    """Show a Forum's consultation: phases, calls, meetings, letter, figures."""
    rows = Forum.objects.select_related("country", "chair_country")
    one: Forum = get_object_or_404(rows.prefetch_related("addressed_to"), slug=year)
    at = clock.now()
    context = {
        "at": at,
        "forum": one,
        "page": queries.forum_page(one, at=at),
        "has_inputs": public_at(at).filter(call__forum=one).exists(),
        "figures": figures.published(one),
        "figure_sources": figures.sources(one),
    }
    return render(request, "portal/forum.html", context)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how the portal can be used and what does not work yet."""
    return render(request, "portal/accessibility.html", {"contact": settings.REPLY_TO_EMAIL})


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Say how to hand an input in and where to ask."""
    return render(request, "portal/help.html", {"contact": settings.REPLY_TO_EMAIL})
