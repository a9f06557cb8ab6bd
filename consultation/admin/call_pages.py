"""Pages of two verbs on a call: copy it to another Forum, give a late code."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation.actions.forums import copy_call
from consultation.actions.late_codes import give_late_code
from consultation.admin.desk import require, verb_page
from consultation.admin.zoned import WallClockField, in_zone
from consultation.exceptions import DateImpossible
from consultation.exports.page_table import PageTable
from consultation.models import Call, Forum
from consultation.models.submission import SubmissionQuerySet
from consultation.queries.access import readable
from wsis_forum import clock, dates
from wsis_forum.cleaning import clean_line

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    _CallAdmin = ModelAdmin[Call]

# How long a late code is good for unless something else is typed.
_DAYS = 3
_NOTE_LENGTH = 300


class CopyCallForm(forms.Form):
    """The Forum that a call is copied to."""

    forum: "forms.ModelChoiceField[Forum]" = forms.ModelChoiceField(
        Forum.objects.none(), label=gettext_lazy("Forum")
    )

    def __init__(self, call: Call, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        later = Forum.objects.filter(start_date__gt=call.forum.start_date).order_by("-start_date")
        self.fields["forum"].queryset = later  # type: ignore[attr-defined]
        self.fields["forum"].help_text = _(
            "Later Forums only; the next one is made by copying a Forum. All dates move by as many "
            "days as lie between the two first days; hours stay."
        )


class LateCodeForm(forms.Form):
    """For whom a late code is, and how long it is good."""

    note = forms.CharField(
        label=gettext_lazy("For whom, and why"),
        max_length=_NOTE_LENGTH,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    expires_at = WallClockField(label=gettext_lazy("Valid until"), end_of_day=True)

    def __init__(self, call: Call, at: datetime, *args: Any, **kwargs: Any) -> None:
        self.call, self.at = call, at
        super().__init__(*args, **kwargs)
        day = (at + timedelta(days=_DAYS)).astimezone(call.zone).date()
        self.fields["expires_at"].initial = datetime.combine(day, time(23, 59))
        self.fields["expires_at"].help_text = dates.zone_words(call.timezone)

    def clean_note(self) -> str:
        """Return the note as one line."""
        return clean_line(self.cleaned_data["note"])

    def clean_expires_at(self) -> datetime:
        """
        Give the typed moment the call's zone.

        :raises ValidationError: it has passed, or the clocks skip that hour or show it twice
        """
        moment = in_zone(self.cleaned_data["expires_at"], self.call.timezone)
        if moment <= self.at:
            raise ValidationError(_("That moment has passed. Choose one to come."))
        return moment


def urls(model_admin: "_CallAdmin") -> list[URLPattern]:
    """Return the addresses of the pages."""
    wrap = model_admin.admin_site.admin_view
    pages: tuple[tuple[str, Any, str], ...] = (
        ("<int:pk>/copy/", copy, "copy"),
        ("<int:pk>/late-codes/", late_codes, "late_codes"),
    )
    return [
        path(route, wrap(partial(view, model_admin=model_admin)), name=f"consultation_call_{name}")
        for route, view, name in pages
    ]


def copy(request: HttpRequest, pk: int, *, model_admin: "_CallAdmin") -> HttpResponse:
    """Ask for the Forum, and copy the call there."""
    require("consultation.manage_forums", request)
    call: Call = get_object_or_404(Call.objects.select_related("forum"), pk=pk)
    form = CopyCallForm(call, request.POST or None)
    if request.method == "POST" and form.is_valid():
        forum: Forum = form.cleaned_data["forum"]
        try:
            made = copy_call(call_id=pk, forum_id=forum.pk, by=request.user, at=clock.now())  # type: ignore[arg-type]
        except DateImpossible:
            form.add_error("forum", _falls_into_clock_change())
        else:
            model_admin.log_addition(request, made, "Copied from an earlier Forum")
            words = _("“%(call)s” is copied to %(forum)s. Check its dates, texts and questions.")
            messages.success(request, words % {"call": made, "forum": forum})
            return HttpResponseRedirect(reverse("admin:consultation_call_change", args=(made.pk,)))
    return verb_page(model_admin, request, call, form, _copy_words(call))


def _codes_table(call: Call, user: Any) -> PageTable:
    """Say what the list of late codes says; an input that is not there for the person is not."""

    def rows() -> Iterator[list[Any]]:
        seen = set(_late(call, user).values_list("pk", flat=True))
        for one in call.late_codes.select_related("made_by", "used_for"):
            number = one.used_for.number if one.used_for and one.used_for_id in seen else ""
            yield [one.code, one.note, one.expires_at, one.made_by, one.used_at, number]

    heads = [
        *(_("Code"), _("For whom, and why"), _("Valid until")),
        *(_("Given by"), _("Used"), _("Input")),
    ]
    return PageTable(_("Late codes"), heads, rows)


def late_codes(request: HttpRequest, pk: int, *, model_admin: "_CallAdmin") -> HttpResponse:
    """List the late codes of a call, and give another one."""
    require("consultation.manage_forums", request)
    call: Call = get_object_or_404(Call.objects.select_related("forum"), pk=pk)
    at = clock.now()
    form = LateCodeForm(call, at, request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = give_late_code(call_id=pk, by=request.user, at=at, **form.cleaned_data)  # type: ignore[arg-type]
        until = dates.moment_words(form.cleaned_data["expires_at"], call.timezone)
        said = _("This code opens one hand-in until %(moment)s:") % {"moment": until}
        mark = format_html('{} <code class="late-code" dir="ltr">{}</code>', said, code)
        messages.success(request, mark)
        return HttpResponseRedirect(reverse("admin:consultation_call_late_codes", args=(pk,)))
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "tables": {"codes": _codes_table(call, request.user)},
        "title": _("Late codes"),
        "subtitle": str(call),
        "call": call,
        "codes": call.late_codes.select_related("made_by", "used_for"),
        "seen": set(_late(call, request.user).values_list("pk", flat=True)),
        "form": form,
        "media": model_admin.media + form.media,
        "error_title": _("There is a problem"),
        "at": at,
    }
    return TemplateResponse(request, "admin/consultation/call/late_codes.html", context)


def _late(call: Call, user: Any) -> SubmissionQuerySet:
    """Return what came in with a late code, as far as the person may see it."""
    return readable(user).filter(call=call, late_codes__isnull=False)


def _falls_into_clock_change() -> str:
    return _("At that Forum an hour of this call would fall into a change of the clocks.")


def _copy_words(call: Call) -> dict[str, Any]:
    """Word the page that copies a call."""
    return {
        "title": _("Copy to another Forum"),
        "subtitle": str(call),
        "submit": _("Copy"),
        "intro": _(
            "Texts, rules, sections, questions and their answers to choose are copied in all "
            "languages; what was handed in, late codes and moved dates are not."
        ),
        "facts": (
            (_("Forum"), str(call.forum)),
            (_("Questions"), str(call.questions.count())),
        ),
    }
