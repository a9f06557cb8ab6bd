"""The page of a session's nested agenda: an outline that is saved as a whole."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from agenda import outline
from agenda.actions.items import arrange
from agenda.admin import agenda_form
from agenda.exceptions import LinesChanged, LinesImpossible
from agenda.models import AgendaItem, Session, Speaker
from agenda.numbering import Line as Numbered
from agenda.outline import Draft, Place
from agenda.queries import items
from consultation.admin.desk import require
from consultation.admin.versioned import Difference
from wsis_forum import clock
from wsis_forum.languages import language, languages

if TYPE_CHECKING:
    from agenda.admin.sessions import SessionAdmin

_WAYS = ("up", "down", "in", "out")
_Errors = Mapping[tuple[str, str], str]
_NONE: _Errors = {}


class Words(NamedTuple):
    """The title of a line in one language."""

    name: str
    language: Any
    value: str
    error: str


class Row(NamedTuple):
    """One line as the page shows it."""

    key: str
    depth: int
    number: str
    words: Sequence[Words]
    minutes: str
    minutes_error: str
    is_numbered: bool
    speakers: Sequence[tuple[int, str, bool]]
    is_saved: bool


class _Page(NamedTuple):
    """What one request works on."""

    session: Session
    lines: Sequence[Numbered[AgendaItem]]
    shown: Sequence[str]


def agenda_page(request: HttpRequest, pk: int, *, model_admin: "SessionAdmin") -> HttpResponse:
    """Show the outline; its buttons change what is shown, and only “Save” what is kept."""
    require("agenda.edit_programme", request)
    session = Session.objects.select_related("forum").filter(pk=pk).first()
    if session is None:
        raise Http404
    lines = items.outline(pk)
    sent = [name for name in request.POST.getlist("shown") if name in items.TITLES]
    page = _Page(session, lines, agenda_form.shown_titles(session, lines, sent))
    saved = agenda_form.as_saved(lines, page.shown)
    extra: dict[str, Any] = {"seen": items.revision(lines), "base": agenda_form.packed(saved)}
    draft, errors = saved, _NONE
    if request.method == "POST":
        draft = agenda_form.as_sent(request.POST, page.shown)
        act, _colon, key = request.POST.get("act", "").partition(":")
        if act == "save":
            done, draft, errors, said = _save(request, page, draft, model_admin)
            if done:
                url = reverse("admin:agenda_session_agenda", args=(pk,))
                return HttpResponseRedirect(url)
            extra |= said
        elif act:
            draft, extra["focus"] = _changed(draft, act, key)
            extra["seen"] = request.POST.get("seen", "")
            extra["base"] = request.POST.get("base", "")
    return TemplateResponse(
        request,
        "admin/agenda/session/agenda.html",
        _context(model_admin, request, page, _Shown(draft, errors)) | extra,
    )


class _Shown(NamedTuple):
    draft: Draft
    errors: _Errors


def _changed(draft: Draft, act: str, key: str) -> tuple[Draft, str]:
    """Do what a button asks to what is typed; return where the reader goes on, too."""
    if act in _WAYS:
        return Draft(outline.moved(draft.places, key, act), draft.said), key
    if act == "remove":
        keys = [place.key for place in draft.places]
        position = keys.index(key) if key in keys else 0
        places = outline.in_shape(outline.removed(draft.places, key))
        return Draft(places, draft.said), places[max(position - 1, 0)].key if places else ""
    if act == "add":
        places, new = outline.with_new(draft.places, key)
        return Draft(places, {**draft.said, new: {"numbered": _like(draft, key)}}), new
    return draft, ""


def _like(draft: Draft, key: str) -> str:
    """Tell whether a new line is numbered: where the one before it is."""
    before = draft.said.get(key) or (draft.said[draft.places[-1].key] if draft.places else {})
    return before.get("numbered", "on")


def _save(
    request: HttpRequest, page: _Page, sent: Draft, model_admin: "SessionAdmin"
) -> tuple[bool, Draft, _Errors, dict[str, Any]]:
    """Save the agenda; or return it with what stands in the way."""
    seen, base = request.POST.get("seen", ""), request.POST.get("base", "")
    draft = agenda_form.without_empty(sent)
    known = {line.row.pk: line.row for line in page.lines}
    lines, errors = agenda_form.wanted(draft, known)
    is_present = seen == items.revision(page.lines)
    if errors and is_present:
        return False, draft, errors, {}
    try:
        arrange(session_id=page.session.pk, lines=lines, seen=seen, by=request.user, at=clock.now())  # type: ignore[arg-type]
    except LinesChanged:
        return False, *_met(request, page, draft, agenda_form.unpacked(base))
    except LinesImpossible:
        messages.error(request, _("This agenda cannot be saved as it is. Check its lines."))
        return False, draft, {}, {}
    model_admin.log_change(request, page.session, "Draft agenda")
    messages.success(request, _("The draft agenda is saved."))
    return True, draft, {}, {}


def _met(
    request: HttpRequest, page: _Page, mine: Draft, base: Draft
) -> tuple[Draft, _Errors, dict[str, Any]]:
    """Bring both people's agendas together and let the next save count."""
    lines = items.outline(page.session.pk)
    theirs = agenda_form.as_saved(lines, page.shown)
    draft, clashes = outline.merged(base, mine, theirs)
    numbered = outline.numbers(draft)
    messages.warning(
        request,
        _(
            "Somebody else has saved this agenda since you opened it. Both your lines and theirs "
            "stand below: check them, then save."
        ),
    )
    differences = [
        Difference(
            label=f"{numbered.get(one.key, '–')} {_label(one.name)}",
            theirs=_people(one.theirs) if one.name == "speakers" else one.theirs,
            yours=_people(one.mine) if one.name == "speakers" else one.mine,
            anchor=f"line-{one.key}",
        )
        for one in clashes
    ]
    seen = {"seen": items.revision(lines), "base": agenda_form.packed(theirs)}
    return draft, {}, {"differences": differences, **seen}


