"""Conflicts in words: what is wrong, with which sessions, and what would mend it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from agenda.admin.place_words import hours_words, room_words
from agenda.choices import Equipment
from agenda.models import ProgrammeSettings, Speaker
from agenda.scheduling.facts import Conflict, Kind, Level, Timetable
from agenda.scheduling.holidays import Holiday, holiday
from agenda.scheduling.mending import Mend, Mender, Searched, searched
from wsis_forum import dates
from wsis_forum.letters.templatetags.letter import isolated

HOLIDAYS = {
    Holiday.NEW_YEAR: gettext_lazy("New Year’s Day"),
    Holiday.GOOD_FRIDAY: gettext_lazy("Good Friday"),
    Holiday.EASTER_MONDAY: gettext_lazy("Easter Monday"),
    Holiday.ASCENSION: gettext_lazy("Ascension Day"),
    Holiday.WHIT_MONDAY: gettext_lazy("Whit Monday"),
    Holiday.NATIONAL_DAY: gettext_lazy("Swiss National Day"),
    Holiday.GENEVA_FAST: gettext_lazy("Geneva fast"),
    Holiday.CHRISTMAS: gettext_lazy("Christmas Day"),
    Holiday.RESTORATION: gettext_lazy("Restoration of the Republic of Geneva"),
}
LEVELS = {
    Level.BLOCK: pgettext_lazy("level of a conflict", "not allowed"),
    Level.WARN: pgettext_lazy("level of a conflict", "warning"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A conflict in words; ``remedy`` says what would mend it, ``mend`` where to, if known."""

    conflict: Conflict
    label: str
    text: str
    remedy: str
    mend: Mend | None

    @property
    def level(self) -> str:
        """How grave it is."""
        return str(LEVELS[self.conflict.level])

    @property
    def is_blocking(self) -> bool:
        """Whether the Forum does not allow it."""
        return self.conflict.level is Level.BLOCK


def explained(conflicts: Iterable[Conflict], timetable: Timetable) -> list[Said]:
    """Say conflicts in the active language, in their order (1 query, for the people's names)."""
    conflicts = list(conflicts)
    people = {one.what[0] for one in conflicts if one.kind in _OF_PEOPLE}
    known = Speaker.objects.in_bulk([key for key in people if isinstance(key, int)])
    teller = _Teller(timetable, known)
    return [teller.say(conflict) for conflict in conflicts]


_OF_PEOPLE = frozenset({Kind.SPEAKER_TWICE, Kind.SPEAKER_WINDOW, Kind.ROOM_CHANGE})


