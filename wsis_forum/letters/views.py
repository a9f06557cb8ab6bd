"""The page behind the personal link in a reminder; mail programs may press its button."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from wsis_forum import clock
from wsis_forum.accounts.models import User
from wsis_forum.letters import kinds, links, preferences


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, token: str) -> HttpResponse:
    """
    Turn one kind of letter off or on for the person of the token.

    The token is the permission: RFC 8058 has mail programs post here without cookies.
    """
    refuser = _read(token)
    if request.method == "POST":
        if request.POST.get("action") == "allow":
            preferences.allow_by(refuser=refuser)
        else:
            preferences.refuse_by(refuser=refuser, at=clock.now())
    context = {
        "kind": kinds.get(refuser.kind),
        "is_reminder": refuser.kind == "reminder",
        "refused": preferences.is_refused(refuser),
        "changed": request.method == "POST",
    }
    response = render(request, "letters/refuse.html", context)
    # The address is the permission, so it must not travel on.
    response["Referrer-Policy"] = "no-referrer"
    return response


def _read(token: str) -> links.Refuser:
    """
    Return who turns which kind of letter off.

    :raises Http404: we did not make the token, or the person is gone
    """
    known = links.read_refusal_token(token)
    if known is None or not kinds.is_optional(known.kind):
        raise Http404
    if known.user_id is not None and not User.objects.filter(pk=known.user_id).exists():
        raise Http404
    return known
