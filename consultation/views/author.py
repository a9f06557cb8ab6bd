"""The author's own submissions: the list, one of them, the receipt."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import rules
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from consultation import phrases
from consultation.actions.submissions import asked_answers
from consultation.choices import Status
from consultation.editing import CHANGEABLE, can_write, closes_at
from consultation.models import Attachment, Clarification, Submission
from consultation.presentation import ShownPart, shown_parts
from consultation.queries import questions
from consultation.queries import submissions as queries
from consultation.queries.public import public_at
from consultation.queries.way import way_of, with_way
from consultation.questionnaire.problems import Problem, problems
from consultation.questionnaire.values import are_same
from consultation.views import own as mine_or_not
from consultation.views.own import own_or_404
from consultation.views.tasks import tasks
from wsis_forum import clock

if TYPE_CHECKING:
    from django.utils.functional import Promise

PAGE_SIZE = 20


@dataclass(frozen=True)
class Row:
    """
    One line of "my submissions".

    ``asked`` is the secretariat's open question; ``is_shared``: somebody else began it;
    ``is_changed``: the text is not the one that was handed in.
    """

    submission: Submission
    part: int
    sentence: "Promise"
    tone: str
    problems: tuple[Problem, ...]
    asked: Clarification | None
    is_shared: bool
    is_changed: bool


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List what waits for an answer, drafts with what they lack, sent and decided ones."""
    mine_or_not.adopt(request)
    references = mine_or_not.references(request)
    if not request.user.is_authenticated and not references:
        return redirect_to_login(request.get_full_path())
    found = queries.of_person(request.user, references)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    at = clock.now()
    context = {"page_obj": page, "rows": _rows(list(page.object_list), request.user, at), "at": at}
    return render(request, "consultation/mine.html", context)


def _rows(found: list[Submission], user: Any, at: datetime) -> list[Row]:
    """Return the lines of the list, in three queries however many there are."""
    sent = [one for one in found if _could_change(one, at)]
    drafts = [one for one in found if one.is_draft]
    asked = questions.of_calls({one.call for one in (*sent, *drafts)})
    handed_in = queries.last_answers(sent)
    changed = {
        one.pk
        for one in sent
        if not are_same(
            asked_answers(asked[one.call_id], one.answers), handed_in.get(one.pk, one.answers)
        )
    }
    return [
        Row(
            submission=one,
            part=one.part,  # type: ignore[attr-defined]
            sentence=phrases.status_sentence(one),
            tone=phrases.status_tone(one),
            problems=problems(asked[one.call_id], one.answers) if one.is_draft else (),
            asked=next(iter(one.open_questions), None),  # type: ignore[attr-defined]
            is_shared=one.author_id != user.pk,
            is_changed=one.pk in changed,
        )
        for one in found
    ]


def _could_change(one: Submission, at: datetime) -> bool:
    """Whether a change of what was handed in could be handed in, too."""
    is_open = one.status in CHANGEABLE and one.call.is_open(at, grace=True)
    return is_open or one.status == Status.RETURNED


@require_safe
def submission(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one: the sections of a draft, or the whole input with what became of it."""
    if mine_or_not.is_stranger(request, ref):
        return redirect_to_login(request.path)
    own = own_or_404(request, with_way(queries.own_whole()), ref)
    at = clock.now()
    asked = questions.of_call(own.call)
    context: dict[str, Any] = {"submission": own, "at": at}
    if own.is_draft:
        context |= {
            "is_open": own.call.is_open(at),
            "tasks": tasks(own, asked),
            "problems": problems(asked, own.answers),
        }
        return render(request, "consultation/draft.html", context)
    answers = own.last_version.answers if own.last_version else own.answers
    can_change = can_write(own, at)
    context |= {
        "parts": shown_parts(own, asked, answers),
        "tasks": tasks(own, asked) if can_change else (),
        "can_change": can_change,
        "closes_at": closes_at(own) if can_change else None,
        "is_changed": not are_same(asked_answers(asked, own.answers), answers),
        "is_author": rules.has_perm("consultation.hand_in", request.user, own),
        "can_withdraw": own.status != Status.WITHDRAWN
        and rules.has_perm("consultation.withdraw", request.user, own),
        "sentence": phrases.status_sentence(own),
        "tone": phrases.status_tone(own),
        "way": way_of(own, at=at),
        "is_public": public_at(at).filter(pk=own.pk).exists(),
    }
    return render(request, "consultation/submission.html", context)


@require_safe
def receipt(request: HttpRequest, ref: str) -> HttpResponse:
    """Show number, moment, text and files of the last hand-in; a draft has none yet."""
    if mine_or_not.is_stranger(request, ref):
        return redirect_to_login(request.path)
    own = own_or_404(request, queries.own_whole(), ref)
    version = own.last_version
    if version is None:
        return redirect(own)
    parts = shown_parts(own, questions.of_call(own.call), version.answers)
    context = {
        "submission": own,
        "version": version,
        "versions": own.versions.all(),
        "parts": parts,
        "files": _files(parts),
    }
    return render(request, "consultation/receipt.html", context)


def _files(parts: tuple[ShownPart, ...]) -> list[Attachment]:
    """Return the files of all answers, photos of people among them."""
    files: list[Attachment] = []
    for part in parts:
        for answer in part.answers:
            if answer.shape == "files":
                files += answer.value
            elif answer.shape == "people":
                files += [person.photo for person in answer.value if person.photo]
    return files
