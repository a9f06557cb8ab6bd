"""People in the admin: seen by the secretariat, made staff by operators."""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from wsis_forum.accounts import roles
from wsis_forum.accounts.forms import NamesForm
from wsis_forum.accounts.models import User
from wsis_forum.admin_lookups import NamedList, OfferedLookups

# An account has one address, and proves it by codes: allauth's own table stays empty.
if admin.site.is_registered(EmailAddress):
    admin.site.unregister(EmailAddress)


class RoleFilter(admin.RelatedFieldListFilter):
    """People with one role, by its name in the reader's language."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        """Name each role."""
        found = super().field_choices(field, request, model_admin)
        return [(key, roles.title_of(str(name))) for key, name in found]


@admin.register(User)
class UserAdmin(NamedList, OfferedLookups, admin.ModelAdmin):  # type: ignore[type-arg]
    """A person: how to reach her, and what she may do."""

    form = NamesForm
    list_display = ("email", "name", "role_words", "language", "is_staff", "joined_at")
    list_filter = ("is_staff", ("groups", RoleFilter), "language", "is_active")
    search_fields = ("email", "name")
    # Few roles: boxes to tick are quicker than two lists, and have names that are read out.
    formfield_overrides = {models.ManyToManyField: {"widget": CheckboxSelectMultiple}}
    readonly_fields = ("joined_at", "last_login")
    fieldsets = (
        (
            None,
            {"fields": ("email", "name", "organization_name", "language", "timezone", "is_active")},
        ),
        (_("Workbench"), {"fields": ("is_staff", "groups", "is_superuser")}),
        (_("Dates"), {"fields": ("joined_at", "last_login")}),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """Preload the roles."""
        return super().get_queryset(request).prefetch_related("groups")

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001
        """Make a new account one that opens by code only."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    @admin.display(description=_("roles"))
    def role_words(self, user: User) -> str:
        """Name the person's roles."""
        return ", ".join(sorted(roles.title_of(group.name) for group in user.groups.all()))

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Name the roles at their boxes."""
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field is not None and db_field.name == "groups":
            field.label_from_instance = lambda group: roles.title_of(group.name)  # type: ignore[method-assign,assignment]
        return field
