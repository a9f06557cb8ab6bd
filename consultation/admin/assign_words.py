"""Words about assignments and conflicts of interest, shared by the panel and the pages."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from consultation.assigning.problem import Lack
from consultation.exceptions import WhyNotGiven
from consultation.queries import assignments
from consultation.queries.nearness import Reason
from wsis_forum.accounts.models import User
from wsis_forum.languages import language
from wsis_forum.letters.templatetags.letter import isolated

REASONS = {
    Reason.DECLARED: pgettext_lazy("conflict of interest", "declared"),
    Reason.AUTHOR: pgettext_lazy("conflict of interest", "the author"),
    Reason.CONTRIBUTOR: pgettext_lazy("conflict of interest", "contributor, or invited to be one"),
    Reason.NAMED: pgettext_lazy("conflict of interest", "named in the input"),
    Reason.ORGANIZATION: pgettext_lazy("conflict of interest", "same organization"),
}
LACKS = {
    Lack.NOBODY: gettext_lazy("nobody chosen reviews for this call, or they have it already"),
    Lack.CONFLICT: gettext_lazy("too near to everybody who could take it"),
    Lack.LANGUAGE: gettext_lazy("nobody who could take it reads its language"),
    Lack.CAPACITY: gettext_lazy("nobody has room for it"),
    Lack.NO_RULE: gettext_lazy("no rule speaks of it"),
}
NOT_GIVEN = {
    WhyNotGiven.ENDED: gettext_lazy("the input has ended"),
    WhyNotGiven.NO_ROLE: gettext_lazy("does not review for this call"),
    WhyNotGiven.TOO_NEAR: gettext_lazy("a conflict of interest"),
    WhyNotGiven.HAS_IT: gettext_lazy("has it already"),
}


def reasons_words(user: Any) -> str:
    """Name why an input is too near to somebody of ``access.staff_around``."""
    return ", ".join(str(words) for why, words in REASONS.items() if why in user.near_because)


def reader_words(user: User, waiting: int) -> str:
    """Write a reviewer with what she reads and how much waits: "Daniel · 3 of 20 · English"."""
    languages = ", ".join(isolated(language(code).name) for code in sorted(assignments.reads(user)))
    load = load_words(waiting, assignments.capacity_of(user))
    return f"{isolated(str(user))} · {load} · {languages}"


def load_words(waiting: int, capacity: int) -> str:
    """Say how many inputs wait, of how many somebody takes."""
    return _("%(waiting)d of %(capacity)d") % {"waiting": waiting, "capacity": capacity}


def refused_words(
    pairs: dict[tuple[int, int], WhyNotGiven], numbers: dict[int, str], people: dict[int, User]
) -> list[str]:
    """Say of each pair why it cannot be, the reviewer first."""
    return [
        _("%(reviewer)s, %(number)s: %(reason)s")
        % {"reviewer": isolated(str(people[who])), "number": numbers[key], "reason": NOT_GIVEN[why]}
        for (key, who), why in sorted(pairs.items())
    ]


def given_words(made: Iterable[Any]) -> str:
    """Say how many assignments were made, and how many letters go out."""
    rows = list(made)
    count, people = len(rows), len({row.reviewer_id for row in rows})
    first = ngettext("%(count)d assignment is made.", "%(count)d assignments are made.", count)
    second = ngettext("%(count)d letter is queued.", "%(count)d letters are queued.", people)
    return f"{first % {'count': count}} {second % {'count': people}}"
