"""Tracks and types of sessions in the admin."""

from django.contrib import admin

from agenda.models import SessionType, Track
from consultation.admin.desk import DeskAdmin
from consultation.admin.sourced import SourcedAdmin
from consultation.admin.translated import TranslatedAdmin, by_language


@admin.register(Track)
class TrackAdmin(SourcedAdmin, DeskAdmin, TranslatedAdmin):
    """The tracks of the programme."""

    list_display = ("code", "title", "order")
    list_display_links = ("code", "title")
    search_fields = ("code", "title_en")
    fieldsets = [(None, {"fields": ("code", "order")}), *by_language("title")]


@admin.register(SessionType)
class SessionTypeAdmin(SourcedAdmin, DeskAdmin, TranslatedAdmin):
    """The types of sessions, each in a track."""

    list_display = ("code", "title", "track", "order")
    list_display_links = ("code", "title")
    list_filter = ("track",)
    list_select_related = ("track",)
    search_fields = ("code", "title_en")
    fieldsets = [(None, {"fields": ("code", "track", "order")}), *by_language("title")]
