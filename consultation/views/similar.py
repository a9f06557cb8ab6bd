"""Public inputs on the subject of a draft, as its pages show them."""

from dataclasses import dataclass
from datetime import datetime

from consultation.models import Submission
from consultation.queries import similar


@dataclass(frozen=True)
class Similar:
    """A public input; ``organization`` and ``summary`` are empty where they must not be shown."""

    submission: Submission
    organization: str
    summary: str


def similar_to(
    own: Submission, *, at: datetime, title: str | None = None, summary: str | None = None
) -> list[Similar]:
    """
    Return up to five for ``consultation/similar.html`` (2 queries).

    ``title`` and ``summary`` as they are typed; without them as the draft holds them.
    """
    answers = own.answers
    rows = similar.similar(
        title=title if title is not None else str(answers.get("title", "")),
        summary=summary if summary is not None else str(answers.get("summary", "")),
        forum_id=own.call.forum_id,
        at=at,
        exclude=own.pk,
    )
    return [
        Similar(
            submission=row,
            organization=row.organization_name if similar.names_organization(row) else "",
            summary="" if similar.hides_summary(row) else row.summary,
        )
        for row in rows
    ]
