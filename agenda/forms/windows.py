"""When a speaker can speak, typed in the person's own zone or in that of the Forum."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import (  # type: ignore[import-untyped]
    DateTimeTZRange,
)
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.models import Speaker, SpeakerWindow
from consultation.admin.seen_rows import SeenForm, SeenInlineSet
from consultation.admin.zoned import FIRST_YEAR, LAST_YEAR, in_zone


class WallClockInput(forms.DateTimeInput):
    """The browser's own input for a day and a time."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")


class LocalMomentField(forms.Field):
    """A day and a time without a zone; the form adds the zone."""

    widget = WallClockInput

    def prepare_value(self, value: Any) -> Any:
        """Write a moment as the browser sends it."""
        return f"{value:%Y-%m-%dT%H:%M}" if isinstance(value, datetime) else value

    def to_python(self, value: Any) -> datetime | None:
        """
        Read it.

        :raises ValidationError: it is none, or its year is a slip
        """
        if value in self.empty_values:
            return None
        try:
            found = value if isinstance(value, datetime) else parse_datetime(str(value))
        except ValueError:
            found = None
        if found is None or found.tzinfo or not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise ValidationError(_("Enter a day and a time."))
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare to the minute."""
        return str(self.prepare_value(initial) or "") != str(self.prepare_value(data) or "")


def zone_of(speaker: Speaker) -> str:
    """Return the zone in which a speaker's times are said."""
    return speaker.timezone or speaker.forum.timezone


class WindowForm(SeenForm):
    """From when to when."""

    instance: SpeakerWindow

    start = LocalMomentField(label=gettext_lazy("From"))
    end = LocalMomentField(label=gettext_lazy("Until"))

    class Meta:
        model = SpeakerWindow
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("start", "end"):
            self.fields[name].widget.attrs["aria-label"] = capfirst(str(self.fields[name].label))
        if self.instance.pk:
            zone = ZoneInfo(zone_of(self.instance.speaker))
            period = self.instance.period
            for name, moment in (("start", period.lower), ("end", period.upper)):
                self.initial[name] = moment.astimezone(zone).replace(tzinfo=None)

    def clean(self) -> dict[str, Any] | None:
        """Give the times the zone of the speaker as it is chosen on the same page."""
        cleaned = super().clean() or self.cleaned_data
        # Rows below a page know the speaker as the form above has it.
        zone = zone_of(self.instance.speaker)
        moments = {}
        for name in ("start", "end"):
            if cleaned.get(name):
                try:
                    moments[name] = in_zone(cleaned[name], zone)
                except ValidationError as error:
                    self.add_error(name, error)
        if len(moments) == len(("start", "end")):
            if moments["end"] <= moments["start"]:
                self.add_error("end", _("The end must be later than the start."))
            else:
                self.instance.period = DateTimeTZRange(moments["start"], moments["end"])
        return cleaned


class WindowFormSet(SeenInlineSet):
    """The times of one speaker."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Let each row know the speaker as the form above has it: its zone may be a new one."""
        super().add_fields(form, index)
        form.instance.speaker = self.instance
