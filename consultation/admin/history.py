"""Dates that were moved, shown below the call or the phase; rows are added by verbs only."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from consultation.admin.translated import TranslatedInline, in_every_language
from consultation.models import DateChange
from wsis_forum import dates


class DateChangeInline(TranslatedInline):
    """Former dates with their public notes; the wording of a note may be corrected."""

    model = DateChange
    extra = 0
    can_delete = False
    fields = ("former_date", "changed_by", "changed_at", *in_every_language("note"))
    readonly_fields = ("former_date", "changed_by", "changed_at")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let rows come from the verbs only."""
        return False

    @admin.display(description=_("former date"))
    def former_date(self, change: DateChange) -> str:
        """Write the former date as exactly as it was known."""
        return dates.former_words(change.former)
