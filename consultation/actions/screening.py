"""The verb of screening: hold an input against the minimum of its call."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from consultation.actions import clarifications, decisions
from consultation.choices import Status
from consultation.exceptions import CriterionUnknown, DateImpossible, WrongStatus
from consultation.models import Screening, ScreeningCriterion, Submission
from wsis_forum.accounts.models import User
from wsis_forum.languages import column, fallback_codes


@transaction.atomic
def screen(
    *,
    submission_id: int,
    by: User,
    failed_ids: Collection[int] = (),
    note: str = "",
    until: datetime | None = None,
    at: datetime,
) -> Screening:
    """
    Record whether the last version of an input meets the minimum.

    If it does, its review begins, unless it has begun. If not, it goes back to its author with a
    question that names each criterion in her language, and ``note``; it is not declined.

    :raises CriterionUnknown: one of ``failed_ids`` is not in force for its call
    :raises DateImpossible: something failed, and ``until`` is missing or not in the future
    :raises WrongStatus: it does not wait for us: a draft, returned, decided or withdrawn
    """
    submission = decisions.locked([submission_id])[submission_id]
    if submission.status not in {Status.SUBMITTED, Status.UNDER_REVIEW}:
        raise WrongStatus(source=submission.status, target=Status.UNDER_REVIEW)
    failed = list(
        ScreeningCriterion.objects.filter(
            pk__in=failed_ids, call=submission.call_id, is_active=True
        ).order_by("order", "pk")
    )
    if len(failed) != len(set(failed_ids)):
        raise CriterionUnknown
    last = submission.versions.order_by("-number").values_list("number", flat=True).first()
    screening = Screening.objects.create(
        submission=submission, version_number=last or 1, by=by, at=at, is_met=not failed
    )
    if failed:
        if until is None:
            raise DateImpossible
        screening.failed.set(failed)
        clarifications.ask_back(
            submission_id=submission_id,
            by=by,
            question=question_words(submission, failed, note),
            until=until,
            at=at,
        )
    elif submission.status == Status.SUBMITTED:
        decisions.take_up(submission_id=submission_id, by=by, at=at)
    return screening


def question_words(
    submission: Submission, failed: Sequence[ScreeningCriterion], note: str = ""
) -> str:
    """Word the question to the author, in her language; without her, in that of the text."""
    author = submission.author
    code = author.language if author else submission.language
    known = dict(settings.LANGUAGES)
    with translation.override(code if code in known else settings.LANGUAGE_CODE):
        lines = [
            _("Your input does not meet these minimum criteria of the call yet:"),
            *(f"– {_title(row)}" for row in failed),
            "",
            _("Please change it, or tell us why it meets them."),
        ]
    return "\n".join([*lines, "", note.strip()]).strip()


def _title(row: ScreeningCriterion) -> str:
    """Return a criterion in the active language, else in the first that has it."""
    texts = (getattr(row, column("title", code), None) for code in fallback_codes())
    return next(filter(None, texts), row.title)
