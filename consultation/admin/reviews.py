"""The panel "reviews" of an input's page, and the page on which one writes one's own."""

from dataclasses import dataclass
from typing import Any

import rules
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consultation.actions import reviews as verbs
from consultation.admin.desk import require
from consultation.admin.one_input import back, found, kept_query
from consultation.admin.review_form import ReviewForm
from consultation.admin.words import refusal_words
from consultation.blind_reading import Blind
from consultation.choices import ReviewsShown, Status
from consultation.exceptions import (
    CriterionUnknown,
    ReviewGiven,
    ReviewIncomplete,
    StaleVersion,
    WrongStatus,
)
from consultation.models import Review, Submission
from consultation.queries import reviews
from consultation.queries.blind import blind_for
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


def panel(request: HttpRequest, submission: Submission) -> dict[str, Any]:
    """Return what the panel shows; the template reads it as ``reviews``."""
    user, blind = request.user, blind_for(request.user, submission)
    own = reviews.mine(user, submission)
    given, counted = _given(user, submission)
    may = rules.has_perm("consultation.review", user, submission)
    is_open = submission.status in _OPEN
    is_given = own.review is not None and own.review.submitted_at is not None
    means = [one.mean for one in given if one.pk in counted and one.mean is not None]
    form = None
    if may and is_open and not is_given:
        form = ReviewForm(reviews.criteria_of(submission), own.review, _last(submission))
    return {
        "shown": [_shown(one, submission, blind, is_counted=one.pk in counted) for one in given],
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
    criteria = reviews.criteria_of(submission)
    form = ReviewForm(criteria, own, _last(submission), request.POST or None)
    if request.method == "POST" and form.is_valid():
        is_given = request.POST.get("action") == "give"
        if _kept(request, submission, form, is_given=is_given):
            words = _("Your review is in.") if is_given else _("Your draft is saved.")
            messages.success(request, words)
            return back(request, pk, _PART)
    return _page(request, submission, form, model_admin)


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
    visible = reviews.visible_to(user, submission)
    counted = set(visible.counted().values_list("pk", flat=True))
    # Whose input is too near to whom is the secretariat's alone.
    sees_all = reviews.may_oversee(user, submission.call_id)
    return reviews.scored(visible.given() if sees_all else visible.counted()), counted


def _shown(one: Any, submission: Submission, blind: Blind, *, is_counted: bool) -> Shown:
    return Shown(
        review=one,
        detail=blind.text(one.detail),
        for_colleagues=blind.text(one.note_for_colleagues),
        for_author=blind.text(one.note_for_author),
        is_old=one.version_number < _last(submission),
        is_counted=is_counted,
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
        return words if owes.exists() else ""
    if shown == ReviewsShown.AFTER_MINE:
        return "" if is_given else words
    return _("In this call, reviewers do not see what the others say.")
