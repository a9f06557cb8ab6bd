"""Action Lines and Goals to tick, the first suggesting the second."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from consultation.forms.tables import Tables
from consultation.models import ActionLine, Goal


@dataclass(frozen=True)
class LineBox:
    """An Action Line's box; ``goals`` are the numbers of the Goals that it suggests."""

    id: str
    line: ActionLine
    goals: tuple[int, ...]
    is_checked: bool


@dataclass(frozen=True)
class GoalBox:
    """A Goal's box; ``suggested_by`` are the codes of the chosen lines that serve it."""

    id: str
    goal: Goal
    suggested_by: tuple[str, ...]
    is_checked: bool


def line_boxes(
    tables: Tables, key: str, chosen: Iterable[str]
) -> list[tuple[ActionLine | None, list[LineBox]]]:
    """Return the boxes of the lines, those under a heading together."""
    ticked, index = set(chosen), 0
    groups = []
    for group in tables.line_groups:
        boxes = []
        for option in group.options:
            code = option.line.code
            boxes.append(LineBox(f"id_{key}_{index}", option.line, option.goals, code in ticked))
            index += 1
        groups.append((group.heading, boxes))
    return groups


def goal_boxes(
    tables: Tables, key: str, chosen: Iterable[str], lines: Iterable[str]
) -> list[GoalBox]:
    """Return the boxes of the Goals with the chosen ``lines`` that suggest each."""
    ticked, suggested = set(chosen), _suggested(tables, set(lines))
    return [
        GoalBox(
            f"id_{key}_{index}",
            goal,
            suggested.get(goal.number, ()),
            str(goal.number) in ticked,
        )
        for index, goal in enumerate(tables.goals)
    ]


def _suggested(tables: Tables, lines: set[str]) -> Mapping[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for group in tables.line_groups:
        for option in group.options:
            if option.line.code in lines:
                for number in option.goals:
                    found[number] = (*found.get(number, ()), option.line.code)
    return found
