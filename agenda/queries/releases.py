"""
Which release is read, and its programme, parsed once per process.

A release stays as it was issued, but who refuses to be shown by now is not in it for any reader.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, TextField, Value
from django.db.models.functions import Concat

from agenda.as_of_now import as_one, without
from agenda.choices import Consent
from agenda.differences import Change, differences
from agenda.models import PlannedRelease, Release, Speaker, SpeakerMerge
from agenda.models.release import ReleaseQuerySet
from agenda.programme import Programme, from_data
from agenda.queries.programme import Header, build
from consultation.models import Forum

_VERSION = re.compile(r"v(\d{1,4})\.(\d{1,4})\Z")


@dataclass(frozen=True, slots=True)
class Edition:
    """
    A release as it may be shown now: the key of all that is made of one and kept.

    ``hidden`` are the slugs of those who refuse to be shown.
    """

    release_id: int
    checksum: str
    hidden: tuple[str, ...] = ()

    @property
    def programme(self) -> Programme:
        """What it says."""
        return _programme(self.release_id, self.checksum, self.hidden)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two releases with each person under one slug, and what changed from one to the other."""

    before: Programme | None
    after: Programme
    changes: tuple[Change, ...]


def with_people(rows: ReleaseQuerySet) -> ReleaseQuerySet:
    """Read with each release who refuses to be shown by now, and who was found to be one person."""
    refusing = Speaker.objects.filter(forum=OuterRef("forum"), consent=Consent.NO)
    merges = SpeakerMerge.objects.filter(forum=OuterRef("forum"), undone_at__isnull=True)
    # An address that is another speaker's by now says nothing of the one who was taken up.
    taken = Speaker.objects.filter(forum=OuterRef("forum"), slug=OuterRef("slug"))
    parts = F("slug"), Value("/"), F("kept__slug"), Value("/"), F("kept__consent")
    pair = Concat(*parts, output_field=TextField())
    pairs = merges.exclude(Exists(taken)).annotate(pair=pair)
    return rows.annotate(
        hidden=ArraySubquery(refusing.order_by("slug").values("slug")),
        merged=ArraySubquery(pairs.order_by("pk").values("pair")),
    )


def releases_of(forum: Forum) -> ReleaseQuerySet:
    """Keep a Forum's releases, the newest first, without their programmes."""
    rows = with_people(Release.objects.filter(forum=forum))
    return rows.newest_first().defer("programme")


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
    """
    Return what a release says now; read from the database once per process and release.

    Who refuses to be shown is not in it (1 query where the row came without her refusal).
    """
    return edition_of(release).programme


def issued(release: Release) -> Programme:
    """Return what a release said when it was issued: for what follows it, never to be shown."""
    return Edition(release.pk, release.checksum).programme


def edition_of(release: Release) -> Edition:
    """Return a release as it may be shown now."""
    hidden = dict.fromkeys(_people(release)["hidden"])
    # A release may still name the row that was taken up into hers.
    twins = [gone for gone, _kept, consent in _pairs(release) if consent == Consent.NO]
    return Edition(release.pk, release.checksum, (*hidden, *twins))


def merged_in(release: Release) -> Mapping[str, str]:
    """Return the slugs of speakers that were found to be another one, each with that one's."""
    return {gone: kept for gone, kept, _consent in _pairs(release)}


def bare(edition: Edition, *, version: tuple[int, int]) -> Release:
    """Return a row that says which release it is and no more, for what is made of an edition."""
    major, minor = version
    row = Release(pk=edition.release_id, checksum=edition.checksum, major=major, minor=minor)
    vars(row).update(hidden=edition.hidden, merged=())
    return row


def _people(release: Release) -> dict[str, Any]:
    """Return what was read with the row; a row that came without it gets it once (1 query)."""
    known = vars(release)
    if "hidden" not in known:
        row = vars(with_people(Release.objects.filter(pk=release.pk)).only("pk").get())
        known.update(hidden=row["hidden"], merged=row["merged"])
    return known


def _pairs(release: Release) -> list[list[str]]:
    return [pair.split("/") for pair in _people(release)["merged"]]


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
    rows = with_people(Release.objects.filter(forum=release.forum_id)).defer("programme")
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
    return compared(before, after).changes


def compared(before: Release | None, after: Release) -> Comparison:
    """
    Compare two releases; found once per process and pair.

    Rows that were found to be one person since are one in both: nobody joined and nobody left.
    """
    merged = tuple(merged_in(after).items())
    return _compared(edition_of(before) if before else None, edition_of(after), merged)


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
def _compared(
    before: Edition | None, after: Edition, merged: tuple[tuple[str, str], ...]
) -> Comparison:
    former = as_one(before.programme, dict(merged)) if before else None
    latter = as_one(after.programme, dict(merged))
    return Comparison(former, latter, differences(former, latter))


# The checksum is part of the key: in tests, rows of other databases share their numbers.
@lru_cache(maxsize=16)
def _programme(release_id: int, checksum: str, hidden: tuple[str, ...] = ()) -> Programme:
    if hidden:
        # Where nobody is left out it is the same object, and stands in memory once.
        return without(_programme(release_id, checksum), hidden)
    return from_data(Release.objects.values_list("programme", flat=True).get(pk=release_id))
