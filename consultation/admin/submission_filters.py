"""Filters of the list of submissions: the questions that the secretariat asks of it."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from consultation.choices import Status
from consultation.models import (
    ActionLine,
    Call,
    Clarification,
    Forum,
    Goal,
    StakeholderType,
    Submission,
)
from wsis_forum import clock

WAITING = "waiting"


class _RowFilter(admin.SimpleListFilter):
    """A filter by the key of a row; a key that is none filters nothing."""

    def chosen(self) -> int | None:
        """Return the chosen key."""
        value = self.value()
        return int(value) if value and value.isdecimal() and len(value) < len("9" * 19) else None


class ForumFilter(_RowFilter):
    """One year's inputs."""

    title = _("Forum")
    parameter_name = "forum"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[Any, Any]]:
        """Offer the Forums, the newest first."""
        return [(forum.pk, forum.name) for forum in Forum.objects.order_by("-start_date")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Submission]
    ) -> QuerySet[Submission]:
        """Keep the inputs to the calls of one Forum."""
        chosen = self.chosen()
        return queryset if chosen is None else queryset.filter(call__forum_id=chosen)


class CallFilter(_RowFilter):
    """One call's inputs."""

    title = _("call")
    parameter_name = "call"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[Any, Any]]:
        """Offer the calls of the chosen Forum; of all Forums those that this portal takes."""
        calls = Call.objects.select_related("forum").order_by("-forum__start_date", "order", "pk")
        forum = request.GET.get(ForumFilter.parameter_name, "")
        if forum.isdecimal():
            return [(call.pk, call.title) for call in calls.filter(forum=int(forum))]
        return [
            (call.pk, f"{call.forum.slug} · {call.title}")
            for call in calls.filter(takes_drafts=True)
        ]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Submission]
    ) -> QuerySet[Submission]:
        """Keep the inputs to one call."""
        chosen = self.chosen()
        return queryset if chosen is None else queryset.filter(call_id=chosen)


class StatusFilter(admin.SimpleListFilter):
    """Where an input is; "waiting" is what the secretariat has to do."""

    title = _("status")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[Any, Any]]:
        """Offer what waits, and every status of what was handed in."""
        statuses = [choice for choice in Status.choices if choice[0] != Status.DRAFT]
        return [(WAITING, _("Waiting for us")), *statuses]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Submission]
    ) -> QuerySet[Submission]:
        """Keep the inputs in one status."""
        value = self.value()
        if value == WAITING:
            return queryset.filter(status__in=(Status.SUBMITTED, Status.UNDER_REVIEW))
        return queryset.filter(status=value) if value in Status.values else queryset


class StakeholderTypeFilter(_RowFilter):
    """Inputs of one kind of stakeholder; an official type includes its parts."""

    title = _("stakeholder type")
    parameter_name = "type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[Any, Any]]:
        """Offer the official types, each followed by its parts."""
        types = list(StakeholderType.objects.all())
        offered: list[tuple[Any, Any]] = []
        for official in (each for each in types if each.parent_id is None):
            offered.append((official.pk, official.title))
            offered += [
                (part.pk, f"– {part.title}") for part in types if part.parent_id == official.pk
            ]
        return offered

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Submission]
    ) -> QuerySet[Submission]:
        """Keep the inputs of a type and of its parts."""
        chosen = self.chosen()
        if chosen is None:
            return queryset
        return queryset.filter(
            Q(stakeholder_type_id=chosen) | Q(stakeholder_type__parent_id=chosen)
        )


class ActionLineFilter(_RowFilter):
    """Inputs that name an Action Line."""

    title = _("Action Line")
    parameter_name = "line"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[Any, Any]]:
        """Offer the eighteen lines by code and title."""
        return [(line.pk, str(line)) for line in ActionLine.objects.selectable()]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Submission]
    ) -> QuerySet[Submission]:
        """Keep the inputs with this line."""
        chosen = self.chosen()
        return queryset if chosen is None else queryset.filter(action_lines=chosen)


class GoalFilter(_RowFilter):
    """Inputs that name a Goal."""

    title = _("Goal")
    parameter_name = "goal"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[Any, Any]]:
        """Offer the seventeen Goals."""
        return [
            (
                goal.pk,
                _("Goal %(number)s · %(title)s") % {"number": goal.number, "title": goal.title},
            )
            for goal in Goal.objects.all()
        ]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Submission]
    ) -> QuerySet[Submission]:
        """Keep the inputs with this Goal."""
        chosen = self.chosen()
        return queryset if chosen is None else queryset.filter(goals=chosen)


class LanguageFilter(admin.SimpleListFilter):
    """Inputs written in a language."""

    title = _("language")
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[Any, Any]]:
        """Offer the six languages by their own names."""
        return list(settings.LANGUAGES)

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Submission]
    ) -> QuerySet[Submission]:
        """Keep the inputs in this language."""
        value = self.value()
        return queryset.filter(language=value) if value else queryset


class QuestionFilter(admin.SimpleListFilter):
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

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Submission]
    ) -> QuerySet[Submission]:
        """Keep the inputs with such a question."""
        unanswered = Clarification.objects.filter(answered_at__isnull=True)
        asked = {
            "open": unanswered.filter(until__gt=clock.now()),
            "overdue": unanswered.filter(until__lte=clock.now()),
            "answered": Clarification.objects.exclude(answer="").filter(answered_at__isnull=False),
        }.get(self.value() or "")
        return queryset if asked is None else queryset.filter(pk__in=asked.values("submission"))


FILTERS = (
    StatusFilter,
    QuestionFilter,
    ForumFilter,
    CallFilter,
    StakeholderTypeFilter,
    ActionLineFilter,
    GoalFilter,
    LanguageFilter,
)
