"""Speakers in the admin."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from agenda.admin.one_language import OneLanguageForm
from agenda.models import Speaker
from consultation.admin.desk import DeskAdmin
from consultation.admin.sourced import SourcedAdmin
from consultation.admin.translated import TranslatedAdmin, by_language

_NAMES = ("name_en", "name_fr", "name_es", "name_ar", "name_zh_hans", "name_ru")


class SpeakerForm(OneLanguageForm):
    """A speaker, whose name is written in at least one language."""

    wanted = "name"


@admin.register(Speaker)
class SpeakerAdmin(SourcedAdmin, DeskAdmin, TranslatedAdmin):
    """One person at one Forum."""

    form = SpeakerForm
    list_display = ("name", "function", "organization", "forum", "sessions")
    list_filter = ("forum",)
    list_select_related = ("forum", "country")
    search_fields = (*_NAMES, "sort_name", "organization_en")
    prepopulated_fields = {"slug": ("name_en",)}
    fieldsets = [
        (None, {"fields": ("forum", "sort_name", "slug", "country")}),
        *by_language("honorific", "name", "function", "organization", "biography"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Speaker]:
        """Count in how many sessions each speaks."""
        rows: QuerySet[Speaker] = super().get_queryset(request)
        return rows.annotate(session_count=Count("appearances__session", distinct=True))

    def get_readonly_fields(self, request: HttpRequest, obj: Speaker | None = None) -> Any:
        """Keep a speaker at the Forum, and the address as it was published."""
        fixed = ("forum", "slug") if obj else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Speaker | None = None) -> Any:
        """Make the address of the name while the speaker is new."""
        return {} if obj else self.prepopulated_fields

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Speaker], search_term: str
    ) -> tuple[QuerySet[Speaker], bool]:
        """Keep to one Forum where a session's page asks."""
        rows, may_repeat = super().get_search_results(request, queryset, search_term)
        forum = request.GET.get("forum", "")
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            rows = rows.filter(forum=int(forum)) if forum.isdecimal() and len(forum) < 10 else rows  # noqa: PLR2004 digits of a key
        return rows, may_repeat

    @admin.display(description=gettext_lazy("sessions"), ordering="session_count")
    def sessions(self, speaker: Any) -> int:
        """Return the number of sessions."""
        count: int = speaker.session_count
        return count
