"""
Inputs in every state of the review, for a browser to look at.

Made beside a running portal: ``manage.py shell -c "from tests.e2e import states; states.make()"``.
"""

import json
from datetime import datetime, timedelta

from django.contrib.auth.models import Group

from consultation.actions import (
    assignments,
    basket,
    clarifications,
    conflicts,
    decisions,
    reopening,
    reviews,
    saved_filters,
    team_notes,
)
from consultation.choices import AssignedBy, Disposition, RelationKind, Status
from consultation.models import AssignmentRule, Call, PublicReason, Submission
from consultation.outcome import Outcome
from wsis_forum import clock
from wsis_forum.accounts import roles
from wsis_forum.accounts.models import User

_REASON = "It fits the track, and the speakers are named."
_READERS = (
    ("Omar Haddad", "ar", ["ar", "en"]),
    ("Ольга Константинопольская", "ru", ["ru", "en"]),
    ("Claire Morel", "fr", ["fr", "en", "es", "zh-hans"]),
)


def make() -> None:
    """Bring inputs of the workshop call into every state; print the keys, name -> key, as JSON."""
    at, by = clock.now(), User.objects.get(email="secretariat@demo.example")
    call = Call.objects.get(forum__slug="2027", slug="workshop-request")
    readers = _readers()
    rows = [
        row.pk
        for row in call.submissions.filter(status=Status.SUBMITTED)
        .exclude(author__is_staff=True)
        .order_by("pk")[:9]
    ]
    names = ("new", "read", "returned", "merged", "target", "waiting", "again", "near", "held")
    keys = dict(zip(names, rows, strict=True))
    _read(keys["read"], readers, by, at)
    clarifications.ask_back(
        submission_id=keys["returned"],
        by=by,
        question="How many people do you expect?",
        until=at + timedelta(days=3),
        at=at,
    )
    merge = Outcome(
        Disposition.MERGED,
        target_id=keys["target"],
        relation=RelationKind.MERGED.value,
        chosen_reason_id=_kept(Disposition.MERGED),
        reason=_REASON,
    )
    decisions.decide(submission_id=keys["merged"], by=by, outcome=merge, at=at)
    becomes = Outcome(
        Disposition.BECOMES,
        chosen_reason_id=_kept(Disposition.BECOMES),
        reason=_REASON,
        accepted_title="A shorter title",
    )
    for name in ("waiting", "held"):
        basket.put(submission_id=keys[name], by=by, outcome=becomes, at=at)
    decisions.decide(submission_id=keys["again"], by=by, outcome=becomes, at=at)
    reopening.reopen(submission_id=keys["again"], by=by, reason="New facts.", at=at)
    conflicts.declare(
        submission_id=keys["near"], by=by, user=readers[0], note="My cousin wrote it.", at=at
    )
    saved = saved_filters.save_filter(
        by=by, name="Arabic, new", query="status=new&language=ar", is_shared=True, at=at
    )
    AssignmentRule.objects.get_or_create(reviewer=readers[0], language="ar")
    decided = Submission.objects.filter(status=Status.DECIDED).exclude(pk=keys["merged"])
    withdrawn = Submission.objects.filter(status=Status.WITHDRAWN).first()
    keys |= {"decided": decided.order_by("pk")[0].pk, "call": call.pk, "saved": saved.pk}
    keys |= {"withdrawn": withdrawn.pk} if withdrawn else {}
    print(json.dumps(keys))  # noqa: T201 read by the test


def _kept(disposition: Disposition) -> int:
    """Return a reason that is offered for it."""
    return PublicReason.objects.filter(dispositions__contains=[disposition.value])[0].pk


def _readers() -> list[User]:
    """Return three reviewers who read several languages, and the one of the demonstration."""
    group = Group.objects.get(name=roles.REVIEWER)
    found = []
    for name, language, reads in _READERS:
        address = f"reader-{language}@demo.example"
        user, _ = User.objects.get_or_create(
            email=address,
            defaults={"name": name, "language": language, "reads": reads, "is_staff": True},
        )
        user.groups.add(group)
        found.append(user)
    return [*found, User.objects.get(email="reviewer@demo.example")]


def _read(key: int, readers: list[User], by: User, at: datetime) -> None:
    """Take an input up, assign it, give two reviews, begin a third, and talk about it."""
    decisions.take_up(submission_id=key, by=by, at=at)
    assignments.assign(
        submission_ids=[key],
        reviewer_ids=[user.pk for user in readers],
        due_at=at + timedelta(days=2),
        how=AssignedBy.HAND,
        by=by,
        at=at,
    )
    one = Submission.objects.get(pk=key)
    criteria = one.call.criteria.filter(is_active=True)
    for place, user in enumerate(readers[:2]):
        content = reviews.ReviewContent(
            recommendation="accept" if place else "decline",
            note_for_colleagues="A sound proposal, though it repeats last year’s.",
            note_for_author="Please say who will moderate.",
            scores={criterion.pk: 1 + 3 * place for criterion in criteria},
        )
        reviews.give_review(submission_id=key, reviewer=user, content=content, version=0, at=at)
    begun = reviews.ReviewContent(note_for_colleagues="To be read again.")
    reviews.save_review(submission_id=key, reviewer=readers[3], content=begun, version=0, at=at)
    for user in (by, readers[3]):
        team_notes.write_note(
            submission_id=key,
            by=user,
            text="Does this fit the track? <b>https://example.org/" + "x" * 80,
            mentioned=[readers[3].pk],
            at=at,
        )
