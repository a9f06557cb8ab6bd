"""Writes made-up inputs in bulk, with their authors, organizations and history."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from consultation.choices import (
    CallKind,
    Status,
)
from consultation.models import (
    ActionLine,
    Call,
    Country,
    Forum,
    Goal,
    MatrixLink,
    Organization,
    ProposedSpeaker,
    StakeholderType,
    Submission,
    WorkshopDetails,
)
from wsis_forum.accounts.models import User
from wsis_forum.portal.made_up.authors import Author
from wsis_forum.portal.made_up.batches import BATCH, Pairs, create
from wsis_forum.portal.made_up.history import write_history
from wsis_forum.portal.made_up.inputs import CallFacts, MadeUp, World, make
from wsis_forum.portal.made_up.words import words

# The words know these kinds; a stand or a photo needs more than words.
_KINDS = (CallKind.THEMATIC, CallKind.WORKSHOP)


class NothingToFill(Exception):
    """The Forum has no call that could take made-up inputs."""


@transaction.atomic
def add_made_up(*, forum_id: int, count: int, seed: int, at: datetime) -> int:
    """
    Add the made-up inputs 0 to ``count`` of a seed that are not there yet; return how many.

    Moments follow from the calls' dates, numbers go on after the Forum's last one in the order of
    the hand-ins. No letter is queued. ``at`` is timezone-aware; calls that open later are left out.

    :raises NothingToFill: no call of the Forum that takes drafts has opened
    """
    forum = Forum.objects.select_for_update(of=("self",)).get(pk=forum_id)
    calls = {call.slug: call for call in _calls(forum, at)}
    if not calls:
        raise NothingToFill
    facts = [
        CallFacts(slug=call.slug, kind=call.kind, opens_at=call.opens_at, closes_at=call.closes_at)
        for call in calls.values()
        if call.opens_at and call.closes_at
    ]
    world = _world()
    wanted = [make(world, facts, forum=forum.slug, seed=seed, number=n) for n in range(count)]
    known = set(
        Submission.objects.filter(is_made_up=True, call__forum=forum).values_list(
            "reference", flat=True
        )
    )
    missing = [one for one in wanted if one.reference not in known]
    # Numbers are given in the order of the hand-ins; drafts come last and get none.
    missing.sort(key=lambda one: (one.status == Status.DRAFT, one.moments.saved_at, one.reference))
    _write(forum, calls, missing)
    return len(missing)


def _calls(forum: Forum, at: datetime) -> Iterable[Call]:
    calls = forum.calls.filter(takes_drafts=True, opens_at__lte=at, kind__in=_KINDS)
    return calls.order_by("order", "slug")


def _world() -> World:
    matrix: dict[str, list[int]] = {}
    links = MatrixLink.objects.filter(action_line__is_selectable=True)
    for line, goal in links.values_list("action_line__code", "goal__number"):
        matrix.setdefault(line, []).append(goal)
    types = StakeholderType.objects.choosable().order_by("order", "code")
    lines = ActionLine.objects.selectable().order_by("order", "code")
    countries = Country.objects.filter(alpha2__isnull=False)
    return World(
        words=words(),
        types=tuple(types.values_list("code", flat=True)),
        lines=tuple(lines.values_list("code", flat=True)),
        matrix=matrix,
        countries={country.alpha3: country.alpha2 or "" for country in countries},
    )


def _write(forum: Forum, calls: Mapping[str, Call], inputs: Sequence[MadeUp]) -> None:
    authors = {one.author.email: one.author for one in inputs}
    users = _users(authors)
    types = {row.code: row for row in StakeholderType.objects.all()}
    organizations = _organizations(authors.values(), types)
    rows = []
    for one in inputs:
        number = None
        if one.status != Status.DRAFT:
            forum.last_number += 1
            number = f"WSIS-{forum.slug}-{forum.last_number:04d}"
        rows.append(
            _submission(
                one,
                number=number,
                call_id=calls[one.call].pk,
                author_id=users[one.author.email].pk,
                organization=organizations[_organization_key(one.author)],
            )
        )
    Submission.objects.bulk_create(rows, batch_size=BATCH)
    pairs = list(zip(rows, inputs, strict=True))
    _write_tags(pairs)
    _write_details(pairs)
    write_history(pairs, users)
    forum.save(update_fields=("last_number",))


def _submission(
    one: MadeUp, *, number: str | None, call_id: int, author_id: int, organization: Organization
) -> Submission:
    return Submission(
        call_id=call_id,
        author_id=author_id,
        reference=one.reference,
        number=number,
        # Decided and withdrawn ones get there when their decisions are written.
        status=Status.UNDER_REVIEW if one.disposition else one.status,
        language=one.language,
        answers=_answers(one),
        title=one.title,
        summary=one.summary,
        text=one.text,
        # The hand-in makes a row of what was typed; a draft has only that.
        organization=organization if number else None,
        organization_name=one.author.organization,
        stakeholder_type_id=organization.stakeholder_type_id,
        country_id=one.author.country,
        begun_at=one.moments.begun_at,
        saved_at=one.moments.saved_at,
        submitted_at=one.moments.submitted_at,
        is_made_up=True,
    )


def _answers(one: MadeUp) -> dict[str, Any]:
    """Return the input as the answers to its call's questions."""
    answers: dict[str, Any] = {
        "language": one.language,
        "title": one.title,
        "summary": one.summary,
        "text": one.text,
        "organization_name": one.author.organization,
        "stakeholder_type": one.author.stakeholder_type,
        "country": one.author.country,
        "action_lines": list(one.action_lines),
        "goals": list(one.goals),
    }
    if one.workshop is None:
        return answers
    details = {
        "format": one.workshop.format,
        "minutes": one.workshop.minutes,
        "expected_people": one.workshop.expected_people,
        "speakers": [asdict(speaker) for speaker in one.workshop.speakers],
    }
    return {**answers, **details}


