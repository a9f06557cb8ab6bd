"""Whom a release concerns: by what they handed in, by where they speak, because they asked."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch

from agenda.choices import Answer
from agenda.differences import Change, Kind, people_of
from agenda.models import (
    Appearance,
    FollowUpContact,
    ReleaseSubscription,
    SessionSource,
    Speaker,
)
from consultation.models import Contributor, Forum
from wsis_forum.accounts.models import User

if TYPE_CHECKING:
    from agenda.programme import ProgrammeSession

# What those hear of who handed in what a session was made of; its speakers hear of speakers, too.
TO_AUTHORS = frozenset(Kind) - {Kind.SPEAKERS, Kind.TEXT}
TO_SPEAKERS = TO_AUTHORS | {Kind.SPEAKERS}


@dataclass(slots=True, kw_only=True)
class Concerned:
    """A reader of a letter; ``key`` tells who it is, ``numbers`` are the sessions she hears of."""

    key: str
    address: str
    language: str
    user: User | None = None
    numbers: set[int] = field(default_factory=set)


class _Readers:
    """Readers by address, so that nobody gets two letters."""

    def __init__(self) -> None:
        self.by_address: dict[str, Concerned] = {}

    def add_user(self, user: User | None, number: int) -> None:
        if user is None or not user.is_active or not user.email:
            return
        reader = self.by_address.setdefault(user.email.lower(), _reader(user))
        reader.numbers.add(number)

    def add_speaker(
        self, speaker: Speaker, user: User | None, numbers: Iterable[int], language: str
    ) -> None:
        if user is not None:
            for number in numbers:
                self.add_user(user, number)
            return
        address = speaker.email
        new = Concerned(key=f"speaker:{speaker.pk}", address=address, language=language)
        self.by_address.setdefault(address.lower(), new).numbers.update(numbers)

    def add_contact(self, row: FollowUpContact) -> None:
        new = Concerned(key=f"contact:{row.pk}", address=row.email, language=row.language)
        self.by_address.setdefault(row.email.lower(), new).numbers.add(row.session.number)


def concerned_by(changes: Sequence[Change], forum: Forum) -> list[Concerned]:
    """
    Return whom changes concern, each person once (at most 5 queries).

    Those who handed in, or helped to write, what a session was made of; whom an organizer named as
    its contact; and its speakers, before and after, whose address is known.
    """
    readers = _Readers()
    _add_authors(readers, changes, forum)
    _add_contacts(readers, changes, forum)
    _add_speakers(readers, changes, forum)
    return list(readers.by_address.values())


def subscribers_of(forum: Forum, *, but: Collection[str]) -> list[Concerned]:
    """Return who asked to hear of a Forum's releases, without the addresses ``but`` (1 query)."""
    known = {address.lower() for address in but}
    rows = ReleaseSubscription.objects.filter(forum=forum, user__is_active=True)
    users = (row.user for row in rows.select_related("user").order_by("pk"))
    return [_reader(user) for user in users if user.email and user.email.lower() not in known]


def _reader(user: User) -> Concerned:
    return Concerned(key=f"user:{user.pk}", address=user.email, language=user.language, user=user)


def _add_authors(readers: _Readers, changes: Sequence[Change], forum: Forum) -> None:
    numbers = [change.number for change in changes if TO_AUTHORS & set(change.kinds)]
    active = Contributor.objects.active().select_related("user")
    rows = (
        SessionSource.objects.filter(session__forum=forum, session__number__in=numbers)
        .select_related("session", "submission__author")
        .prefetch_related(Prefetch("submission__contributors", active, to_attr="writing"))
        .order_by("session__number", "pk")
    )
    for row in rows:
        readers.add_user(row.submission.author, row.session.number)
        for contributor in row.submission.writing:  # type: ignore[attr-defined]
            readers.add_user(contributor.user, row.session.number)


def _add_contacts(readers: _Readers, changes: Sequence[Change], forum: Forum) -> None:
    numbers = [change.number for change in changes if TO_AUTHORS & set(change.kinds)]
    rows = FollowUpContact.objects.filter(session__forum=forum, session__number__in=numbers)
    for row in rows.exclude(email="").select_related("session").order_by("session__number"):
        readers.add_contact(row)


def _add_speakers(readers: _Readers, changes: Sequence[Change], forum: Forum) -> None:
    sessions: dict[str, list[ProgrammeSession]] = {}
    for change in changes:
        if TO_SPEAKERS & set(change.kinds):
            for slug in _people(change):
                sessions.setdefault(slug, []).append(change.session)
    answers = Appearance.objects.filter(speaker=OuterRef("pk"))
    declined = answers.filter(answer=Answer.DECLINED).values("session__number")
    coming = answers.exclude(answer=Answer.DECLINED).values("session__number")
    speakers = Speaker.objects.filter(forum=forum, slug__in=sessions).exclude(email="")
    rows = list(
        speakers.annotate(declined=ArraySubquery(declined), coming=ArraySubquery(coming)).order_by(
            "slug"
        )
    )
    users = {
        user.email.lower(): user
        for user in User.objects.filter(email__in=[row.email.lower() for row in rows])
    }
    for row in rows:
        left = {*row.declined} - {*row.coming}
        # Who will not come has no use for what becomes of a session.
        hers = [one for one in sessions[row.slug] if one.number not in left]
        if not hers:
            continue
        # Without an account nothing tells her language but what she was asked to speak in.
        spoken = hers[0].original_language
        readers.add_speaker(row, users.get(row.email.lower()), [one.number for one in hers], spoken)


def _people(change: Change) -> frozenset[str]:
    before = people_of(change.before) if change.before else frozenset()
    return before | (people_of(change.after) if change.after else frozenset())
