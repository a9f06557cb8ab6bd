"""Days and times typed in a named zone; hours that the clocks skip or repeat are refused."""

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation import phases
from consultation.exceptions import DateImpossible
from consultation.models.validators import zone_names
from wsis_forum import dates

if TYPE_CHECKING:
    _Form = forms.ModelForm[Any]
else:
    _Form = forms.ModelForm


# A typed year beyond these is a slip, and arithmetic with zones ends at the calendar's edges.
FIRST_YEAR, LAST_YEAR = 1990, 2100


class DayInput(forms.DateInput):
    """The browser's own input for a day."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own input for a time of day."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%H:%M")


class DayAndTimeInput(forms.MultiWidget):
    """A day and a time beside each other, each with its label."""

    template_name = "admin/widgets/day_and_time.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__((DayInput(), TimeInput()), attrs)

    def decompress(self, value: Any) -> list[Any]:
        """Split a wall-clock moment into the two inputs."""
        return [value.date(), value.time()] if value else [None, None]


class DayField(forms.DateField):
    """A day of a plausible year."""

    widget = DayInput

    def clean(self, value: Any) -> date | None:
        """
        Read a day.

        :raises ValidationError: it is none, or its year is a slip
        """
        day: date | None = super().clean(value)
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(
                _("Enter a year between %(first)s and %(last)s.")
                % {"first": FIRST_YEAR, "last": LAST_YEAR}
            )
        return day


class WallClockField(forms.MultiValueField):
    """A day and a time without a zone; the form adds the zone (``in_zone``)."""

    widget = DayAndTimeInput

    def __init__(self, *, end_of_day: bool = False, **options: Any) -> None:
        self.end_of_day = end_of_day
        fields = (DayField(required=False), forms.TimeField(required=False))
        super().__init__(fields, require_all_fields=False, **options)

    def compress(self, values: list[Any]) -> datetime | None:
        """
        Join day and time; with ``end_of_day`` a day alone lasts until 23:59:59.

        :raises ValidationError: one of the two is missing
        """
        day: date | None
        hour: time | None
        day, hour = values or (None, None)
        if day is None and hour is None:
            return None
        if day is None:
            raise ValidationError(_("Enter the day as well."))
        if hour is None and not self.end_of_day:
            raise ValidationError(_("Enter the time as well."))
        return datetime.combine(day, hour or phases.END_OF_DAY)


def in_zone(wall: datetime, zone: str) -> datetime:
    """
    Give a typed wall-clock moment its zone.

    :raises ValidationError: the clocks of ``zone`` skip that hour or show it twice
    """
    try:
        return phases.local_moment(wall, zone)
    except DateImpossible as error:
        raise ValidationError(clock_change_words(wall, zone), code="clock-change") from error


def clock_change_words(wall: datetime, zone: str) -> str:
    """Say why a wall-clock moment is not one moment in a zone."""
    start, end, skipped = _clock_change(wall, ZoneInfo(zone))
    words = {
        "day": dates.day_words(wall.date()),
        "start": f"{start:%H:%M}",
        "end": f"{end:%H:%M}",
        "zone": dates.zone_words(zone),
    }
    if skipped:
        return (
            _(
                "On %(day)s the clocks skip from %(start)s to %(end)s (%(zone)s). "
                "Choose another time."
            )
            % words
        )
    return (
        _(
            "On %(day)s the clocks show the time from %(start)s to %(end)s twice (%(zone)s). "
            "Choose another time."
        )
        % words
    )


def _clock_change(wall: datetime, zone: ZoneInfo) -> tuple[datetime, datetime, bool]:
    """Find the clock change around a wall-clock moment: from, to, whether the hour is skipped."""
    before, after = (_offset(wall.replace(tzinfo=zone, fold=fold)) for fold in (0, 1))
    # The change lies between the two instants that the wall clock could mean.
    low = min(wall - before, wall - after).replace(tzinfo=UTC)
    high = max(wall - before, wall - after).replace(tzinfo=UTC)
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if _offset(middle.astimezone(zone)) == before:
            low = middle
        else:
            high = middle
    change = high.replace(microsecond=0, tzinfo=None)
    start, end = sorted((change + before, change + after))
    return start, end, after > before


def _offset(moment: datetime) -> timedelta:
    return moment.utcoffset() or timedelta(0)


def zone_choices() -> list[tuple[str, str]]:
    """Return the zones that a person chooses from: those named after a place, and UTC."""
    places = sorted(
        name
        for name in zone_names()
        if "/" in name and not name.startswith(("Etc/", "posix/", "right/"))
    )
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in places)]


class ZoneSelect(forms.ChoiceField):
    """One of the world's time zones."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Time zone"))
        super().__init__(choices=zone_choices, **options)


class ZonedForm(_Form):
    """
    A row's form whose moments are typed in the row's own time zone.

    ``wall_clocks`` names them; each is declared as a ``WallClockField``.
    """

    wall_clocks: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.wall_clocks:
            value = self.initial.get(name)
            if isinstance(value, datetime):
                local = value.astimezone(ZoneInfo(self.instance.timezone))
                self.initial[name] = local.replace(tzinfo=None)

    def clean(self) -> dict[str, Any] | None:
        """Give the typed moments the zone that was chosen beside them."""
        cleaned = super().clean() or self.cleaned_data
        zone = cleaned.get("timezone", self.instance.timezone)
        for name in self.wall_clocks:
            wall = cleaned.get(name)
            if wall is not None:
                try:
                    cleaned[name] = in_zone(wall, zone)
                except ValidationError as error:
                    self.add_error(name, error)
        return cleaned
