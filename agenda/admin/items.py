"""One line of an agenda in the admin: its words, and where they were read."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from agenda.admin.one_language import OneLanguageForm
from agenda.models import AgendaItem, Speaker
from consultation.admin.desk import DeskAdmin
from consultation.admin.sourced import SourcedAdmin
from consultation.admin.translated import TranslatedAdmin, by_language


@admin.register(AgendaItem)
class ItemAdmin(SourcedAdmin, DeskAdmin, TranslatedAdmin):
    """One line of an agenda, reached from its session."""

    fieldsets = [
        (None, {"fields": ("session", "is_numbered", "minutes", "speakers")}),
        *by_language("title"),
    ]
    form = OneLanguageForm
    readonly_fields = ("session",)
    search_fields = ("title_en",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Keep lines out of the index: they belong to their sessions."""
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Leave adding to the session's page."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[AgendaItem]:
        """Read the session along."""
        rows: QuerySet[AgendaItem] = super().get_queryset(request)
        return rows.select_related("session")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the speakers of the session as boxes."""
        if db_field.name == "speakers":
            match = request.resolver_match
            item = str(match.kwargs.get("object_id", "")) if match else ""
            kwargs["queryset"] = (
                Speaker.objects.filter(appearances__session__items=int(item)).distinct()
                if item.isdecimal()
                else Speaker.objects.none()
            )
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)
