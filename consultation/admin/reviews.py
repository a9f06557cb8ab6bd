"""The panel "reviews" of an input's page, and the page on which one writes one's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import rules
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consultation.actions import reviews as verbs
from consultation.admin.desk import require
from consultation.admin.one_input import back, found, kept_query
from consultation.admin.review_form import ReviewForm
from consultation.admin.words import refusal_words
from consultation.blind_reading import Blind
from consultation.choices import Recommendation, ReviewsShown, Status
from consultation.exceptions import (
    CriterionUnknown,
    ReviewGiven,
    ReviewIncomplete,
    StaleVersion,
    WrongStatus,
)
from consultation.models import Assignment, Call, Review, Submission
from consultation.queries import access, reviews
from consultation.queries.blind import blind_for
from consultation.queries.there import kinds_there
from consultation.scores import agreement, mean, spread
from wsis_forum import clock

_OPEN = (Status.SUBMITTED, Status.UNDER_REVIEW, Status.RETURNED)
_PART = "reviews-title"


@dataclass(frozen=True)
class Shown:
    """A review as the panel shows it, without names for who reads blind."""

    review: Any
    detail: str
    for_colleagues: str
    for_author: str
    is_old: bool
    is_counted: bool
    first: "FirstGiven | None" = None


@dataclass(frozen=True)
class FirstGiven:
    """What a reviewer had said before she could read others' reviews and changed hers."""

    at: datetime
    recommendation: str
    scores: list[tuple[Any, int]]


def panel(request: HttpRequest, submission: Submission) -> dict[str, Any]:
    """Return what the panel shows; the template reads it as ``reviews``."""
    user, blind = request.user, blind_for(request.user, submission)
    own = reviews.Mine(None, None)
    if {Review, Assignment} & kinds_there(submission):
        own = reviews.mine(user, submission)
    given, counted = _given(user, submission)
    may = rules.has_perm("consultation.review", user, submission)
    is_open = submission.status in _OPEN
    is_given = own.review is not None and own.review.submitted_at is not None
    means = [one.mean for one in given if one.pk in counted and one.mean is not None]
    which = _which(request, submission, given)
    form = None
    if may and is_open and not is_given:
        form = _form(request, submission, own.review)
    return {
        "shown": [
            _shown(one, submission, blind, which.get(one.detail, one.detail), one.pk in counted)
            for one in given
        ],
        "mean": mean(means),
        "spread": spread(means),
        "agreement": agreement(means),
        "mine": own.review,
        "assignment": own.assignment,
        "is_given": is_given,
        "may_reopen": may and is_open and is_given,
        "form": form,
        "hidden": _hidden_words(request, submission, is_given=is_given),
        "query": kept_query(request),
    }


def review(request: HttpRequest, pk: int, *, model_admin: ModelAdmin[Any]) -> HttpResponse:
    """Show one's own review to be written; save it, or give it."""
    submission = found(request, pk, model_admin)
    require("consultation.review", request, submission)
    own = reviews.mine(request.user, submission).review
    form = _form(request, submission, own, request.POST or None)
    if request.POST.get("action") == "autosave":
        return _autosaved(request, submission, form)
    if request.method == "POST" and form.is_valid():
        is_given = request.POST.get("action") == "give"
        if _kept(request, submission, form, is_given=is_given):
            words = _("Your review is in.") if is_given else _("Your draft is saved.")
            messages.success(request, words)
            return back(request, pk, _PART)
    return _page(request, submission, form, model_admin)


def _form(
    request: HttpRequest, submission: Submission, own: Review | None, data: Any = None
) -> ReviewForm:
    return ReviewForm(
        reviews.criteria_of(submission),
        own,
        _last(submission),
        data,
        tracks=[(key, words) for key, words in _tracks(submission).items()],
        readable=access.readable(request.user).exclude(pk=submission.pk),
    )


def _tracks(submission: Submission) -> dict[str, str]:
    """Return the other calls of the Forum: what an input can be moved to (1 query)."""
    others = Call.objects.filter(forum=submission.call.forum_id).exclude(pk=submission.call_id)
    return {call.slug: str(call) for call in others.order_by("closes_at", "pk")}


@require_POST
def reopen(request: HttpRequest, pk: int, *, model_admin: ModelAdmin[Any]) -> HttpResponse:
    """Make one's own review a draft again."""
    submission = found(request, pk, model_admin)
    require("consultation.review", request, submission)
    try:
        verbs.reopen_review(submission_id=pk, reviewer=request.user, at=clock.now())  # type: ignore[arg-type]
    except WrongStatus as error:
        submission.refresh_from_db()
        messages.error(request, refusal_words(submission, error))
    except Review.DoesNotExist:
        messages.info(request, _("You have not reviewed this input."))
    else:
        messages.success(request, _("Your review is a draft again; give it once it is changed."))
    return back(request, pk, _PART)


