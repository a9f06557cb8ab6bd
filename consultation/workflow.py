"""From which status a submission may move to which."""

from collections.abc import Mapping

from consultation.choices import Status
from consultation.exceptions import WrongStatus

# docs/data-model.md draws this table; a test compares the two.
MOVES: Mapping[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.SUBMITTED}),
    Status.SUBMITTED: frozenset({Status.UNDER_REVIEW, Status.WITHDRAWN}),
    Status.UNDER_REVIEW: frozenset({Status.RETURNED, Status.DECIDED, Status.WITHDRAWN}),
    Status.RETURNED: frozenset({Status.UNDER_REVIEW, Status.WITHDRAWN}),
    Status.DECIDED: frozenset({Status.SUBMITTED, Status.UNDER_REVIEW, Status.WITHDRAWN}),
    Status.WITHDRAWN: frozenset(),
}


def require_move(source: str, target: Status) -> None:
    """
    Check one step of the workflow.

    :raises WrongStatus: the table has no such step
    """
    if target not in MOVES[Status(source)]:
        raise WrongStatus(source=Status(source), target=target)
