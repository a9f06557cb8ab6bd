"""Which release is read, and its programme, parsed once per process."""

import re
from functools import lru_cache

from agenda.models import Release
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


def is_up_to_date(forum: Forum) -> bool:
    """Tell whether the latest public release says what the working copy says."""
    release = latest_public(forum)
    if release is None:
        return False
    published = programme_of(release)
    working = build(forum, header=Header.of(published), before=published)
    # Built upon itself, an unchanged programme is equal to the last comma.
    return working == published


# The checksum is part of the key: in tests, rows of other databases share their numbers.
@lru_cache(maxsize=16)
def _programme(release_id: int, checksum: str) -> Programme:
    return from_data(Release.objects.values_list("programme", flat=True).get(pk=release_id))