def _autosaved(request: HttpRequest, submission: Submission, form: ReviewForm) -> JsonResponse:
    """Save what is written so far; why that was not possible, a save by hand says."""
    if not form.is_valid() or not _kept(request, submission, form, is_given=False):
        return JsonResponse({"state": "stale"}, status=409)
    own = reviews.mine(request.user, submission).review
    return JsonResponse({"seen": own.version if own else 0})


def _kept(
    request: HttpRequest, submission: Submission, form: ReviewForm, *, is_given: bool
) -> bool:
    """Save the review, or give it; say in the form why it is not, and keep what was typed."""
    given: Any = {
        "submission_id": submission.pk,
        "reviewer": request.user,
        "content": form.content,
        "version": form.version,
        "at": clock.now(),
    }
    try:
        (verbs.give_review if is_given else verbs.save_review)(**given)
    except ReviewIncomplete as error:
        # What is there is kept as a draft, and the page says what is missing.
        form.mark_seen(verbs.save_review(**given))
        form.require(error.fields)
        messages.info(request, _("What you wrote is saved as a draft. It is not given yet."))
    except StaleVersion:
        form.meet(reviews.mine(request.user, submission).review, _last(submission))
    except ReviewGiven:
        words = _("Your review is in already, from another page. Open it again to change it.")
        form.add_error(None, words)
    except CriterionUnknown:
        form.add_error(None, _("The criteria were changed meanwhile. Check your scores."))
    except WrongStatus as error:
        submission.refresh_from_db()
        form.add_error(None, refusal_words(submission, error))
    else:
        return True
    return False


def _page(
    request: HttpRequest, submission: Submission, form: ReviewForm, model_admin: ModelAdmin[Any]
) -> TemplateResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("My review"),
        "submission": submission,
        "shown_title": blind_for(request.user, submission).text(submission.title),
        "form": form,
        "error_title": _("There is a problem"),
        "verb_query": kept_query(request, next=request.GET.get("next", "")),
    }
    return TemplateResponse(request, "admin/consultation/submission/review.html", context)


def _given(user: Any, submission: Submission) -> tuple[list[Any], set[int]]:
    """Read the reviews that a person is shown, and the keys of those that are weighed."""
    if Review not in kinds_there(submission):
        return [], set()
    visible = reviews.visible_to(user, submission)
    counted = set(visible.counted().values_list("pk", flat=True))
    # Whose input is too near to whom is the secretariat's alone.
    sees_all = reviews.may_oversee(user, submission.call_id)
    return reviews.scored(visible.given() if sees_all else visible.counted()), counted


def _which(request: HttpRequest, submission: Submission, given: Sequence[Any]) -> dict[str, str]:
    """
    Word what reviews say which one: a call by its title; an input that is not there by nothing.

    At most 1 query for each of the two, none where nobody says which one.
    """
    said = {one.recommendation: {two.detail for two in given if two.detail} for one in given}
    words = _tracks(submission) if said.get(Recommendation.OTHER_TRACK) else {}
    numbers = said.get(Recommendation.MERGE)
    if numbers:
        there = Submission.objects.filter(number__in=numbers)
        seen = access.readable(request.user).filter(number__in=numbers)
        hidden = there.exclude(pk__in=seen.values("pk")).values_list("number", flat=True)
        words |= dict.fromkeys((str(number) for number in hidden), "")
    return words


def _shown(one: Any, submission: Submission, blind: Blind, detail: str, is_counted: bool) -> Shown:  # noqa: FBT001 of one place
    return Shown(
        review=one,
        detail=blind.text(detail),
        for_colleagues=blind.text(one.note_for_colleagues),
        for_author=blind.text(one.note_for_author),
        is_old=one.version_number < _last(submission),
        is_counted=is_counted,
        first=_first(one),
    )


def _first(review: Any) -> FirstGiven | None:
    """Return what was given first, with the criteria that the review still has a score for."""
    said = review.first_given
    if not said:
        return None
    rows = {str(score.criterion_id): score.criterion for score in review.scores.all()}
    return FirstGiven(
        at=datetime.fromisoformat(said["at"]),
        recommendation=str(dict(Recommendation.choices).get(said["recommendation"], "")),
        scores=[(rows[key], value) for key, value in said["scores"].items() if key in rows],
    )


def _last(submission: Submission) -> int:
    """Return the number of the version that the page shows; preload ``versions``."""
    version = submission.last_version
    return version.number if version else 1


def _hidden_words(request: HttpRequest, submission: Submission, *, is_given: bool) -> str:
    """Say when one sees what the others say; nothing where one does."""
    shown = submission.call.reviews_shown
    if shown == ReviewsShown.ALWAYS:
        return ""
    words = _("You see what the others say once your own review is in.")
    if reviews.may_oversee(request.user, submission.call_id):  # type: ignore[arg-type]
        owes = reviews.owed_by(request.user).filter(submission=submission)  # type: ignore[arg-type]
        is_asked = Assignment in kinds_there(submission)
        return words if is_asked and owes.exists() else ""
    if shown == ReviewsShown.AFTER_MINE:
        return "" if is_given else words
    return _("In this call, reviewers do not see what the others say.")
