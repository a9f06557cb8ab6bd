"""What the forms offer to choose from, in the reader's language."""

from dataclasses import dataclass

from django.utils.translation import get_language

from consultation.collation import sort_key
from consultation.models import ActionLine, Country, Goal, StakeholderType


@dataclass(frozen=True)
class LineOption:
    """An Action Line to tick; ``goals`` are the numbers of those it serves by the matrix."""

    line: ActionLine
    goals: tuple[int, ...]


@dataclass(frozen=True)
class LineGroup:
    """Lines under one heading (C7), or one run of lines without a heading."""

    heading: ActionLine | None
    options: tuple[LineOption, ...]


def line_groups() -> list[LineGroup]:
    """Return the lines that can be chosen, in their order, those of C7 under it (2 queries)."""
    groups: list[LineGroup] = []
    lines = ActionLine.objects.selectable().select_related("parent").prefetch_related("goals")
    for line in lines:
        option = LineOption(line, tuple(sorted(goal.number for goal in line.goals.all())))
        if groups and groups[-1].heading == line.parent:
            groups[-1] = LineGroup(line.parent, (*groups[-1].options, option))
        else:
            groups.append(LineGroup(line.parent, (option,)))
    return groups


def goals() -> list[Goal]:
    """Return the seventeen Goals by number."""
    return list(Goal.objects.all())


def stakeholder_types() -> list[tuple[str, str]]:
    """Return codes and titles of the types that a person chooses from."""
    return [(kind.code, kind.title) for kind in StakeholderType.objects.choosable()]


def countries() -> list[tuple[str, str]]:
    """Return codes and names, "Global" first, the others in the order of the reader's language."""
    language = get_language() or "en"
    rows = [(country.alpha3, country.name) for country in Country.objects.all()]
    return sorted(rows, key=lambda row: (row[0] != Country.GLOBAL, sort_key(row[1], language)))
