"""Times at which a speaker can speak, as a table on the speaker's page."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from agenda.forms.windows import WindowForm, WindowFormSet
from agenda.models import SpeakerWindow
from consultation.admin.desk import NamedTabularInline


class WindowInline(NamedTabularInline):
    """Times at which somebody can speak; without any, at all times."""

    model = SpeakerWindow
    form = WindowForm
    formset = WindowFormSet
    verbose_name = gettext_lazy("time")
    verbose_name_plural = gettext_lazy(
        "Can speak at these times (in the zone of the speaker, else of the Forum); none: at all"
    )

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show the two ends of the period."""
        return ("start", "end")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let whoever edits the speaker remove times."""
        return bool(super().has_change_permission(request, obj))
