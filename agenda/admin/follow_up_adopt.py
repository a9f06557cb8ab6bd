"""The page on which an organizer compares what was handed in and puts it into the session."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agenda.actions.adopting import adopt, text_column
from agenda.choices import FollowUpKind
from agenda.exceptions import AdoptedAlready, SessionChanged
from agenda.models import FollowUp, Speaker
from agenda.queries.speakers import likely_among
from consultation.admin.desk import require
from wsis_forum import clock

if TYPE_CHECKING:
    from agenda.admin.sessions import SessionAdmin

_NEW, _NOBODY = "new", "nobody"
_MOST_DIGITS = 18


class PeopleForm(forms.Form):
    """For each panellist: a new speaker, one who is likely the same, or left out."""

    def __init__(
        self, row: FollowUp, likely: Sequence[Sequence[Speaker]], data: Any = None
    ) -> None:
        super().__init__(data)
        self.twins = 0
        for place, (panellist, twins) in enumerate(zip(row.panellists, likely, strict=True)):
            self.twins += bool(twins)
            same = _("the same as “%(speaker)s”, %(organization)s")
            choices = [
                *(
                    (
                        str(one.pk),
                        same % {"speaker": one, "organization": one.organization or "–"},
                    )
                    for one in twins
                ),
                (_NEW, _("a new speaker")),
                (_NOBODY, _("leave out")),
            ]
            parts = [panellist["honorific"], panellist["name"]]
            field = forms.ChoiceField(
                label=" ".join(one for one in parts if one),
                choices=choices,
                help_text=_details(panellist),
            )
            self.fields[f"person-{place}"] = field

    def people(self) -> dict[int, int | None]:
        """Return by position the speaker that somebody is already, or nothing for a new one."""
        chosen = ((n, self.cleaned_data[f"person-{n}"]) for n in range(len(self.fields)))
        return {n: None if what == _NEW else int(what) for n, what in chosen if what != _NOBODY}


def adopt_page(request: HttpRequest, pk: int, *, model_admin: "SessionAdmin") -> HttpResponse:
    """Show both texts, or the people of a list; put them into the session once confirmed."""
    require("agenda.edit_programme", request)
    row = FollowUp.objects.select_related("session__forum").filter(pk=pk).first()
    if row is None:
        raise Http404
    people = [(one["name"], one["email"]) for one in row.panellists]
    likely = likely_among(row.session.forum_id, people) if people else []
    form = PeopleForm(row, likely, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = _adopt(request, row, form, model_admin)
        if done is not None:
            return done
        row.session.refresh_from_db()
    session = row.session
    column = text_column(row)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Put into the session"),
        "opts": model_admin.opts,
        "subtitle": str(session),
        "original": session,
        "row": row,
        "what": capfirst(str(FollowUpKind(row.kind).label)),
        "before": getattr(session, column) if row.text else "",
        "form": form,
        "error_title": _("There is a problem"),
    }
    return TemplateResponse(request, "admin/agenda/follow_ups/adopt.html", context)


def _adopt(
    request: HttpRequest, row: FollowUp, form: PeopleForm, model_admin: "SessionAdmin"
) -> HttpResponse | None:
    seen = request.POST.get("seen", "")
    try:
        adopt(
            follow_up_id=row.pk,
            seen=int(seen) if seen.isdecimal() and len(seen) <= _MOST_DIGITS else 0,
            people=form.people(),
            by=request.user,  # type: ignore[arg-type]
            at=clock.now(),
        )
    except SessionChanged:
        messages.warning(
            request,
            _("Somebody else has changed the session since you opened the page. Look again."),
        )
        return None
    except AdoptedAlready:
        messages.info(request, _("This stands in the session already."))
    else:
        model_admin.log_change(request, row.session, f"Follow-up adopted: {row.kind} {row.number}")
        messages.success(request, _("What was handed in stands in the session now."))
    url = reverse("admin:agenda_session_follow_up", args=(row.session_id,))
    return HttpResponseRedirect(url)


def _details(panellist: dict[str, Any]) -> str:
    remote = _("takes part remotely") if panellist["is_remote"] else _("on site")
    parts = (panellist["function"], panellist["organization"], panellist["email"], remote)
    return " · ".join(one for one in parts if one)
