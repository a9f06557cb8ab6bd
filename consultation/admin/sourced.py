"""Texts whose wording was not read on an official page are flagged wherever staff see them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation.admin.versioned import VersionedAdmin, VersionedForm
from consultation.models.mixins import Sourced
from wsis_forum.languages import language


def _text_and_code(model: type[models.Model], name: str) -> tuple[str, str]:
    """Take a column apart into the text's name and the language's code, which may be empty."""
    try:
        field: Any = model._meta.get_field(name)
    except FieldDoesNotExist:
        return name, ""
    original = getattr(field, "translated_field", field)
    return capfirst(str(original.verbose_name)), getattr(field, "language", "")


def column_label(model: type[models.Model], name: str) -> str:
    """Write a column as a person reads it: ``title_ar`` is "Title (العربية)"."""
    label, code = _text_and_code(model, name)
    return f"{label} ({language(code).name})" if code else label


def _languages_of(label: str, codes: Sequence[str]) -> str:
    """Write a text with the languages that are unverified: "Title: ar, ru"."""
    if not codes:
        return label
    if len(codes) == len(settings.LANGUAGES):
        return _("%(text)s: all languages") % {"text": label}
    return f"{label}: {', '.join(language(code).tag for code in codes)}"


class UnverifiedFilter(admin.SimpleListFilter):
    """Rows with texts that still have to be checked."""

    title = gettext_lazy("wording")
    parameter_name = "unverified"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, Any]]:
        """Offer the two halves."""
        return (
            ("yes", gettext_lazy("has unverified texts")),
            ("no", gettext_lazy("all texts verified")),
        )

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Any]
    ) -> models.QuerySet[Any]:
        """Keep the rows of the chosen half."""
        if self.value() == "yes":
            return queryset.exclude(unverified=[])
        if self.value() == "no":
            return queryset.filter(unverified=[])
        return queryset


class SourcedForm(VersionedForm):
    """Marks each unverified text at its field; ticking one off the list verifies it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = list(getattr(self.instance, "unverified", ()))
        model = type(self.instance)
        if "unverified" in self.fields:
            self.fields["unverified"] = forms.MultipleChoiceField(
                label=gettext_lazy("Still unverified"),
                choices=[(name, column_label(model, name)) for name in names],
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=gettext_lazy(
                    "Untick a text once its wording was read on an official page."
                ),
            )
        for name in names:
            if name in self.fields:
                field = self.fields[name]
                mark = format_html('<span class="tag tag-unverified">{}</span>', _("Unverified"))
                field.help_text = format_html("{} {}", mark, field.help_text)


class SourcedAdmin(VersionedAdmin):
    """Mixin for the admin of ``Sourced`` rows: filter, column in the list, marks in the form."""

    form = SourcedForm

    def get_list_display(self, request: HttpRequest) -> Any:
        """Add the column of unverified texts at the end."""
        return (*super().get_list_display(request), "unverified_texts")

    def get_list_filter(self, request: HttpRequest) -> Any:
        """Add the filter of unverified texts at the end."""
        return (*super().get_list_filter(request), UnverifiedFilter)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show the list of unverified texts where there are some, and where texts were read."""
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj and obj.unverified:
            shown = "unverified" if self.has_change_permission(request, obj) else "unverified_texts"
            fieldsets.append((gettext_lazy("Unverified texts"), {"fields": [shown]}))
        if obj and obj.sources:
            fieldsets.append(
                (gettext_lazy("Sources"), {"fields": ["where_read"], "classes": ("collapse",)})
            )
        return fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Keep the sources, which come from the files."""
        return (*super().get_readonly_fields(request, obj), "where_read", "unverified_texts")

    @admin.display(description=gettext_lazy("unverified"))
    def unverified_texts(self, row: Sourced) -> SafeString | str:
        """List the unverified texts as badges, one a text with the languages concerned."""
        texts: dict[str, list[str]] = {}
        for name in row.unverified:
            label, code = _text_and_code(type(row), name)
            texts.setdefault(label, []).extend([code] if code else [])
        return format_html_join(
            " ",
            '<span class="tag tag-unverified">{}</span>',
            ((_languages_of(label, codes),) for label, codes in texts.items()),
        )

    @admin.display(description=gettext_lazy("where the texts were read"))
    def where_read(self, row: Sourced) -> SafeString | str:
        """List the sources, one line a column."""
        return format_html_join(
            "",
            '<p class="source"><strong>{}</strong> <bdi>{}</bdi></p>',
            (
                (column_label(type(row), name), _as_text(source))
                for name, source in row.sources.items()
            ),
        )


def _as_text(source: Any) -> str:
    return "; ".join(map(str, source)) if isinstance(source, list) else str(source)
