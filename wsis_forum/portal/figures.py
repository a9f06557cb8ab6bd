"""Figures that were published about a Forum, with words for their names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consultation.models import Forum

# Names in the Forums' files -> words; the order is that of the page.
LABELS: Mapping[str, str | Promise] = {
    "ocp_submissions": _("Inputs to the consultation"),
    "participants": _("Participants"),
    "countries": _("Countries"),
    "sessions": _("Sessions"),
    "ministers_and_deputies": _("Ministers and deputies"),
    "ministers": _("Ministers"),
    "ambassadors": _("Ambassadors"),
    "mayors": _("Mayors"),
    "high_level_participants": _("High-level participants"),
    "imeet_users": _("Users of the meeting platform"),
    "prize_winners": _("WSIS Prize winners"),
    "prize_champions": _("WSIS Prize champions"),
    "exhibition_spaces": _("Exhibition spaces"),
}


@dataclass(frozen=True)
class Figure:
    """One figure as it was published; ``is_words``: the value holds English words."""

    name: str
    label: str
    value: str

    @property
    def is_words(self) -> bool:
        """Whether the value is more than a number."""
        return any(character.isalpha() for character in self.value)


def published(forum: Forum) -> list[Figure]:
    """Return the figures that were found, in the order of the page."""
    return [
        Figure(name=name, label=str(label), value=str(value))
        for name, label in LABELS.items()
        if (value := _value(forum.statistics, name))
    ]


def sources(forum: Forum) -> list[str]:
    """Return where the figures were read."""
    found = forum.statistics.get("sources", [])
    return [str(one) for one in found] if isinstance(found, list) else []


def _value(statistics: Mapping[str, Any], name: str) -> str:
    value = statistics.get(name)
    return str(value) if isinstance(value, int | str) else ""
