"""What every page about one input needs: the input itself, its list, the way back."""

from typing import Any
from urllib.parse import urlencode

import rules
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.urls import reverse

from consultation.admin.listing import listing
from consultation.models import Submission
from consultation.queries import access, desk, walk

# Django's own name for the list's filters in the address of a page.
_FILTERS = "_changelist_filters"


def is_key(text: str) -> bool:
    """Tell whether a text of an address can be the key of a row."""
    return text.isdecimal() and len(text) < len("9" * 19)


def found(request: HttpRequest, pk: int, model_admin: ModelAdmin[Any]) -> Submission:
    """
    Read a submission for whoever may read it; what she may not read, does not exist for her.

    :raises Http404: there is none, it is a draft, or the person may not see it
    :raises PermissionDenied: she may see no input at all
    """
    submission = seen(request, pk, model_admin)
    if submission is None:
        raise Http404
    return submission


def seen(request: HttpRequest, pk: int, model_admin: ModelAdmin[Any]) -> Submission | None:
    """
    Read a submission as ``found`` does; nothing where it does not exist for the person.

    :raises PermissionDenied: she may see no input at all
    """
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    submission = desk.page_of(Submission.objects.all(), pk) if is_key(str(pk)) else None
    if submission is None:
        return None
    if not rules.has_perm("consultation.read_submission", request.user, submission):
        return None
    # Every further permission of this request begins with the same question.
    access.remember(request.user, submission)
    return submission


def list_query(request: HttpRequest) -> str:
    """Return the list's query; a NUL in it is encoded twice, and unseen by ``readable``."""
    filters = request.GET.get(_FILTERS, "")
    return "" if "%00" in filters else filters


def kept_query(request: HttpRequest, **others: Any) -> str:
    """Return the query of an address that keeps the list one came from."""
    known = {_FILTERS: list_query(request)} if list_query(request) else {}
    return urlencode({**known, **others})


def neighbours(request: HttpRequest, pk: int, model_admin: ModelAdmin[Any]) -> walk.Neighbours:
    """Find the submissions before and after this one in the list that one came from."""
    listed = listing(request, model_admin, list_query(request))
    if listed is None:
        return walk.NOWHERE
    after = request.GET.get("next", "")
    return walk.beside(listed, pk, int(after) if is_key(after) else None)


def back(request: HttpRequest, pk: int, part: str = "") -> HttpResponseRedirect:
    """
    Return to the page, with the list's filters and what was next before the verb.

    ``part`` is the id of the part of the page to stand at.
    """
    known = {name: request.GET[name] for name in (_FILTERS, "next") if request.GET.get(name)}
    url = reverse("admin:consultation_submission_change", args=(pk,))
    query = f"?{urlencode(known)}" if known else ""
    return HttpResponseRedirect(f"{url}{query}{'#' if part else ''}{part}")
