"""The inputs that a session was made of, for its public page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse

from agenda.programme import ProgrammeSession
from consultation.models import Forum, Question, Submission
from consultation.publication import names_people
from consultation.queries.public import public_at


@dataclass(frozen=True, slots=True)
class Source:
    """An input by its number; ``url`` and ``title`` are blank where it is not public."""

    number: str
    url: str = ""
    title: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Sources:
    """What a session was made of; ``unnamed`` counts inputs whose authors want no name said."""

    named: Sequence[Source] = ()
    unnamed: int = 0


def sources_of(session: ProgrammeSession, forum: Forum, *, at: datetime) -> Sources:
    """
    Return the inputs that a release names for a session (1 query, none where it names none).

    A session says who organizes it: an input that is to be published without names, or not at all,
    is counted only. A number that the portal does not know stands as it is.
    """
    if not session.submissions:
        return Sources()
    public = public_at(at).filter(pk=OuterRef("pk"))
    hidden = Question.objects.filter(call=OuterRef("call"), key="title", is_public=False)
    rows = (
        Submission.objects.filter(call__forum=forum, number__in=session.submissions)
        .annotate(is_public=Exists(public), hides_title=Exists(hidden))
        .only("number", "title", "language", "publication")
    )
    known = {row.number: row for row in rows}
    found = [(number, known.get(number)) for number in session.submissions]
    named = [
        _source(number, row, forum) for number, row in found if row is None or names_people(row)
    ]
    return Sources(named, len(found) - len(named))


def _source(number: str, row: "Submission | None", forum: Forum) -> Source:
    if row is None or not row.is_public:  # type: ignore[attr-defined]
        return Source(number)
    return Source(
        number,
        reverse("consultation:input", args=(forum.slug, number)),
        "" if row.hides_title else row.title,  # type: ignore[attr-defined]
        row.language,
    )
