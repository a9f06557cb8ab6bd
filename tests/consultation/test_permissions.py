"""Who may do what from which status, while the call is open and after: one table, tried whole."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest
import rules
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from consultation.actions import decisions
from consultation.actions.clarifications import ask_back
from consultation.actions.drafts import save_section
from consultation.actions.submissions import Consent, submit
from consultation.actions.withdrawals import withdraw
from consultation.choices import CallKind, Status
from consultation.exceptions import ConsultationError
from consultation.models import Call, Clarification, Contributor, Submission
from tests.consultation.drafts import complete_draft
from tests.factories import CallFactory, SubmissionFactory, UserFactory
from wsis_forum.accounts.models import User

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
ALL = frozenset(Status)
HANDED_IN = ALL - {Status.DRAFT}
DRAFT = frozenset({Status.DRAFT})
WAITING = frozenset({Status.SUBMITTED, Status.UNDER_REVIEW})
WRITTEN = frozenset({Status.DRAFT, *WAITING, Status.RETURNED})

ROLES = (
    "anonymous",
    "stranger",
    "author",
    "contributor",
    "invited",
    "removed",
    "reviewer",
    "organizer",
    "secretariat",
    "superuser",
)

# action -> role -> the statuses from which it succeeds. Nobody else, from nowhere else.
TABLE: Mapping[str, Mapping[str, frozenset[Status]]] = {
    "view": {
        "author": ALL,
        "contributor": ALL,
        "reviewer": HANDED_IN,
        "organizer": HANDED_IN,
        "secretariat": HANDED_IN,
        "superuser": HANDED_IN,
    },
    "edit": {"author": WRITTEN, "contributor": WRITTEN},
    "hand in": {"author": WRITTEN},
    "withdraw": {"author": HANDED_IN},
    "ask back": {"secretariat": WAITING, "superuser": WAITING},
    "take up": {
        "secretariat": frozenset({Status.SUBMITTED, Status.RETURNED}),
        "superuser": frozenset({Status.SUBMITTED, Status.RETURNED}),
    },
    "accept": {"secretariat": WAITING, "superuser": WAITING},
    "decline": {"secretariat": WAITING, "superuser": WAITING},
}
# All else succeeds whether or not the call is open; what was returned has a time of its own.
ONLY_WHILE_OPEN = {"edit": WAITING, "hand in": WRITTEN - {Status.RETURNED}}

PERMISSION = {
    "view": "consultation.read_submission",
    "edit": "consultation.write",
    "hand in": "consultation.hand_in",
    "withdraw": "consultation.withdraw",
    "ask back": "consultation.ask_back",
    "take up": "consultation.take_up",
    "accept": "consultation.decide",
    "decline": "consultation.decide",
}

Verb = Callable[[Submission, User, datetime], object]
VERBS: Mapping[str, Verb] = {
    "view": lambda submission, by, at: None,
    "edit": lambda submission, by, at: save_section(
        submission_id=submission.pk,
        by=by,
        section="input",
        answers={"title": "Another title"},
        version=submission.version,
        at=at,
    ),
    "hand in": lambda submission, by, at: submit(
        submission_id=submission.pk,
        by=by,
        key="k",
        at=at,
        opened_at=at,
        consent=Consent("not-public"),
    ),
    "withdraw": lambda submission, by, at: withdraw(
        submission_id=submission.pk, by=by, reason="Because.", at=at
    ),
    "ask back": lambda submission, by, at: ask_back(
        submission_id=submission.pk, by=by, question="Why?", until=at + DAY, at=at
    ),
    "take up": lambda submission, by, at: decisions.take_up(
        submission_id=submission.pk, by=by, at=at
    ),
    "accept": lambda submission, by, at: decisions.accept(
        submission_id=submission.pk, by=by, reason="Because.", at=at
    ),
    "decline": lambda submission, by, at: decisions.decline(
        submission_id=submission.pk, by=by, reason="Because.", at=at
    ),
}


def succeeds(action: str, user: User | AnonymousUser, submission: Submission, at: datetime) -> bool:
    """Ask the rules, then the verb; whatever it did is undone."""
    if not rules.has_perm(PERMISSION[action], user, submission):
        return False
    assert isinstance(user, User)
    with transaction.atomic():
        try:
            with transaction.atomic():
                VERBS[action](submission, user, at)
        except ConsultationError:
            return False
        finally:
            transaction.set_rollback(True)
    return True


@pytest.fixture
def people(secretary: User, reviewer: User, organizer: User) -> dict[str, User | AnonymousUser]:
    return {
        "anonymous": AnonymousUser(),
        "stranger": UserFactory(),
        "author": UserFactory(),
        "contributor": UserFactory(),
        "invited": UserFactory(),
        "removed": UserFactory(),
        "reviewer": reviewer,
        "organizer": organizer,
        "secretariat": secretary,
        "superuser": UserFactory(is_staff=True, is_superuser=True),
    }


@pytest.fixture
def call() -> Call:
    return CallFactory(kind=CallKind.THEMATIC)


def submission_in(
    status: Status, call: Call, people: Mapping[str, Any], at: datetime
) -> Submission:
    """Make a submission with an open question where it was returned, and its contributors."""
    make = complete_draft if status == Status.DRAFT else SubmissionFactory
    submission = make(call=call, author=people["author"], status=status)
    if status == Status.RETURNED:
        assert call.closes_at
        until = call.closes_at + 30 * DAY
        Clarification.objects.create(
            submission=submission, asked_at=at, question="How many?", until=until
        )
    dates = {"contributor": (at, None), "invited": (None, None), "removed": (at, at)}
    for role, (accepted_at, removed_at) in dates.items():
        Contributor.objects.create(
            submission=submission,
            email=people[role].email,
            user=people[role],
            invited_at=at,
            accepted_at=accepted_at,
            removed_at=removed_at,
        )
    return submission


@pytest.mark.parametrize("status", Status)
def test_everybody_may_do_what_the_table_says_and_nothing_else(
    status: Status, people: dict[str, Any], call: Call, at: datetime
):
    submission = submission_in(status, call, people, at)
    assert call.closes_at is not None
    is_closed = call.closes_at + timedelta(hours=1)
    happened, wanted = {}, {}
    for action, role, moment in product(TABLE, ROLES, (at, is_closed)):
        case = (action, role, "open" if moment == at else "closed")
        allowed = status in TABLE[action].get(role, frozenset())
        wanted[case] = allowed and (
            moment == at or status not in ONLY_WHILE_OPEN.get(action, frozenset())
        )
        happened[case] = succeeds(action, people[role], submission, moment)
    assert happened == wanted


def test_the_table_names_every_role_that_it_can():
    assert {role for roles in TABLE.values() for role in roles} == set(ROLES) - {
        "anonymous",
        "stranger",
        "invited",
        "removed",
    }


def test_who_was_put_out_of_service_may_nothing(call: Call, at: datetime):
    author = UserFactory(is_active=False)
    draft = complete_draft(call=call, author=author)
    assert not any(rules.has_perm(name, author, draft) for name in PERMISSION.values())
