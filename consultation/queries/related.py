"""Inputs beside one: those of the same organization, and those on the same subject, of any year."""

from django.db.models import Q

from consultation.blind_reading import Blind
from consultation.models import Submission
from consultation.models.submission import SubmissionQuerySet
from consultation.queries import access
from consultation.queries.search import ranked
from wsis_forum.accounts.models import User
from wsis_forum.cleaning import clean_line

MOST_OF_ORGANIZATION = 20
MOST_SIMILAR = 5
# What is compared of title and summary: a subject needs no more, and a search has to stay quick.
_TITLE, _SUMMARY = 300, 200
# A title of so many words, or of so many letters without blanks, says the subject by itself: with
# the summary there would be ten times as many pairs of words to look for.
_WORDS, _LETTERS = 4, 12
# What an input was merged into, and how that one is read.
_TARGET = "decision__relation__target__call"
# What a line says of an input, and what ``queries.blind`` asks of it.
_INPUT = ("author", "language", "number", "on_behalf_of", "organization_name", "status", "title")
_CALL = ("is_blind", "kind", "timezone")
_SHOWN = (
    *_INPUT,
    *(f"call__{name}" for name in (*_CALL, "forum__slug", "forum__year")),
    *(f"organization__{name}" for name in ("name", "acronym")),
    *(f"decision__{name}" for name in ("disposition", "taken_up_as", "informs", "detail")),
    "decision__relation__kind",
    *(f"decision__relation__target__{name}" for name in (*_INPUT, "organization")),
    *(f"decision__relation__target__call__{name}" for name in _CALL),
)


def of_same_organization(submission: Submission, user: User) -> list[Submission]:
    """
    Return what a person may see of the organization's other inputs, the newest first (1 query).

    One more than ``MOST_OF_ORGANIZATION`` says that there are more.
    """
    same = Q()
    if submission.organization_id is not None:
        same = Q(organization=submission.organization_id)
    elif submission.organization_name.strip():
        same = Q(organization_name__iexact=submission.organization_name.strip())
    if not same:
        return []
    others = access.readable(user).filter(same).exclude(pk=submission.pk)
    return list(_light(others).order_by("-submitted_at", "-pk")[: MOST_OF_ORGANIZATION + 1])


def on_same_subject(submission: Submission, user: User, blind: Blind) -> list[Submission]:
    """
    Return what a person may see that shares two words of title and summary (2 queries).

    Of all Forums, calls and languages; the best fit first. Whoever reads the input blind finds
    nothing by names, and nothing that would tell whose it is.
    """
    written = submission.title[:_TITLE]
    if not _says_subject(written):
        written = f"{written} {submission.summary[:_SUMMARY]}"
    text = clean_line(blind.text(written).replace(blind.mark, " "))
    if not text:
        return []
    others = access.readable(user).exclude(pk=submission.pk)
    if blind.hides_people:
        others = others.exclude(_same_people(submission))
    found = ranked(
        others,
        text,
        (submission.language,),
        wanted="consultation_any_two_of",
        ordering="consultation_any_of",
    )
    # The keys first: what a line shows is read of these few only, also where there is none (0), so
    # that a page asks the same number of questions for any input.
    keys = list(found.values_list("pk", flat=True)[:MOST_SIMILAR])
    rows = {row.pk: row for row in _light(Submission.objects.filter(pk__in=keys or [0]))}
    return [rows[key] for key in keys if key in rows]


def _says_subject(title: str) -> bool:
    """Tell whether a title has enough words to be looked for alone; Chinese has no blanks."""
    words = title.split()
    if title.isascii():
        return len(words) >= _WORDS
    return len(words) >= _WORDS or any(len(word) >= _LETTERS for word in words)


def _same_people(submission: Submission) -> Q:
    """Return the condition of the inputs of the same author or organization."""
    same = Q(pk__in=[])
    if submission.author_id is not None:
        same |= Q(author=submission.author_id)
    if submission.organization_id is not None:
        same |= Q(organization=submission.organization_id)
    if submission.organization_name:
        same |= Q(organization_name__iexact=submission.organization_name)
    return same


def _light(submissions: SubmissionQuerySet) -> SubmissionQuerySet:
    """Read what a line about an input shows, and nothing else."""
    read = submissions.select_related("call__forum", "organization", _TARGET)
    return read.only(*_SHOWN)
