"""Words for the codes that answers hold, for ``differences``."""

from functools import cache
from typing import TYPE_CHECKING

from consultation.choices import QuestionType
from consultation.differences import Word
from consultation.models import ActionLine, Country, Goal, StakeholderType, Submission
from wsis_forum.languages import languages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def words_of(submission: Submission) -> Word:
    """
    Return what turns codes of a submission's answers into words of the active language.

    One query for each table that is asked (five at most), however many codes there are.
    """
    tables: Mapping[str, Callable[[], dict[str, str]]] = {
        QuestionType.ACTION_LINES: lambda: {
            row.code: f"{row.code} · {row.title}" for row in ActionLine.objects.all()
        },
        QuestionType.GOALS: lambda: {
            str(row.number): f"{row.number} · {row.title}" for row in Goal.objects.all()
        },
        QuestionType.STAKEHOLDER_TYPE: lambda: {
            row.code: row.title for row in StakeholderType.objects.all()
        },
        QuestionType.COUNTRY: lambda: {row.pk: row.name for row in Country.objects.all()},
        QuestionType.LANGUAGE: lambda: {one.code: one.name for one in languages()},
        QuestionType.FILE: lambda: {str(row.pk): row.name for row in submission.attachments.all()},
    }

    @cache
    def table(kind: str) -> dict[str, str]:
        read = tables.get(kind)
        return read() if read else {}

    return lambda kind, code: table(kind).get(code, code)
