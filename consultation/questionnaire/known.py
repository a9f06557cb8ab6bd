"""Answers with a place of their own in the portal: what others read of every input."""

from collections.abc import Mapping

from consultation.choices import QuestionType

# Key -> the type that a question of that name must have. A hand-in fills the column of this name.
KNOWN: Mapping[str, QuestionType] = {
    "language": QuestionType.LANGUAGE,
    "title": QuestionType.SHORT,
    "summary": QuestionType.LONG,
    "text": QuestionType.LONG,
    "organization_name": QuestionType.ORGANIZATION,
    "stakeholder_type": QuestionType.STAKEHOLDER_TYPE,
    "country": QuestionType.COUNTRY,
    "on_behalf_of": QuestionType.SHORT,
    "action_lines": QuestionType.ACTION_LINES,
    "goals": QuestionType.GOALS,
    "format": QuestionType.ONE,
    "minutes": QuestionType.NUMBER,
    "expected_people": QuestionType.NUMBER,
    "speakers": QuestionType.PEOPLE,
}
# Names that the page of a section uses for fields of its own.
RESERVED = frozenset({"action", "autosave", "csrfmiddlewaretoken", "opened", "version"})
# Columns have an end: what is typed beyond it stays in the answers.
TITLE_LENGTH = 1000
ORGANIZATION_LENGTH = 250
