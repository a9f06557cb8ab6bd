"""The author's own submissions: the list, one of them, the receipt."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from consultation import outcome_links, phrases, sections
from consultation.models import Submission
from consultation.queries import submissions as queries
from consultation.sections import Problem, State
from consultation.views.common import own_or_404
from wsis_forum import clock

if TYPE_CHECKING:
    from django.utils.functional import Promise

PAGE_SIZE = 20

_STATE_TONES = {
    State.NOT_STARTED: "neutral",
    State.IN_PROGRESS: "waiting",
    State.COMPLETE: "good",
    State.OPTIONAL: "past",
}


@dataclass(frozen=True)
class Task:
    """A section in the list of a draft (see ``components/task_list.html``)."""

    title: "Promise"
    url: str
    state: str
    tone: str
    hint: str = ""


@dataclass(frozen=True)
class Row:
    """One line of "my submissions"."""

    submission: Submission
    part: int
    sentence: "Promise"
    tone: str
    problems: tuple[Problem, ...]


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List drafts with what they lack, what was sent, and what was answered."""
    page = Paginator(queries.mine(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = [
        Row(
            submission=submission,
            part=submission.part,
            sentence=phrases.status_sentence(submission),
            tone=phrases.status_tone(submission),
            problems=sections.problems(submission) if submission.is_draft else (),
        )
        for submission in page.object_list
    ]
    context = {"page_obj": page, "rows": rows, "at": clock.now()}
    return render(request, "consultation/mine.html", context)


@login_required
@require_safe
def submission(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one: the sections of a draft, or the whole input with what became of it."""
    own = own_or_404(request, queries.own_whole(), ref)
    at = clock.now()
    if own.is_draft:
        context = {
            "submission": own,
            "at": at,
            "is_open": own.call.is_open(at),
            "tasks": _tasks(own),
            "problems": sections.problems(own),
        }
        return render(request, "consultation/draft.html", context)
    context = {
        "submission": own,
        "sections": sections.of_kind(own.call.kind),
        "sentence": phrases.status_sentence(own),
        "tone": phrases.status_tone(own),
        "decision": getattr(own, "decision", None),
        "outcomes": outcome_links.links_of(own),
    }
    return render(request, "consultation/submission.html", context)


@login_required
@require_safe
def receipt(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the number and the moment of a hand-in; a draft has none yet."""
    own = own_or_404(request, queries.own(), ref)
    if own.is_draft:
        return redirect(own)
    return render(request, "consultation/receipt.html", {"submission": own})


def _tasks(own: Submission) -> list[Task]:
    tasks = []
    for section in sections.of_kind(own.call.kind):
        state = sections.state(section.slug, sections.answers(own, section.slug), own.call)
        url = reverse("consultation:edit", args=(own.reference, section.slug))
        tasks.append(Task(section.title, url, str(state.label), _STATE_TONES[state]))
    return tasks
