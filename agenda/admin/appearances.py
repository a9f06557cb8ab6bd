"""Who speaks in a session, as a table on the session's page."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.admin.widgets import name_inputs, without_side_doors
from agenda.models import Appearance, Session
from consultation.admin.desk import NamedTabularInline
from consultation.admin.seen_rows import SeenInlineSet


class _SpeakersOfForum(AutocompleteSelect):
    """A search among the speakers of one Forum."""

    forum_id: int | None = None

    def get_url(self) -> str:
        """Return the address that is searched, with the Forum."""
        return f"{super().get_url()}?forum={self.forum_id or ''}"


class AppearanceFormSet(SeenInlineSet):
    """The speakers of one session."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Name the box that takes a speaker out."""
        super().add_fields(form, index)
        name_inputs(form, "DELETE")

    def clean(self) -> None:
        """Refuse speakers of another Forum."""
        super().clean()
        for form in self.forms:
            speaker = form.cleaned_data.get("speaker") if not form.errors else None
            if speaker and speaker.forum_id != self.instance.forum_id:
                form.add_error("speaker", _("This person is a speaker of another Forum."))


class AppearanceInline(NamedTabularInline):
    """Who speaks, in which role, on site or remotely."""

    model = Appearance
    formset = AppearanceFormSet
    autocomplete_fields = ("speaker",)
    fields = ("speaker", "role", "is_remote", "answer", "order")
    verbose_name = gettext_lazy("speaker")
    verbose_name_plural = gettext_lazy("Speakers")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Appearance]:
        """Read the people along."""
        rows: QuerySet[Appearance] = super().get_queryset(request)
        return rows.select_related("speaker").order_by("order", "pk")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Search among the speakers of the session's Forum."""
        self._forum_id = obj.forum_id if isinstance(obj, Session) else None
        return super().get_formset(request, obj, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Give the search its Forum."""
        if db_field.name == "speaker":
            widget = _SpeakersOfForum(db_field, self.admin_site)
            widget.forum_id = self._forum_id
            kwargs["widget"] = widget
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Keep only the button that adds a speaker."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return without_side_doors(field, add=True)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let whoever edits the session take speakers out of it."""
        return bool(super().has_change_permission(request, obj))
