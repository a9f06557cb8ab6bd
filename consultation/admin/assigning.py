"""The page "Assign": many inputs at once, by hand, by rule or balanced, seen before it lands."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consultation.actions.assignments import land
from consultation.admin import assign_plan
from consultation.admin.assign_forms import AssignForm
from consultation.admin.assign_words import given_words, refused_words
from consultation.admin.bulk import stale, stale_page
from consultation.admin.one_input import is_key
from consultation.exceptions import PlanChanged
from consultation.models import Submission
from consultation.models.submission import SubmissionQuerySet
from consultation.queries import access, assignments
from wsis_forum import clock
from wsis_forum.accounts.models import User

# An address with more keys than this would be too long for some servers.
MOST_CHOSEN = 400
# One preview; a call with more is shared in several steps, the oldest inputs first.
MOST_AT_ONCE = 1000
_ZONE = "UTC"


@admin.action(description=gettext_lazy("Assign reviewers …"), permissions=["assign"])
def assign_chosen(
    model_admin: ModelAdmin[Any], request: HttpRequest, queryset: QuerySet[Submission]
) -> HttpResponse | None:
    """Go on to the page "Assign" with the chosen inputs."""
    if not assignments.may_assign_somewhere(request.user):  # type: ignore[arg-type]
        raise PermissionDenied
    changed = stale(request, queryset)
    if changed:
        return stale_page(model_admin, request, changed)
    keys = sorted(queryset.order_by().values_list("pk", flat=True)[: MOST_CHOSEN + 1])
    if len(keys) > MOST_CHOSEN:
        words = _("Choose at most %(most)d inputs, or assign those of a whole call.")
        messages.error(request, words % {"most": MOST_CHOSEN})
        return None
    query = urlencode({"inputs": "-".join(map(str, keys))})
    url = reverse("admin:consultation_submission_assign_many")
    return HttpResponseRedirect(f"{url}?{query}")


def page(request: HttpRequest, *, model_admin: ModelAdmin[Any]) -> HttpResponse:
    """Ask how to share the inputs, show what would come of it, and let just that land."""
    user: User = request.user  # type: ignore[assignment]
    if not assignments.may_assign_somewhere(user):
        raise PermissionDenied
    chosen = _chosen(request, assignments.to_assign(user))
    if chosen is None:
        return _calls(request, model_admin)
    rows = list(
        chosen.select_related("call__forum")
        .prefetch_related("action_lines")
        .defer("text", "summary", "answers")
        .order_by("submitted_at", "pk")[:MOST_AT_ONCE]
    )
    people = list(assignments.reviewers())
    waiting = assignments.loads([one.pk for one in people], access.readable(user))
    zone = rows[0].call.timezone if rows else _ZONE
    form = AssignForm(people, waiting, zone, clock.now(), request.POST or None)
    problems: Sequence[str] = ()
    if request.POST.get("step") == "land":
        answer, problems = _land(request, rows, people)
        if answer is not None:
            return answer
    preview = None
    if rows and request.method == "POST" and form.is_valid():
        wanted = set(form.cleaned_data["reviewers"])
        reviewing = [one for one in people if one.pk in wanted]
        preview = assign_plan.propose(rows, reviewing, form.cleaned_data, user)
    context = {
        "form": form,
        "preview": preview,
        "without_organization": [one for one in people if not one.organizations],
        "problems": problems,
        "rows": rows,
        "subtitle": _subtitle(request, rows),
        "left_out": chosen.count() - len(rows) if len(rows) == MOST_AT_ONCE else 0,
    }
    return _answer(request, model_admin, "admin/consultation/assign/page.html", context)


def _land(
    request: HttpRequest, rows: Sequence[Submission], people: Sequence[User]
) -> tuple[HttpResponse | None, list[str]]:
    """Land the signed plan; else say what has changed since it was shown."""
    user: User = request.user  # type: ignore[assignment]
    plan = assign_plan.read(request.POST.get("plan", ""), user)
    numbers = {row.pk: row.number or "" for row in rows}
    if plan is None or any(key not in numbers for key, _who in plan.pairs):
        return None, [_("Some of these inputs can no longer be assigned. Look at the table anew.")]
    names = {one.pk: one for one in User.objects.filter(pk__in=plan.loads)}
    try:
        made = land(plan=plan, by=user, at=clock.now())
    except PlanChanged as changed:
        words = _("%(reviewer)s: %(before)d inputs waited, now %(now)d do.")
        loads = [
            words % {"reviewer": names[key], "before": before, "now": now}
            for key, (before, now) in changed.loads.items()
        ]
        return None, [*refused_words(dict(changed.pairs), numbers, names), *loads]
    messages.success(request, given_words(made))
    return HttpResponseRedirect(reverse("admin:consultation_submission_changelist")), []


def _chosen(request: HttpRequest, offered: SubmissionQuerySet) -> SubmissionQuerySet | None:
    """Return the inputs that the address names; nothing if it names none."""
    call = request.GET.get("call", "")
    if is_key(call):
        return offered.filter(call=int(call))
    keys = [int(key) for key in request.GET.get("inputs", "").split("-") if is_key(key)]
    return offered.filter(pk__in=keys[:MOST_CHOSEN]) if keys else None


def _calls(request: HttpRequest, model_admin: ModelAdmin[Any]) -> HttpResponse:
    """Offer the calls with inputs under way, and how many nobody reviews."""
    calls = assignments.calls_to_assign(request.user)  # type: ignore[arg-type]
    context = {"calls": calls, "subtitle": ""}
    return _answer(request, model_admin, "admin/consultation/assign/calls.html", context)


def _subtitle(request: HttpRequest, rows: Sequence[Submission]) -> str:
    count = ngettext("%(count)d input", "%(count)d inputs", len(rows)) % {"count": len(rows)}
    if request.GET.get("call") and rows:
        return f"{rows[0].call} · {rows[0].call.forum} · {count}"
    return count


def _answer(
    request: HttpRequest, model_admin: ModelAdmin[Any], template: str, context: dict[str, Any]
) -> TemplateResponse:
    shared = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Assign reviewers"),
        "media": model_admin.media,
    }
    return TemplateResponse(request, template, {**shared, **context})
