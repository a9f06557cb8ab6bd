"""
Which answers of a public input everybody reads: no names where the author wants none, no files.

Whether an input is public at all says ``queries.public``; which questions are only for the
secretariat says the call.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from consultation.choices import Publication, QuestionType

if TYPE_CHECKING:
    from consultation.models import Submission
    from consultation.questionnaire import Asked, Questionnaire

# Answers that are a name, or lead to one: the page behind a link, a list of people.
_NAMING_TYPES = frozenset({QuestionType.ORGANIZATION, QuestionType.PEOPLE, QuestionType.LINK})
_NAMING_KEYS = frozenset(
    {
        "on_behalf_of",
        "contact_name",
        "contact_email",
        "contact_phone",
        "person_name",
        "person_function",
        "person_organization",
        "person_email",
        "nominee_name",
        "nominee_function",
        "nominee_phone",
        "biography",
        "moderator",
        "photographer",
    }
)


def names_people(submission: "Submission") -> bool:
    """Whether readers may see the names of its organization and of people, where calls ask them."""
    return submission.publication == Publication.FULL


def is_shown(asked: "Asked", submission: "Submission") -> bool:
    """
    Whether readers may see the answer to a question of a public input.

    Files are kept by the secretariat: what is in them nobody can take a name out of.
    """
    if not asked.is_public or asked.type == QuestionType.FILE:
        return False
    return names_people(submission) or not (
        asked.type in _NAMING_TYPES or asked.key in _NAMING_KEYS
    )


def hidden_keys(questionnaire: "Questionnaire") -> frozenset[str]:
    """Return the keys of the questions that the call does not publish."""
    return frozenset(asked.key for asked in questionnaire.questions if not asked.is_public)


def shown_organization(submission: "Submission", hidden: Iterable[str] = ()) -> str:
    """Return who handed it in, as it was typed; blank where it must not be shown."""
    if not names_people(submission) or "organization_name" in hidden:
        return ""
    return submission.organization_name
