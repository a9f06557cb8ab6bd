"""Filters of the list of submissions: the questions that the secretariat asks of it."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from consultation.admin.filter_base import Inputs, ListFilter, RowFilter, offered
from consultation.admin.work_filters import (
    DeskFilter,
    DispositionFilter,
    FilesFilter,
    OrganizationFilter,
    QueueFilter,
    ReviewerFilter,
    ReviewsFilter,
    ScreeningFilter,
)
from consultation.choices import Status
from consultation.models import Clarification
from wsis_forum import clock

WAITING = "waiting"


class ForumFilter(RowFilter):
    """One year's inputs."""

    title = _("Forum")
    parameter_name = "forum"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[Any, Any]]:
        """Offer the Forums, the newest first."""
        return [(each.key, each.label) for each in offered(request).get("forum", ())]

    def queryset(self, request: HttpRequest, queryset: Inputs) -> Inputs:
        """Keep the inputs to the calls of one Forum."""
        chosen = self.chosen()
        return queryset if chosen is None else queryset.filter(call__forum_id=chosen)


class CallFilter(RowFilter):
    """One call's inputs."""

    title = _("call")
    parameter_name = "call"
    is_usual = True

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[Any, Any]]:
        """Offer the calls of the chosen Forum; of all Forums those that this portal takes."""
        known = offered(request)
        forums = {each.key: (at, each) for at, each in enumerate(known.get("forum", ()))}
        calls = sorted(known.get("call", ()), key=lambda each: forums[each.above][0])
        forum = request.GET.get(ForumFilter.parameter_name, "")
        if forum.isdecimal():
            return [(each.key, each.label) for each in calls if str(each.above) == forum]
        return [(each.key, f"{each.short} · {each.label}") for each in calls if each.is_usual]

    def queryset(self, request: HttpRequest, queryset: Inputs) -> Inputs:
        """Keep the inputs to one call."""
        chosen = self.chosen()
        return queryset if chosen is None else queryset.filter(call_id=chosen)


class StatusFilter(ListFilter):
    """Where an input is; "waiting" is what the secretariat has to do."""

    title = _("status")
    parameter_name = "status"
    is_usual = True

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[Any, Any]]:
        """Offer what waits, and every status of what was handed in."""
        statuses = [choice for choice in Status.choices if choice[0] != Status.DRAFT]
        return [(WAITING, _("Waiting for us")), *statuses]

    def queryset(self, request: HttpRequest, queryset: Inputs) -> Inputs:
        """Keep the inputs in one status."""
        value = self.value()
        if value == WAITING:
            return queryset.filter(status__in=(Status.SUBMITTED, Status.UNDER_REVIEW))
        return queryset.filter(status=value) if value in Status.values else queryset


class StakeholderTypeFilter(RowFilter):
    """Inputs of one kind of stakeholder; an official type includes its parts."""

    title = _("stakeholder type")
    parameter_name = "type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[Any, Any]]:
        """Offer the official types, each followed by its parts."""
        types = offered(request).get("type", ())
        choices: list[tuple[Any, Any]] = []
        for official in (each for each in types if not each.above):
            choices.append((official.key, official.label))
            parts = (part for part in types if part.above == official.key)
            choices += [(part.key, f"– {part.label}") for part in parts]
        return choices

    def queryset(self, request: HttpRequest, queryset: Inputs) -> Inputs:
        """Keep the inputs of a type and of its parts."""
        chosen = self.chosen()
        if chosen is None:
            return queryset
        return queryset.filter(
            Q(stakeholder_type_id=chosen) | Q(stakeholder_type__parent_id=chosen)
        )


class ActionLineFilter(RowFilter):
    """Inputs that name an Action Line."""

    title = _("Action Line")
    parameter_name = "line"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[Any, Any]]:
        """Offer the eighteen lines by code and title."""
        return [
            (each.key, f"{each.short} {each.label}") for each in offered(request).get("line", ())
        ]

    def queryset(self, request: HttpRequest, queryset: Inputs) -> Inputs:
        """Keep the inputs with this line."""
        chosen = self.chosen()
        return queryset if chosen is None else queryset.filter(action_lines=chosen)


class GoalFilter(RowFilter):
    """Inputs that name a Goal."""

    title = _("Goal")
    parameter_name = "goal"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[Any, Any]]:
        """Offer the seventeen Goals."""
        return [
            (
                each.key,
                _("Goal %(number)s · %(title)s") % {"number": each.short, "title": each.label},
            )
            for each in offered(request).get("goal", ())
        ]

    def queryset(self, request: HttpRequest, queryset: Inputs) -> Inputs:
        """Keep the inputs with this Goal."""
        chosen = self.chosen()
        return queryset if chosen is None else queryset.filter(goals=chosen)


class LanguageFilter(ListFilter):
    """Inputs written in a language."""

    title = _("language")
    parameter_name = "language"
    is_usual = True

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[Any, Any]]:
        """Offer the six languages by their own names."""
        return list(settings.LANGUAGES)

    def queryset(self, request: HttpRequest, queryset: Inputs) -> Inputs:
        """Keep the inputs in this language."""
        value = self.value()
        return queryset.filter(language=value) if value else queryset


class QuestionFilter(ListFilter):
    """Inputs whose authors were asked back."""

    title = _("question to the author")
    parameter_name = "asked"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[Any, Any]]:
        """Offer what waits for an answer, what has waited too long, and what was answered."""
        return [
            ("open", _("waiting for the answer")),
            ("overdue", _("answer overdue")),
            ("answered", _("answered")),
        ]

    def queryset(self, request: HttpRequest, queryset: Inputs) -> Inputs:
        """Keep the inputs with such a question."""
        unanswered = Clarification.objects.filter(answered_at__isnull=True)
        asked = {
            "open": unanswered.filter(until__gt=clock.now()),
            "overdue": unanswered.filter(until__lte=clock.now()),
            "answered": Clarification.objects.exclude(answer="").filter(answered_at__isnull=False),
        }.get(self.value() or "")
        return queryset if asked is None else queryset.filter(pk__in=asked.values("submission"))


class RegionFilter(RowFilter):
    """Inputs from a region of ITU."""

    title = _("region")
    parameter_name = "region"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[Any, Any]]:
        """Offer the administrative regions."""
        return [(each.key, each.label) for each in offered(request).get("region", ())]

    def queryset(self, request: HttpRequest, queryset: Inputs) -> Inputs:
        """Keep the inputs whose country lies there."""
        chosen = self.chosen()
        return queryset if chosen is None else queryset.filter(country__region=chosen)


FILTERS = (
    QueueFilter,
    StatusFilter,
    CallFilter,
    DeskFilter,
    LanguageFilter,
    ForumFilter,
    QuestionFilter,
    ScreeningFilter,
    ReviewerFilter,
    ReviewsFilter,
    DispositionFilter,
    StakeholderTypeFilter,
    ActionLineFilter,
    GoalFilter,
    RegionFilter,
    FilesFilter,
    OrganizationFilter,
)
