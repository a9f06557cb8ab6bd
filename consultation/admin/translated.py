"""Texts in six languages: one collapsible group of fields per language."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.text import capfirst
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline

from consultation.admin.seen_rows import SeenForm, SeenInlineSet
from wsis_forum.languages import Language, column, language, languages

if TYPE_CHECKING:
    from django.db import models
    from modeltranslation.admin import TranslationBaseModelAdmin

    _Base = TranslationBaseModelAdmin[Any]
else:
    _Base = object


def by_language(*names: str) -> list[Any]:
    """Make one group of fields per language, the first open, the others folded."""
    return [
        (
            format_html('<span lang="{}" dir="{}">{}</span>', each.tag, each.direction, each.name),
            {
                "fields": tuple(column(name, each.code) for name in names),
                "classes": () if position == 0 else ("collapse",),
            },
        )
        for position, each in enumerate(languages())
    ]


def in_every_language(name: str) -> tuple[str, ...]:
    """Return the columns of one text in every language."""
    return tuple(column(name, each.code) for each in languages())


class _InLanguages(_Base):
    """Labels that name the language, and inputs that are written in its direction."""

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Name the language of a translated column, and tell the browser."""
        field: forms.Field | None = super().formfield_for_dbfield(db_field, request, **kwargs)
        code = getattr(db_field, "language", None)
        if field is not None and code:
            mark_language(field, db_field.translated_field, language(code))
        return field


def mark_language(field: forms.Field, original: "models.Field[Any, Any]", spoken: Language) -> None:
    """Give a form field of one language its label, ``lang`` and ``dir``."""
    field.label = f"{capfirst(str(original.verbose_name))} ({spoken.name})"
    field.widget.attrs.update({"lang": spoken.tag, "dir": spoken.direction})


class TranslatedAdmin(_InLanguages, TranslationAdmin[Any]):
    """Admin of rows with a column per language; plain inputs, no scripts from elsewhere."""


class TranslatedInline(_InLanguages, TranslationStackedInline[Any, Any]):
    """Rows below another, with a column per language."""

    form: Any = SeenForm
    formset: Any = SeenInlineSet
