"""The page "People of this call": roles for one call, given and taken away."""

from functools import partial
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from consultation.actions.call_roles import give_role, take_role
from consultation.admin.desk import require
from consultation.admin.one_input import is_key
from consultation.choices import Role
from consultation.exceptions import NoSuchPerson
from consultation.exports.page_table import PageTable
from consultation.models import Call, CallRole
from wsis_forum import clock

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    _CallAdmin = ModelAdmin[Call]


class RoleForm(forms.Form):
    """Whom to give which role."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("Of somebody with an account. She may enter the workbench then."),
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices)


def urls(model_admin: "_CallAdmin") -> list[URLPattern]:
    """Return the addresses of the pages."""
    wrap = model_admin.admin_site.admin_view
    pages: tuple[tuple[str, Any, str], ...] = (
        ("<int:pk>/people/", people, "people"),
        ("<int:pk>/people/take/", take, "take_role"),
    )
    return [
        path(route, wrap(partial(view, model_admin=model_admin)), name=f"consultation_call_{name}")
        for route, view, name in pages
    ]


def people(request: HttpRequest, pk: int, *, model_admin: "_CallAdmin") -> HttpResponse:
    """List the roles for one call, and give another one."""
    require("consultation.manage_reviewers", request)
    call: Call = get_object_or_404(Call.objects.select_related("forum"), pk=pk)
    form = RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = give_role(call_id=pk, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except NoSuchPerson:
            form.add_error("email", _("Nobody with this address has an account."))
        else:
            words = _("%(person)s has the role “%(role)s” for this call.")
            messages.success(request, words % {"person": row.user, "role": row})
            return _back(pk)
    rows = call.roles.select_related("user").order_by("user__name", "user__email", "role")
    heads = [_("Person"), _("E-mail address"), _("Role")]
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("People of this call"),
        "subtitle": str(call),
        "call": call,
        "rows": rows,
        "tables": {
            "people": PageTable(
                _("People of this call"),
                heads,
                lambda: ([one.user, one.user.email, one.get_role_display()] for one in rows),
            )
        },
        "form": form,
        "media": model_admin.media + form.media,
    }
    return TemplateResponse(request, "admin/consultation/call/people.html", context)


@require_POST
def take(request: HttpRequest, pk: int, *, model_admin: "_CallAdmin") -> HttpResponse:
    """Take a role for one call away."""
    require("consultation.manage_reviewers", request)
    key = request.POST.get("row", "")
    row = CallRole.objects.filter(call=pk, pk=int(key)).first() if is_key(key) else None
    if row is None:
        raise Http404
    person = take_role(role_id=row.pk, by=request.user, at=clock.now())  # type: ignore[arg-type]
    words = _("%(person)s has the role “%(role)s” for this call no longer.")
    messages.success(request, words % {"person": person, "role": row})
    return _back(pk)


def _back(pk: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:consultation_call_people", args=(pk,)))
