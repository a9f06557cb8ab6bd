"""The form behind a move in the timetable: room, start and length, or out of its room."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from agenda.actions.places import FURTHER
from agenda.actions.timetable import Target, change
from agenda.admin.placing import further_field
from agenda.admin.refusals import refusal
from agenda.exceptions import AgendaError, PlaceChanged
from agenda.models import Room, Session
from consultation.admin.zoned import DayField, TimeInput, in_zone
from wsis_forum import clock

# As long as a verb of placing lets a session last.
_LONGEST_MINUTES = 24 * 60


class MoveForm(forms.Form):
    """Where a session goes, in its Forum's zone; the revision is that which was read."""

    room = forms.ModelChoiceField(
        label=gettext_lazy("Room"),
        queryset=Room.objects.none(),
        required=False,
        empty_label=gettext_lazy("Online, no room"),
    )
    day = DayField(label=gettext_lazy("Day"))
    start = forms.TimeField(label=gettext_lazy("Start"), widget=TimeInput)
    minutes = forms.IntegerField(
        label=gettext_lazy("Length (minutes)"), min_value=5, max_value=_LONGEST_MINUTES
    )
    is_further = further_field()
    slot = forms.IntegerField(required=False, widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, session: Session, data: Any = None, initial: Any = None) -> None:
        self.session = session
        super().__init__(data, initial=initial, prefix="move")
        rooms = Room.objects.filter(forum=session.forum_id).order_by("order", "name")
        self.fields["room"].queryset = rooms  # type: ignore[attr-defined]
        if not session.slots.exists():
            del self.fields["is_further"]

    def clean(self) -> dict[str, Any] | None:
        """Join day, start and length, in the Forum's zone."""
        cleaned = super().clean() or self.cleaned_data
        day, start, minutes = (cleaned.get(name) for name in ("day", "start", "minutes"))
        if day and start is not None and minutes:
            zone, room = self.session.forum.timezone, cleaned.get("room")
            try:
                starts_at = in_zone(datetime.combine(day, start), zone)
            except forms.ValidationError as error:
                self.add_error("start", error)
            else:
                cleaned["to"] = Target(
                    room_id=room.pk if room else None,
                    starts_at=starts_at,
                    # Through UTC, so that an hour lasts an hour when the clocks change.
                    ends_at=datetime.fromtimestamp(
                        starts_at.timestamp() + timedelta(minutes=minutes).total_seconds(),
                        starts_at.tzinfo,
                    ),
                    timezone=self._said_in(cleaned.get("slot")) or zone,
                )
        return cleaned

    def _said_in(self, slot_id: int | None) -> str | None:
        """Return the zone in which the slot's time is said: a meeting may be held elsewhere."""
        slots = self.session.slots.filter(pk=slot_id or 0)
        return slots.values_list("timezone", flat=True).first()

    def save(self, request: HttpRequest) -> bool:
        """Call the verb; a refusal is said at its field."""
        try:
            change(
                session_id=self.session.pk,
                to=self.cleaned_data["to"],
                slot_id=FURTHER
                if self.cleaned_data.get("is_further")
                else self.cleaned_data["slot"],
                revision=self.cleaned_data["revision"],
                by=request.user,  # type: ignore[arg-type]
                at=clock.now(),
            )
        except AgendaError as error:
            if isinstance(error, PlaceChanged):
                # What stands there now is said; the next save counts.
                name = self.add_prefix("revision")
                self.data = {**self.data.dict(), name: str(error.step.revision)}  # type: ignore[attr-defined]
            field, words = refusal(error)
            self.add_error(field if field in self.fields else None, words)
        return not self.errors
