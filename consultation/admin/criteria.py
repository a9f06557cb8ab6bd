"""What a call's inputs are held against: the minimum, and the criteria of review with weights."""

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consultation.actions.criteria import give_standard_criteria
from consultation.admin.desk import DeskAdmin, require
from consultation.admin.one_input import is_key
from consultation.admin.translated import TranslatedAdmin, by_language
from consultation.admin.versioned import VersionedAdmin
from consultation.models import Call, Criterion, Screening, ScreeningCriterion

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    _CallAdmin = ModelAdmin[Call]


def urls(model_admin: "_CallAdmin") -> list[URLPattern]:
    """Return the addresses of the page and its button."""
    wrap = model_admin.admin_site.admin_view
    pages: tuple[tuple[str, Any, str], ...] = (
        ("<int:pk>/criteria/", show, "criteria"),
        ("<int:pk>/criteria/usual/", give_usual, "usual_criteria"),
    )
    return [
        path(route, wrap(partial(view, model_admin=model_admin)), name=f"consultation_call_{name}")
        for route, view, name in pages
    ]


def criteria_url(call: Call) -> str:
    """Return the address of the criteria of a call."""
    return reverse("admin:consultation_call_criteria", args=(call.pk,))


def show(request: HttpRequest, pk: int, *, model_admin: "_CallAdmin") -> HttpResponse:
    """List both kinds of criteria of a call."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    call: Call = get_object_or_404(Call.objects.select_related("forum"), pk=pk)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Criteria"),
        "subtitle": str(call),
        "call": call,
        "minimum": call.screening_criteria.all(),
        "criteria": call.criteria.annotate(score_count=Count("scores")),
        "may_change": model_admin.has_change_permission(request, call),
    }
    return TemplateResponse(request, "admin/consultation/call/criteria.html", context)


@require_POST
def give_usual(request: HttpRequest, pk: int, *, model_admin: "_CallAdmin") -> HttpResponse:
    """Give a call without criteria those that calls begin with."""
    require("consultation.manage_forums", request)
    call = get_object_or_404(Call, pk=pk)
    if give_standard_criteria(call_id=pk):
        model_admin.log_change(request, call, "Added the usual criteria")
        messages.success(request, _("The usual criteria are added. Change what is different."))
    else:
        messages.info(request, _("This call has criteria already; nothing was added."))
    return HttpResponseRedirect(criteria_url(call))


class _OfACall(VersionedAdmin, DeskAdmin, TranslatedAdmin):
    """Rows reached from the criteria of their call, and back there once saved."""

    change_form_template = "admin/consultation/call/criterion.html"

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Keep out of the list of tables: a criterion is found through its call."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let whoever may change a row delete it, as far as nothing hangs on it."""
        return self.has_change_permission(request, obj)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the calls: each leads to its criteria."""
        return HttpResponseRedirect(reverse("admin:consultation_call_changelist"))

    def call_of(self, request: HttpRequest) -> Call | None:
        """Return the call whose row is shown, or to which one is added."""
        match = request.resolver_match
        object_id = match.kwargs.get("object_id", "") if match else ""
        if is_key(object_id):
            related = "criteria" if self.model is Criterion else "screening_criteria"
            where = {f"{related}__pk": int(object_id)}
        elif is_key(request.GET.get("call", "")):
            where = {"pk": int(request.GET["call"])}
        else:
            return None
        return Call.objects.select_related("forum").filter(**where).first()

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Add a row to the call that the address names; without one, choose a call first."""
        if self.call_of(request) is None:
            messages.info(request, _("Choose a call; its criteria are changed from its page."))
            return HttpResponseRedirect(reverse("admin:consultation_call_changelist"))
        return super().add_view(request, form_url, extra_context)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Put a new row at the end."""
        call = self.call_of(request)
        last = self.model.objects.filter(call=call).order_by("-order").first()
        return {"order": last.order + 1 if last else 1}

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Delete what nothing hangs on; otherwise say what to do instead."""
        row = self.get_object(request, unquote(object_id))
        if row is not None and self.is_used(row):
            words = _("Inputs were held against this criterion, so it stays. Take it out of force.")
            messages.error(request, words)
            name = f"admin:consultation_{self.opts.model_name}_change"
            return HttpResponseRedirect(reverse(name, args=(row.pk,)))
        return super().delete_view(request, object_id, extra_context)

    def is_used(self, row: Any) -> bool:
        """Whether something hangs on the row."""
        raise NotImplementedError

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 Django's signature
        """Put a new row into the call that the address names."""
        if not change:
            obj.call = self.call_of(request)
        super().save_model(request, obj, form, change)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Name the call."""
        call = self.call_of(request)
        if call is not None:
            context |= {"call": call, "criteria_url": criteria_url(call)}
        return super().render_change_form(request, context, *args, **kwargs)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """Go back to the criteria of the call."""
        return HttpResponseRedirect(criteria_url(obj.call))

    response_post_save_change = response_post_save_add

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        """Go back to the criteria of the call, which the address names."""
        messages.success(request, _("“%(name)s” is deleted.") % {"name": obj_display})
        call = request.GET.get("call", "")
        if is_key(call) and Call.objects.filter(pk=int(call)).exists():
            url = reverse("admin:consultation_call_criteria", args=(int(call),))
        else:
            url = reverse("admin:consultation_call_changelist")
        return HttpResponseRedirect(url)


@admin.register(Criterion)
class CriterionAdmin(_OfACall):
    """What reviewers score."""

    fieldsets = [
        (None, {"fields": ("weight", "order", "is_active")}),
        *by_language("title", "help"),
    ]

    def is_used(self, row: Criterion) -> bool:
        """Whether somebody has scored by it."""
        return row.scores.exists()


@admin.register(ScreeningCriterion)
class ScreeningCriterionAdmin(_OfACall):
    """What every input has to meet."""

    fieldsets = [(None, {"fields": ("order", "is_active")}), *by_language("title")]

    def is_used(self, row: ScreeningCriterion) -> bool:
        """Whether an input has failed it."""
        return Screening.objects.filter(failed=row).exists()
