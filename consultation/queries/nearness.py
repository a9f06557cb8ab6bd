"""
Conflicts of interest: which inputs are too near to a person, and who is too near to an input.

Both directions say the same rule, each by one function of the database (migrations
``0038_inputs_too_near`` and ``0039_staff_too_near``), which a statement calls once;
``tests/consultation/test_access.py`` holds them together.
"""

from enum import StrEnum

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Cast

from consultation.models import Submission
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


class _NearStaff(Func):
    """The reasons by the key of a person, for one input; in brackets, a statement asks once."""

    template = "(SELECT consultation_near_staff(%(expressions)s))"
    output_field = models.JSONField()


class _Of(Func):
    """What stands at a key; nothing where there is none."""

    template = "(%(expressions)s)"
    arg_joiner = " -> "
    output_field = models.JSONField()


def near(user: User) -> Q:
    """
    Return the condition of the inputs that are too near to a person to be seen by her.

    She wrote it, may write in it or was invited to; she stands in it as a speaker, nominee or
    contact; it or somebody who writes it comes from her organization; or she declared it. Her names
    are those that the portal has ever known (``StaffName``), as long as she is of the staff. Names
    count as equal whatever their case, accents, blanks and punctuation, a person's with the last
    word first, too; an organization is known by its name, whatever its legal form, and by its
    acronym.
    """
    return Q(_IsOneOf(F("pk"), _NearInputs(user.pk)))


def reasons_for(submission: Submission) -> Func:
    """
    Return the column that lists, for a person, why an input is too near to her (``Reason``).

    It is null where it is not. For a queryset of users.
    """
    return _Of(_NearStaff(submission.pk), Cast(F("pk"), models.TextField()))
