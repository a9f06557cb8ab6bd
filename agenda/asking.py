"""What the address of the agenda asks for: words, filters, a zone, one's own choice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from agenda.choices import SessionMode
from agenda.finding import counts_of
from agenda.listing import entries_of_edition
from agenda.models import Release
from agenda.programme import Programme, pick
from agenda.queries.releases import Edition, edition_of, programme_of
from consultation.queries.facets import Facet, Option
from consultation.queries.register import Wanted, read
from wsis_forum import dates
from wsis_forum.accounts import zones
from wsis_forum.languages import language

if TYPE_CHECKING:
    from django.utils.functional import Promise

_NAMES: Mapping[str, "str | Promise"] = {
    "day": pgettext_lazy("of a Forum", "Day"),
    "track": gettext_lazy("Track"),
    "type": pgettext_lazy("kind of session", "Type"),
    "line": gettext_lazy("Action Line"),
    "goal": gettext_lazy("Sustainable Development Goal"),
    "language": gettext_lazy("Spoken or interpreted into"),
    "mode": gettext_lazy("Attendance"),
    "room": gettext_lazy("Room"),
}
# One city for each distance from UTC that many people live in; a browser adds its own.
_CITIES = (
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/New_York",
    "America/Sao_Paulo",
    "Africa/Dakar",
    "Africa/Lagos",
    "Africa/Cairo",
    "Africa/Nairobi",
    "Asia/Dubai",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Dhaka",
    "Asia/Jakarta",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Pacific/Auckland",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """
    What a reader asks of a release.

    ``zone`` is the one to show times in, ``is_mine`` whether only her choice is shown; ``release``
    is named where it is not the latest. ``kept`` is what filters nothing and yet goes along.
    """

    wanted: Wanted
    facets: tuple[Facet, ...]
    zone: str
    zones: tuple[tuple[str, str], ...]
    is_mine: bool
    release: str
    kept: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]

    @property
    def values(self) -> dict[str, str]:
        """The chosen values by filter."""
        return {name: option.value for name, option in self.wanted.chosen.items()}

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out."""
        return self.wanted.is_narrowed or self.is_mine

    @property
    def query(self) -> str:
        """The query string that asks for the same."""
        return self.without("")

    @property
    def bare(self) -> str:
        """The query string without any filter."""
        return f"?{urlencode(self.kept)}" if self.kept else ""

    def without(self, name: str) -> str:
        """Return the query string without one filter (``q``: the text)."""
        asked = [("q", self.wanted.text), *self.values.items()]
        query = urlencode([*(one for one in asked if one[1] and one[0] != name), *self.kept])
        return f"?{query}" if query else ""


def read_asked(
    data: Mapping[str, str], release: Release, *, query: str, own_zone: str = "", lang: str = ""
) -> Asked:
    """
    Read the query of an address; what does not exist filters nothing and gives a note.

    ``query`` names the release where it is not the latest; ``own_zone`` is the reader's, ``lang``
    a language that the address names.
    """
    programme = programme_of(release)
    facets = _facets(edition_of(release), language().code)
    wanted = read(data, facets)
    notes = list(wanted.notes)
    zone = data.get("zone", "")[:64]
    if zone and zone not in zones.known():
        words = _("“%(zone)s” is not known as a time zone; times are those of the Forum.")
        notes.append(words % {"zone": zone[:40]})
        zone = ""
    is_mine = data.get("mine") == "1"
    version = release.version if query else ""
    kept = [("zone", zone), ("mine", "1" if is_mine else ""), ("release", version), ("lang", lang)]
    return Asked(
        wanted=wanted,
        facets=facets,
        zone=zone or programme.timezone,
        zones=_zones(programme, zone, own_zone),
        is_mine=is_mine,
        release=version,
        kept=tuple((key, value) for key, value in kept if value),
        notes=tuple(notes),
    )


def _zones(programme: Programme, chosen: str, own: str) -> tuple[tuple[str, str], ...]:
    """Return the zones to choose from, with their names."""
    starts = {slot.starts_at for one in programme.sessions for slot in one.slots}
    moments = frozenset(starts)
    known = _city_zones(moments, programme.timezone, language().code)
    more = {zone for zone in (own, chosen) if zone and zone not in dict(known)}
    return (*known, *((zone, dates.zone_over_words(moments, zone)) for zone in more))


@lru_cache(maxsize=64)
def _city_zones(moments: frozenset[datetime], first: str, code: str) -> tuple[tuple[str, str], ...]:
    names = dict.fromkeys((first, "UTC", *_CITIES))
    return tuple((zone, dates.zone_over_words(moments, zone)) for zone in names)


@lru_cache(maxsize=24)
def _facets(edition: Edition, code: str) -> tuple[Facet, ...]:
    """Return the filters with the values that the release has, in a language."""
    counts = counts_of(entries_of_edition(edition))
    labels = _labels(edition.programme, code)
    return tuple(
        Facet(
            name,
            label,
            tuple(
                Option(value, words, count=counts[name][value])
                for value, words in labels[name].items()
                if counts[name][value]
            ),
        )
        for name, label in _NAMES.items()
        if any(counts.get(name, {}).values())
    )


def _labels(programme: Programme, code: str) -> dict[str, dict[str, str]]:
    """Return every value that there may be, by filter, in its order."""
    names = language().locale.languages
    said = {
        one for row in programme.sessions for one in (*row.floor_languages, *row.interpretation)
    }
    days = {
        slot.starts_at.astimezone(programme.zone).date()
        for row in programme.sessions
        for slot in row.slots
    }
    rooms = {slot.room for row in programme.sessions for slot in row.slots if slot.room}
    ordered = [row.name for row in programme.rooms]
    return {
        "day": {f"{day:%Y-%m-%d}": dates.day_words(day) for day in sorted(days)},
        "track": {row.code: pick(row.title, code)[0] for row in programme.tracks},
        "type": {row.code: pick(row.title, code)[0] for row in programme.types},
        "line": {
            row.code: f"{row.code} {pick(row.title, code)[0]}" for row in programme.action_lines
        },
        "goal": {str(r.number): f"{r.number} {pick(r.title, code)[0]}" for r in programme.goals},
        "language": {one: str(names.get(one.split("-")[0], one)) for one in sorted(said)},
        "mode": {one.value: str(one.label) for one in SessionMode},
        "room": {name: name for name in dict.fromkeys((*ordered, *sorted(rooms)))},
    }
