"""The form that puts a session into a room at a time, and its refusals in words."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.actions.places import place
from agenda.exceptions import RoomTaken, SlotImpossible, SlotProblem
from agenda.models import Room, Session, Slot
from consultation.admin.zoned import DayField, TimeInput, ZoneSelect, in_zone
from consultation.exceptions import StaleVersion
from wsis_forum import clock, dates

# Where each refusal is said, and how.
_PROBLEMS = {
    SlotProblem.NO_LENGTH: ("end", gettext_lazy("The end must be later than the start.")),
    SlotProblem.TOO_LONG: ("end", gettext_lazy("A session lasts 24 hours at most.")),
    SlotProblem.FAR_FROM_FORUM: (
        "day",
        gettext_lazy("This day is more than 400 days away from the Forum. Check the year."),
    ),
    SlotProblem.OTHER_FORUM: ("room", gettext_lazy("This room belongs to another Forum.")),
}


class PlaceForm(forms.Form):
    """Room, day, start, end, zone; and the version of the session that was read."""

    note_fields = ()

    room = forms.ModelChoiceField(
        label=gettext_lazy("Room"),
        queryset=Room.objects.none(),
        required=False,
        empty_label=gettext_lazy("Online, no room"),
    )
    day = DayField(label=gettext_lazy("Day"))
    start = forms.TimeField(label=gettext_lazy("Start"), widget=TimeInput)
    end = forms.TimeField(label=gettext_lazy("End"), widget=TimeInput)
    timezone = ZoneSelect()
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, session: Session, data: Any = None) -> None:
        self.session = session
        super().__init__(data, initial=_initial(session), prefix="place")
        rooms = Room.objects.filter(forum=session.forum_id).order_by("order", "name")
        self.fields["room"].queryset = rooms  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        """Join the day with both times, in the zone."""
        cleaned = super().clean() or self.cleaned_data
        day, zone = cleaned.get("day"), cleaned.get("timezone")
        for name in ("start", "end"):
            if day and zone and cleaned.get(name):
                try:
                    cleaned[f"{name}s_at"] = in_zone(datetime.combine(day, cleaned[name]), zone)
                except forms.ValidationError as error:
                    self.add_error(name, error)
        return cleaned

    def save(self, request: HttpRequest) -> Slot | None:
        """Call the verb; a refusal is said at its field, and ``None`` returned."""
        values = self.cleaned_data
        room: Room | None = values["room"]
        try:
            return place(
                session_id=self.session.pk,
                room_id=room.pk if room else None,
                starts_at=values["starts_at"],
                ends_at=values["ends_at"],
                timezone=values["timezone"],
                version=values["version"],
                by=request.user,  # type: ignore[arg-type]
                at=clock.now(),
            )
        except RoomTaken as error:
            self.add_error("room", taken_words(error))
        except SlotImpossible as error:
            field, words = _PROBLEMS[error.problem]
            self.add_error(field, words)
        except StaleVersion as error:
            self._say_stale(error.current)
        return None

    def _say_stale(self, version: int) -> None:
        """Show where the session is now; the next save counts."""
        self.session.refresh_from_db()
        words = _(
            "Somebody else has changed this session since you opened it. "
            "It is now here: %(place)s. Save again to move it as typed."
        )
        self.add_error(None, words % {"place": place_words(self.session)})
        self.data = {**self.data.dict(), self.add_prefix("version"): str(version)}  # type: ignore[attr-defined]


def taken_words(error: RoomTaken) -> str:
    """Say who holds a room."""
    words = _("%(room)s is taken at that time by “%(session)s”. Choose another room or time.")
    return words % {"room": error.room, "session": error.other}


def place_words(session: Session) -> str:
    """Write where and when a session takes place."""
    said = [
        _("%(room)s, %(span)s")
        % {
            "room": slot.room.name if slot.room else _("Online"),
            "span": dates.span_words(slot.period.lower, slot.period.upper, slot.timezone),
        }
        for slot in session.slots.all()
    ]
    return "; ".join(said) or _("not placed yet")


def _initial(session: Session) -> dict[str, Any]:
    slot = session.slots.order_by("period", "pk").first()
    if slot is None:
        day = session.forum.start_date
        return {"day": day, "timezone": session.forum.timezone, "version": session.version}
    start, end = (
        moment.astimezone(ZoneInfo(slot.timezone))
        for moment in (slot.period.lower, slot.period.upper)
    )
    return {
        "room": slot.room_id,
        "day": start.date(),
        "start": start.time(),
        "end": end.time(),
        "timezone": slot.timezone,
        "version": session.version,
    }