def _users(authors: Mapping[str, Author]) -> dict[str, User]:
    """Find the authors among the users, and make those that are missing; they cannot sign in."""
    found = {user.email: user for user in User.objects.filter(email__in=authors)}
    missing = []
    for email, one in authors.items():
        if email not in found:
            user = User(email=email, name=one.name, language=one.language, timezone=one.timezone)
            user.set_unusable_password()
            missing.append(user)
    for user in User.objects.bulk_create(missing, batch_size=BATCH):
        found[user.email] = user
    return found


def _organization_key(one: Author) -> tuple[str, str]:
    return one.organization.lower(), one.country


def _organizations(
    authors: Iterable[Author], types: Mapping[str, StakeholderType]
) -> dict[tuple[str, str], Organization]:
    """Find the authors' organizations, and make those that are missing."""
    wanted = {_organization_key(one): one for one in authors}
    countries = {country for _name, country in wanted}
    rows = Organization.objects.filter(country__in=countries)
    found = {(row.name.lower(), row.country_id): row for row in rows}
    missing = [
        Organization(
            name=one.organization,
            stakeholder_type=types[one.stakeholder_type],
            country_id=one.country,
        )
        for key, one in wanted.items()
        if key not in found
    ]
    for row in Organization.objects.bulk_create(missing, batch_size=BATCH):
        found[row.name.lower(), row.country_id] = row
    return found


def _write_tags(pairs: Pairs) -> None:
    lines = dict(ActionLine.objects.values_list("code", "pk"))
    goals = dict(Goal.objects.values_list("number", "pk"))
    to_lines: Any = Submission.action_lines.through
    to_goals: Any = Submission.goals.through
    create(
        to_lines,
        (
            to_lines(submission_id=row.pk, actionline_id=lines[code])
            for row, one in pairs
            for code in one.action_lines
        ),
    )
    create(
        to_goals,
        (
            to_goals(submission_id=row.pk, goal_id=goals[number])
            for row, one in pairs
            for number in one.goals
        ),
    )


def _write_details(pairs: Pairs) -> None:
    details, speakers = [], []
    for row, one in pairs:
        if one.workshop is None:
            continue
        details.append(
            WorkshopDetails(
                submission=row,
                format=one.workshop.format,
                minutes=one.workshop.minutes,
                expected_people=one.workshop.expected_people,
            )
        )
        speakers += [
            ProposedSpeaker(
                submission=row,
                order=order,
                honorific=speaker.honorific,
                name=speaker.name,
                function=speaker.function,
                organization=speaker.organization,
                country_id=speaker.country,
                attendance=speaker.attendance,
            )
            for order, speaker in enumerate(one.workshop.speakers, start=1)
        ]
    create(WorkshopDetails, details)
    create(ProposedSpeaker, speakers)
