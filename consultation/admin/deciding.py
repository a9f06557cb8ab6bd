"""The panel "deciding" of an input's page: where it ends, the basket, what was decided before."""

from typing import Any

import rules
from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from consultation.actions import basket
from consultation.admin.desk import require
from consultation.admin.one_input import back, found
from consultation.admin.submission_page import show
from consultation.admin.words import merge_words, refusal_words
from consultation.choices import (
    ACCEPTED_AS,
    ACCEPTED_OTHERWISE,
    TAKEN_UP_AS,
    Disposition,
    Informs,
    Status,
)
from consultation.dispositions import submitted_as
from consultation.exceptions import InAnotherBasket, MergeImpossible, WrongStatus
from consultation.forms.outcome import NEEDS, OutcomeForm, initial_of
from consultation.models import BasketItem, Decision, Relation, Submission
from consultation.queries import access
from consultation.queries.blind import mark_titles
from consultation.queries.decisions import decisions_of, merge_targets, merged_from
from consultation.queries.formats import formats_for, session_formats
from consultation.queries.there import kinds_there
from wsis_forum import clock

_OPEN = (Status.SUBMITTED, Status.UNDER_REVIEW)
_FOUND_AT_ONCE = 10
# ``components/keys_list.html`` says the same; "a" is what a call usually accepts its inputs as.
_KEYS = {
    Disposition.DECLINED: "d",
    Disposition.MERGED: "e",
    Disposition.DEFERRED: "l",
    Disposition.INFORMS: "i",
    Disposition.OUT_OF_SCOPE: "o",
}
_SHORTEST = 2
# Where a form that was sent and refused waits for the page that shows it again.
_SENT = "deciding_form"


def panel(request: HttpRequest, submission: Submission) -> dict[str, Any]:
    """Return what the panel shows; the template reads it as ``deciding``."""
    user: Any = request.user
    there = kinds_there(submission)
    decided = decisions_of(submission) if Decision in there else []
    sources = list(merged_from(submission, user)) if Relation in there else []
    relations = [one.relation for one in decided if hasattr(one, "relation")]
    others = [*(one.target for one in relations), *(one.source for one in sources)]
    mark_titles(user, others)
    may_decide = rules.has_perm("consultation.decide", user, submission)
    shown: dict[str, Any] = {
        "decision": next((one for one in decided if one.is_now), None),  # type: ignore[attr-defined]
        "earlier": [one for one in decided if not one.is_now],  # type: ignore[attr-defined]
        "sources": sources,
        "formats": formats_for(decided),
        "may_reopen": may_decide and submission.status == Status.DECIDED,
        "may_split": may_decide,
        "form": None,
        "problems": (),
    }
    if not (may_decide and submission.status in _OPEN):
        return shown
    item = BasketItem.objects.filter(submission=submission).select_related("put_by", "target")
    held = item.first() if BasketItem in there else None
    form = getattr(request, _SENT, None) or _form(request, submission, held)
    return {
        **shown,
        "item": held,
        "is_mine": held is not None and held.put_by_id == user.pk,
        "form": form,
        "problems": problems_of(form),
        "groups": groups_of(form),
        "submitted": submitted_as(submission, form.formats),
    }


@require_POST
def decide(request: HttpRequest, pk: int, *, model_admin: ModelAdmin[Any]) -> HttpResponse:
    """Put a decision into the basket; ``now``: and show the confirm page with it alone."""
    submission = found(request, pk, model_admin)
    require("consultation.decide", request, submission)
    form = _form(request, submission, None, request.POST)
    if submission.status not in _OPEN:
        return _too_late(request, submission, form)
    item = _put(request, submission, form) if form.is_valid() else None
    if item is None:
        setattr(request, _SENT, form)
        return show(request, str(pk), model_admin=model_admin)
    if "now" in request.POST:
        url = reverse("admin:consultation_basketitem_changelist")
        return HttpResponseRedirect(f"{url}?only={item.pk}")
    count = BasketItem.objects.filter(put_by=request.user).count()  # type: ignore[misc]
    words = ngettext(
        "It is in your basket, with %(count)d decision.",
        "It is in your basket, with %(count)d decisions.",
        count,
    )
    messages.success(request, words % {"count": count})
    return back(request, pk)


