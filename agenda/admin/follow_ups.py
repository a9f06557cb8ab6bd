"""Who of a Forum is late with what: a table of sessions and what each owes, and letters to them."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from agenda.actions.asking_follow_ups import ask_for_follow_ups
from agenda.admin import follow_up_pages
from agenda.admin.timetable_page import forum_asked, forums
from agenda.choices import FollowUpKind
from agenda.models import Session
from agenda.owed_words import State, due_words, state_of
from agenda.queries.contacts import Contact, contacts_of
from agenda.queries.follow_ups import Owed, owed_by, that_owe
from consultation.admin.desk import require
from consultation.exports.page_table import PageTable
from consultation.models import Forum
from wsis_forum import clock

if TYPE_CHECKING:
    from agenda.admin.sessions import SessionAdmin

_A_PAGE = 100


class Cell(NamedTuple):
    """One kind of one session, in words."""

    kind: FollowUpKind
    owed: Owed
    state: State
    due: str

    @property
    def label(self) -> str:
        """What it is, as a heading."""
        return capfirst(str(self.kind.label))


class Line(NamedTuple):
    """One session, who owes, and what."""

    session: Session
    contact: Contact | None
    cells: Sequence[Cell]


class _Table(NamedTuple):
    """What a Forum's sessions owe, and what of it the page was asked for."""

    forum: Forum | None
    kinds: Sequence[FollowUpKind]
    kind: FollowUpKind | None
    only_late: bool
    lines: Sequence[Line]
    late: int


def urls(model_admin: "SessionAdmin") -> list[URLPattern]:
    """Return the addresses of the table, the letters and the pages of one session."""
    pages: tuple[tuple[str, Any, str], ...] = (
        ("follow-ups/", table, "follow_ups"),
        ("follow-ups/letters/", letters, "follow_up_letters"),
        *follow_up_pages.PAGES,
    )
    wrap = model_admin.admin_site.admin_view
    return [
        path(route, wrap(partial(view, model_admin=model_admin)), name=f"agenda_session_{name}")
        for route, view, name in pages
    ]


@require_GET
def table(request: HttpRequest, *, model_admin: "SessionAdmin") -> HttpResponse:
    """Show what every session of a Forum owes, or only what is late."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    at = clock.now()
    shown = _read(request, at)
    page_obj = Paginator(shown.lines, _A_PAGE).get_page(request.GET.get("page"))
    heads, rows = partial(_heads, shown), partial(_rows, shown)
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("What organizers owe"),
        "opts": model_admin.opts,
        "shown": shown,
        "forum": shown.forum,
        "forums": forums(),
        "lines": page_obj.object_list,
        "page_obj": page_obj,
        "query": asked.urlencode(),
        "kind_names": [(one, capfirst(str(one.label))) for one in shown.kinds],
        "may_edit": model_admin.has_change_permission(request),
        "tables": {"sessions": PageTable(_("What organizers owe"), heads(), rows)},
    }
    return TemplateResponse(request, "admin/agenda/follow_ups/table.html", context)


def letters(request: HttpRequest, *, model_admin: "SessionAdmin") -> HttpResponse:
    """Show to whom letters would go, and queue them once that is confirmed."""
    require("agenda.edit_programme", request)
    at = clock.now()
    shown = _read(request, at)
    open_ones = [one for one in shown.lines if any(cell.owed.is_open for cell in one.cells)]
    if request.method == "POST" and shown.forum is not None:
        chosen = set(request.POST.getlist("session"))
        keys = {one.session.pk for one in open_ones if str(one.session.pk) in chosen}
        said = ask_for_follow_ups(session_ids=keys, by=request.user, at=at)  # type: ignore[arg-type]
        follow_up_pages.say_asked(request, said)
        where = reverse("admin:agenda_session_follow_ups")
        return HttpResponseRedirect(f"{where}?forum={shown.forum.slug}")
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Letters to those who owe something"),
        "opts": model_admin.opts,
        "shown": shown,
        "forum": shown.forum,
        "lines": [one for one in open_ones if one.contact],
        "silent": [one for one in open_ones if not one.contact],
    }
    return TemplateResponse(request, "admin/agenda/follow_ups/letters.html", context)


def _read(request: HttpRequest, at: datetime) -> _Table:
    """Read what is asked for (9 queries, however many sessions)."""
    forum = forum_asked(request)
    asked = request.POST or request.GET
    sessions = list(that_owe().filter(forum=forum)) if forum else []
    owed, contacts = owed_by(sessions), contacts_of(sessions)
    everything = [one for rows in owed.values() for one in rows]
    kinds = [
        kind
        for kind in FollowUpKind
        if any(one.kind == kind and (one.is_asked or one.rows) for one in everything)
    ]
    kind = next((one for one in kinds if one.value == asked.get("kind")), None)
    only_late = asked.get("late") == "1"
    columns = [kind] if kind else kinds
    lines = [
        Line(
            session,
            contacts.get(session.pk),
            [
                Cell(one.kind, one, state_of(one, at), due_words(one))
                for one in owed[session.pk]
                if one.kind in columns
            ],
        )
        for session in sessions
        if not only_late or any(o.is_late(at) for o in owed[session.pk] if o.kind in columns)
    ]
    late = sum(one.is_late(at) for one in everything)
    return _Table(forum, kinds, kind, only_late, lines, late)


def _heads(shown: _Table) -> list[str]:
    columns = [shown.kind] if shown.kind else shown.kinds
    return [
        *(_("Number"), _("Title"), _("Contact")),
        *(
            words % {"what": capfirst(str(kind.label))}
            for kind in columns
            for words in (_("%(what)s: due"), _("%(what)s: state"), _("%(what)s: handed in at"))
        ),
    ]


def _rows(shown: _Table) -> Iterator[list[Any]]:
    for line in shown.lines:
        cells = (
            (one.owed.due_at, one.state.words, one.owed.latest and one.owed.latest.handed_in_at)
            for one in line.cells
        )
        yield [
            line.session.number,
            line.session.title,
            contact_words(line.contact),
            *(value for cell in cells for value in cell),
        ]


def contact_words(contact: Contact | None) -> str:
    """
    Say who owes: by name where an organizer has named somebody.

    Who handed an input in is not said: readers of the programme may read that input blind.
    """
    if contact is None:
        return _("nobody to write to")
    if contact.user is not None:
        return _("who handed the input in")
    return contact.name or _("a named contact")
