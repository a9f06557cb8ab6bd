"""Fills the columns of a submission from its answers, when they are handed in."""

from typing import Any

from django.db import connection

from consultation.models import ProposedSpeaker, Submission, WorkshopDetails
from consultation.queries.named import Named
from consultation.questionnaire.asked import Answers
from consultation.questionnaire.known import ORGANIZATION_LENGTH, TITLE_LENGTH
from consultation.questionnaire.values import PERSON

_WORKSHOP = ("format", "minutes", "expected_people")
_SMALL = 32_767


def project_head(submission: Submission, answers: Answers) -> None:
    """Keep in step what lists show of a draft, too: its title and language. Nothing is saved."""
    if "title" in answers:
        submission.title = str(answers["title"])[:TITLE_LENGTH]
    if answers.get("language"):
        submission.language = str(answers["language"])


def project(submission: Submission, answers: Answers, named: Named, *, is_first: bool) -> None:
    """
    Fill columns and rows from the answers of a hand-in; the caller saves the submission itself.

    The number of queries does not depend on how many answers there are: one each for the two kinds
    of tags, details and speakers, and one to take away those of an earlier version (``is_first``:
    there is none). ``named`` holds the rows that the answers name.
    """
    project_head(submission, answers)
    kind = named.types.get(str(answers.get("stakeholder_type")))
    country = named.countries.get(str(answers.get("country")))
    submission.summary = str(answers.get("summary", ""))
    submission.text = str(answers.get("text", ""))
    submission.organization_name = str(answers.get("organization_name", ""))[:ORGANIZATION_LENGTH]
    submission.on_behalf_of = str(answers.get("on_behalf_of", ""))[:ORGANIZATION_LENGTH]
    submission.stakeholder_type_id = kind.pk if kind else None
    submission.country_id = country.pk if country else None
    if not is_first:
        _clear(submission)
    _tags(submission, named, answers)
    _details(submission, answers)
    _speakers(submission, named, answers.get("speakers", []))


def _clear(submission: Submission) -> None:
    """Take away the tags and speakers of an earlier version, in one statement for three tables."""
    models: tuple[Any, ...] = (
        Submission.action_lines.through,
        Submission.goals.through,
        ProposedSpeaker,
    )
    lines, goals, speakers = (connection.ops.quote_name(model._meta.db_table) for model in models)
    statement = f"""
        WITH lines AS (DELETE FROM {lines} WHERE submission_id = %s),
             goals AS (DELETE FROM {goals} WHERE submission_id = %s)
        DELETE FROM {speakers} WHERE submission_id = %s
    """  # noqa: S608 names of our own tables
    with connection.cursor() as cursor:
        cursor.execute(statement, [submission.pk] * len(models))


def _tags(submission: Submission, named: Named, answers: Answers) -> None:
    lines: Any = Submission.action_lines.through
    goals: Any = Submission.goals.through
    found = [named.lines.get(code) for code in answers.get("action_lines", [])]
    chosen = [line.pk for line in found if line and line.is_selectable]
    served = [named.goals[one].pk for one in answers.get("goals", []) if one in named.goals]
    for through, column, keys in (
        (lines, "actionline_id", chosen),
        (goals, "goal_id", served),
    ):
        # Once each, whatever was sent.
        through.objects.bulk_create(
            through(submission_id=submission.pk, **{column: key}) for key in dict.fromkeys(keys)
        )


def _details(submission: Submission, answers: Answers) -> None:
    if not any(name in answers for name in _WORKSHOP):
        return
    details = WorkshopDetails(
        submission=submission,
        format=str(answers.get("format", "")),
        minutes=_within(answers.get("minutes")),
        expected_people=_within(answers.get("expected_people")),
    )
    WorkshopDetails.objects.bulk_create(
        [details],
        update_conflicts=True,
        unique_fields=["submission"],
        update_fields=_WORKSHOP,
    )


def _within(number: Any) -> int | None:
    """Return a number that fits its column; the question's own bounds were checked before."""
    return number if isinstance(number, int) and 0 <= number <= _SMALL else None


def _speakers(submission: Submission, named: Named, people: list[dict[str, Any]]) -> None:
    rows = []
    for order, given in enumerate(people, start=1):
        person = {**PERSON, **given}
        values = {name: person[name] for name in PERSON if name not in {"country", "photo"}}
        country = named.countries.get(person["country"])
        photo = named.files.get(person["photo"])
        rows.append(
            ProposedSpeaker(
                submission=submission,
                order=order,
                country=country,
                photo=photo,
                **values,
            )
        )
    ProposedSpeaker.objects.bulk_create(rows)
