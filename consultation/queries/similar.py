"""Public inputs on the same subject as what somebody is writing."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from consultation.choices import Publication
from consultation.models import Question, Submission
from consultation.queries.public import public_at
from consultation.queries.search import CODES, ranked
from wsis_forum.cleaning import clean_line

MOST = 5
# With fewer letters nobody has said a subject yet.
_LEAST_CHARACTERS = 6
_LEAST_HAN = 3


def similar(
    *, title: str, summary: str, forum_id: int, at: datetime, exclude: int | None = None
) -> list[Submission]:
    """
    Return up to five public inputs of a Forum that share two words of title and summary.

    Whatever their call, kind, language or tags. ``exclude`` is the id of the one being written.
    ``names_organization`` and ``hides_summary`` say what may be shown of each (1 query).
    """
    text = clean_line(f"{title[:500]} {summary[:500]}")
    if len(text) < (_LEAST_CHARACTERS if text.isascii() else _LEAST_HAN):
        return []
    hidden = Question.objects.filter(call=OuterRef("call"), key="summary", is_public=False)
    others = public_at(at) if exclude is None else public_at(at).exclude(pk=exclude)
    public = (
        others.filter(call__forum=forum_id)
        .select_related("call")
        .annotate(hides_summary=Exists(hidden))
    )
    found = ranked(
        public,
        text,
        CODES,
        wanted="consultation_any_two_of",
        ordering="consultation_any_of",
    )
    return list(found[:MOST])


def names_organization(submission: Submission) -> bool:
    """Whether readers may see who handed it in."""
    return submission.publication == Publication.FULL


def hides_summary(submission: Submission) -> bool:
    """Whether the call of an input found here does not publish its summary."""
    return bool(getattr(submission, "hides_summary", False))
