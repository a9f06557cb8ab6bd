"""Which release is read, and its programme, parsed once per process."""

import re
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from django.db.models import Q

from agenda.differences import Change, differences
from agenda.models import PlannedRelease, Release
from agenda.models.release import ReleaseQuerySet
from agenda.programme import Programme, from_data
from agenda.queries.programme import Header, build
from consultation.models import Forum

_VERSION = re.compile(r"v(\d{1,4})\.(\d{1,4})\Z")


def releases_of(forum: Forum) -> ReleaseQuerySet:
    """Keep a Forum's releases, the newest first, without their programmes."""
    return Release.objects.filter(forum=forum).newest_first().defer("programme")


def latest_public(forum: Forum) -> Release | None:
    """Return the release that the public pages show; ``None`` before the first."""
    return releases_of(forum).public().first()


def find(forum: Forum, version: str, *, internal: bool = False) -> Release | None:
    """Return the release of that version (``v1.0``); internal ones only where asked for."""
    match = _VERSION.match(version)
    if match is None:
        return None
    rows = releases_of(forum) if internal else releases_of(forum).public()
    return rows.filter(major=int(match[1]), minor=int(match[2])).first()


def programme_of(release: Release) -> Programme:
    """Return what a release says; read from the database once per process and release."""
    return _programme(release.pk, release.checksum)


def next_sequence(forum: Forum) -> int:
    """Return what the Forum's next release counts: more than any before, imported ones included."""
    counted = Release.objects.filter(forum=forum).values_list("programme__sequence", flat=True)
    return max(counted, default=-1) + 1


def planned_until(at: datetime) -> list[int]:
    """Return the ids of the planned releases that are due at ``at``, the first due first."""
    waiting = PlannedRelease.objects.filter(
        due_at__lte=at, release__isnull=True, refused_at__isnull=True, cancelled_at__isnull=True
    )
    return list(waiting.order_by("due_at", "pk").values_list("pk", flat=True))


def untold() -> list[int]:
    """Return the ids of the public releases whose letters are not queued yet, the first first."""
    rows = Release.objects.public().filter(told_at__isnull=True)
    return list(rows.order_by("released_at", "pk").values_list("pk", flat=True))


def before_of(release: Release, *, internal: bool = False) -> Release | None:
    """Return the release that readers had before this one: public ones only, or any."""
    rows = Release.objects.filter(forum=release.forum_id).defer("programme")
    rows = rows if internal else rows.public()
    earlier = Q(released_at__lt=release.released_at) | Q(
        released_at=release.released_at, pk__lt=release.pk
    )
    return rows.filter(earlier).order_by("-released_at", "-pk").first()


def newest_for(release: Release) -> Release | None:
    """Return what the readers of a release read now: the public, the newest public one."""
    rows = Release.objects.filter(forum=release.forum_id).defer("programme")
    rows = rows.public() if release.is_public else rows
    return rows.order_by("-released_at", "-pk").first()


def changes_between(before: Release | None, after: Release) -> tuple[Change, ...]:
    """Return what changed from one release to another; found once per process and pair."""
    key = (before.pk, before.checksum) if before else None
    return _changes(key, (after.pk, after.checksum))


def is_up_to_date(forum: Forum) -> bool:
    """Tell whether the latest public release says what the working copy says."""
    release = latest_public(forum)
    if release is None:
        return False
    published = programme_of(release)
    sessions = tuple(one.with_ordinals() for one in published.sessions)
    published = replace(published, sessions=sessions)
    working = build(forum, header=Header.of(published), before=published)
    # Built upon itself, an unchanged programme is equal to the last comma.
    return working == published


@lru_cache(maxsize=64)
def _changes(before: tuple[int, str] | None, after: tuple[int, str]) -> tuple[Change, ...]:
    return differences(_programme(*before) if before else None, _programme(*after))


# The checksum is part of the key: in tests, rows of other databases share their numbers.
@lru_cache(maxsize=16)
def _programme(release_id: int, checksum: str) -> Programme:
    return from_data(Release.objects.values_list("programme", flat=True).get(pk=release_id))
