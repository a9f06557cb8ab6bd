"""
Who may do what; when is asked in ``phases.py``, from which status in ``workflow.py``.

Ask with ``rules.has_perm("consultation.decide", user, submission)``. ``user.has_perm`` says yes to
every superuser before it comes here, and a draft is nobody's but its writers'.
"""

import rules

from consultation.choices import Status
from consultation.models import Attachment, Submission
from consultation.queries import access
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


def _holds(*wanted: str) -> rules.predicates.Predicate:
    """Make a predicate: a role for all calls or for the input's, and nothing that forbids it."""

    def holds(user: User, submission: Submission | None) -> bool:
        if submission is None:
            return roles.has_role(user, *wanted)
        return access.has_role(user, submission, *wanted)

    return rules.predicate(holds, name="holds_" + "_or_".join(wanted))


def _sees(user: User, submission: Submission | None) -> bool:
    """Whether the input exists for this member of the staff; conflicts of interest hide it."""
    return submission is not None and access.may_read(user, submission)


def _is_secretary(user: User) -> bool:
    """Whether the person belongs to the secretariat, for all calls."""
    return roles.has_role(user, roles.SECRETARIAT)


def _writes_with_file(user: User, file: Attachment | None) -> bool:
    """Whether the file belongs to what the person writes."""
    return file is not None and bool(is_writer(user, file.submission))


def _sees_handed_in_file(user: User, file: Attachment | None) -> bool:
    """Whether the file was handed in with an input that exists for this member of the staff."""
    return file is not None and _sees(user, file.submission) and is_in_a_version(file)


is_author = rules.predicate(_is_author)
is_contributor = rules.predicate(_is_contributor)
is_draft = rules.predicate(_is_draft)
is_secretary = rules.predicate(_is_secretary)
sees = rules.predicate(_sees)
is_secretary_here = _holds(roles.SECRETARIAT) & sees
is_reviewer_here = _holds(roles.SECRETARIAT, roles.REVIEWER) & sees
works_here = _holds(roles.SECRETARIAT, roles.REVIEWER, roles.ORGANIZER) & sees

is_writer = is_author | is_contributor
writes_with_file = rules.predicate(_writes_with_file)
sees_handed_in_file = rules.predicate(_sees_handed_in_file)

rules.add_perm("consultation.view_own_submission", is_writer)
# Among the staff; what somebody wrote herself, she reads in her own pages only.
rules.add_perm("consultation.read_submission", sees)
rules.add_perm("consultation.read_file", writes_with_file | sees_handed_in_file)
rules.add_perm("consultation.write", is_writer)
rules.add_perm("consultation.hand_in", is_author)
rules.add_perm("consultation.withdraw", is_author & ~is_draft)
rules.add_perm("consultation.invite", is_author)
rules.add_perm("consultation.ask_back", is_secretary_here)
rules.add_perm("consultation.take_up", is_secretary_here)
rules.add_perm("consultation.screen", is_secretary_here)
rules.add_perm("consultation.assign", is_secretary_here)
rules.add_perm("consultation.decide", is_secretary_here)
rules.add_perm("consultation.review", is_reviewer_here)
rules.add_perm("consultation.discuss", works_here)
rules.add_perm("consultation.declare_conflict", sees)
rules.add_perm("consultation.manage_forums", is_secretary)
rules.add_perm("consultation.manage_reviewers", is_secretary)
rules.add_perm("consultation.manage_reminders", is_secretary)
