"""Who may do what from which status, while the call is open and after: one table, tried whole."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from itertools import product

import pytest
import rules
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from consultation.actions import decisions
from consultation.actions.drafts import save_section
from consultation.actions.submissions import submit
from consultation.choices import CallKind, Status
from consultation.exceptions import ConsultationError
from consultation.models import Call, Submission
from tests.consultation.drafts import complete_draft
from tests.factories import CallFactory, UserFactory
from wsis_forum.accounts.models import User

pytestmark = pytest.mark.django_db

ALL = frozenset(Status)
HANDED_IN = ALL - {Status.DRAFT}
DRAFT = frozenset({Status.DRAFT})
WAITING = frozenset({Status.SUBMITTED, Status.UNDER_REVIEW})

ROLES = ("anonymous", "stranger", "author", "reviewer", "organizer", "secretariat", "superuser")

# action -> role -> the statuses from which it succeeds. Nobody else, from nowhere else.
TABLE: Mapping[str, Mapping[str, frozenset[Status]]] = {
    "view": {
        "author": ALL,
        "reviewer": HANDED_IN,
        "organizer": HANDED_IN,
        "secretariat": HANDED_IN,
        "superuser": HANDED_IN,
    },
    "edit": {"author": DRAFT},
    "hand in": {"author": DRAFT},
    "take up": {
        "secretariat": frozenset({Status.SUBMITTED, Status.RETURNED}),
        "superuser": frozenset({Status.SUBMITTED, Status.RETURNED}),
    },
    "accept": {"secretariat": WAITING, "superuser": WAITING},
    "decline": {"secretariat": WAITING, "superuser": WAITING},
}
# All others succeed whether or not the call is open.
ONLY_WHILE_OPEN = frozenset({"hand in"})

PERMISSION = {
    "view": "consultation.read_submission",
    "edit": "consultation.edit_draft",
    "hand in": "consultation.hand_in",
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
        submission_id=submission.pk, by=by, key="k", at=at, opened_at=at
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
        "reviewer": reviewer,
        "organizer": organizer,
        "secretariat": secretary,
        "superuser": UserFactory(is_staff=True, is_superuser=True),
    }


@pytest.fixture
def call() -> Call:
    return CallFactory(kind=CallKind.THEMATIC)


@pytest.mark.parametrize("status", Status)
def test_everybody_may_do_what_the_table_says_and_nothing_else(
    status: Status, people: dict[str, User | AnonymousUser], call: Call, at: datetime
):
    handed_in = {} if status == Status.DRAFT else {"number": "WSIS-2027-0001", "submitted_at": at}
    submission = complete_draft(call=call, author=people["author"], status=status, **handed_in)
    assert call.closes_at is not None
    is_closed = call.closes_at + timedelta(hours=1)
    happened, wanted = {}, {}
    for action, role, moment in product(TABLE, ROLES, (at, is_closed)):
        case = (action, role, "open" if moment == at else "closed")
        allowed = status in TABLE[action].get(role, frozenset())
        wanted[case] = allowed and (moment == at or action not in ONLY_WHILE_OPEN)
        happened[case] = succeeds(action, people[role], submission, moment)
    assert happened == wanted


def test_the_table_names_every_role_that_it_can():
    assert {role for roles in TABLE.values() for role in roles} == set(ROLES) - {
        "anonymous",
        "stranger",
    }


def test_who_was_put_out_of_service_may_nothing(call: Call, at: datetime):
    author = UserFactory(is_active=False)
    draft = complete_draft(call=call, author=author)
    assert not any(rules.has_perm(name, author, draft) for name in PERMISSION.values())
