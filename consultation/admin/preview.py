"""
A call as a stakeholder will see it, at any moment, before it opens.

The public pages' own views make the page, for a reader without an account, while the clock shows
the chosen moment. A section's form needs a draft: one is made and rolled back with the page.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from csp.constants import NONE
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import URLPattern, path, resolve, reverse
from django.utils.html import escape
from django.utils.translation import get_language, gettext_lazy, override
from django.views.decorators.http import require_safe

from consultation.admin.outline import may_read
from consultation.admin.zoned import WallClockField, in_zone
from consultation.models import Call, CallSection, Submission
from wsis_forum import clock, dates
from wsis_forum.languages import language

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    _CallAdmin = ModelAdmin[Call]

# The list of sections, beside their addresses, which cannot begin so.
_LIST = "-list"
# What sends a form; the content security policy below stops what is not found here.
_BUTTON = re.compile(
    rb"<button\b(?![^>]*\btype=\"(?:button|reset)\")|<input\b(?=[^>]*\btype=\"submit\")"
)
# What would save, keep or look up while one types.
_SCRIPT = re.compile(
    rb"<script\b[^>]*/(?:htmx|keeper|leave-guard|organization|similar|upload)\.[^>]*></script>"
)


_END_OF_BAR = b"</aside><!-- end of the preview's bar -->"


class MomentForm(forms.Form):
    """Which moment, in which language, which page."""

    at = WallClockField(label=gettext_lazy("Moment"), required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=settings.LANGUAGES, required=False
    )
    section = forms.ChoiceField(label=gettext_lazy("Page"), required=False)

    def __init__(
        self, call: Call, sections: Sequence[CallSection], *args: Any, **kwargs: Any
    ) -> None:
        self.call = call
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = [  # type: ignore[attr-defined]
            ("", gettext_lazy("The call’s page")),
            (_LIST, gettext_lazy("The list of sections")),
            *((section.slug, section.title) for section in sections),
        ]

    def clean_at(self) -> datetime | None:
        """
        Give the typed moment the call's zone.

        :raises ValidationError: the clocks skip that hour or show it twice
        """
        wall = self.cleaned_data["at"]
        return in_zone(wall, self.call.timezone) if wall else None


def urls(model_admin: "_CallAdmin") -> list[URLPattern]:
    """Return the address of the preview."""
    view = require_safe(partial(preview, model_admin=model_admin))
    page = model_admin.admin_site.admin_view(view)
    return [path("<int:pk>/preview/", page, name="consultation_call_preview")]


def preview(request: HttpRequest, pk: int, *, model_admin: "_CallAdmin") -> HttpResponse:
    """Show a call's page or one of its sections at the chosen moment."""
    if not model_admin.has_view_permission(request) or not may_read(request):
        raise PermissionDenied
    call: Call = get_object_or_404(Call.objects.select_related("forum"), pk=pk)
    sections = list(
        call.sections.filter(questions__isnull=False).distinct().order_by("order", "pk")
    )
    form = MomentForm(call, sections, _wanted(request, call))
    form.full_clean()
    chosen = form.cleaned_data
    at = chosen.get("at") or _first_moment(call)
    spoken = chosen.get("language") or get_language() or settings.LANGUAGE_CODE
    reader = _reader(request, _bar(request, call, form, at), spoken)
    with clock.previewing(at), override(spoken), transaction.atomic():
        page = _as_stakeholder(reader, call, chosen.get("section", ""))
        transaction.set_rollback(True)
    local = at.astimezone(call.zone)
    return _locked(request, page, {"at": f"{local:%Y-%m-%dT%H:%M}"})


def _wanted(request: HttpRequest, call: Call) -> dict[str, str]:
    """Read the address: ``at`` as one value (2027-01-30T18:00) or as the form's two."""
    wanted = {name: request.GET.get(name, "") for name in ("language", "section")}
    day, _t, hour = request.GET.get("at", "").partition("T")
    wanted["at_0"] = request.GET.get("at_0", day)
    wanted["at_1"] = request.GET.get("at_1", hour[:5])
    if not wanted["at_0"] and not wanted["at_1"]:
        local = _first_moment(call).astimezone(call.zone)
        wanted |= {"at_0": f"{local:%Y-%m-%d}", "at_1": f"{local:%H:%M}"}
    wanted["language"] = wanted["language"] or language().code
    return wanted


