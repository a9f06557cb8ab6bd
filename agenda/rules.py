"""Who may see and change what of the programme; ask with ``rules.has_perm``."""

import rules

from wsis_forum.accounts import roles
from wsis_forum.accounts.models import User


def _works_on_programme(user: User) -> bool:
    """Whether the person makes the programme: organizer or secretariat."""
    return roles.has_role(user, roles.ORGANIZER, roles.SECRETARIAT)


works_on_programme = rules.predicate(_works_on_programme)

rules.add_perm("agenda.read_internal_release", works_on_programme)
rules.add_perm("agenda.edit_programme", works_on_programme)
rules.add_perm("agenda.issue_release", works_on_programme)
