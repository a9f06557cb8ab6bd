"""Rooms, and what takes place in them when."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.choices import Equipment
from agenda.models import Room, Slot
from consultation.admin.desk import DeskAdmin
from consultation.admin.sourced import SourcedAdmin
from wsis_forum import dates


@admin.register(Room)
class RoomAdmin(SourcedAdmin, DeskAdmin):
    """The rooms of a Forum."""

    list_display = ("name", "forum", "floor", "seats", "booths", "order")
    list_filter = ("forum",)
    list_select_related = ("forum",)
    search_fields = ("name",)
    fieldsets = [
        (
            None,
            {"fields": ("forum", "name", "floor", ("seats", "booths"), "equipment", "order")},
        )
    ]

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Offer the equipment as boxes to tick."""
        if db_field.name == "equipment":
            return forms.MultipleChoiceField(
                label=capfirst(str(db_field.verbose_name)),
                choices=Equipment.choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        field: forms.Field | None = super().formfield_for_dbfield(db_field, request, **kwargs)
        return field

    def get_readonly_fields(self, request: HttpRequest, obj: Room | None = None) -> Any:
        """Keep a room at its Forum: its slots belong to that Forum's sessions."""
        fixed = ("forum",) if obj else ()
        return (*super().get_readonly_fields(request, obj), *fixed)


@admin.register(Slot)
class SlotAdmin(DeskAdmin):
    """What takes place when and where; a session is placed on its own page."""

    list_display = ("when", "room_or_online", "session_link")
    list_display_links = None
    list_filter = ("session__forum", "room")
    list_select_related = ("session__forum", "room")
    search_fields = ("session__title_en", "session__number", "room__name")
    ordering = ("period", "pk")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Leave placing to the page of the session."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Slot | None = None) -> bool:
        """Leave moving to the page of the session."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Slot | None = None) -> bool:
        """Let slots go only with their session."""
        return bool(request.user.has_perm("agenda.delete_session")) and obj is not None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Slot]:
        """Read what the list names along."""
        return super().get_queryset(request).select_related("session__forum", "room")

    @admin.display(description=gettext_lazy("when"), ordering="period")
    def when(self, slot: Slot) -> str:
        """Write the span in the slot's zone."""
        return dates.span_words(slot.period.lower, slot.period.upper, slot.timezone)

    @admin.display(description=gettext_lazy("room"), ordering="room__name")
    def room_or_online(self, slot: Slot) -> str:
        """Name the room."""
        return slot.room.name if slot.room else _("Online")

    @admin.display(description=gettext_lazy("session"), ordering="session__number")
    def session_link(self, slot: Slot) -> SafeString:
        """Link the session, where it is moved."""
        url = reverse("admin:agenda_session_change", args=(slot.session_id,))
        return format_html('<a href="{}">{}</a>', url, slot.session)
