"""One decision for several inputs at once: an action of the list, and the page that asks for it."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from consultation.actions import basket
from consultation.admin.bulk import SEEN, stale, stale_page, stamp
from consultation.admin.deciding import groups_of, in_another_basket, problems_of
from consultation.admin.one_input import is_key
from consultation.admin.words import merge_words, refusal_words
from consultation.exceptions import (
    ConsultationError,
    InAnotherBasket,
    MergeImpossible,
    WrongStatus,
)
from consultation.forms.outcome import OutcomeForm
from consultation.models import Submission
from consultation.queries import access
from consultation.queries.decisions import decides_in
from wsis_forum import clock

_INPUT = "input"


@admin.action(description=gettext_lazy("Put into the basket …"), permissions=["view"])
def put_chosen(
    model_admin: ModelAdmin[Any], request: HttpRequest, queryset: QuerySet[Submission]
) -> HttpResponse:
    """Ask for the decision on the chosen inputs."""
    rows = _rows(request, queryset)
    changed = stale(request, queryset)
    if changed:
        return stale_page(model_admin, request, changed)
    return _page(request, rows, _form(request, None), model_admin)


@require_POST
def page(request: HttpRequest, *, model_admin: ModelAdmin[Any]) -> HttpResponse:
    """Put one decision on all chosen inputs into the basket; say which are left out, and why."""
    keys = [int(key) for key in request.POST.getlist(_INPUT) if is_key(key)]
    rows = _rows(request, Submission.objects.filter(pk__in=keys))
    form = _form(request, request.POST)
    changed = stale(request, rows)
    if changed:
        numbers = ", ".join(str(row.number) for row in changed)
        words = _("Changed since you chose them: %(numbers)s. Look at them, then put them in.")
        form.add_error(None, words % {"numbers": numbers})
    if not form.is_valid():
        return _page(request, rows, form, model_admin)
    user: Any = request.user
    put, refused = basket.put_many(
        submission_ids=[row.pk for row in rows], by=user, outcome=form.outcome(), at=clock.now()
    )
    _say(request, put, refused)
    return HttpResponseRedirect(reverse("admin:consultation_basketitem_changelist"))


def _rows(request: HttpRequest, rows: QuerySet[Submission]) -> QuerySet[Submission]:
    """
    Keep what the person may see and decide about.

    :raises PermissionDenied: she decides about nothing
    """
    user: Any = request.user
    calls = decides_in(user)
    if calls == frozenset():
        raise PermissionDenied
    rows = access.readable(user).filter(pk__in=rows.order_by().values("pk"))
    if calls is not None:
        rows = rows.filter(call__in=calls)
    return rows.select_related("call__forum", "author").order_by("number")


def _form(request: HttpRequest, data: Any) -> OutcomeForm:
    return OutcomeForm(None, access.readable(request.user), data, auto_id="id_deciding_%s")


def _page(
    request: HttpRequest,
    rows: QuerySet[Submission],
    form: OutcomeForm,
    model_admin: ModelAdmin[Any],
) -> HttpResponse:
    """Show the form, with the inputs that it is about."""
    found = list(rows)
    if not found:
        messages.warning(request, _("None of the chosen inputs can be decided by you."))
        return HttpResponseRedirect(reverse("admin:consultation_submission_changelist"))
    words = ngettext("Decide about %(count)d input", "Decide about %(count)d inputs", len(found))
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": words % {"count": len(found)},
        "inputs": [(row, f"{SEEN}{row.pk}", stamp(row)) for row in found],
        "form": form,
        "groups": groups_of(form),
        "problems": problems_of(form),
    }
    return TemplateResponse(request, "admin/consultation/submission/basket_many.html", context)


def _say(
    request: HttpRequest, put: int, refused: Iterable[tuple[Submission, ConsultationError]]
) -> None:
    """Say how many decisions were put into the basket, and why others were not."""
    if put:
        words = ngettext(
            "%(count)d decision is put into your basket.",
            "%(count)d decisions are put into your basket.",
            put,
        )
        messages.success(request, words % {"count": put})
    for submission, error in refused:
        said = {"number": submission.number, "why": _why(submission, error)}
        messages.warning(request, _("%(number)s was left out. %(why)s") % said)


def _why(submission: Submission, error: ConsultationError) -> str:
    if isinstance(error, InAnotherBasket):
        return in_another_basket(error)
    if isinstance(error, MergeImpossible):
        return merge_words(error)
    if isinstance(error, WrongStatus):
        return refusal_words(submission, error)
    return str(error)
