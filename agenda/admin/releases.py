"""Releases in the admin: read-only, a page that issues the next one, and one that goes back."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import translation
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from agenda.actions.documents import try_again
from agenda.actions.releases import release, release_again
from agenda.admin.release_forms import AgainForm, ReleaseForm, again_words
from agenda.exceptions import InputsEndNowhere, NothingToRelease
from agenda.exports import FORMATS
from agenda.models import FailedDocument, Release
from agenda.queries.open_points import leaves_out_inputs, open_points
from agenda.queries.releases import newest_for
from consultation.admin.desk import DeskAdmin, Verb, require, verb_page
from consultation.models import Forum
from consultation.queries.access import readable
from wsis_forum import clock, dates
from wsis_forum.languages import language


@admin.register(Release)
class ReleaseAdmin(DeskAdmin):
    """Numbered, frozen copies of a programme."""

    change_form_template = "admin/agenda/release/change_form.html"
    list_display = ("version", "name", "forum", "kind", "released", "session_count", "remark")
    list_filter = ("forum", "is_public")
    list_select_related = ("forum", "released_by", "taken_on_by", "again_of__forum")
    ordering = ("-released_at", "-pk")
    readonly_fields = (
        "forum",
        "version",
        "kind",
        "name",
        "remark",
        "released",
        "released_by",
        "again_of",
        "taken_on_by",
        "taken_on_reason",
        "session_count",
        "checksum",
        "exports",
    )
    fields = readonly_fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Release]:
        """Leave the programmes in the database."""
        return super().get_queryset(request).defer("programme", "again_of__programme")

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
        found = open_points(forum, request.user) if forum else None  # type: ignore[arg-type]
        form = ReleaseForm(request.POST or None, asks=bool(found and found.ends_nowhere))
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
            "open": found,
        }
        return TemplateResponse(request, "admin/agenda/release/new.html", context)

    def _issue(
        self, request: HttpRequest, forum: Forum, form: ReleaseForm
    ) -> HttpResponseRedirect | None:
        try:
            made = release(
                forum_id=forum.pk,
                public=form.cleaned_data["kind"] == "public",
                name=form.cleaned_data["name"],
                remark=form.cleaned_data["remark"],
                by=request.user,  # type: ignore[arg-type]
                at=clock.now(),
                takes_on=form.taken_on,
            )
        except (NothingToRelease, InputsEndNowhere) as error:
            form.say(error)
            return None
        self.log_addition(request, made, "Issued")
        words = _("Release %(version)s is issued, with %(count)s sessions.")
        said = {"version": made.version, "count": made.session_count}
        messages.success(request, words % said)
        return HttpResponseRedirect(reverse("admin:agenda_release_change", args=(made.pk,)))

    def get_urls(self) -> list[URLPattern]:
        """Add the addresses of the verbs."""
        wrap = self.admin_site.admin_view
        again = path("<int:pk>/again/", wrap(self.again), name="agenda_release_again")
        documents = path(
            "<int:pk>/documents/",
            wrap(require_POST(self.documents)),
            name="agenda_release_documents",
        )
        return [again, documents, *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Offer to go back to an older release; it is frozen, so nobody may change it itself."""
        row: Release | None = kwargs.get("obj")
        if row is not None and self.has_add_permission(request):
            url = reverse("admin:agenda_release_again", args=(row.pk,))
            context["verbs"] = (Verb(_("Issue this release anew"), url),)
        if row is not None:
            context["failed_documents"] = failed_lines(row)
            # Inputs that are too near to the reader are counted, not named.
            seen = readable(request.user).filter(number__in=row.taken_on_inputs)
            context["taken_on"] = list(seen.order_by("number").values_list("pk", "number"))
            context["taken_on_hidden"] = len(row.taken_on_inputs) - len(context["taken_on"])
            context["may_try_again"] = self.has_add_permission(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def again(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Issue an older release anew, after a look at what that changes."""
        require("agenda.issue_release", request)
        row = get_object_or_404(self.get_queryset(request), pk=pk)
        asks = row.is_public and leaves_out_inputs(row)
        form = AgainForm(request.POST or None, asks=asks)
        if request.method == "POST" and form.is_valid():
            try:
                made = release_again(
                    release_id=pk,
                    remark=form.cleaned_data["remark"],
                    by=request.user,  # type: ignore[arg-type]
                    at=clock.now(),
                    takes_on=form.taken_on,
                )
            except InputsEndNowhere as error:
                form.say(error)
            else:
                return self._say_again(request, row, made)
        words = again_words(row, newest_for(row))
        return verb_page(self, request, row, form, words)

    def documents(self, request: HttpRequest, pk: int) -> HttpResponseRedirect:
        """Have the documents made again that could not be made."""
        require("agenda.issue_release", request)
        row = get_object_or_404(self.get_queryset(request), pk=pk)
        count = try_again(release=row)
        words = ngettext(
            "%(count)s document is made again. If that fails, it stands here again in a minute.",
            "%(count)s documents are made again. What fails stands here again in a minute.",
            count,
        )
        messages.success(request, words % {"count": count})
        return HttpResponseRedirect(reverse("admin:agenda_release_change", args=(pk,)))

    def _say_again(self, request: HttpRequest, row: Release, made: Release) -> HttpResponseRedirect:
        self.log_addition(request, made, f"Issued anew: {row.version}")
        words = _("Release %(version)s is issued; it says again what %(older)s said.")
        messages.success(request, words % {"version": made.version, "older": row.version})
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


def failed_lines(row: Release) -> list[dict[str, str]]:
    """Return what could not be made of a release: format, language, since when, why (1 query)."""
    rows = FailedDocument.objects.filter(release=row).order_by("failed_at", "pk")
    return [
        {
            "format": FORMATS[one.extension].name if one.extension in FORMATS else one.extension,
            "language": language(one.language).name,
            "tag": language(one.language).tag,
            "since": dates.moment_words(one.failed_at, row.forum.timezone),
            "reason": one.reason,
        }
        for one in rows
    ]


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