def _label(name: str) -> str:
    words = {"minutes": _("Minutes"), "numbered": _("Numbered"), "speakers": _("Speakers")}
    return words.get(name) or language(agenda_form.language_of(name)).name


def _people(keys: str) -> str:
    found = Speaker.objects.filter(pk__in=[int(key) for key in keys.split(",") if key])
    return ", ".join(map(str, found))


def _context(
    model_admin: "SessionAdmin", request: HttpRequest, page: _Page, state: _Shown
) -> dict[str, Any]:
    speakers = Speaker.objects.filter(appearances__session=page.session)
    on_lines = Speaker.objects.filter(items__session=page.session)
    people = [(one.pk, str(one)) for one in speakers.union(on_lines).order_by("sort_name")]
    numbered = outline.numbers(state.draft)
    problems = [(f"id_{name}-{key}", message) for (key, name), message in state.errors.items()]
    return {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Draft agenda"),
        "subtitle": str(page.session),
        "original": page.session,
        "rows": [_row(place, page, state, numbered, people) for place in state.draft.places],
        "blank": _row(Place("new-x", 0), page, _Shown(Draft(), {}), {}, people),
        "shown": page.shown,
        "more": [
            (name, language(agenda_form.language_of(name)))
            for name in items.TITLES
            if name not in page.shown
        ],
        "problems": problems,
        "planned": page.session.minutes,
        "languages": list(languages()),
    }


def _row(
    place: Place,
    page: _Page,
    state: _Shown,
    numbered: Mapping[str, str],
    people: Sequence[tuple[int, str]],
) -> Row:
    said = state.draft.said.get(place.key, {"numbered": "on"})
    chosen = set(said.get("speakers", "").split(","))
    return Row(
        key=place.key,
        depth=place.depth,
        number=numbered.get(place.key, ""),
        words=[
            Words(
                name,
                language(agenda_form.language_of(name)),
                said.get(name, ""),
                state.errors.get((place.key, name), ""),
            )
            for name in page.shown
        ],
        minutes=said.get("minutes", ""),
        minutes_error=state.errors.get((place.key, "minutes"), ""),
        is_numbered=bool(said.get("numbered")),
        speakers=[(pk, name, str(pk) in chosen) for pk, name in people],
        is_saved=place.key.isdecimal(),
    )
