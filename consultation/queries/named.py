"""Reads of the rows that answers name by a code: all tables in one query."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import Lower

from consultation.choices import QuestionType
from consultation.models import (
    ActionLine,
    Attachment,
    Country,
    Goal,
    Organization,
    StakeholderType,
    Submission,
)
from consultation.queries.whole_rows import whole_rows
from consultation.questionnaire.asked import Answers, Asked
from consultation.questionnaire.values import value


@dataclass(frozen=True)
class Named:
    """The rows by their codes; an answer whose code is not here names nothing."""

    lines: Mapping[str, ActionLine] = field(default_factory=dict)
    goals: Mapping[int, Goal] = field(default_factory=dict)
    types: Mapping[str, StakeholderType] = field(default_factory=dict)
    countries: Mapping[str, Country] = field(default_factory=dict)
    files: Mapping[int, Attachment] = field(default_factory=dict)
    organization: Organization | None = None


def named_in(
    submission: Submission,
    questions: Iterable[Asked],
    answers: Answers,
    *,
    with_organization: bool = False,
) -> Named:
    """
    Return the rows that the answers name (1 query, or none).

    ``with_organization``: also the known one of the typed name, in any case, in its country.
    """
    wanted = _wanted(questions, answers)
    parts: list[QuerySet[Any]] = []
    if lines := wanted.get(QuestionType.ACTION_LINES):
        parts.append(ActionLine.objects.filter(code__in=lines))
    if goals := wanted.get(QuestionType.GOALS):
        parts.append(Goal.objects.filter(number__in=goals))
    if types := wanted.get(QuestionType.STAKEHOLDER_TYPE):
        parts.append(StakeholderType.objects.filter(code__in=types))
    if countries := wanted.get(QuestionType.COUNTRY):
        parts.append(Country.objects.filter(pk__in=countries))
    if files := wanted.get(QuestionType.FILE):
        parts.append(Attachment.objects.filter(submission=submission, pk__in=files))
    name, country = answers.get("organization_name"), answers.get("country")
    if with_organization and name and country:
        known = Organization.objects.alias(lowered=Lower("name"))
        parts.append(known.filter(lowered=Lower(Value(str(name))), country=str(country)))
    rows = whole_rows(parts)
    return Named(
        {row.code: row for row in rows.get(ActionLine, ())},
        {row.number: row for row in rows.get(Goal, ())},
        {row.code: row for row in rows.get(StakeholderType, ())},
        {row.pk: row for row in rows.get(Country, ())},
        {row.pk: row for row in rows.get(Attachment, ())},
        next(iter(rows.get(Organization, ())), None),
    )


def _wanted(questions: Iterable[Asked], answers: Answers) -> dict[str, set[Any]]:
    """Return the codes in the answers, by the type of question; a list of people names several."""
    wanted: dict[str, set[Any]] = {}
    for asked in questions:
        given = value(asked, answers)
        if asked.type == QuestionType.PEOPLE:
            for person in given:
                if country := person.get("country"):
                    wanted.setdefault(QuestionType.COUNTRY, set()).add(country)
                if isinstance(photo := person.get("photo"), int):
                    wanted.setdefault(QuestionType.FILE, set()).add(photo)
        elif given:
            wanted.setdefault(asked.type, set()).update(
                given if isinstance(given, list) else [given]
            )
    return wanted
