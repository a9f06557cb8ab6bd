"""Filters by the work on an input: queue, desk, reviewers, reviews, where it ended, its files."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultation.admin.filter_base import Inputs, ListFilter, RowFilter, offered
from consultation.admin.listing import ORGANIZATION, QUEUE
from consultation.admin.words import SCREENED
from consultation.choices import Disposition
from consultation.models import Assignment, Attachment, Organization
from consultation.queries import queues
from consultation.queries.screened import CONDITIONS
from consultation.queries.work_filters import open_to, with_reviews
from wsis_forum import clock

ME = "me"
NOBODY = "nobody"


class QueueFilter(ListFilter):
    """One person's queue; the tabs above the list choose it."""

    title = _("queue")
    parameter_name = QUEUE
    is_select = False

    def queryset(self, request: HttpRequest, queryset: Inputs) -> Inputs:
        """Keep the inputs of a queue; of a name that is none, all."""
        user: Any = request.user
        return queryset.filter(queues.in_queue(self.value() or "", user, clock.now()))


class DispositionFilter(ListFilter):
    """Inputs by where they ended."""

    title = _("disposition")
    parameter_name = "disposition"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[Any, Any]]:
        """Offer every disposition, and that there is none."""
        return [("none", pgettext_lazy("disposition", "none yet")), *Disposition.choices]

    def queryset(self, request: HttpRequest, queryset: Inputs) -> Inputs:
        """Keep the inputs with this disposition."""
        value = self.value()
        if value == "none":
            return queryset.filter(decision__isnull=True)
        known = value in Disposition.values
        return queryset.filter(decision__disposition=value) if known else queryset


class _PersonFilter(RowFilter):
    """A filter by a person: me, nobody, or somebody of the staff."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[Any, Any]]:
        """Offer me, nobody, and the staff."""
        people = offered(request).get("person", ())
        return [
            (ME, pgettext_lazy("person", "me")),
            (NOBODY, pgettext_lazy("person", "nobody")),
            *((each.key, each.label) for each in people),
        ]

    def person(self, request: HttpRequest) -> int | None:
        """Return the key of whom the address names."""
        return request.user.pk if self.value() == ME else self.chosen()


class DeskFilter(_PersonFilter):
    """On whose desk an input lies."""

    title = _("on the desk of")
    parameter_name = "desk"
    is_usual = True

    def queryset(self, request: HttpRequest, queryset: Inputs) -> Inputs:
        """Keep the inputs on one desk."""
        if self.value() == NOBODY:
            return queryset.filter(handler__isnull=True)
        person = self.person(request)
        return queryset if person is None else queryset.filter(handler=person)


class ReviewerFilter(_PersonFilter):
    """Who is asked to review an input."""

    title = _("reviewer")
    parameter_name = "reviewer"

    def queryset(self, request: HttpRequest, queryset: Inputs) -> Inputs:
        """Keep the inputs that are assigned to somebody."""
        active = Assignment.objects.active()
        if self.value() == NOBODY:
            return queryset.exclude(Exists(active.filter(submission=OuterRef("pk"))))
        person = self.person(request)
        if person is None:
            return queryset
        return queryset.filter(pk__in=active.filter(reviewer=person).values("submission"))


class ReviewsFilter(ListFilter):
    """How many of the reviews are in."""

    title = _("reviews")
    parameter_name = "reviews"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[Any, Any]]:
        """Offer none, some and all."""
        return [
            ("none", pgettext_lazy("reviews", "none is in")),
            ("some", pgettext_lazy("reviews", "some are in")),
            ("all", pgettext_lazy("reviews", "all are in")),
        ]

    def queryset(self, request: HttpRequest, queryset: Inputs) -> Inputs:
        """Keep the inputs of which so many reviews are in."""
        return with_reviews(queryset, self.value() or "")


class ScreeningFilter(ListFilter):
    """Inputs by how they stand against the minimum of their call."""

    title = _("minimum")
    parameter_name = "screening"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[Any, Any]]:
        """Offer what is to be screened, and what came of it."""
        return [(state.value, words) for state, (_tone, words) in SCREENED.items()]

    def queryset(self, request: HttpRequest, queryset: Inputs) -> Inputs:
        """Keep the inputs that stand so."""
        condition = CONDITIONS.get(self.value() or "")
        return queryset if condition is None else queryset.filter(condition())


class FilesFilter(ListFilter):
    """Inputs with or without files."""

    title = _("files")
    parameter_name = "files"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[Any, Any]]:
        """Offer both."""
        return [
            ("yes", pgettext_lazy("files", "with files")),
            ("no", pgettext_lazy("files", "without files")),
        ]

    def queryset(self, request: HttpRequest, queryset: Inputs) -> Inputs:
        """Keep the inputs with or without files; what was not handed in does not count."""
        attached = Attachment.objects.filter(submission=OuterRef("pk"), removed_at__isnull=True)
        has_files = Exists(attached.filter(submission__versions__at__gte=F("uploaded_at")))
        match self.value():
            case "yes":
                return queryset.filter(has_files)
            case "no":
                return queryset.exclude(has_files)
        return queryset


class OrganizationFilter(RowFilter):
    """One organization's inputs; other pages link here."""

    title = _("organization")
    parameter_name = ORGANIZATION
    is_select = False

    def name(self) -> str:
        """Return the name of the chosen organization; nothing if there is none (1 query)."""
        row = Organization.objects.filter(pk=self.chosen() or 0).first()
        return row.name if row else ""

    def queryset(self, request: HttpRequest, queryset: Inputs) -> Inputs:
        """Keep the inputs of one organization, but not those that the person reads blind."""
        chosen = self.chosen()
        if chosen is None:
            return queryset
        return open_to(request.user, queryset.filter(organization=chosen))
