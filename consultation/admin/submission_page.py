"""The page of one submission: read left, decide right, previous and next within the filter."""

import copy
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import rules
from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from consultation.actions import decisions
from consultation.admin.desk import require
from consultation.admin.submission_read import reading
from consultation.admin.words import refusal_words, status_badge
from consultation.choices import ACCEPTED_AS, ACCEPTED_OTHERWISE, Disposition, Status
from consultation.exceptions import ReasonMissing, WrongStatus
from consultation.models import Decision, Submission
from consultation.queries import desk
from wsis_forum import clock
from wsis_forum.cleaning import clean_text

# Django's own name for the list's filters in the address of a page.
_FILTERS = "_changelist_filters"
_REASON_LENGTH = 4000

# The programme lives above this app, so its pages are known by their names only.
_MAKE_SESSION = "admin:agenda_session_make"
_SESSION = "admin:agenda_session_change"

_Verb = Callable[..., Decision]


class DecisionForm(forms.Form):
    """The public reason of a decision."""

    reason = forms.CharField(
        label=gettext_lazy("Public reason"),
        max_length=_REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=gettext_lazy("The author reads it in the letter, the public in the register."),
        error_messages={
            "required": gettext_lazy("Give a reason. The author and the public will read it.")
        },
    )

    def clean_reason(self) -> str:
        """Drop what nobody can read from the reason."""
        return clean_text(self.cleaned_data["reason"])


def show(request: HttpRequest, object_id: str, *, model_admin: ModelAdmin[Any]) -> HttpResponse:
    """Show one submission."""
    key = unquote(object_id)
    submission = desk.page_of(Submission.objects.all(), int(key)) if _is_key(key) else None
    if submission is None:
        return model_admin._get_obj_does_not_exist_redirect(  # type: ignore[attr-defined,no-any-return]  # noqa: SLF001 what Django's own page does
            request, model_admin.opts, object_id
        )
    _require_reader(request, submission, model_admin)
    return _page(request, submission, DecisionForm(), model_admin)


@require_POST
def take_up(request: HttpRequest, pk: int, *, model_admin: ModelAdmin[Any]) -> HttpResponse:
    """Begin the review of a submission."""
    submission = found(request, pk, model_admin)
    require("consultation.take_up", request, submission)
    try:
        decisions.take_up(submission_id=pk, by=request.user, at=clock.now())  # type: ignore[arg-type]
    except WrongStatus as error:
        messages.error(request, refusal_words(found(request, pk, model_admin), error))
    else:
        messages.success(request, _("The review has begun."))
    return back(request, pk)


@require_POST
def accept(request: HttpRequest, pk: int, *, model_admin: ModelAdmin[Any]) -> HttpResponse:
    """Accept a submission."""
    said = gettext_lazy("Accepted. Letter queued to %(address)s.")
    return _decide(request, pk, decisions.accept, said, model_admin)


@require_POST
def decline(request: HttpRequest, pk: int, *, model_admin: ModelAdmin[Any]) -> HttpResponse:
    """Decline a submission."""
    said = gettext_lazy("Declined. Letter queued to %(address)s.")
    return _decide(request, pk, decisions.decline, said, model_admin)


def _decide(
    request: HttpRequest, pk: int, verb: _Verb, said: Any, model_admin: ModelAdmin[Any]
) -> HttpResponse:
    """Call one verb with the typed reason; a refusal keeps what was typed."""
    submission = found(request, pk, model_admin)
    require("consultation.decide", request, submission)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, submission, form, model_admin)
    reason = form.cleaned_data["reason"]
    try:
        verb(submission_id=pk, by=request.user, reason=reason, at=clock.now())
    except ReasonMissing:
        form.add_error("reason", form.fields["reason"].error_messages["required"])
        return _page(request, submission, form, model_admin)
    except WrongStatus as error:
        _refuse(request, found(request, pk, model_admin), error, reason)
    else:
        author = submission.author
        messages.success(
            request,
            said % {"address": author.email}
            if author
            else _("Decided. Nobody gets a letter: the author’s account was erased."),
        )
    return back(request, pk)


