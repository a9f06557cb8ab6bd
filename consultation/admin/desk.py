"""What the workbench's pages share: inputs of the browser, quick lists, pages of one verb."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import rules
from django import forms
from django.contrib.admin import ModelAdmin, TabularInline
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from consultation.admin import row_history
from consultation.admin.seen_rows import SeenForm, SeenInlineSet, SeenListAdmin
from consultation.admin.zoned import DayField, DayInput
from wsis_forum.admin_lookups import NamedList, OfferedLookups

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    _Admin = ModelAdmin[Any]
    _Inline = TabularInline[Any, Any]
else:
    _Admin, _Inline = ModelAdmin, TabularInline


class Verb(NamedTuple):
    """A button above a row's page: a link to the verb's own page, or one POST."""

    label: "StrOrPromise"
    url: str
    is_post: bool = False


class DeskAdmin(NamedList, OfferedLookups, SeenListAdmin, _Admin):
    """Settings of every list and form of the secretariat."""

    formfield_overrides = {
        models.DateField: {"form_class": DayField, "widget": DayInput},
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 6})},
    }
    list_per_page = 50
    show_full_result_count = False
    actions = None

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Let an address name a Forum by its slug: ``?forum__slug=2027``."""
        return lookup == "forum__slug" or super().lookup_allowed(lookup, value, request)

    def verbs(self, request: HttpRequest, row: Any) -> Sequence[Verb]:
        """Return the buttons of a row's page, for those who may change it."""
        return ()

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show who changed what and when, also past the portal; else what Django noted."""
        if not row_history.is_kept(self.model):
            return super().history_view(request, object_id, extra_context)
        return row_history.page(request, object_id, model_admin=self)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Put the verbs on the page."""
        row = kwargs.get("obj")
        if row is not None:
            context.update(title=str(row), subtitle=None)
        if row is not None and self.has_change_permission(request, row):
            context["verbs"] = self.verbs(request, row)
        return super().render_change_form(request, context, *args, **kwargs)


class NamedTabularInline(_Inline):
    """Rows in a table; each input is named by its column, which Django leaves to the eye."""

    extra = 0
    form = SeenForm
    formset = SeenInlineSet

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Name the input."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.widget.attrs["aria-label"] = capfirst(str(db_field.verbose_name))
        return field


def require(permission: str, request: HttpRequest, row: models.Model | None = None) -> None:
    """
    Ask ``consultation.rules``.

    :raises PermissionDenied: the person may not
    """
    if not rules.has_perm(permission, request.user, row):
        raise PermissionDenied


def verb_page(
    model_admin: ModelAdmin[Any],
    request: HttpRequest,
    row: models.Model,
    form: forms.BaseForm,
    words: Mapping[str, Any],
) -> TemplateResponse:
    """
    Show the form of one verb.

    ``words`` holds ``title``, ``submit`` and, where needed, ``intro`` and ``facts`` (pairs of label
    and text).
    """
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "original": row,
        "form": form,
        "media": model_admin.media + form.media,
        "error_title": _("There is a problem"),
        **words,
    }
    return TemplateResponse(request, "admin/consultation/verb.html", context)
