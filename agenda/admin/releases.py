"""Releases in the admin: read-only, and a page that issues the next one."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.actions.releases import release
from agenda.admin.session_pages import marked, without_session
from agenda.choices import SessionStatus
from agenda.exceptions import NothingToRelease
from agenda.exports import FORMATS
from agenda.models import Release, Session
from agenda.queries.releases import is_up_to_date, latest_public
from consultation.admin.desk import DeskAdmin, require
from consultation.models import Forum
from wsis_forum import clock, dates
from wsis_forum.languages import language


class ReleaseForm(forms.Form):
    """For whom, and with which remark."""

    kind = forms.ChoiceField(
        label=gettext_lazy("For whom"),
        choices=(
            ("internal", gettext_lazy("Internal draft (v0.…): organizers and secretariat read it")),
            (
                "public",
                gettext_lazy("Public release (v1.…): it replaces the public agenda at once"),
            ),
        ),
        widget=forms.RadioSelect,
        initial="internal",
    )
    remark = forms.CharField(
        label=gettext_lazy("Remark"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Shown beside the release: what is new, what is still open."),
    )


@admin.register(Release)
class ReleaseAdmin(DeskAdmin):
    """Numbered, frozen copies of a programme."""

    change_form_template = "admin/agenda/release/change_form.html"
    list_display = ("version", "forum", "kind", "released", "session_count", "remark")
    list_filter = ("forum", "is_public")
    list_select_related = ("forum", "released_by")
    ordering = ("-released_at", "-pk")
    readonly_fields = (
        "forum",
        "version",
        "kind",
        "remark",
        "released",
        "released_by",
        "session_count",
        "checksum",
        "exports",
    )
    fields = readonly_fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Release]:
        """Leave the programmes in the database."""
        return super().get_queryset(request).defer("programme")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Let those who make the programme issue it."""
        return bool(request.user.has_perm("agenda.add_release"))

    def has_change_permission(self, request: HttpRequest, obj: Release | None = None) -> bool:
        """Refuse: a release is frozen."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Release | None = None) -> bool:
        """Refuse: a release is frozen."""
        return False

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show what a release would hold and what is open, and issue it."""
        require("agenda.issue_release", request)
        forum = _chosen_forum(request)
        form = ReleaseForm(request.POST or None)
        if request.method == "POST" and forum and form.is_valid():
            response = self._issue(request, forum, form)
            if response is not None:
                return response
        context = {
            **self.admin_site.each_context(request),
            "title": _("New release"),
            "opts": self.opts,
            "form": form,
            "forum": forum,
            "forums": Forum.objects.order_by("-start_date"),
            "open": _open_points(forum, request.user) if forum else None,
        }
        return TemplateResponse(request, "admin/agenda/release/new.html", context)

    def _issue(
        self, request: HttpRequest, forum: Forum, form: ReleaseForm
    ) -> HttpResponseRedirect | None:
        try:
            made = release(
                forum_id=forum.pk,
                public=form.cleaned_data["kind"] == "public",
                remark=form.cleaned_data["remark"],
                by=request.user,  # type: ignore[arg-type]
                at=clock.now(),
            )
        except NothingToRelease:
            form.add_error(
                None, _("This Forum has no session yet, so there is nothing to release.")
            )
            return None
        self.log_addition(request, made, "Issued")
        words = _("Release %(version)s is issued, with %(count)s sessions.")
        said = {"version": made.version, "count": made.session_count}
        messages.success(request, words % said)
        return HttpResponseRedirect(reverse("admin:agenda_release_change", args=(made.pk,)))

    @admin.display(description=gettext_lazy("version"), ordering="major")
    def version(self, row: Release) -> str:
        """Write the version: ``v1.0``."""
        return row.version

    @admin.display(description=gettext_lazy("for whom"), ordering="is_public")
    def kind(self, row: Release) -> str:
        """Say who reads it."""
        return _("public") if row.is_public else _("internal")

    @admin.display(description=gettext_lazy("released"), ordering="released_at")
    def released(self, row: Release) -> str:
        """Write the moment in the Forum's zone."""
        return dates.moment_words(row.released_at, row.forum.timezone)

    @admin.display(description=gettext_lazy("exports"))
    def exports(self, row: Release) -> SafeString:
        """Link the release in every format and language."""
        return format_html_join(
            "",
            '<p class="release-exports"><strong>{}</strong> {}</p>',
            ((FORMATS[ext].name, _in_languages(row, ext)) for ext in FORMATS),
        )


def _in_languages(row: Release, ext: str) -> SafeString:
    links = []
    for code, name in settings.LANGUAGES:
        with translation.override(code):
            url = reverse("agenda:export", kwargs={"year": row.forum.slug, "ext": ext})
        links.append((f"{url}?release={row.version}", language(code).tag, name))
    return format_html_join(" · ", '<a href="{}" hreflang="{}">{}</a>', links)


def _chosen_forum(request: HttpRequest) -> Forum | None:
    slug = request.POST.get("forum") or request.GET.get("forum")
    return Forum.objects.filter(slug=slug).first() if slug else Forum.objects.current().first()


def _open_points(forum: Forum, user: Any) -> dict[str, Any]:
    """Read what an organizer wants to know before a release."""
    sessions = Session.objects.filter(forum=forum).order_by("number")
    return {
        "count": sessions.count(),
        "unplaced": sessions.unplaced().exclude(status=SessionStatus.CANCELLED),
        "tentative": sessions.filter(status=SessionStatus.TENTATIVE),
        "cancelled": sessions.filter(status=SessionStatus.CANCELLED),
        "unmade": marked(user, without_session(user).filter(call__forum=forum)),
        "latest": latest_public(forum),
        "is_up_to_date": is_up_to_date(forum),
    }
