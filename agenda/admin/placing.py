"""The form that puts a session into a room at a time."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agenda.actions.places import FURTHER
from agenda.actions.timetable import Target, change
from agenda.admin.place_words import place_words
from agenda.admin.refusals import refusal
from agenda.exceptions import AgendaError, PlaceChanged
from agenda.models import Room, Session, Slot
from agenda.queries.steps import revision_of
from consultation.admin.zoned import DayField, TimeInput, ZoneSelect, in_zone
from wsis_forum import clock


def further_field() -> forms.BooleanField:
    """Return the field that gives a session one more time instead of another one."""
    return forms.BooleanField(
        label=gettext_lazy("As one more time, beside those that the session has"), required=False
    )


class PlaceForm(forms.Form):
    """Room, day, start, end, zone; and which time of the session is meant, as it was read."""

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
    is_further = further_field()
    # The first time may be another one when the form comes back.
    slot = forms.IntegerField(required=False, widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        session: Session,
        data: Any = None,
        *,
        slot_id: int | None = None,
        is_further: bool = False,
    ) -> None:
        """Fill in the slot that is named, else the first one; ``is_further`` ticks the box."""
        self.session = session
        initial = {**_initial(session, slot_id), "is_further": is_further}
        super().__init__(data, initial=initial, prefix="place")
        rooms = Room.objects.filter(forum=session.forum_id).order_by("order", "name")
        self.fields["room"].queryset = rooms  # type: ignore[attr-defined]
        if not session.slots.exists():
            del self.fields["is_further"]

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

    def save(self, request: HttpRequest) -> bool:
        """Call the verb; a refusal is said at its field."""
        values = self.cleaned_data
        room: Room | None = values["room"]
        try:
            change(
                session_id=self.session.pk,
                to=Target(
                    room_id=room.pk if room else None,
                    starts_at=values["starts_at"],
                    ends_at=values["ends_at"],
                    timezone=values["timezone"],
                ),
                slot_id=FURTHER if values.get("is_further") else values["slot"],
                revision=values["revision"],
                by=request.user,  # type: ignore[arg-type]
                at=clock.now(),
            )
        except PlaceChanged as error:
            self._say_stale(error.step.revision)
        except AgendaError as error:
            self.add_error(*refusal(error))
        return not self.errors

    def _say_stale(self, revision: int) -> None:
        """Show where the session is now; the next save counts."""
        self.session.refresh_from_db()
        words = _(
            "Somebody else has changed this session since you opened it. "
            "It is now here: %(place)s. Save again to move it as typed."
        )
        self.add_error(None, words % {"place": place_words(self.session)})
        self.data = {**self.data.dict(), self.add_prefix("revision"): str(revision)}  # type: ignore[attr-defined]


def _initial(session: Session, slot_id: int | None) -> dict[str, Any]:
    slots = list(session.slots.order_by("period", "pk"))
    named = (one for one in slots if one.pk == slot_id)
    slot: Slot | None = next(iter((*named, *slots)), None)
    revision = revision_of(session.forum_id)
    if slot is None:
        day = session.forum.start_date
        return {"day": day, "timezone": session.forum.timezone, "revision": revision}
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
        "slot": slot.pk,
        "revision": revision,
    }