def _refuse(request: HttpRequest, submission: Submission, error: WrongStatus, reason: str) -> None:
    """Say why nothing was decided, and give the typed reason back unless it was used already."""
    messages.error(request, refusal_words(submission, error))
    decision = getattr(submission, "decision", None)
    if decision is None or decision.reason != reason:
        messages.info(request, _("What you wrote was not used: %(reason)s") % {"reason": reason})


def _is_key(text: str) -> bool:
    return text.isdecimal() and len(text) < len("9" * 19)


def found(request: HttpRequest, pk: int, model_admin: ModelAdmin[Any]) -> Submission:
    """
    Read a submission for whoever may read it.

    :raises Http404: there is none, or it is a draft
    """
    submission = desk.page_of(Submission.objects.all(), pk) if _is_key(str(pk)) else None
    if submission is None:
        raise Http404
    _require_reader(request, submission, model_admin)
    return submission


def _require_reader(
    request: HttpRequest, submission: Submission, model_admin: ModelAdmin[Any]
) -> None:
    require("consultation.read_submission", request, submission)
    if not model_admin.has_view_permission(request, submission):
        raise PermissionDenied


def _page(
    request: HttpRequest, submission: Submission, form: DecisionForm, model_admin: ModelAdmin[Any]
) -> TemplateResponse:
    """Show the page; ``form`` holds what was typed."""
    user = request.user
    may_decide = rules.has_perm("consultation.decide", user, submission)
    accepted_as = ACCEPTED_AS.get(submission.call.kind, ACCEPTED_OTHERWISE)
    is_open = submission.status in (Status.SUBMITTED, Status.UNDER_REVIEW)
    known = {_FILTERS: _filters(request)} if _filters(request) else {}
    filters = urlencode(known)
    beside = _neighbours(request, submission.pk, model_admin)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": submission.number,
        "submission": submission,
        "badge": status_badge(submission),
        "form": form,
        "may_decide": may_decide and is_open,
        "may_take_up": may_decide and submission.status in (Status.SUBMITTED, Status.RETURNED),
        "may_ask_back": is_open and rules.has_perm("consultation.ask_back", user, submission),
        "accepted_as": accepted_as.label,
        **reading(request, submission, clock.now()),
        "decision": getattr(submission, "decision", None),
        "sessions": [(each, _url(_SESSION, each.pk)) for each in submission.sessions.all()],
        "make_session_url": _make_session_url(request, submission),
        "neighbours": beside,
        "filters": filters,
        "verb_query": urlencode({**known, "next": beside.next or ""}),
        "list_filters": _filters(request),
    }
    return TemplateResponse(request, "admin/consultation/submission/page.html", context)


def _make_session_url(request: HttpRequest, submission: Submission) -> str:
    """Return the address of the button that makes a session; nothing where none can be made."""
    decision = getattr(submission, "decision", None)
    accepted = decision is not None and decision.disposition == Disposition.BECOMES
    if not accepted or submission.sessions.all() or not request.user.has_perm("agenda.add_session"):
        return ""
    return _url(_MAKE_SESSION, submission.pk)


def _url(name: str, *args: Any) -> str:
    """Return an address by name; nothing where that page does not exist."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _filters(request: HttpRequest) -> str:
    """Return the list's query; a NUL in it is encoded twice, and unseen by ``readable``."""
    filters = request.GET.get(_FILTERS, "")
    return "" if "%00" in filters else filters


def _neighbours(request: HttpRequest, pk: int, model_admin: ModelAdmin[Any]) -> desk.Neighbours:
    """Find the submissions before and after this one in the list that one came from."""
    listing = copy.copy(request)
    listing.GET = QueryDict(_filters(request))
    try:
        changelist = model_admin.get_changelist_instance(listing)
    except IncorrectLookupParameters:
        return desk.neighbours([], pk)
    keys = list(changelist.queryset.values_list("pk", flat=True))
    after = request.GET.get("next", "")
    return desk.neighbours(keys, pk, int(after) if _is_key(after) else None)


def back(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """Return to the page, with the list's filters and what was next before the decision."""
    known = {name: request.GET[name] for name in (_FILTERS, "next") if request.GET.get(name)}
    url = reverse("admin:consultation_submission_change", args=(pk,))
    return HttpResponseRedirect(f"{url}?{urlencode(known)}" if known else url)