def _first_moment(call: Call) -> datetime:
    """Return the moment to begin with: now if the call is open, else when it opens."""
    at = clock.now()
    if call.opens_at is None or call.is_open(at):
        return at
    # The bar shows no seconds, and a moment before the opening would be another page.
    return call.opens_at + timedelta(seconds=-call.opens_at.second % 60)


def _bar(request: HttpRequest, call: Call, form: MomentForm, at: datetime) -> str:
    """Write the bar on top of the page, in the secretary's own language."""
    context = {
        "call": call,
        "form": form,
        "moment": dates.moment_words(at, call.timezone),
        "tongue": language(),
    }
    return render_to_string("admin/consultation/call/preview_bar.html", context, request)


def _reader(request: HttpRequest, bar: str, spoken: str) -> HttpRequest:
    """Return the request as that of somebody who has just come, without an account."""
    reader: Any = HttpRequest()
    reader.__dict__.update(request.__dict__)
    reader.user = AnonymousUser()
    reader.session = import_module(settings.SESSION_ENGINE).SessionStore()
    reader.GET, reader.POST, reader.method = QueryDict(), QueryDict(), "GET"
    reader.LANGUAGE_CODE, reader.preview_bar = spoken, bar
    return cast("HttpRequest", reader)


def _as_stakeholder(reader: HttpRequest, call: Call, section: str) -> "_Page":
    """
    Let the public view answer; a section is one of a draft that does not outlive the page.

    :raises Http404: the view does not show that page
    """
    url, reference = call.get_absolute_url(), ""
    if section:
        draft = Submission.objects.create(call=call, language=language().code)
        reference = draft.reference
        reader.session["drafts"] = [reference]
        url = draft.get_absolute_url()
        if section != _LIST:
            url = reverse("consultation:edit", args=(reference, section))
    match = resolve(url)
    reader.path = reader.path_info = url
    reader.resolver_match = match
    response: HttpResponse = match.func(reader, *match.args, **match.kwargs)
    if response.status_code != HTTPStatus.OK:
        raise Http404
    return _Page(response.content, call, reference)


@dataclass(frozen=True)
class _Page:
    """A page as the public view made it; ``reference`` is that of the draft, if it is of one."""

    content: bytes
    call: Call
    reference: str

    @property
    def links(self) -> "re.Pattern[bytes]":
        """What finds the links to its own pages: language, and the section if it is one."""
        at_home = f"forums/{self.call.forum.slug}/calls/{self.call.slug}/"
        places = [re.escape(at_home)]
        if self.reference:
            places.append(f'submissions/{self.reference}/(?:edit/(?P<section>[^/"]+)/)?[^"]*')
        pattern = f'href="/(?P<language>[a-z-]+)/(?P<place>{"|".join(places)})"'
        return re.compile(pattern.encode())


def _locked(request: HttpRequest, page: _Page, query: Mapping[str, str]) -> HttpResponse:
    """Lead its links here, switch off every button, and let the browser send only the bar."""

    def led_here(found: re.Match[bytes]) -> bytes:
        named = {name: (text or b"").decode() for name, text in found.groupdict().items()}
        is_of_call = named["place"].startswith("forums/")
        section = "" if is_of_call else named.get("section") or _LIST
        words = {**query, "language": named["language"], "section": section}
        return f'href="{escape(f"{request.path}?{urlencode(words)}")}"'.encode()

    top, bar, rest = page.content.partition(_END_OF_BAR)
    rest = _BUTTON.sub(lambda found: found[0] + b" disabled", page.links.sub(led_here, rest))
    locked = HttpResponse(_SCRIPT.sub(b"", top + bar + rest))
    locked._csp_replace = {  # type: ignore[attr-defined]  # noqa: SLF001 django-csp's own way
        "form-action": [request.build_absolute_uri(request.path)],
        "connect-src": [NONE],
    }
    return locked
