"""Who wrote what in a submission, and when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consultation.differences import Difference, differences
from consultation.models import SectionEdit, Submission, SubmissionVersion
from consultation.queries import questions
from consultation.queries import submissions as queries
from consultation.queries.wording import words_of
from consultation.questionnaire import Part, Questionnaire
from consultation.questionnaire.asked import Answers
from consultation.views.own import own_or_404
from wsis_forum import clock
from wsis_forum.accounts.models import User

PAGE_SIZE = 20


@dataclass(frozen=True)
class Entry:
    """A save of one section with what it changed; or a hand-in, with its ``version``."""

    at: datetime
    by: User | None
    part: Part | None = None
    started_at: datetime | None = None
    changes: tuple[Difference, ...] = ()
    version: int = 0


@login_required
@require_safe
def history(request: HttpRequest, ref: str) -> HttpResponse:
    """List edits and hand-ins, the newest first; ``section`` chooses one section."""
    own = own_or_404(request, queries.own().select_related("author"), ref)
    questionnaire = questions.of_call(own.call)
    chosen = questionnaire.part(request.GET.get("section", ""))
    page = Paginator(_moments(own, chosen), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "submission": own,
        "parts": questionnaire.parts,
        "chosen": chosen,
        "page_obj": page,
        "entries": _entries(own, questionnaire, list(page.object_list)),
        "at": clock.now(),
    }
    return render(request, "consultation/history.html", context)


def _moments(own: Submission, chosen: Part | None) -> QuerySet[Any, Any]:
    """Return what happened as (kind, id, moment), the newest first."""
    edits = own.edits.order_by().values_list(Value("edit"), "pk", "at")
    if chosen is not None:
        return edits.filter(section=chosen.slug).order_by("-at", "-pk")
    versions: QuerySet[Any, Any] = own.versions.order_by()
    others = versions.values_list(Value("version"), "pk", "at")
    return edits.union(others, all=True).order_by("-at", "-pk")


def _entries(
    own: Submission, questionnaire: Questionnaire, moments: list[tuple[str, int, datetime]]
) -> list[Entry]:
    ids: dict[str, list[int]] = {"edit": [], "version": []}
    for kind, pk, _at in moments:
        ids[kind].append(pk)
    edits = _with_former().in_bulk(ids["edit"])
    versions = SubmissionVersion.objects.select_related("by").in_bulk(ids["version"])
    word = words_of(own)
    entries = []
    for kind, pk, _at in moments:
        if kind == "version":
            one = versions[pk]
            entries.append(Entry(at=one.at, by=one.by, version=one.number))
            continue
        edit = edits[pk]
        part = questionnaire.part(edit.section)
        asked = Questionnaire((part,) if part else ())
        changes = differences(asked, _former(edit), edit.answers, word=word)
        entries.append(Entry(edit.at, edit.by, part, edit.started_at, changes))
    return entries


def _former(edit: SectionEdit) -> Answers:
    return getattr(edit, "former", None) or {}


def _with_former() -> QuerySet[SectionEdit]:
    """Return edits, each with the answers that its section had before (``former``)."""
    earlier = SectionEdit.objects.filter(
        Q(at__lt=OuterRef("at")) | Q(at=OuterRef("at"), pk__lt=OuterRef("pk")),
        submission=OuterRef("submission"),
        section=OuterRef("section"),
    ).order_by("-at", "-pk")
    return SectionEdit.objects.select_related("by").annotate(
        former=Subquery(earlier.values("answers")[:1])
    )
