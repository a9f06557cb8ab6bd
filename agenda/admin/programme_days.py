"""Days of the programme with their breaks, and the settings of its conflicts, in the admin."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from agenda.admin.widgets import name_inputs, without_side_doors
from agenda.models import BlockedTime, ProgrammeDay, ProgrammeSettings, Room
from consultation.admin.desk import DeskAdmin
from consultation.admin.seen_rows import SeenInlineSet
from consultation.admin.translated import TranslatedInline, in_every_language
from consultation.admin.versioned import VersionedAdmin, VersionedForm
from consultation.admin.zoned import TimeInput


class BlockedTimeFormSet(SeenInlineSet):
    """The breaks and blocked times of one day."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Name the box that takes a row out."""
        super().add_fields(form, index)
        name_inputs(form, "DELETE")


class BlockedTimeInline(TranslatedInline):
    """The breaks and blocked times of a day; a break is named to the public, in six languages."""

    model = BlockedTime
    formset = BlockedTimeFormSet
    extra = 1
    fields = ("kind", ("starts_at", "ends_at"), "room", *in_every_language("title"))

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Use the browser's own input for times; offer the rooms of the day's Forum."""
        if db_field.name in {"starts_at", "ends_at"}:
            kwargs["widget"] = TimeInput
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        day_id = request.resolver_match.kwargs.get("object_id") if request.resolver_match else None
        if db_field.name == "room" and field is not None:
            field.queryset = Room.objects.filter(forum__programme_days=day_id)  # type: ignore[attr-defined]
            without_side_doors(field)
        return field


@admin.register(ProgrammeDay)
class ProgrammeDayAdmin(VersionedAdmin, DeskAdmin):
    """The days of a Forum's programme."""

    form = VersionedForm
    list_display = ("date", "forum", "starts_at", "ends_at", "breaks")
    list_filter = ("forum",)
    list_select_related = ("forum",)
    search_fields = ("forum__name_en", "forum__slug")
    fields = ("forum", "date", ("starts_at", "ends_at"))
    inlines = (BlockedTimeInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProgrammeDay]:
        """Count the breaks along."""
        rows: QuerySet[ProgrammeDay] = super().get_queryset(request)
        return rows.annotate(break_count=Count("blocked"))

    def get_inlines(self, request: HttpRequest, obj: ProgrammeDay | None) -> Any:
        """Ask for breaks once the day's Forum, whose rooms they may name, is known."""
        return self.inlines if obj else ()

    def get_readonly_fields(self, request: HttpRequest, obj: ProgrammeDay | None = None) -> Any:
        """Keep a day at its Forum: its breaks name that Forum's rooms."""
        return ("forum",) if obj else ()

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Use the browser's own input for times."""
        if db_field.name in {"starts_at", "ends_at"}:
            kwargs["widget"] = TimeInput
        return without_side_doors(super().formfield_for_dbfield(db_field, request, **kwargs))

    @admin.display(description=gettext_lazy("breaks and blocked times"))
    def breaks(self, day: ProgrammeDay) -> int:
        """Count the breaks and blocked times."""
        return int(day.break_count)  # type: ignore[attr-defined]


@admin.register(ProgrammeSettings)
class ProgrammeSettingsAdmin(VersionedAdmin, DeskAdmin):
    """What a conflict of each kind does, per Forum."""

    form = VersionedForm
    list_display = ("forum", "minutes_between_rooms")
    list_select_related = ("forum",)
    search_fields = ("forum__name_en", "forum__slug")

    def get_readonly_fields(
        self, request: HttpRequest, obj: ProgrammeSettings | None = None
    ) -> Any:
        """Keep the settings at their Forum."""
        return ("forum",) if obj else ()

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Leave out the buttons that change Forums from here."""
        return without_side_doors(super().formfield_for_dbfield(db_field, request, **kwargs))
