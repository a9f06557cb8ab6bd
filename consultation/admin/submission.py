"""Submissions in the admin: the list that the secretariat works through."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation.admin import submission_page
from consultation.admin.ask_back import ask_back
from consultation.admin.desk import DeskAdmin
from consultation.admin.submission_filters import FILTERS
from consultation.admin.words import age_words, status_badge
from consultation.choices import Status
from consultation.models import Submission
from consultation.queries import desk
from wsis_forum import clock, dates
from wsis_forum.languages import language

if TYPE_CHECKING:
    from consultation.models.submission import SubmissionQuerySet


@admin.register(Submission)
class SubmissionAdmin(DeskAdmin):
    """
    The inputs that were handed in.

    Nothing is edited here: a page shows an input, and its buttons call the verbs. Drafts are their
    authors' own and cannot be reached, not even by the operator.
    """

    list_display = (
        "number",
        "shown_title",
        "shown_call",
        "badge",
        "type",
        "written_in",
        "handed_in",
        "waits",
    )
    list_display_links = ("number", "shown_title")
    list_filter = FILTERS
    search_fields = (
        "number",
        "title",
        "summary",
        "text",
        "author__name",
        "author__email",
        "organization_name",
        "organization__name",
        "organization__acronym",
    )
    search_help_text = gettext_lazy("Number, title, summary, text, author, organization")
    sortable_by = ("number", "handed_in")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Submission]:
        """Keep what was handed in, and read along what the list shows."""
        return desk.worklist(cast("SubmissionQuerySet", super().get_queryset(request)))

    def get_ordering(self, request: HttpRequest) -> Any:
        """Put what waits first, the oldest on top."""
        return desk.WORK_ORDER

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: inputs are handed in, not made here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: nothing of an input is edited by us."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: inputs are kept."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Add one address per verb."""
        wrap = self.admin_site.admin_view
        verbs = [
            path(
                f"<int:pk>/{name}/",
                wrap(view),
                {"model_admin": self},
                f"consultation_submission_{key}",
            )
            for name, key, view in (
                ("take-up", "take_up", submission_page.take_up),
                ("accept", "accept", submission_page.accept),
                ("decline", "decline", submission_page.decline),
                ("ask-back", "ask_back", ask_back),
            )
        ]
        return [*verbs, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show one input: read left, decide right."""
        return submission_page.show(request, object_id, model_admin=self)

    @admin.display(description=gettext_lazy("title"), ordering="title")
    def shown_title(self, submission: Submission) -> SafeString:
        """Write the title in its own language and direction."""
        spoken = language(submission.language)
        return format_html(
            '<bdi lang="{}" dir="auto">{}</bdi>', spoken.tag, submission.title or _("Untitled")
        )

    @admin.display(description=gettext_lazy("call"))
    def shown_call(self, submission: Submission) -> SafeString:
        """Write the kind of the call, and its Forum."""
        return format_html(
            '{} <span class="quiet">{}</span>',
            submission.call.get_kind_display(),
            submission.call.forum.slug,
        )

    @admin.display(description=gettext_lazy("status"))
    def badge(self, submission: Submission) -> SafeString:
        """Write the status as a badge, and whether an answer of the author is overdue."""
        until = getattr(submission, "answer_until", None)
        if until is None or until > clock.now():
            return status_badge(submission)
        overdue = format_html('<span class="tag tag-bad">{}</span>', _("answer overdue"))
        return format_html("{} {}", status_badge(submission), overdue)

    @admin.display(description=gettext_lazy("type"))
    def type(self, submission: Submission) -> str:
        """Write the stakeholder type."""
        return str(submission.stakeholder_type or "–")

    @admin.display(description=gettext_lazy("language"))
    def written_in(self, submission: Submission) -> str:
        """Write the language's own name."""
        return language(submission.language).name

    @admin.display(description=gettext_lazy("handed in"), ordering="submitted_at")
    def handed_in(self, submission: Submission) -> str:
        """Write the day of the hand-in, in the call's zone."""
        moment = submission.submitted_at
        return dates.day_words(moment.astimezone(submission.call.zone).date()) if moment else "–"

    @admin.display(description=gettext_lazy("waiting"))
    def waits(self, submission: Submission) -> str:
        """Say for how many days it has waited for us."""
        if submission.status not in (Status.SUBMITTED, Status.UNDER_REVIEW):
            return ""
        return age_words(submission)
