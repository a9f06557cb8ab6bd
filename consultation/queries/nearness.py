"""
Conflicts of interest: which inputs are too near to a person, and who is too near to an input.

Both directions say the same rule: ``near`` for one person and many inputs, ``reasons_of`` for one
input and many people; ``tests/consultation/test_access.py`` holds them together.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQueryField
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Lower
from django.db.models.lookups import In

from consultation.models import (
    Conflict,
    Contributor,
    KnownName,
    NameKind,
    Organization,
    StaffName,
    Submission,
)
from consultation.models.organization import WORDS
from consultation.queries.search import Matches
from wsis_forum.accounts.models import User


class Reason(StrEnum):
    """Why an input is too near to somebody; ``admin.conflict_words`` says them."""

    DECLARED = "declared"
    AUTHOR = "author"
    CONTRIBUTOR = "contributor"
    NAMED = "named"
    ORGANIZATION = "organization"


class _NearInputs(Func):
    """The keys of the inputs that are too near to a person; in brackets, a statement asks once."""

    template = "(SELECT consultation_near_inputs(%(expressions)s))::bigint[]"
    output_field = ArrayField(models.BigIntegerField())


class _IsOneOf(Func):
    """Whether a key is one of a list of keys."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY ("
    output_field = models.BooleanField()


def near(user: User) -> Q:
    """
    Return the condition of the inputs that are too near to a person to be seen by her.

    She wrote it, may write in it or was invited to; she stands in it as a speaker, nominee or
    contact; it or somebody who writes it comes from her organization; or she declared it. Her names
    are those that the portal has ever known (``StaffName``), as long as she is of the staff. Names
    count as equal whatever their case, accents, blanks and punctuation, a person's with the last
    word first, too; an organization is known by its name, whatever its legal form, and by its
    acronym. The database makes the list of keys (migration ``0038_inputs_too_near``), once for each
    statement that asks.
    """
    return Q(_IsOneOf(F("pk"), _NearInputs(user.pk)))


def reasons_of(submission: Submission) -> dict[Reason, Exists | Q]:
    """Return, by ``Reason``, the conditions of those to whom an input is too near (2 queries)."""
    wrote = Contributor.objects.filter(submission=submission.pk, removed_at__isnull=True)
    declared = Conflict.objects.filter(submission=submission.pk, ended_at__isnull=True)
    known = StaffName.objects.active().filter(user=OuterRef("pk"))
    people, names = _names_in(submission)
    turned = Func(
        F("name"),
        Value(r"^\s*(.*\S)\s+(\S+)\s*$"),
        Value(r"\2 \1"),
        function="regexp_replace",
        output_field=models.TextField(),
    )
    return {
        Reason.DECLARED: Exists(declared.filter(user=OuterRef("pk"))),
        Reason.AUTHOR: Q(pk=submission.author_id) if submission.author_id else Q(pk__in=[]),
        Reason.CONTRIBUTOR: Exists(
            wrote.alias(low=Lower("email")).filter(
                Q(user=OuterRef("pk")) | Q(low=Lower(OuterRef("email")))
            )
        ),
        Reason.NAMED: Exists(
            known.filter(
                _is_one_of(F("folded"), people) | _is_one_of(_folded(turned), people),
                kind=NameKind.PERSON,
            )
        ),
        Reason.ORGANIZATION: Exists(
            known.filter(_is_one_of(F("folded"), names), kind=NameKind.ORGANIZATION)
        ),
    }


def _names_in(submission: Submission) -> tuple[list[str], list[str]]:
    """
    Return the people and the organizations that an input names, folded (2 queries).

    Its organizations are also those of its author and of its contributors, as their profiles say.

    Asked once of a row that is read for one page (``access.remember``).
    """
    found: tuple[list[str], list[str]] | None = getattr(submission, "_names_in", None)
    if found is None:
        found = _read_names(submission)
        if getattr(submission, "_seen_by", None) is not None:
            submission._names_in = found  # type: ignore[attr-defined]  # noqa: SLF001 ours alone
    return found


def _read_names(submission: Submission) -> tuple[list[str], list[str]]:
    wrote = Contributor.objects.filter(submission=submission.pk, removed_at__isnull=True)
    writers = User.objects.filter(Q(pk=submission.author_id) | Q(pk__in=wrote.values("user")))
    kind = Value(NameKind.ORGANIZATION.value, models.CharField())
    theirs = writers.order_by().values_list(kind, _key(F("organization_name")))
    stand_there = KnownName.objects.filter(submission=submission.pk)
    known = [row for row in stand_there.values_list("kind", "folded").union(theirs) if row[1]]
    people = [name for kind, name in known if kind == NameKind.PERSON]
    called = [name for kind, name in known if kind == NameKind.ORGANIZATION]
    rows = _described(_organizations(map(Value, called), Q(pk=submission.organization_id)))
    names = {*called, *(name for _pk, *pair in rows for name in pair if name)}
    return people, sorted(names)


def _organizations(called: Iterable[Any], among: Q | None = None) -> models.QuerySet[Organization]:
    """Keep the organizations with these keys as name or acronym; the index of words finds them."""
    wanted = among if among is not None else Q(pk__in=[])
    for name in called:
        words = Func(
            name,
            template="plainto_tsquery('simple', %(expressions)s)",
            output_field=SearchQueryField(),
        )
        wanted |= Q(Matches(WORDS, words)) & (Q(folded_name=name) | Q(folded_acronym=name))
    return Organization.objects.alias(
        folded_name=_key(F("name")), folded_acronym=_key(F("acronym"))
    ).filter(wanted)


def _described(rows: models.QuerySet[Organization]) -> list[tuple[int, str, str]]:
    """Read the keys of rows, and those of the names and acronyms of organizations."""
    return list(rows.values_list("pk", _key(F("name")), _key(F("acronym"))))


def _is_one_of(column: Any, names: list[str]) -> Q:
    """Make the condition that a folded column is one of some folded names."""
    return Q(In(column, names)) if names else Q(pk__in=[])


def _folded(text: Any) -> Func:
    """Fold a name as the database folds those that stand in inputs."""
    return Func(text, Value(""), function="consultation_folded", output_field=models.TextField())


def _key(text: Any) -> Func:
    """Fold the name of an organization without its legal form, as the database does."""
    return Func(text, function="consultation_organization_key", output_field=models.TextField())
