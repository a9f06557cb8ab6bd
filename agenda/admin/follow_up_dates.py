"""Until when organizers owe what, per Forum, in the admin."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agenda.admin.widgets import without_side_doors
from agenda.choices import FollowUpKind
from agenda.models import FollowUpDate
from consultation.admin.desk import DeskAdmin
from consultation.admin.versioned import VersionedAdmin, VersionedForm
from consultation.admin.zoned import WallClockField, in_zone
from consultation.phases import END_OF_DAY
from wsis_forum import dates

# A year after the session nobody waits for its outcome.
_MOST_DAYS = 365


def typed(moment: datetime, zone: str) -> list[Any]:
    """Return day and time as they are typed; the last second of a day is a day without a time."""
    local = moment.astimezone(ZoneInfo(zone))
    hour = local.time().replace(microsecond=0)
    return [local.date(), None if hour == END_OF_DAY else hour]


class FollowUpDateForm(VersionedForm):
    """A moment in the Forum's zone, or days after each session."""

    instance: FollowUpDate

    due_at = WallClockField(
        label=gettext_lazy("Due at"),
        required=False,
        end_of_day=True,
        help_text=gettext_lazy("In the zone of the Forum. Without a time: until 23:59:59."),
    )

    class Meta:
        model = FollowUpDate
        fields = ("forum", "kind", "due_at", "days_after")
        help_texts = {
            "days_after": gettext_lazy(
                "Only for the outcome: until the end of that day, counted from the last day of "
                "each session."
            )
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        due_at = self.initial.get("due_at")
        if isinstance(due_at, datetime):
            zone = self.instance.forum.timezone
            self.initial["due_at"] = typed(due_at, zone)
            words = _("In the zone of the Forum: %(zone)s. Without a time: until 23:59:59.")
            self.fields["due_at"].help_text = words % {"zone": dates.zone_words(zone)}

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two dates, and give the moment its zone."""
        cleaned = super().clean() or self.cleaned_data
        forum = cleaned.get("forum") or (self.instance.forum if self.instance.pk else None)
        wall, days = cleaned.get("due_at"), cleaned.get("days_after")
        if "due_at" in self.errors or "days_after" in self.errors or forum is None:
            return cleaned
        if days is not None and cleaned.get("kind") != FollowUpKind.OUTCOME:
            self.add_error("days_after", _("Only the outcome can be due after each session."))
        elif days is not None and days > _MOST_DAYS:
            words = _("Enter %(most)s days at most.")
            self.add_error("days_after", words % {"most": _MOST_DAYS})
        elif (wall is None) == (days is None):
            self.add_error("due_at", _("Enter either a date or a number of days."))
        elif wall is not None:
            try:
                cleaned["due_at"] = in_zone(wall, forum.timezone)
            except ValidationError as error:
                self.add_error("due_at", error)
        return cleaned


@admin.register(FollowUpDate)
class FollowUpDateAdmin(VersionedAdmin, DeskAdmin):
    """One row for each kind that a Forum asks for."""

    form = FollowUpDateForm
    list_display = ("what", "forum", "due")
    list_filter = ("forum", "kind")
    list_select_related = ("forum",)
    search_fields = ("forum__name_en", "forum__slug")
    fields = ("forum", "kind", "due_at", "days_after")

    def get_readonly_fields(self, request: HttpRequest, obj: FollowUpDate | None = None) -> Any:
        """Keep a date at its Forum, in whose zone it is said."""
        return ("forum",) if obj else ()

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Leave out the buttons that change Forums from here."""
        return without_side_doors(super().formfield_for_dbfield(db_field, request, **kwargs))

    @admin.display(description=gettext_lazy("what is owed"), ordering="kind")
    def what(self, row: FollowUpDate) -> str:
        """Name the kind."""
        return str(row.get_kind_display())

    @admin.display(description=gettext_lazy("due"), ordering="due_at")
    def due(self, row: FollowUpDate) -> str:
        """Write the moment in the Forum's zone, or the days."""
        if row.due_at is not None:
            return dates.moment_words(row.due_at, row.forum.timezone)
        days = row.days_after or 0
        words = ngettext(
            "%(count)d day after the session", "%(count)d days after the session", days
        )
        return words % {"count": days}
