"""The page of releases, what changed from one to another, and how to be told."""

from collections.abc import Sequence
from dataclasses import dataclass

import rules
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from agenda.actions.subscriptions import subscribe, unsubscribe
from agenda.change_words import by_kind, shown_changes
from agenda.exports import FORMATS
from agenda.models import Release, ReleaseSubscription
from agenda.queries.releases import before_of, compared, find, releases_of
from agenda.views.reading import forum_of
from consultation.models import Forum
from wsis_forum import clock


@dataclass(frozen=True, slots=True)
class Pair:
    """Two releases; ``before`` is ``None`` where there was none."""

    before: Release | None
    after: Release


@require_safe
def releases(request: HttpRequest, year: str) -> HttpResponse:
    """List the releases; internal ones for those who make the programme."""
    forum = forum_of(year)
    internal = _reads_internal(request)
    rows = releases_of(forum) if internal else releases_of(forum).public()
    found = list(rows.select_related("again_of").defer("programme", "again_of__programme"))
    user = request.user
    context = {
        "forum": forum,
        "releases": found,
        "first": _first(found),
        "first_public": _first([one for one in found if one.is_public]),
        "latest": next((one for one in found if one.is_public), None),
        "formats": FORMATS,
        "is_subscribed": user.is_authenticated
        and ReleaseSubscription.objects.filter(user=user, forum=forum).exists(),
    }
    return render(request, "agenda/releases.html", context)


@require_safe
def compare(request: HttpRequest, year: str) -> HttpResponse:
    """Show what changed from ``?from=`` to ``?to=``: by default, what the last release changed."""
    forum = forum_of(year)
    internal = _reads_internal(request)
    pair = _pair(request, forum, internal=internal)
    rows = releases_of(forum) if internal else releases_of(forum).public()
    found = compared(pair.before, pair.after)
    changes = shown_changes(found.changes, found.before, found.after)
    context = {
        "forum": forum,
        "pair": pair,
        "releases": rows,
        "groups": by_kind(changes),
        "query": f"?release={pair.after.version}",
    }
    return render(request, "agenda/compare.html", context)


@require_POST
def subscription(request: HttpRequest, year: str) -> HttpResponseRedirect:
    """Turn the letters on each public release on or off for who is signed in."""
    forum = forum_of(year)
    user = request.user
    page = reverse("agenda:releases", args=(forum.slug,))
    if not user.is_authenticated:
        return redirect(f"{reverse('account_login')}?next={page}")
    if request.POST.get("action") == "end":
        unsubscribe(forum_id=forum.pk, by=user)
    else:
        subscribe(forum_id=forum.pk, by=user, at=clock.now())
    return redirect(f"{page}#subscribe")


def _first(found: Sequence[Release]) -> Release | None:
    """Return the release before which there was none."""
    return min(found, key=lambda one: (one.released_at, one.pk), default=None)


def _reads_internal(request: HttpRequest) -> bool:
    return bool(rules.has_perm("agenda.read_internal_release", request.user))


def _pair(request: HttpRequest, forum: Forum, *, internal: bool) -> Pair:
    """
    Return the two releases that the address names, or those that stand for them.

    :raises Http404: there is no such release, or it is not for this reader
    """
    older, newer = request.GET.get("from"), request.GET.get("to")
    rows = releases_of(forum)
    if newer:
        after = find(forum, newer, internal=internal)
    else:
        after = rows.public().first() or (rows.first() if internal else None)
    if after is None:
        raise Http404
    if older:
        before = find(forum, older, internal=internal)
        if before is None:
            raise Http404
    else:
        # Readers of a public release saw the public one before.
        before = before_of(after, internal=not after.is_public)
    return Pair(before, after)