class _Teller:
    """Finds the words of one timetable's conflicts."""

    def __init__(self, timetable: Timetable, people: Mapping[int, Speaker]) -> None:
        self.timetable = timetable
        self.people = people
        self.mender = Mender(timetable)

    def say(self, conflict: Conflict) -> Said:
        found = self.mender.mend(conflict)
        return Said(
            conflict=conflict,
            label=kind_words(conflict.kind),
            text=_TEXTS[conflict.kind](self, conflict),
            remedy=self.remedy(conflict, found),
            mend=found,
        )

    def remedy(self, conflict: Conflict, found: Mend | None) -> str:
        if found is not None:
            zone = ZoneInfo(found.placement.zone)
            start, end = found.start.astimezone(zone), found.end.astimezone(zone)
            words = (
                _("Move %(session)s to %(room)s, %(hours)s.")
                if found.is_of_that_day
                else _("Move %(session)s to %(room)s, %(day)s, %(hours)s.")
            )
            return words % {
                "session": found.placement.session.number,
                "room": isolated(room_words(found.room_id, self.timetable.rooms)),
                "day": dates.day_words(start.date()),
                "hours": hours_words(start, end),
            }
        if searched(self.timetable, conflict) is Searched.ROOMS_AT_THAT_TIME:
            return _(
                "Looked at: every other room at that time. In none of them is it without a "
                "conflict: choose another time, or ask for less."
            )
        return _(
            "Looked at: every room at every quarter of an hour of all days of the programme. "
            "No place is without a new conflict."
        )

    def who(self, conflict: Conflict) -> str:
        """Name the person; an organizer is named already."""
        key = conflict.what[0]
        return isolated(str(self.people.get(key, "–")) if isinstance(key, int) else key)

    def speaker_twice(self, conflict: Conflict) -> str:
        return _("%(person)s speaks in both at once.") % {"person": self.who(conflict)}

    def speaker_window(self, conflict: Conflict) -> str:
        key = conflict.what[0]
        person = self.people.get(key) if isinstance(key, int) else None
        zone = (person.timezone if person else "") or dates.GENEVA
        spans = self.timetable.whole_windows.get(person.pk, ()) if person else ()
        return _("%(person)s cannot speak then, only: %(times)s.") % {
            "person": self.who(conflict),
            "times": "; ".join(dates.span_words(start, end, zone) for start, end in spans),
        }

    def blocked_time(self, conflict: Conflict) -> str:
        return _("“%(title)s” is at that time.") % {"title": isolated(str(conflict.what[0]))}

    def holiday(self, conflict: Conflict) -> str:
        day = conflict.placements[0].day
        return _("%(day)s is a public holiday in Geneva: %(name)s.") % {
            "day": dates.day_words(day),
            "name": HOLIDAYS[holiday(day) or Holiday.NEW_YEAR],
        }

    def outside_hours(self, conflict: Conflict) -> str:
        day = self.timetable.day_of.get(conflict.placements[0].day)
        if day is None:
            return _("The programme has no such day.")
        return _("The programme of that day goes from %(start)s to %(end)s.") % {
            "start": f"{day.start:%H:%M}",
            "end": f"{day.end:%H:%M}",
        }

    def seats(self, conflict: Conflict) -> str:
        count = int(conflict.what[0])
        words = ngettext("%(count)s seat is missing.", "%(count)s seats are missing.", count)
        return words % {"count": count}

    def interpretation(self, conflict: Conflict) -> str:
        words = _("Languages to interpret into: %(languages)s. Booths in the room: %(booths)s.")
        return words % dict(zip(("languages", "booths"), conflict.what, strict=True))

    def equipment(self, conflict: Conflict) -> str:
        names = ", ".join(str(Equipment(str(code)).label) for code in conflict.what)
        return _("The room does not have: %(equipment)s.") % {"equipment": names}

    def room_change(self, conflict: Conflict) -> str:
        minutes = int(conflict.what[1])
        words = ngettext(
            "%(who)s has %(minutes)s minute to go from one room to the other.",
            "%(who)s has %(minutes)s minutes to go from one room to the other.",
            minutes,
        )
        return words % {"who": self.who(conflict), "minutes": minutes}

    def protocol_order(self, conflict: Conflict) -> str:
        words = _("By protocol %(first)s comes before %(second)s.")
        later, first = (one.session.number for one in conflict.placements)
        return words % {"first": first, "second": later}

    def same_action_line(self, conflict: Conflict) -> str:
        words = _("Both are about: %(codes)s.")
        return words % {"codes": ", ".join(map(str, conflict.what))}


def kind_words(kind: Kind) -> str:
    """Name a kind as the settings do."""
    column: Any = ProgrammeSettings._meta.get_field(kind.value)
    return str(column.verbose_name)


_TEXTS: Mapping[Kind, Callable[[_Teller, Conflict], str]] = {
    Kind.SPEAKER_TWICE: _Teller.speaker_twice,
    Kind.SPEAKER_WINDOW: _Teller.speaker_window,
    Kind.BLOCKED_TIME: _Teller.blocked_time,
    Kind.HOLIDAY: _Teller.holiday,
    Kind.OUTSIDE_HOURS: _Teller.outside_hours,
    Kind.SEATS: _Teller.seats,
    Kind.INTERPRETATION: _Teller.interpretation,
    Kind.EQUIPMENT: _Teller.equipment,
    Kind.ROOM_CHANGE: _Teller.room_change,
    Kind.PROTOCOL_ORDER: _Teller.protocol_order,
    Kind.SAME_ACTION_LINE: _Teller.same_action_line,
}


def by_session(said: Sequence[Said]) -> Mapping[int, list[Said]]:
    """Group conflicts by the sessions that are part of them."""
    found: dict[int, list[Said]] = {}
    for one in said:
        for key in {placement.session.id for placement in one.conflict.placements}:
            found.setdefault(key, []).append(one)
    return found
