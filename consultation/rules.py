"""
Who may do what; when is asked in ``phases.py``, from which status in ``workflow.py``.

Ask with ``rules.has_perm("consultation.decide", user, submission)``. ``user.has_perm`` says yes to
every superuser before it comes here, and a draft is nobody's but its author's.
"""

import rules

from consultation.choices import Status
from consultation.models import Submission
from wsis_forum.accounts import roles
from wsis_forum.accounts.models import User


def _is_author(user: User, submission: Submission | None) -> bool:
    """Whether the person wrote the submission."""
    return submission is not None and user.is_active and submission.author_id == user.pk


def _is_draft(user: User, submission: Submission | None) -> bool:
    """Whether the submission was not handed in yet."""
    return submission is not None and submission.status == Status.DRAFT


def _is_secretary(user: User) -> bool:
    """Whether the person belongs to the secretariat."""
    return roles.has_role(user, roles.SECRETARIAT)


def _is_reader(user: User) -> bool:
    """Whether the person works with submissions: secretariat, reviewer or organizer."""
    return roles.has_role(user, roles.SECRETARIAT, roles.REVIEWER, roles.ORGANIZER)


is_author = rules.predicate(_is_author)
is_draft = rules.predicate(_is_draft)
is_secretary = rules.predicate(_is_secretary)
is_reader = rules.predicate(_is_reader)

rules.add_perm("consultation.view_own_submission", is_author)
rules.add_perm("consultation.read_submission", is_author | (is_reader & ~is_draft))
rules.add_perm("consultation.edit_draft", is_author & is_draft)
rules.add_perm("consultation.hand_in", is_author)
rules.add_perm("consultation.withdraw", is_author & ~is_draft)
rules.add_perm("consultation.take_up", is_secretary & ~is_draft)
rules.add_perm("consultation.decide", is_secretary & ~is_draft)
rules.add_perm("consultation.manage_forums", is_secretary)
