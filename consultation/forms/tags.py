"""The form of the tags: Action Lines and Goals, the first suggesting the second."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crispy_forms.layout import Field
from django import forms

from consultation.forms.base import SectionForm
from consultation.forms.fields import NOT_IN_THE_LIST
from consultation.models import ActionLine, Goal
from consultation.queries import options
from consultation.sections import LABELS


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


class TagsForm(SectionForm):
    """Eighteen lines and seventeen Goals; suggested Goals are marked, not ticked."""

    section = "tags"
    layout = (
        Field("action_lines", template="consultation/forms/action_lines.html"),
        Field("goals", template="consultation/forms/goals.html"),
    )

    action_lines = forms.MultipleChoiceField(
        label=LABELS["action_lines"],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": NOT_IN_THE_LIST, "invalid_list": NOT_IN_THE_LIST},
    )
    goals = forms.TypedMultipleChoiceField(
        label=LABELS["goals"],
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": NOT_IN_THE_LIST, "invalid_list": NOT_IN_THE_LIST},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._groups = options.line_groups()
        self._goals = options.goals()
        lines = [option.line for group in self._groups for option in group.options]
        self.fields["action_lines"].choices = [(line.code, line.title) for line in lines]  # type: ignore[attr-defined]
        self.fields["goals"].choices = [(goal.number, goal.title) for goal in self._goals]  # type: ignore[attr-defined]

    def line_groups(self) -> list[tuple[ActionLine | None, list[LineBox]]]:
        """Return the boxes of the lines, those under a heading together."""
        chosen, index = self._chosen("action_lines"), 0
        groups = []
        for group in self._groups:
            boxes = []
            for option in group.options:
                box_id = f"id_action_lines_{index}"
                boxes.append(LineBox(box_id, option.line, option.goals, option.line.code in chosen))
                index += 1
            groups.append((group.heading, boxes))
        return groups

    def goal_boxes(self) -> list[GoalBox]:
        """Return the boxes of the Goals with the lines that suggest each."""
        chosen, suggested = self._chosen("goals"), self._suggested()
        return [
            GoalBox(
                f"id_goals_{index}",
                goal,
                suggested.get(goal.number, ()),
                str(goal.number) in chosen,
            )
            for index, goal in enumerate(self._goals)
        ]

    def _chosen(self, name: str) -> set[str]:
        return {str(value) for value in self[name].value() or ()}

    def _suggested(self) -> Mapping[int, tuple[str, ...]]:
        chosen = self._chosen("action_lines")
        found: dict[int, tuple[str, ...]] = {}
        for group in self._groups:
            for option in group.options:
                if option.line.code in chosen:
                    for number in option.goals:
                        found[number] = (*found.get(number, ()), option.line.code)
        return found
