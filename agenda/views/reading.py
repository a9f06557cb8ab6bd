"""What the views of the programme share: which Forum, which release."""

from dataclasses import dataclass

import rules
from django.http import Http404, HttpRequest

from agenda.models import Release
from agenda.programme import Programme
from agenda.queries.releases import find, latest_public, programme_of
from consultation.models import Forum


@dataclass(frozen=True, slots=True)
class Reading:
    """The release that a page shows; ``latest`` is the public one that stands."""

    forum: Forum
    release: Release | None
    latest: Release | None

    @property
    def programme(self) -> Programme | None:
        """What the release says."""
        return programme_of(self.release) if self.release else None

    @property
    def query(self) -> str:
        """The query string that keeps an older release while the reader moves on."""
        if self.release is None or self.release == self.latest:
            return ""
        return f"?release={self.release.version}"


def forum_of(year: str) -> Forum:
    """
    Return the Forum of an address.

    :raises Http404: there is none
    """
    forum = Forum.objects.filter(slug=year).first()
    if forum is None:
        raise Http404
    return forum


def read_latest(year: str) -> Reading:
    """
    Return the latest public release.

    :raises Http404: there is no such Forum
    """
    forum = forum_of(year)
    latest = latest_public(forum)
    return Reading(forum, latest, latest)


def read(request: HttpRequest, year: str) -> Reading:
    """
    Return the release that ``?release=`` names, or else the latest public one.

    :raises Http404: there is no such Forum or release, or it is not for this reader
    """
    forum = forum_of(year)
    version = request.GET.get("release")
    latest = latest_public(forum)
    if version is None:
        return Reading(forum, latest, latest)
    # Who may not read internal releases is not told which exist.
    internal = rules.has_perm("agenda.read_internal_release", request.user)
    release = find(forum, version, internal=internal)
    if release is None:
        raise Http404
    return Reading(forum, release, latest)
