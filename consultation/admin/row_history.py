"""The page "History" of a row: who changed what and when, also past the portal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from consultation.admin.change_words import Line, lines_of, person_words
from consultation.history import KEPT
from consultation.models import Submission
from consultation.queries.changes_of_rows import Change, changes_of, linked, with_people

_PER_PAGE = 50
# Of rows that say none: where the pages say that the times are from.
_ZONE = "Europe/Zurich"


@dataclass(frozen=True)
class Entry:
    """One change of the row as the page shows it."""

    at: datetime
    person: str
    title: str
    lines: list[Line]
    # Done past the portal: by hand in the database, by a command, or by whom nobody knows any more.
    is_unknown: bool = False


def is_kept(model: Any) -> bool:
    """Whether the changes of a model's rows are kept."""
    return model in KEPT


def page(request: HttpRequest, object_id: str, *, model_admin: ModelAdmin[Any]) -> HttpResponse:
    """
    Show the history of one row to whoever may see the row.

    :raises PermissionDenied: the person may not
    :raises Http404: it is an input that is not there for her
    """
    row = model_admin.get_object(request, unquote(object_id))
    if row is None and model_admin.model is Submission:
        # As its page does: what is hidden answers like what never was.
        raise Http404
    if row is None:
        return model_admin._get_obj_does_not_exist_redirect(  # type: ignore[attr-defined,no-any-return]  # noqa: SLF001 what Django's own page does
            request, model_admin.opts, object_id
        )
    if not model_admin.has_view_or_change_permission(request, row):
        raise PermissionDenied
    if isinstance(row, Submission):
        # An input's own page has it, as far as the reader may see it.
        url = reverse("admin:consultation_submission_change", args=(row.pk,))
        return HttpResponseRedirect(f"{url}#history")
    zone = getattr(row, "timezone", "") or _ZONE
    listed = Paginator(changes_of(row), _PER_PAGE).get_page(request.GET.get("p"))
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("History: %(row)s") % {"row": row},
        "object": row,
        "page_obj": listed,
        "entries": entries(list(listed.object_list), zone),
        "zone": zone,
    }
    return TemplateResponse(request, "admin/consultation/history.html", context)


def entries(changes: list[Change], zone: str) -> list[Entry]:
    """Word changes for the page (1 query for the people, 1 for each model that is linked)."""
    rows = linked(with_people(changes))
    return [
        Entry(
            change.at,
            person_words(change.by),
            _KINDS[change.kind](),
            lines_of(change, rows, zone),
            is_unknown=change.by is None,
        )
        for change in changes
    ]


_KINDS = {
    "added": lambda: pgettext("history of a row", "Added"),
    "changed": lambda: pgettext("history of a row", "Changed"),
    "deleted": lambda: pgettext("history of a row", "Deleted"),
}
