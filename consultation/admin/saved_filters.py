"""Pages of saved filters: save what the list shows, rename, share, delete."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_POST

from consultation.actions import saved_filters as verbs
from consultation.admin.list_query import cleaned
from consultation.exceptions import FilterNameTaken
from consultation.exports.page_table import PageTable
from consultation.models import SavedFilter
from consultation.queries.saved_filters import offered_to
from wsis_forum import clock
from wsis_forum.cleaning import clean_line

_LIST = "admin:consultation_submission_changelist"
_PAGE = "admin:consultation_submission_filters"


class FilterForm(forms.Form):
    """The name of a filter, and whether the team is offered it."""

    name = forms.CharField(
        label=pgettext_lazy("saved filter", "Name"),
        max_length=80,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Give the filter a name.")},
    )
    is_shared = forms.BooleanField(label=gettext_lazy("Share with the team"), required=False)

    def clean_name(self) -> str:
        """Drop what nobody can read from the name."""
        name = clean_line(self.cleaned_data["name"])
        if not any(character.isalnum() for character in name):
            raise forms.ValidationError(self.fields["name"].error_messages["required"])
        return name


def page(request: HttpRequest, *, model_admin: ModelAdmin[Any]) -> HttpResponse:
    """Show one's own filters, each with its form, and those of others; here a new one is named."""
    _require(request, model_admin)
    query = cleaned(request.GET.get("query", ""))
    return _shown(request, model_admin, query=query)


@require_POST
def save(request: HttpRequest, *, model_admin: ModelAdmin[Any]) -> HttpResponse:
    """Keep what the list shows under a name."""
    _require(request, model_admin)
    query = cleaned(request.POST.get("query", ""))
    form = FilterForm(request.POST)
    user: Any = request.user
    if form.is_valid():
        try:
            verbs.save_filter(by=user, query=query, at=clock.now(), **form.cleaned_data)
        except FilterNameTaken:
            form.add_error("name", _taken())
        else:
            said = _("The filter “%(name)s” was saved.")
            messages.success(request, said % {"name": form.cleaned_data["name"]})
            url = reverse(_LIST)
            return HttpResponseRedirect(f"{url}?{query}" if query else url)
    return _shown(request, model_admin, query=query, form=form)


@require_POST
def change(request: HttpRequest, pk: int, *, model_admin: ModelAdmin[Any]) -> HttpResponse:
    """Rename or share one's own filter."""
    _require(request, model_admin)
    form = FilterForm(request.POST, prefix=str(pk))
    user: Any = request.user
    if form.is_valid():
        try:
            verbs.change_filter(filter_id=pk, by=user, **form.cleaned_data)
        except FilterNameTaken:
            form.add_error("name", _taken())
        except SavedFilter.DoesNotExist:
            return _gone(request)
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse(_PAGE))
    return _shown(request, model_admin, changed=(pk, form))


@require_POST
def delete(request: HttpRequest, pk: int, *, model_admin: ModelAdmin[Any]) -> HttpResponse:
    """Delete one's own filter."""
    _require(request, model_admin)
    user: Any = request.user
    try:
        name = verbs.delete_filter(filter_id=pk, by=user)
    except SavedFilter.DoesNotExist:
        return _gone(request)
    messages.success(request, _("The filter “%(name)s” was deleted.") % {"name": name})
    return HttpResponseRedirect(reverse(_PAGE))


def _shown(
    request: HttpRequest,
    model_admin: ModelAdmin[Any],
    *,
    query: str = "",
    form: FilterForm | None = None,
    changed: tuple[int, FilterForm] | None = None,
) -> TemplateResponse:
    user: Any = request.user
    offered = list(offered_to(user))
    forms_of = {changed[0]: changed[1]} if changed else {}
    mine = [
        (each, forms_of.get(each.pk) or _form_of(each)) for each in offered if each.owner == user
    ]
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Saved filters"),
        "tables": {
            "filters": PageTable(
                _("Saved filters"),
                [pgettext("saved filter", "Name"), _("Filter"), _("Owner"), _("Shared")],
                lambda: ([one.name, one.query, one.owner, one.is_shared] for one in offered),
            )
        },
        "mine": mine,
        "shared": [each for each in offered if each.owner != user],
        "query": query,
        "form": form or (FilterForm() if query else None),
        "broken": form or (changed[1] if changed else None),
        "error_title": _("There is a problem"),
    }
    return TemplateResponse(request, "admin/consultation/submission/saved_filters.html", context)


def _form_of(saved: SavedFilter) -> FilterForm:
    return FilterForm(
        prefix=str(saved.pk), initial={"name": saved.name, "is_shared": saved.is_shared}
    )


def _taken() -> str:
    return _("You have a filter of that name already. Choose another name.")


def _gone(request: HttpRequest) -> HttpResponseRedirect:
    messages.error(request, _("That filter is not yours, or it is gone already."))
    return HttpResponseRedirect(reverse(_PAGE))


def _require(request: HttpRequest, model_admin: ModelAdmin[Any]) -> None:
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
