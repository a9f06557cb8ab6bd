"""Reference rows in the admin: lines, Goals, matrix, types, regions, countries, organizations."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation.admin.desk import DeskAdmin, NamedTabularInline
from consultation.admin.sourced import SourcedAdmin
from consultation.admin.translated import TranslatedAdmin, by_language
from consultation.admin.versioned import VersionedAdmin
from consultation.models import (
    ActionLine,
    Country,
    Goal,
    MatrixLink,
    Organization,
    Region,
    StakeholderType,
)
from consultation.queries import access


class MatrixLinkInline(NamedTabularInline):
    """Which Goals a line serves, through which targets."""

    model = MatrixLink
    fields = ("goal", "whole_goal", "targets")

    def get_queryset(self, request: HttpRequest) -> QuerySet[MatrixLink]:
        """Read line and Goal along: each row names both."""
        return super().get_queryset(request).select_related("action_line", "goal")


@admin.register(ActionLine)
class ActionLineAdmin(SourcedAdmin, DeskAdmin, TranslatedAdmin):
    """C1 to C11."""

    list_display = ("code", "title", "parent", "is_selectable")
    list_display_links = ("code", "title")
    list_filter = ("is_selectable",)
    list_select_related = ("parent",)
    search_fields = (
        "code",
        "title_en",
        "title_fr",
        "title_es",
        "title_zh_hans",
        "title_ru",
        "title_ar",
    )
    inlines = (MatrixLinkInline,)
    fieldsets = [
        (None, {"fields": ("code", "parent", "is_selectable", "order")}),
        *by_language("title"),
    ]


@admin.register(Goal)
class GoalAdmin(SourcedAdmin, DeskAdmin, TranslatedAdmin):
    """The seventeen Sustainable Development Goals."""

    list_display = ("named", "title", "color")
    list_display_links = ("named", "title")
    search_fields = ("number", "title_en", "long_title_en")
    fieldsets = [
        (None, {"fields": ("number", "color")}),
        *by_language("title", "long_title"),
    ]

    @admin.display(description=gettext_lazy("Goal"), ordering="number")
    def named(self, goal: Goal) -> str:
        """Write "Goal 4"."""
        return _("Goal %(number)s") % {"number": goal.number}


@admin.register(StakeholderType)
class StakeholderTypeAdmin(SourcedAdmin, DeskAdmin, TranslatedAdmin):
    """The five official types and the parts of the fourth."""

    list_display = ("title", "code", "parent")
    list_select_related = ("parent",)
    search_fields = ("code", "title_en")
    fieldsets = [
        (None, {"fields": ("code", "parent", "order")}),
        *by_language("title"),
    ]


@admin.register(Region)
class RegionAdmin(SourcedAdmin, DeskAdmin, TranslatedAdmin):
    """ITU's two divisions of the world."""

    list_display = ("title", "scheme", "code")
    list_filter = ("scheme",)
    search_fields = ("code", "title_en")
    fieldsets = [
        (None, {"fields": ("scheme", "code", "order")}),
        *by_language("title"),
    ]


@admin.register(Country)
class CountryAdmin(VersionedAdmin, DeskAdmin):
    """Countries and their regions; names come from CLDR."""

    list_display = ("localized", "alpha3", "region", "development_region", "verified")
    list_display_links = ("localized", "alpha3")
    list_filter = ("region_is_unverified", "region", "development_region")
    list_select_related = ("region", "development_region")
    search_fields = ("alpha3", "alpha2", "name_in_file")
    search_help_text = gettext_lazy("Code, or name in English")
    fields = (
        "alpha3",
        "alpha2",
        "name_in_file",
        "region",
        "development_region",
        "region_is_unverified",
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Country | None = None) -> Any:
        """Keep the code of a country: rows point to it."""
        return ("alpha3",) if obj else ()

    @admin.display(description=gettext_lazy("country"), ordering="name_in_file")
    def localized(self, country: Country) -> str:
        """Write the name in the reader's language."""
        return country.name

    @admin.display(description=gettext_lazy("regions"), ordering="region_is_unverified")
    def verified(self, country: Country) -> SafeString | str:
        """Flag regions that were not read on an official page."""
        if not country.region_is_unverified:
            return ""
        return format_html('<span class="tag tag-unverified">{}</span>', _("Unverified"))


@admin.register(Organization)
class OrganizationAdmin(VersionedAdmin, DeskAdmin):
    """Ministries, companies, NGOs, universities, international bodies."""

    list_display = ("shown_name", "acronym", "stakeholder_type", "country", "inputs")
    list_filter = ("stakeholder_type", "country__region")
    list_select_related = ("stakeholder_type", "country")
    search_fields = ("name", "acronym")
    autocomplete_fields = ("country",)
    fields = ("name", "acronym", "stakeholder_type", "country")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organization]:
        """Count the inputs that the person may see, in the list's own query."""
        organizations: QuerySet[Organization] = super().get_queryset(request)
        seen = access.readable(request.user).filter(organization=OuterRef("pk")).order_by()
        counted = seen.values("organization").annotate(count=Count("pk")).values("count")
        return organizations.annotate(input_count=Coalesce(Subquery(counted), 0))

    @admin.display(description=gettext_lazy("name"), ordering="name")
    def shown_name(self, organization: Organization) -> SafeString | str:
        """Write the name in its own direction."""
        return format_html("<bdi>{}</bdi>", organization.name)

    @admin.display(description=gettext_lazy("inputs"), ordering="input_count")
    def inputs(self, organization: Any) -> int:
        """Count what it has handed in."""
        return int(organization.input_count)
