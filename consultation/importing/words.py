"""The words of a file for our closed lists: codes, names in six languages, and usual others."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Model, TextChoices
from django.utils import translation

from consultation.choices import Disposition, TakenUpAs
from consultation.importing.mapping import fold
from consultation.models import ActionLine, Country, Goal, StakeholderType
from wsis_forum.languages import column, languages

# Beside our own names in six languages.
_USUAL: Mapping[str, Mapping[str, str]] = {
    "disposition": {
        "accepted as session": Disposition.BECOMES,
        "session": Disposition.BECOMES,
        "became a session": Disposition.BECOMES,
        "merged": Disposition.MERGED,
        "fusionne": Disposition.MERGED,
        "fusionada": Disposition.MERGED,
        "deferred": Disposition.DEFERRED,
        "reporte": Disposition.DEFERRED,
        "rejected": Disposition.DECLINED,
        "refused": Disposition.DECLINED,
        "not accepted": Disposition.DECLINED,
        "refuse": Disposition.DECLINED,
        "rechazada": Disposition.DECLINED,
        "withdrawn": Disposition.WITHDRAWN,
        "informs": Disposition.INFORMS,
        "noted": Disposition.INFORMS,
    },
    "language": {"chinese": "zh-hans", "zh": "zh-hans", "cn": "zh-hans", "zh cn": "zh-hans"},
}
_CODE_OF_A_LINE = re.compile(r"\b(C\d{1,2}(?:-[A-Z]+)?)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,2}")
_BETWEEN = re.compile(r"[;|\n/]+")

Code = TypeVar("Code", str, int)


@dataclass(frozen=True)
class Words:
    """Folded word -> code, for each field with a closed list; read once for a whole file."""

    codes: Mapping[str, Mapping[str, str]]
    lines: Mapping[str, str] = field(default_factory=dict)
    goals: Mapping[str, int] = field(default_factory=dict)

    def code(self, name: str, said: str, chosen: Mapping[str, Mapping[str, str]]) -> str | None:
        """Return our code for what a file says; the secretariat's choice comes first."""
        folded = fold(said)
        return chosen.get(name, {}).get(folded) or self.codes.get(name, {}).get(folded)

    def tags(self, said: str) -> tuple[list[str], list[str]]:
        """Return the codes of Action Lines in a cell, and the words that name none."""
        return _each(said, self._line, lambda part: fold(part) in self.lines)

    def numbers(self, said: str) -> tuple[list[int], list[str]]:
        """Return the numbers of Goals in a cell, and the words that name none."""
        return _each(said, self._goal, lambda part: fold(part) in self.goals)

    def _line(self, word: str) -> str | None:
        known = self.lines.get(fold(word))
        found = None if known else _CODE_OF_A_LINE.search(word)
        return known or (self.lines.get(fold(found.group(1))) if found else None)

    def _goal(self, word: str) -> int | None:
        known = self.goals.get(fold(word))
        found = None if known else _NUMBER.search(word)
        return known or (self.goals.get(found.group()) if found else None)


def words() -> Words:
    """Read the names of all that a file may name (4 queries)."""
    goals: dict[str, int] = {}
    for goal in Goal.objects.all():
        goals |= dict.fromkeys(_names(goal, "title"), goal.number)
        goals[str(goal.number)] = goal.number
    lines: dict[str, str] = {}
    for line in ActionLine.objects.selectable():
        lines |= dict.fromkeys([*_names(line, "title"), fold(line.code)], line.code)
    kinds: dict[str, str] = {}
    for kind in StakeholderType.objects.choosable():
        kinds |= dict.fromkeys([*_names(kind, "title"), fold(kind.code)], kind.code)
    return Words(
        {
            "language": _languages(),
            "stakeholder_type": kinds,
            "country": _countries(),
            "disposition": {**_choices(Disposition), **_USUAL["disposition"]},
            "taken_up_as": _choices(TakenUpAs),
        },
        lines,
        goals,
    )


def _each(
    said: str, find: Callable[[str], Code | None], known: Callable[[str], bool]
) -> tuple[list[Code], list[str]]:
    """Take a cell apart at its signs; at commas only where the whole names nothing."""
    found: list[Code] = []
    unknown: list[str] = []
    for part in filter(None, map(str.strip, _BETWEEN.split(said))):
        # A title may have commas of its own; a list of codes must not pass for its first one.
        pieces = [part] if known(part) else part.split(",")
        for word in filter(None, map(str.strip, pieces)):
            code = find(word)
            if code is None:
                unknown.append(word)
            else:
                found.append(code)
    return list(dict.fromkeys(found)), unknown


def _names(row: Model, name: str) -> list[str]:
    texts = (getattr(row, column(name, each.code)) for each in languages())
    return [fold(text) for text in texts if text]


def _choices(choices: type[TextChoices]) -> dict[str, str]:
    """Return the codes and labels of a list in the six languages."""
    found = {fold(one.value): one.value for one in choices}
    for each in languages():
        with translation.override(each.code):
            found |= {fold(str(one.label)): one.value for one in choices}
    return found


def _languages() -> dict[str, str]:
    found = dict(_USUAL["language"])
    for spoken in languages():
        found |= {fold(spoken.code): spoken.code, fold(spoken.name): spoken.code}
        for reader in languages():
            name = reader.locale.languages.get(spoken.locale.language)
            found |= {fold(name): spoken.code} if name else {}
    return found


def _countries() -> dict[str, str]:
    found: dict[str, str] = {"global": Country.GLOBAL}
    locales = [reader.locale for reader in languages()]
    for country in Country.objects.all():
        names = [country.pk, country.alpha2, country.name_in_file]
        names += [locale.territories.get(country.alpha2) for locale in locales]
        found |= {fold(name): country.pk for name in names if name}
    return found
