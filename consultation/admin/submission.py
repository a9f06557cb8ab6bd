"""Submissions in the admin: the list that the secretariat works through."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy

from consultation.admin import (
    assigning,
    basket_many,
    bulk,
    deciding,
    keys,
    people,
    reviews,
    saved_filters,
    screening,
    search_help,
    submission_page,
    thread,
)
from consultation.admin.ask_back import ask_back
from consultation.admin.desk import DeskAdmin
from consultation.admin.list_query import cleaned
from consultation.admin.listing import DeskChangeList, wants_keys_only
from consultation.admin.reopen import reopen
from consultation.admin.submission_columns import SubmissionColumns
from consultation.admin.submission_filters import FILTERS
from consultation.models import Submission
from consultation.queries import access
from consultation.queries.assignments import may_assign_somewhere
from consultation.queries.saved_filters import offered_to
from consultation.queries.staff_search import search
from consultation.queries.work_order import WORK_ORDER
from wsis_forum import clock


@admin.register(Submission)
class SubmissionAdmin(SubmissionColumns, DeskAdmin):
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
        "screened",
        "type",
        "written_in",
        "handed_in",
        "waits",
        "people",
        "reviews_in",
    )
    list_display_links = ("number", "shown_title")
    list_filter = FILTERS
    # Asks for the search box; what it finds is said by ``get_search_results``.
    search_fields = ("number",)
    search_help_text = gettext_lazy("Number, title, summary, text, author, organization")
    sortable_by = ("number", "handed_in")
    # Other lists have none.
    actions = (*bulk.ACTIONS, assigning.assign_chosen, basket_many.put_chosen)  # type: ignore[assignment]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Submission]:
        """Keep what the person may see."""
        return access.readable(request.user)

    def get_ordering(self, request: HttpRequest) -> Any:
        """Put what waits first, the oldest on top."""
        return WORK_ORDER

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[DeskChangeList]:
        """Read the list page by page."""
        return DeskChangeList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Submission], search_term: str
    ) -> tuple[QuerySet[Submission], bool]:
        """Ask the staff's search; the list puts the best first when it has counted them."""
        if not search_term.strip():
            return queryset, False
        user: Any = request.user
        outcome = search(queryset, search_term, user, at=clock.now())
        request._search = outcome  # type: ignore[attr-defined]  # noqa: SLF001 shown above the list
        request._search_problems = outcome.problems  # type: ignore[attr-defined]  # noqa: SLF001 shown above the list
        is_ranked = wants_keys_only(request) and not request.GET.get("o")
        return outcome.ranked() if is_ranked else outcome.queryset, False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list with the filters that were saved."""
        response = super().changelist_view(request, extra_context)
        if isinstance(response, TemplateResponse) and response.context_data is not None:
            user: Any = request.user
            response.context_data |= {
                "saved_filters": offered_to(user),
                "saved_query": cleaned(request.META.get("QUERY_STRING", "")),
                "search_problems": getattr(request, "_search_problems", ()),
                "search_hints": getattr(getattr(request, "_search", None), "hints", ()),
            }
        return response

    def response_action(self, request: HttpRequest, queryset: QuerySet[Submission]) -> Any:
        """Act on the rows that were chosen and seen, never on pages that nobody looked at."""
        posted = request.POST.copy()
        posted["select_across"] = "0"
        request.POST = posted  # type: ignore[assignment]  # a copy, as of a request
        return super().response_action(request, queryset)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let in who has a role, for all calls or for one; to an input, who may see it."""
        if obj is None:
            return access.sees_inputs(request.user)
        return access.may_read(request.user, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the table to who has a role, for all calls or for one."""
        return access.sees_inputs(request.user)

    def has_assign_permission(self, request: HttpRequest) -> bool:
        """Offer to assign to the secretariat, of all calls or of one."""
        return may_assign_somewhere(request.user)  # type: ignore[arg-type]

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
                ("note", "note", thread.write),
                ("hand-over", "hand_over", thread.hand_over),
                ("ask-back", "ask_back", ask_back),
                ("decide", "decide", deciding.decide),
                ("merge-lookup", "lookup", deciding.lookup),
                ("reopen", "reopen", reopen),
                ("assign", "assign", people.assign),
                ("take-back", "take_back", people.take_back),
                ("conflict", "conflict", people.declare),
                ("lift-conflict", "lift", people.lift),
                ("screening", "screening", screening.screening),
                ("review", "review", reviews.review),
                ("reopen-review", "reopen_review", reviews.reopen),
            )
        ]
        pages = [
            path(
                address,
                wrap(view),
                {"model_admin": self},
                f"consultation_submission_{key}",
            )
            for address, key, view in (
                ("keys/", "keys", keys.page),
                ("search/", "search_help", search_help.page),
                ("into-basket/", "basket_many", basket_many.page),
                ("assign/", "assign_many", assigning.page),
                ("filters/", "filters", saved_filters.page),
                ("filters/save/", "filter_save", saved_filters.save),
                ("filters/<int:pk>/change/", "filter_change", saved_filters.change),
                ("filters/<int:pk>/delete/", "filter_delete", saved_filters.delete),
            )
        ]
        return [*verbs, *pages, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show one input: read left, decide right."""
        return submission_page.show(request, object_id, model_admin=self)
