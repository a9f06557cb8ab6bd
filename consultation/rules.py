"""
Who may do what; when is asked in ``phases.py``, from which status in ``workflow.py``.

Ask with ``rules.has_perm("consultation.decide", user, submission)``. ``user.has_perm`` says yes to
every superuser before it comes here, and a draft is nobody's but its writers'.
"""

import rules

from consultation.choices import Status
from consultation.models import Attachment, Submission
from consultation.queries.attachments import is_in_a_version
from wsis_forum.accounts import roles
from wsis_forum.accounts.models import User


def _is_author(user: User, submission: Submission | None) -> bool:
    """Whether the person wrote the submission."""
    return submission is not None and user.is_active and submission.author_id == user.pk


def _is_contributor(user: User, submission: Submission | None) -> bool:
    """Whether the author lets the person write in it, now (1 query)."""
    if submission is None or not user.is_active:
        return False
    return submission.contributors.active().filter(user=user.pk).exists()


def _is_draft(user: User, submission: Submission | None) -> bool:
    """Whether the submission was not handed in yet."""
    return submission is not None and submission.status == Status.DRAFT


def _is_secretary(user: User) -> bool:
    """Whether the person belongs to the secretariat."""
    return roles.has_role(user, roles.SECRETARIAT)


def _is_reader(user: User) -> bool:
    """Whether the person works with submissions: secretariat, reviewer or organizer."""
    return roles.has_role(user, roles.SECRETARIAT, roles.REVIEWER, roles.ORGANIZER)


def _writes_with_file(user: User, file: Attachment | None) -> bool:
    """Whether the file belongs to what the person writes."""
    return file is not None and bool(is_writer(user, file.submission))


def _is_handed_in_file(user: User, file: Attachment | None) -> bool:
    """Whether the file was handed in; one added since is still the writers' own (1 query)."""
    return file is not None and is_in_a_version(file)


is_author = rules.predicate(_is_author)
is_contributor = rules.predicate(_is_contributor)
is_draft = rules.predicate(_is_draft)
is_secretary = rules.predicate(_is_secretary)
is_reader = rules.predicate(_is_reader)

is_writer = is_author | is_contributor
writes_with_file = rules.predicate(_writes_with_file)
is_handed_in_file = rules.predicate(_is_handed_in_file)

rules.add_perm("consultation.view_own_submission", is_writer)
rules.add_perm("consultation.read_submission", is_writer | (is_reader & ~is_draft))
rules.add_perm("consultation.read_file", writes_with_file | (is_reader & is_handed_in_file))
rules.add_perm("consultation.write", is_writer)
rules.add_perm("consultation.hand_in", is_author)
rules.add_perm("consultation.withdraw", is_author & ~is_draft)
rules.add_perm("consultation.invite", is_author)
rules.add_perm("consultation.ask_back", is_secretary & ~is_draft)
rules.add_perm("consultation.take_up", is_secretary & ~is_draft)
rules.add_perm("consultation.decide", is_secretary & ~is_draft)
rules.add_perm("consultation.manage_forums", is_secretary)
