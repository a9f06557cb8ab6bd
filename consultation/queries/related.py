"""Inputs beside one: those of the same organization, and those on the same subject, of any year."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from consultation.blind_reading import Blind
from consultation.models import Relation, Submission
from consultation.queries import access
from consultation.queries.search import VECTOR, Matches, query_for, ranked
from wsis_forum.accounts.models import User
from wsis_forum.cleaning import clean_line

MOST_OF_ORGANIZATION = 20
MOST_SIMILAR = 5
# What is compared of title and summary: a subject needs no more, and a search has to stay quick.
_TITLE, _SUMMARY = 300, 200
# A title of so many words, or of so many letters without blanks, says the subject by itself: with
# the summary there would be ten times as many pairs of words to look for.
_WORDS, _LETTERS = 4, 12
# What is looked for in the words of other inputs, by functions of the database.
_ALL_WORDS, _TWO_WORDS = "consultation_all_of", "consultation_any_two_of"
_ANY_WORD = "consultation_any_of"
# What a line says of an input, and what ``queries.blind`` asks of it.
_INPUT = ("author", "language", "number", "on_behalf_of", "organization_name", "status", "title")
_CALL = ("is_blind", "kind", "timezone")
_SHOWN = (
    *_INPUT,
    *(f"call__{name}" for name in (*_CALL, "forum__slug", "forum__year")),
    *(f"organization__{name}" for name in ("name", "acronym")),
    *(f"decision__{name}" for name in ("disposition", "taken_up_as", "informs", "detail")),
)
# The same of what an input was merged into.
_TARGET = (
    *("kind", "decision"),
    *(f"target__{name}" for name in (*_INPUT, "organization")),
    *(f"target__call__{name}" for name in _CALL),
)


@dataclass(frozen=True)
class Beside:
    """
    Inputs beside one: of the same organization, the newest first, and on its subject, best first.

    ``of_organization`` has one more than ``MOST_OF_ORGANIZATION`` where there are more.
    """

    of_organization: list[Submission]
    on_subject: list[Submission]


def beside(submission: Submission, user: User, blind: Blind) -> Beside:
    """
    Return what a person may see beside an input, of all Forums, calls and languages.

    The keys first; what lines show is read once for both (3 to 5 queries). Whoever reads the input
    blind is not told of its organization's, finds nothing by names, and nothing that would tell
    whose it is.
    """
    same = [] if blind.hides_people else _keys_of_same_organization(submission, user)
    similar = _keys_on_same_subject(submission, user, blind)
    # Also where there is none (0), so that a page asks the same number of questions for any input.
    rows = {row.pk: row for row in _lines({*same, *similar} or {0})}
    return Beside(
        [rows[key] for key in same if key in rows], [rows[key] for key in similar if key in rows]
    )


def _keys_of_same_organization(submission: Submission, user: User) -> list[int]:
    same = Q()
    if submission.organization_id is not None:
        same = Q(organization=submission.organization_id)
    elif submission.organization_name.strip():
        same = Q(organization_name__iexact=submission.organization_name.strip())
    if not same:
        return []
    others = access.readable(user).filter(same).exclude(pk=submission.pk)
    keys = others.order_by("-submitted_at", "-pk").values_list("pk", flat=True)
    return list(keys[: MOST_OF_ORGANIZATION + 1])


def _keys_on_same_subject(submission: Submission, user: User, blind: Blind) -> list[int]:
    """
    Find what has every word of the title, and if that is too little, two words of the subject.

    The second alone would find the same first, but looks at a tenth of all inputs for it.
    """
    title = _to_search(submission.title[:_TITLE], blind)
    subject = title
    if not _says_subject(submission.title):
        written = f"{submission.title[:_TITLE]} {submission.summary[:_SUMMARY]}"
        subject = _to_search(written, blind)
    if not subject:
        return []
    others = access.readable(user).exclude(pk=submission.pk)
    if blind.hides_people:
        others = others.exclude(_same_people(submission))
    code = submission.language
    by_words = ranked(others, subject, (code,), wanted=_TWO_WORDS, ordering=_ANY_WORD)
    if not title:
        return list(_best(by_words))
    by_title = ranked(others, title, (code,), wanted=_ALL_WORDS, ordering=_ANY_WORD)
    # A title of nothing but "the" asks for no word at all, which no row is compared with.
    has_all = Coalesce(Matches(VECTOR, query_for(_ALL_WORDS, code, title)), Value(value=False))
    beyond = by_words.exclude(Q(has_all))
    # The database begins with the second only where the first has too few.
    return list(_best(by_title).union(_best(beyond), all=True)[:MOST_SIMILAR])


def _best(found: "QuerySet[Submission]") -> "QuerySet[Submission, int]":
    return found.values_list("pk", flat=True)[:MOST_SIMILAR]


def _to_search(text: str, blind: Blind) -> str:
    return clean_line(blind.text(text).replace(blind.mark, " "))


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


def _lines(keys: Collection[int]) -> list[Submission]:
    """Read what lines about inputs show, and nothing else (2 queries where one was decided)."""
    merged = Relation.objects.select_related("target__call").only(*_TARGET)
    rows = Submission.objects.filter(pk__in=keys)
    read = rows.select_related("call__forum", "organization", "decision").only(*_SHOWN)
    return list(read.prefetch_related(Prefetch("decision__relation", merged)))
