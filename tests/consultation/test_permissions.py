"""Who may do what from which status, while the call is open and after: one table, tried whole."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest
import rules
from django.contrib.auth.models import AnonymousUser, Group
from django.db import transaction

from consultation.actions import decisions
from consultation.actions.assignments import assign
from consultation.actions.clarifications import ask_back
from consultation.actions.conflicts import declare
from consultation.actions.drafts import save_section
from consultation.actions.submissions import Consent, submit
from consultation.actions.withdrawals import withdraw
from consultation.choices import AssignedBy, CallKind, Role, Status
from consultation.exceptions import ConsultationError
from consultation.models import (
    Call,
    CallRole,
    Clarification,
    Conflict,
    Contributor,
    Submission,
)
from tests.consultation.drafts import complete_draft
from tests.factories import (
    AttachmentFactory,
    CallFactory,
    SubmissionFactory,
    UserFactory,
    kept_reason,
)
from wsis_forum.accounts.models import User

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
ALL = frozenset(Status)
HANDED_IN = ALL - {Status.DRAFT}
DRAFT = frozenset({Status.DRAFT})
WAITING = frozenset({Status.SUBMITTED, Status.UNDER_REVIEW})
UNDER_WAY = frozenset({*WAITING, Status.RETURNED})
WRITTEN = UNDER_WAY | {Status.DRAFT}

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
    "observer",
    "superuser",
    "reviewer of the call",
    "organizer of the call",
    "secretary of the call",
    "observer of the call",
    "secretary of another call",
    "no longer staff",
)
# Who decides, who reviews, who reads; each also for one call.
SECRETARIES = ("secretariat", "superuser", "secretary of the call")
REVIEWERS = (*SECRETARIES, "reviewer", "reviewer of the call")
WORKERS = (*REVIEWERS, "organizer", "organizer of the call")
READERS = (*WORKERS, "observer", "observer of the call")

# action -> role -> the statuses from which it succeeds. Nobody else, from nowhere else.
TABLE: Mapping[str, Mapping[str, frozenset[Status]]] = {
    "view": dict.fromkeys(READERS, HANDED_IN),
    "view one's own": {"author": ALL, "contributor": ALL},
    "edit": {"author": WRITTEN, "contributor": WRITTEN},
    "hand in": {"author": WRITTEN},
    "withdraw": {"author": HANDED_IN},
    "ask back": dict.fromkeys(SECRETARIES, WAITING),
    "take up": dict.fromkeys(SECRETARIES, frozenset({Status.SUBMITTED, Status.RETURNED})),
    "accept": dict.fromkeys(SECRETARIES, WAITING),
    "decline": dict.fromkeys(SECRETARIES, WAITING),
    "screen": dict.fromkeys(SECRETARIES, HANDED_IN),
    "assign": dict.fromkeys(SECRETARIES, UNDER_WAY),
    "review": dict.fromkeys(REVIEWERS, HANDED_IN),
    "discuss": dict.fromkeys(WORKERS, HANDED_IN),
    "declare a conflict": dict.fromkeys(READERS, HANDED_IN),
    "read a file": {**dict.fromkeys(READERS, HANDED_IN), "author": ALL, "contributor": ALL},
}
# All else succeeds whether or not the call is open; what was returned has a time of its own.
ONLY_WHILE_OPEN = {"edit": WAITING, "hand in": WRITTEN - {Status.RETURNED}}

PERMISSION = {
    "view": "consultation.read_submission",
    "view one's own": "consultation.view_own_submission",
    "edit": "consultation.write",
    "hand in": "consultation.hand_in",
    "withdraw": "consultation.withdraw",
    "ask back": "consultation.ask_back",
    "take up": "consultation.take_up",
    "accept": "consultation.decide",
    "decline": "consultation.decide",
    "screen": "consultation.screen",
    "assign": "consultation.assign",
    "review": "consultation.review",
    "discuss": "consultation.discuss",
    "declare a conflict": "consultation.declare_conflict",
    "read a file": "consultation.read_file",
}

Verb = Callable[[Submission, User, datetime], object]
# What has no line here is asked as a permission only; its verbs have tests of their own.
VERBS: Mapping[str, Verb] = {
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
        submission_id=submission.pk, by=by, chosen_reason_id=kept_reason(), reason="Because.", at=at
    ),
    "decline": lambda submission, by, at: decisions.decline(
        submission_id=submission.pk, by=by, chosen_reason_id=kept_reason(), reason="Because.", at=at
    ),
    "assign": lambda submission, by, at: assign(
        submission_ids=[submission.pk],
        reviewer_ids=[User.objects.get(email="asked@example.org").pk],
        due_at=None,
        how=AssignedBy.HAND,
        by=by,
        at=at,
    ),
    "declare a conflict": lambda submission, by, at: declare(
        submission_id=submission.pk, by=by, user=by, note="", at=at
    ),
}


def of_group(user: User, name: str) -> User:
    """Give a person a role for all calls."""
    user.groups.add(Group.objects.get(name=name))
    return user


def succeeds(action: str, user: User | AnonymousUser, submission: Submission, at: datetime) -> bool:
    """Ask the rules, then the verb; whatever it did is undone."""
    asked = submission.attachments.get() if action == "read a file" else submission
    if not rules.has_perm(PERMISSION[action], user, asked):
        return False
    assert isinstance(user, User)
    if action not in VERBS:
        return True
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
def people(
    secretary: User, reviewer: User, organizer: User, call: Call
) -> dict[str, User | AnonymousUser]:
    of_call = {}
    for role, name, where in (
        (Role.REVIEWER, "reviewer of the call", call),
        (Role.ORGANIZER, "organizer of the call", call),
        (Role.SECRETARIAT, "secretary of the call", call),
        (Role.OBSERVER, "observer of the call", call),
        (Role.SECRETARIAT, "secretary of another call", CallFactory()),
    ):
        of_call[name] = UserFactory(is_staff=True)
        CallRole.objects.create(call=where, user=of_call[name], role=role)
    return {
        **of_call,
        "observer": of_group(UserFactory(is_staff=True), "observer"),
        "no longer staff": of_group(UserFactory(is_staff=False), "secretariat"),
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
    file = AttachmentFactory(submission=submission)
    submission.versions.update(answers={"files": [file.pk]})
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
    of_group(UserFactory(is_staff=True, email="asked@example.org"), "reviewer")
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
        "secretary of another call",
        "no longer staff",
    }


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("status", sorted(HANDED_IN))
def test_a_conflict_takes_every_permission_whatever_role_and_status(
    role: str, status: Status, people: dict[str, Any], call: Call, at: datetime
):
    submission = submission_in(status, call, people, at)
    person = people[role]
    conflict = Conflict.objects.create(submission=submission, user=person, declared_at=at)
    assert not any(
        rules.has_perm(PERMISSION[action], person, submission)
        for action in PERMISSION
        if action != "read a file"
    )
    assert not rules.has_perm("consultation.read_file", person, submission.attachments.get())
    conflict.delete()
    assert rules.has_perm("consultation.read_submission", person, submission)


@pytest.mark.parametrize("status", sorted(HANDED_IN))
def test_staff_who_write_an_input_read_it_among_their_own_only(
    status: Status, people: dict[str, Any], call: Call, at: datetime
):
    for name in ("author", "contributor", "invited"):
        people[name].is_staff = True
        people[name].save()
        of_group(people[name], "secretariat")
    submission = submission_in(status, call, people, at)
    for name, own in (("author", True), ("contributor", True), ("invited", False)):
        for permission in ("read_submission", "decide", "assign", "review", "discuss"):
            assert not rules.has_perm(f"consultation.{permission}", people[name], submission)
        assert rules.has_perm("consultation.view_own_submission", people[name], submission) is own


def test_who_was_put_out_of_service_may_nothing(call: Call, at: datetime):
    author = UserFactory(is_active=False)
    draft = complete_draft(call=call, author=author)
    file = AttachmentFactory(submission=draft)
    assert not rules.has_perm("consultation.read_file", author, file)
    others = set(PERMISSION.values()) - {"consultation.read_file"}
    assert not any(rules.has_perm(name, author, draft) for name in others)
