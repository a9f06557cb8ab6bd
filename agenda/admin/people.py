"""Speakers in the admin: one person once per Forum, with what is said of the person there."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Count, F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.admin import people_pages
from agenda.admin.link_rows import LinkRowsField, rows_of
from agenda.admin.one_language import OneLanguageForm
from agenda.admin.windows import WindowInline
from agenda.models import Speaker
from agenda.queries.speakers import twins_of
from agenda.queries.speaking import spoken_sessions
from consultation.admin.desk import DeskAdmin, Verb
from consultation.admin.sourced import SourcedAdmin
from consultation.admin.translated import TranslatedAdmin, by_language
from consultation.admin.zoned import zone_choices
from consultation.models import Forum
from wsis_forum import clock

_NAMES = ("name_en", "name_fr", "name_es", "name_ar", "name_zh_hans", "name_ru")


class SpeakerForm(OneLanguageForm):
    """A speaker, whose name is written in at least one language."""

    wanted = "name"

    links = LinkRowsField(label=gettext_lazy("Links"))
    timezone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        required=False,
        choices=lambda: [("", gettext_lazy("that of the Forum")), *zone_choices()],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "links" in self.initial:
            self.initial["links"] = rows_of(self.initial["links"])


class TwinFilter(admin.SimpleListFilter):
    """Speakers that are likely the same person as another of their Forum."""

    title = gettext_lazy("likely twice")
    parameter_name = "twice"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Offer those."""
        return (("yes", gettext_lazy("likely twice")),)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Speaker]) -> QuerySet[Speaker]:
        """Keep them."""
        if self.value() != "yes":
            return queryset
        forums = set(Forum.objects.filter(speakers__isnull=False).values_list("pk", flat=True))
        return queryset.filter(pk__in=twins_of(forums))


@admin.register(Speaker)
class SpeakerAdmin(SourcedAdmin, DeskAdmin, TranslatedAdmin):
    """One person at one Forum."""

    form = SpeakerForm
    change_form_template = "admin/agenda/speaker/change_form.html"
    list_display = ("name", "function", "organization", "forum", "sessions", "twins")
    list_filter = ("forum", "consent", TwinFilter)
    list_select_related = ("forum", "country")
    search_fields = (*_NAMES, "sort_name", "organization_en")
    prepopulated_fields = {"slug": ("name_en",)}
    inlines = (WindowInline,)
    formfield_overrides = {
        **DeskAdmin.formfield_overrides,
        models.EmailField: {"widget": forms.EmailInput},
    }
    fieldsets = [
        (None, {"fields": ("forum", "sort_name", "slug", "country", "email", "timezone")}),
        (gettext_lazy("Shown to the public"), {"fields": ("consent", "consent_at")}),
        *by_language("honorific", "name", "function", "organization", "biography"),
        (gettext_lazy("Links"), {"fields": ("links",), "classes": ("collapse",)}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Speaker]:
        """Count in how many sessions each speaks, and read in how many each may."""
        rows: QuerySet[Speaker] = super().get_queryset(request)
        return rows.annotate(
            # What the list is sorted by; what it says is ``queries.speaking``.
            session_count=Count("appearances__session", distinct=True),
            most=F("forum__programme_settings__most_appearances"),
        )

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Look for twins of all rows of the page at once."""
        changelist = super().get_changelist_instance(request)
        rows = list(changelist.result_list)
        forums = {row.forum_id for row in rows}
        found = twins_of(forums) if rows else {}
        spoken = spoken_sessions(forums) if rows else {}
        for row in rows:
            row.twin_count = len(found.get(row.pk, ()))
            row.spoken_count = len(spoken.get(row.pk, ()))
        changelist.result_list = rows
        return changelist

    def get_readonly_fields(self, request: HttpRequest, obj: Speaker | None = None) -> Any:
        """Keep a speaker at the Forum, and the address as it was published."""
        fixed = ("forum", "slug") if obj else ()
        return (*super().get_readonly_fields(request, obj), "consent_at", *fixed)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Speaker | None = None) -> Any:
        """Make the address of the name while the speaker is new."""
        return {} if obj else self.prepopulated_fields

    def get_inlines(self, request: HttpRequest, obj: Speaker | None) -> Any:
        """Ask for times once the Forum and its zone are known."""
        return self.inlines if obj else ()

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of the verbs."""
        return [*people_pages.urls(self), *super().get_urls()]

    def verbs(self, request: HttpRequest, row: Speaker) -> tuple[Verb, ...]:
        """Offer the photo and the merge."""
        return (
            Verb(_("Photo"), reverse("admin:agenda_speaker_photo", args=(row.pk,))),
            Verb(_("Merge with another"), reverse("admin:agenda_speaker_merge", args=(row.pk,))),
            Verb(
                _("Make former personal links invalid"),
                reverse("admin:agenda_speaker_end_links", args=(row.pk,)),
                is_post=True,
            ),
        )

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Say what is to be seen to above the form."""
        speaker: Speaker | None = kwargs.get("obj")
        if speaker is not None:
            context |= people_pages.notes(speaker)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Speaker, form: Any, change: bool) -> None:  # noqa: FBT001 Django's signature
        """Keep the moment at which the consent was noted."""
        if "consent" in form.changed_data:
            obj.consent_at = None if obj.consent == "unknown" else clock.now()
        super().save_model(request, obj, form, change)

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
    def sessions(self, speaker: Any) -> SafeString | str:
        """Return the number of sessions, marked where it is above the Forum's limit."""
        if speaker.most is None or speaker.spoken_count <= speaker.most:
            return str(speaker.spoken_count)
        words = _("%(count)s, at most %(most)s")
        said = words % {"count": speaker.spoken_count, "most": speaker.most}
        return format_html('<span class="tag tag-unverified">{}</span>', said)

    @admin.display(description=gettext_lazy("likely twice"))
    def twins(self, speaker: Any) -> SafeString | str:
        """Mark who is likely the same person as another."""
        if not getattr(speaker, "twin_count", 0):
            return ""
        url = reverse("admin:agenda_speaker_change", args=(speaker.pk,))
        return format_html('<a class="tag tag-unverified" href="{}">{}</a>', url, _("likely twice"))
