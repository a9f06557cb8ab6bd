"""The page behind the personal link in a reminder; mail programs may press its button."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from wsis_forum import clock
from wsis_forum.accounts.models import User
from wsis_forum.letters import kinds, links, preferences
from wsis_forum.letters.models import Refusal


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, token: str) -> HttpResponse:
    """
    Turn one kind of letter off or on for the person of the token.

    The token is the permission: RFC 8058 has mail programs post here without cookies.
    """
    user_id, kind = _read(token)
    if request.method == "POST":
        if request.POST.get("action") == "allow":
            preferences.allow(user_id=user_id, kind=kind)
        else:
            preferences.refuse(user_id=user_id, kind=kind, at=clock.now())
    context = {
        "kind": kinds.get(kind),
        "is_reminder": kind == "reminder",
        "refused": Refusal.objects.filter(user_id=user_id, kind=kind).exists(),
        "changed": request.method == "POST",
    }
    response = render(request, "letters/refuse.html", context)
    # The address is the permission, so it must not travel on.
    response["Referrer-Policy"] = "no-referrer"
    return response


def _read(token: str) -> tuple[int, str]:
    """
    Return whose and which kind of letter the token is about.

    :raises Http404: we did not make it, or the person is gone
    """
    known = links.read_refusal_token(token)
    if known is None or not kinds.is_optional(known[1]):
        raise Http404
    if not User.objects.filter(pk=known[0]).exists():
        raise Http404
    return known
