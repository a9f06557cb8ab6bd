"""
Whom an input is read blind by, and the names that are taken out then.

The one place of that rule, for pages, lists, search, exports and files. Who belongs to the
secretariat, for all calls or for this one, is never blind; everybody else is, in a call that says
so. What a file holds cannot be blinded, only its name.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import connection

from consultation.blind_reading import OPEN, Blind
from consultation.blinding import parts_of
from consultation.choices import Role
from consultation.models import Attachment, CallRole, Contributor, KnownName, NameKind, Submission
from consultation.queries.access import readable
from wsis_forum.accounts import roles
from wsis_forum.accounts.models import User

# Domains that say nothing of an organization.
_COMMON_DOMAINS = frozenset(
    (
        *("gmail.com", "googlemail.com", "yahoo.com", "yahoo.fr", "hotmail.com", "outlook.com"),
        *("live.com", "icloud.com", "aol.com", "gmx.net", "gmx.de", "proton.me", "protonmail.com"),
        *("mail.ru", "yandex.ru", "qq.com", "163.com", "126.com", "sina.com", "free.fr"),
    )
)

# ``KnownName`` holds the last version's; the differences between versions show earlier ones too.
_IN_EARLIER_VERSIONS = """
    SELECT DISTINCT version.submission_id, found.kind, found.name
    FROM consultation_submissionversion AS version
    CROSS JOIN LATERAL consultation_names_in(version.answers) AS found
    WHERE version.submission_id = ANY(%s) AND EXISTS (
        SELECT FROM consultation_submissionversion AS later
        WHERE later.submission_id = version.submission_id AND later.number > version.number
    )
"""


def is_blind_for(user: Any, submission: Submission) -> bool:
    """Tell whether a person reads an input blind (at most 1 query besides its call)."""
    return bool(submission.call.is_blind) and submission.call_id not in _not_blind(user)


def blind_for(user: Any, submission: Submission) -> Blind:
    """Return how a person reads one input; without blind reading no query of its own."""
    return blinds_for(user, [submission])[submission.pk]


def blinds_for(user: Any, submissions: Iterable[Submission]) -> dict[int, Blind]:
    """
    Return how a person reads each of these inputs, key -> ``Blind`` (at most 7 queries).

    Preload ``call``; ``author`` and ``organization`` are read where they are not there.
    """
    rows = list(submissions)
    hidden = [row for row in rows if row.call.is_blind]
    if hidden:
        free = _not_blind(user)
        hidden = [row for row in hidden if row.call_id not in free]
    if not hidden:
        return dict.fromkeys((row.pk for row in rows), OPEN)
    (names, people), files = _names(hidden), _files(hidden)
    found = {
        row.pk: Blind(
            hides_people=True,
            names=names[row.pk],
            files=tuple(files[row.pk]),
            people=frozenset(people[row.pk]),
        )
        for row in hidden
    }
    return {row.pk: found.get(row.pk, OPEN) for row in rows}


def mark_titles(user: Any, submissions: Iterable[Submission]) -> None:
    """
    Give inputs that stand beside another one their ``read_title``, as a person may read it.

    It is ``None`` where the input does not exist for her (1 query, and those of ``blinds_for``).
    """
    rows = list(submissions)
    if not rows:
        return
    seen = set(readable(user).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    blinds = blinds_for(user, rows)
    for row in rows:
        title = blinds[row.pk].text(row.title)
        row.read_title = title if row.pk in seen else None  # type: ignore[attr-defined]  # shown only


def names_of(submission: Submission) -> tuple[str, ...]:
    """Return every name that the portal knows to stand for who wrote an input (5 queries)."""
    return _names([submission])[0][submission.pk]


class _Everything(frozenset[int]):
    """The calls of somebody who is nowhere blind."""

    def __contains__(self, key: object) -> bool:
        return True


def _not_blind(user: Any) -> Collection[int]:
    """Return the calls whose secretariat a person belongs to; read once per user object."""
    known: Collection[int] | None = getattr(user, "_calls_not_blind", None)
    if known is None:
        if roles.has_role(user, roles.SECRETARIAT):
            known = _Everything()
        else:
            mine = CallRole.objects.filter(user=user.pk, role=Role.SECRETARIAT)
            known = frozenset(mine.values_list("call", flat=True))
        user._calls_not_blind = known  # noqa: SLF001 cache on the request's user
    return known


def _names(
    rows: Sequence[Submission],
) -> tuple[Mapping[int, tuple[str, ...]], Mapping[int, set[int]]]:
    """Return the names of inputs, the same name once, and the users who write in them."""
    keys = [row.pk for row in rows]
    names: dict[int, dict[str, None]] = {key: {} for key in keys}
    people = User.objects.in_bulk({row.author_id for row in rows if row.author_id})
    writers: dict[int, set[int]] = {key: set() for key in keys}
    for row in rows:
        names[row.pk] |= _of_columns(row)
        if row.author_id:
            names[row.pk] |= _of_user(people[row.author_id])
            writers[row.pk].add(row.author_id)
    for one in Contributor.objects.filter(submission__in=keys).select_related("user"):
        names[one.submission_id] |= dict.fromkeys(_of_address(one.email))
        if one.user:
            names[one.submission_id] |= _of_user(one.user)
            writers[one.submission_id].add(one.user.pk)
    for key, kind, name in _known(keys):
        more = parts_of(name) if kind == NameKind.PERSON else ()
        names[key] |= dict.fromkeys((name, *more))
    return {key: tuple(found) for key, found in names.items()}, writers


def _known(keys: list[int]) -> Iterator[tuple[int, str, str]]:
    """Yield the names that stand in answers: those of the last versions, then of earlier ones."""
    last = KnownName.objects.filter(submission__in=keys)
    yield from last.values_list("submission", "kind", "name")
    with connection.cursor() as cursor:
        cursor.execute(_IN_EARLIER_VERSIONS, [keys])
        yield from cursor.fetchall()


def _files(rows: Sequence[Submission]) -> Mapping[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    files = Attachment.objects.filter(submission__in=[row.pk for row in rows])
    for key, file in files.order_by("uploaded_at", "pk").values_list("submission", "pk"):
        found[key].append(file)
    return found


def _of_columns(row: Submission) -> dict[str, None]:
    organization = row.organization
    rows = (organization.name, organization.acronym) if organization else ()
    return dict.fromkeys(filter(None, (row.organization_name, row.on_behalf_of, *rows)))


def _of_user(user: User) -> dict[str, None]:
    names = (user.name, *parts_of(user.name), user.organization_name, *_of_address(user.email))
    return dict.fromkeys(filter(None, names))


def _of_address(email: str) -> tuple[str, ...]:
    """Return an e-mail address, and its domain where that says something."""
    domain = email.rpartition("@")[2].lower()
    return (email,) if domain in _COMMON_DOMAINS or not domain else (email, domain)