@require_GET
def lookup(request: HttpRequest, pk: int, *, model_admin: ModelAdmin[Any]) -> HttpResponse:
    """Answer with inputs to merge into, for the field's script: number and title of each."""
    submission = found(request, pk, model_admin)
    # Who decides may review, too; a reviewer recommends into what.
    require("consultation.review", request, submission)
    words = request.GET.get("q", "").replace("\0", "").strip()
    rows: Any = ()
    if len(words) >= _SHORTEST:
        user: Any = request.user
        rows = merge_targets(user, words, submission.call.forum_id, _FOUND_AT_ONCE)
        mark_titles(user, rows)
    found_rows = [{"number": row.number, "title": row.read_title} for row in rows if row.pk != pk]
    return JsonResponse({"results": found_rows})


def groups_of(form: forms.Form) -> list[dict[str, Any]]:
    """Return the fields that only some dispositions need, grouped by disposition."""
    return [
        {
            "disposition": Disposition(code),
            "fields": [form[name] for name in names if name in form.fields],
            "is_accepted_as": code == Disposition.BECOMES,
        }
        for code, names in NEEDS.items()
        if any(name in form.fields for name in names)
    ]


def problems_of(form: forms.Form) -> list[dict[str, Any]]:
    """Return what is wrong, each with the id of what it is about."""
    found_ones = [
        {"id": form["disposition"].auto_id, "message": m} for m in form.non_field_errors()
    ]
    for field in form:
        anchor = field.id_for_label or f"{field.auto_id}_group"
        found_ones += [{"id": anchor, "message": message} for message in field.errors]
    return found_ones


def _form(
    request: HttpRequest, submission: Submission, held: BasketItem | None, data: Any = None
) -> OutcomeForm:
    initial = {
        "taken_up_as": TAKEN_UP_AS.get(submission.call.kind, ""),
        "informs": Informs.THEME,
        **(initial_of(held) if held is not None else {}),
    }
    target = held.target if held is not None else None
    if target is not None and not access.may_read(request.user, target):
        # A colleague merges it into what this person must not see.
        initial["target"] = ""
    form = OutcomeForm(
        submission,
        access.readable(request.user),
        data,
        initial=initial,
        auto_id="id_deciding_%s",
        formats=session_formats(),
    )
    usual = ACCEPTED_AS.get(submission.call.kind, ACCEPTED_OTHERWISE)
    form.fields["disposition"].widget.keys = {**_KEYS, usual: "a"}
    return form


def _put(request: HttpRequest, submission: Submission, form: OutcomeForm) -> BasketItem | None:
    """Call the verb; a refusal is said at the form, which keeps what was typed."""
    try:
        return basket.put(
            submission_id=submission.pk,
            by=request.user,  # type: ignore[arg-type]
            outcome=form.outcome(),
            at=clock.now(),
            take_over="take_over" in request.POST,
        )
    except MergeImpossible as error:
        form.add_error("target", merge_words(error))
    except InAnotherBasket as error:
        form.add_error(None, in_another_basket(error))
    except WrongStatus as error:
        # Decided by somebody else in this very moment; the next try is told more.
        form.add_error(None, refusal_words(submission, error))
    return None


def _too_late(request: HttpRequest, submission: Submission, form: OutcomeForm) -> HttpResponse:
    """Say why nothing can be decided, and give the typed reason back unless it was used already."""
    error = WrongStatus(source=submission.status, target=Status.DECIDED)
    messages.error(request, refusal_words(submission, error))
    reason = str(form.data.get("reason", "")).strip()
    if reason and (submission.decision is None or submission.decision.reason != reason):
        messages.info(request, _("What you wrote was not used: %(reason)s") % {"reason": reason})
    return back(request, submission.pk)


def in_another_basket(error: InAnotherBasket) -> str:
    """Say whose basket holds the decision."""
    words = _(
        "The decision on this input lies in the basket of %(person)s. Tick the box to take it over."
    )
    return words % {"person": error.person}
