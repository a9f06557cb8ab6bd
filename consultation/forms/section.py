"""One form for any section: its questions, as the secretariat asks them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString

from consultation.choices import QuestionType
from consultation.forms import conditions
from consultation.forms.base import helper_for
from consultation.forms.builders import field_of
from consultation.forms.files import FilesField
from consultation.forms.people import ADD, PeopleRows
from consultation.forms.tables import Tables
from consultation.forms.tags import GoalBox, LineBox, goal_boxes, line_boxes
from consultation.models import ActionLine, Submission
from consultation.presentation import ShownAnswer, shown_parts
from consultation.queries.attachments import by_question
from consultation.questionnaire import Asked, Part, Questionnaire
from consultation.questionnaire.asked import TICKED
from consultation.questionnaire.problems import Problem
from consultation.questionnaire.values import of_part

# Names the questions that stood in a page, because boxes without a tick send nothing.
SHOWN = "shown-question"
_TEMPLATES = {
    QuestionType.ACTION_LINES: "consultation/forms/action_lines.html",
    QuestionType.GOALS: "consultation/forms/goals.html",
    QuestionType.PEOPLE: "consultation/forms/people.html",
}
_WITH_FILES = frozenset({QuestionType.FILE, QuestionType.PEOPLE})
_UNTICKED = (forms.CheckboxSelectMultiple, forms.CheckboxInput)


@dataclass(frozen=True)
class Item:
    """A question in the page: one of ``field``, ``people`` and ``shown`` (a frozen answer)."""

    form: "SectionForm"
    asked: Asked
    field: BoundField | None = None
    people: PeopleRows | None = None
    shown: ShownAnswer | None = None
    condition: str = ""
    mark: str = ""

    @property
    def words(self) -> Any:
        """What holds label and help in all languages."""
        return self.asked.row or self.asked

    @property
    def is_ticked(self) -> bool:
        """Whether a link from a problem goes to its first box or button."""
        return self.asked.type in TICKED

    @property
    def template(self) -> str:
        """The template of the question itself."""
        if self.shown is not None:
            return "consultation/forms/frozen.html"
        return _TEMPLATES.get(QuestionType(self.asked.type), "consultation/forms/field.html")

    @property
    def line_groups(self) -> list[tuple[ActionLine | None, list[LineBox]]]:
        """The boxes of the Action Lines."""
        return line_boxes(self.form.tables, self.asked.key, self.form.codes(self.asked.key))

    @property
    def goal_boxes(self) -> list[GoalBox]:
        """The boxes of the Goals."""
        lines = self.form.codes_of_type(QuestionType.ACTION_LINES)
        return goal_boxes(self.form.tables, self.asked.key, self.form.codes(self.asked.key), lines)

    def render(
        self, form: Any, context: Any, template_pack: Any = None, **options: Any
    ) -> SafeString:
        """Write the question, as crispy-forms asks of whatever stands in a layout."""
        return render_to_string(
            "consultation/forms/question.html",
            {"item": self, "field": self.field, "submission": self.form.submission},
        )


class SectionForm(forms.Form):
    """
    A section of an input. Nothing is required: a draft may lack anything until it is handed in.

    ``initial`` is what the draft holds. A form with errors still gives the answers that are well.
    """

    def __init__(
        self,
        part: Part,
        questionnaire: Questionnaire,
        submission: Submission,
        data: QueryDict | None = None,
        files: MultiValueDict[str, Any] | None = None,
        *,
        at: datetime,
        marks: Mapping[str, str] | None = None,
    ) -> None:
        held = of_part(part.questions, submission.answers)
        super().__init__(data, files, initial=held, use_required_attribute=False)
        self.part, self.questionnaire, self.submission, self.at = (
            part,
            questionnaire,
            submission,
            at,
        )
        self.marks = marks or {}
        self.tables = Tables()
        self.people: dict[str, PeopleRows] = {}
        self._build(held)

    def _build(self, held: Mapping[str, Any]) -> None:
        written = [asked for asked in self.part.questions if not asked.is_frozen(self.at)]
        keys = [asked.key for asked in written if asked.type in _WITH_FILES]
        files = by_question(self.submission, keys) if keys and self.submission.pk else {}
        for asked in written:
            own = files.get(asked.key, [])
            if asked.type == QuestionType.PEOPLE:
                rows = PeopleRows(asked, held[asked.key], self.tables, own, self._rows_of(asked))
                self.people[asked.key] = rows
            elif asked.type == QuestionType.FILE:
                field = FilesField(asked, self.submission, own, label=asked.label)
                self.fields[asked.key] = field
            else:
                self.fields[asked.key] = field_of(asked, self.tables)

    def _rows_of(self, asked: Asked) -> QueryDict | None:
        """Return the data of a list of people; ``None`` where the page had no such list."""
        sent = self.data if isinstance(self.data, QueryDict) else None
        return sent if self.is_bound and sent and f"{asked.key}-TOTAL_FORMS" in sent else None

    @property
    def helper(self) -> FormHelper:
        """The layout for crispy-forms."""
        return helper_for(*self.items())

    @property
    def is_multipart_form(self) -> bool:
        """Whether files can be sent with it."""
        return bool(self.people) or self.is_multipart()

    @property
    def has_action_lines(self) -> bool:
        """Whether Action Lines are chosen in it."""
        return self._has(QuestionType.ACTION_LINES)

    @property
    def has_boxes(self) -> bool:
        """Whether Action Lines or Goals are chosen in it."""
        return self._has(QuestionType.ACTION_LINES, QuestionType.GOALS)

    @property
    def has_files(self) -> bool:
        """Whether files belong to an answer in it."""
        return self._has(QuestionType.FILE)

    @property
    def has_organization(self) -> bool:
        """Whether an organization is looked up in it."""
        return self._has(QuestionType.ORGANIZATION)

    def _has(self, *kinds: str) -> bool:
        return any(asked.type in kinds for asked in self.part.questions)

    @property
    def conditions(self) -> str:
        """The rules of its questions for the script, as JSON."""
        written = {*self.fields, *self.people}
        return conditions.as_data(self.part, self.questionnaire, self.submission.answers, written)

    def items(self) -> Iterator[Item]:
        """Return the questions in their order."""
        frozen = self._frozen()
        for asked in self.part.questions:
            key = asked.key
            yield Item(
                form=self,
                asked=asked,
                field=self[key] if key in self.fields else None,
                people=self.people.get(key),
                shown=frozen.get(key),
                condition=conditions.in_words(asked, self.questionnaire, self.tables),
                mark=self.marks.get(key, ""),
            )

    def _frozen(self) -> dict[str, ShownAnswer]:
        asked = tuple(asked for asked in self.part.questions if asked.is_frozen(self.at))
        if not asked:
            return {}
        only = Questionnaire((Part(self.part.slug, self.part.title, questions=asked),))
        parts = shown_parts(self.submission, only, self.submission.answers)
        return {shown.asked.key: shown for part in parts for shown in part.answers}

    def codes(self, key: str) -> list[str]:
        """Return what is ticked in a question, as the page shows it."""
        return [str(code) for code in self[key].value() or ()] if key in self.fields else []

    def codes_of_type(self, kind: str) -> list[str]:
        """Return what is ticked in all questions of a type."""
        keys = [asked.key for asked in self.part.questions if asked.type == kind]
        return [code for key in keys for code in self.codes(key)]

    def full_clean(self) -> None:
        """Check what was sent; a question that was not has nothing wrong with it."""
        super().full_clean()
        for key in [key for key in self.errors if not self._was_sent(key)]:
            del self.errors[key]

    def typed(self) -> dict[str, Any]:
        """Return the well-formed answers of a bound form; what was not sent is left out."""
        self.full_clean()
        given = {key: value for key, value in self.cleaned_data.items() if self._was_sent(key)}
        for key, rows in self.people.items():
            if rows.was_sent() and rows.is_valid():
                given[key] = rows.answers()
        return {asked.key: given[asked.key] for asked in self.part.questions if asked.key in given}

    def _was_sent(self, key: str) -> bool:
        widget = self.fields[key].widget
        if isinstance(widget, _UNTICKED):
            sent = self.data
            shown = sent.getlist(SHOWN) if isinstance(sent, QueryDict) else ()
            return key in sent or key in shown
        return not widget.value_omitted_from_data(self.data, self.files, key)

    def add_problem(self, problem: Problem) -> None:
        """Say at its field what keeps the section from being handed in."""
        if problem.field in self.fields:
            self.add_error(problem.field, problem.message)
            return
        for rows in self.people.values():
            if rows.add_problem(problem.field, problem.message):
                return

    def found(self) -> list[Problem]:
        """Return what is wrong, for the summary on top, in the order of the page."""
        problems = []
        for asked in self.part.questions:
            if asked.key in self.people:
                named = self.people[asked.key].found()
            else:
                messages = self.errors.get(asked.key, ())
                named = [(asked.key, str(message)) for message in messages]
            ticked = asked.type in TICKED
            problems += [
                Problem(self.part.slug, field, message, is_missing=False, is_ticked=ticked)
                for field, message in named
            ]
        return problems

    def edited(self, action: str) -> "SectionForm | None":
        """Return the form as a button of its own changes it (a row more); ``None``: no such one."""
        for rows in self.people.values():
            data = rows.changed(action)
            if data is not None:
                form = SectionForm(self.part, self.questionnaire, self.submission, data, at=self.at)
                if action.startswith(ADD):
                    form.people[rows.asked.key].focus_last()
                return form
        return None
