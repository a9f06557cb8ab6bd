"""Letters about inputs that are too near to a member of the staff: she does not find them."""

import re
from typing import TYPE_CHECKING

from django.db.models import BigIntegerField, F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce

from consultation.models import Clarification, Contributor, Decision, Submission, TeamNote
from consultation.queries.access import conflicted
from wsis_forum.accounts.models import User

if TYPE_CHECKING:
    from wsis_forum.letters.models import Letter

# Kinds that list several inputs in their text, by their numbers.
_LISTS = ("assigned", "reviews-owed", "review-reminder")
# The first part of a key, and what its second part, a number, counts.
_ABOUT = {
    "clarification": Clarification,
    "contributor": Contributor,
    "decision": Decision,
    "mention": TeamNote,
    "reopening": Decision,
}
_NONE = -1


def without_conflicts(user: User, letters: "QuerySet[Letter]") -> "QuerySet[Letter]":
    """
    Take out the letters about inputs that a person must not see, and lists that name one.

    A letter knows its cause by its key: ``submission:12:receipt:1``, ``decision:7``.
    """
    near = Submission.objects.filter(conflicted(user))
    numbers = [number for number in near.values_list("number", flat=True) if number]
    hidden = Q(_cause="submission", _row__in=near.values("pk"))
    for name, model in _ABOUT.items():
        about = Q(submission__in=near)
        if model is Decision:
            # The letter of a merge names the other input.
            about |= Q(relation__target__in=near)
        rows = model._default_manager.filter(about)
        hidden |= Q(_cause=name, _row__in=rows.values("pk"))
    if numbers:
        words = "|".join(map(re.escape, numbers))
        hidden |= Q(kind__in=_LISTS, text__regex=rf"\y({words})\y")
    second = Func(
        F("key"),
        Value(r"^[a-z-]+:([0-9]{1,18})(?::|$)"),
        function="substring",
        output_field=TextField(),
    )
    first = Func(F("key"), Value(":"), Value(1), function="split_part", output_field=TextField())
    return letters.alias(
        _cause=first, _row=Coalesce(Cast(second, BigIntegerField()), Value(_NONE))
    ).exclude(hidden)
