"""Forums in the admin: made or copied here, with their phases and calls in view."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import quote, unquote
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation.actions.forums import copy_forum, make_current
from consultation.admin.call import call_state, deadline_text
from consultation.admin.desk import DeskAdmin, Verb, require, verb_page
from consultation.admin.moves import CopyForumForm
from consultation.admin.sourced import SourcedAdmin, SourcedForm
from consultation.admin.translated import (
    TranslatedAdmin,
    TranslatedInline,
    by_language,
    in_every_language,
)
from consultation.admin.zoned import ZoneSelect
from consultation.exceptions import DateImpossible, ForumExists
from consultation.models import Forum, ForumPartner
from wsis_forum import clock, dates


class ForumForm(SourcedForm):
    """A Forum."""

    timezone = ZoneSelect(initial="Europe/Zurich")

    def clean(self) -> dict[str, Any] | None:
        """Check that spans end after they start."""
        cleaned = super().clean() or self.cleaned_data
        for first, last in (
            ("start_date", "end_date"),
            ("final_week_start_date", "final_week_end_date"),
        ):
            start, end = cleaned.get(first), cleaned.get(last)
            if start and end and end < start:
                self.add_error(last, _("The last day cannot be before the first."))
        return cleaned


class PartnerInline(TranslatedInline):
    """Who organizes the Forum, and who works with those."""

    model = ForumPartner
    extra = 0
    fields = ("role", "code", "order", *in_every_language("name"))
    classes = ("collapse",)


@admin.register(Forum)
class ForumAdmin(SourcedAdmin, DeskAdmin, TranslatedAdmin):
    """One year's event."""

    form = ForumForm
    change_form_template = "admin/consultation/forum/change_form.html"
    list_display = ("name", "days", "city", "current", "is_demonstration")
    list_select_related = ("country",)
    search_fields = ("name_en", "slug", "theme_en", "reference")
    search_help_text = gettext_lazy("Name, address, theme, reference")
    inlines = (PartnerInline,)
    fieldsets = [
        (
            None,
            {
                "fields": (
                    ("slug", "year"),
                    ("start_date", "end_date"),
                    "timezone",
                    "country",
                    ("final_week_start_date", "final_week_end_date"),
                    "website",
                    "reference",
                )
            },
        ),
        *by_language("name", "theme", "consultation_title", "introduction", "city", "venue"),
        (
            gettext_lazy("How one takes part"),
            {"fields": ("remote_participation", "takes_event_inputs", "addressed_to")},
        ),
        (
            gettext_lazy("Invitation and Chair"),
            {
                "fields": (
                    "invitation_date",
                    *in_every_language("invitation_title"),
                    *in_every_language("invitation_signed_by"),
                    ("chair_name", "chair_country"),
                    *in_every_language("chair_role"),
                ),
                "classes": ("collapse",),
            },
        ),
        (
            gettext_lazy("Contact as published then (never written to)"),
            {
                "fields": ("contact_name", "contact_phone", "contact_fax", "contact_email"),
                "classes": ("collapse",),
            },
        ),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Forum | None = None) -> Any:
        """Keep the address of a Forum: links in letters live for years."""
        fixed = ("slug",) if obj else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of the verbs."""
        wrap = self.admin_site.admin_view
        return [
            path("<path:object_id>/copy/", wrap(self.copy), name="consultation_forum_copy"),
            path(
                "<path:object_id>/make-current/",
                wrap(self.make_current),
                name="consultation_forum_make_current",
            ),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Put the Forum's phases and calls beside its form."""
        forum: Forum | None = kwargs.get("obj")
        if forum is not None:
            context["calendar"] = {
                "phases": [(phase, dates.dated_words(phase)) for phase in forum.phases.all()],
                "calls": [
                    (call, deadline_text(call), call_state(call)) for call in forum.calls.all()
                ],
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def verbs(self, request: HttpRequest, row: Forum) -> tuple[Verb, ...]:
        """Offer to copy the Forum and to show it on the home page."""
        copy = Verb(
            _("Copy to the next Forum"), reverse("admin:consultation_forum_copy", args=(row.pk,))
        )
        if row.is_current:
            return (copy,)
        url = reverse("admin:consultation_forum_make_current", args=(row.pk,))
        return (copy, Verb(_("Show on the home page"), url, is_post=True))

    def copy(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask for year, address and first day, and copy the Forum."""
        forum = self.get_object(request, unquote(object_id))
        if forum is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined,no-any-return]
        require("consultation.manage_forums", request)
        form = CopyForumForm(forum, request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                copy = copy_forum(
                    forum_id=forum.pk,
                    by=request.user,  # type: ignore[arg-type]
                    at=clock.now(),
                    **form.cleaned_data,
                )
            except ForumExists:
                form.add_error("slug", form.taken())
            except DateImpossible:
                form.add_error("start_date", _falls_into_clock_change())
            else:
                return self._copied(request, copy)
        return verb_page(self, request, forum, form, _copy_words(forum))

    def _copied(self, request: HttpRequest, copy: Forum) -> HttpResponseRedirect:
        self.log_addition(request, copy, "Copied from an earlier Forum")
        messages.success(
            request,
            _(
                "“%(forum)s” is made, with its phases, calls and partners. "
                "Check its dates and texts."
            )
            % {"forum": copy},
        )
        return HttpResponseRedirect(
            reverse("admin:consultation_forum_change", args=(quote(copy.pk),))
        )

    def make_current(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show this Forum on the home page."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        forum = self.get_object(request, unquote(object_id))
        if forum is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined,no-any-return]
        require("consultation.manage_forums", request)
        forum = make_current(forum_id=forum.pk, by=request.user, at=clock.now())  # type: ignore[arg-type]
        self.log_change(request, forum, "Made the current Forum")
        messages.success(request, _("The home page shows “%(forum)s” now.") % {"forum": forum})
        return HttpResponseRedirect(
            reverse("admin:consultation_forum_change", args=(quote(forum.pk),))
        )

    @admin.display(description=gettext_lazy("days"), ordering="start_date")
    def days(self, forum: Forum) -> str:
        """Write the event's days."""
        return dates.days_words(forum.start_date, forum.end_date)

    @admin.display(description=gettext_lazy("home page"), ordering="is_current")
    def current(self, forum: Forum) -> SafeString | str:
        """Mark the Forum that the home page shows."""
        if not forum.is_current:
            return ""
        return format_html('<span class="tag tag-open">{}</span>', _("current"))


def _falls_into_clock_change() -> str:
    return _(
        "On these days an hour of a phase or a call would fall into a change of the clocks. "
        "Choose another first day."
    )


def _copy_words(forum: Forum) -> dict[str, Any]:
    """Word the page that copies a Forum."""
    return {
        "title": _("Copy to the next Forum"),
        "subtitle": str(forum),
        "submit": _("Copy"),
        "intro": _(
            "Phases, calls with their questions, partners and texts in all languages are copied; "
            "session numbers, addresses for remote participation, figures and the invitation are "
            "not. Submissions stay where they are."
        ),
        "facts": (
            (_("First day"), dates.day_words(forum.start_date)),
            (_("Phases"), str(forum.phases.count())),
            (_("Calls"), str(forum.calls.count())),
        ),
    }
