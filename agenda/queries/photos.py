"""Which photos of a release's speakers may be shown now."""

from collections.abc import Iterable, Mapping
from functools import partial

from django.conf import settings
from django.urls import reverse

from agenda.choices import Consent
from agenda.exports.labels import Photo
from agenda.models import Speaker
from agenda.programme import Programme, ProgrammeSpeaker
from consultation.models import Forum
from wsis_forum.uploads.small import small_copy

# The slug of each speaker with a photo, and the name of its file.
Names = tuple[tuple[str, str], ...]


def photos_of(forum: Forum, speakers: Iterable[ProgrammeSpeaker]) -> dict[str, Speaker]:
    """
    Return the speakers, by slug, whose photo a release names and the portal still shows (1 query).

    Of who has not said that she agrees, or has taken back her consent or the photo, none is shown
    in any release: it may have been handed in by somebody else. No query where the release names no
    photo.
    """
    named = {one.slug: one.photo for one in speakers if one.photo}
    if not named:
        return {}
    rows = Speaker.objects.filter(forum=forum, slug__in=named, consent=Consent.YES)
    found = rows.only("slug", "photo_name", "photo_type").exclude(photo_name="")
    return {one.slug: one for one in found if one.photo_name == named[one.slug]}


def photos_for_files(forum_id: int) -> Names:
    """Return whose photo may stand in a file: that of who said that she agrees (1 query)."""
    rows = Speaker.objects.filter(forum=forum_id, consent=Consent.YES).exclude(photo_name="")
    return tuple(rows.order_by("slug").values_list("slug", "photo_name"))


def photos_in(programme: Programme, names: Names) -> Mapping[str, Photo]:
    """Return by slug the photos that a release names, as far as they are among the ``names``."""
    speakers = programme.index.speakers
    return {
        slug: Photo(name, _address(programme, slug), partial(small_copy, name))
        for slug, name in names
        if slug in speakers and speakers[slug].photo == name
    }


def _address(programme: Programme, slug: str) -> str:
    path = reverse("agenda:photo", kwargs={"year": programme.forum, "slug": slug})
    return f"{settings.PORTAL_URL}{path}?release={programme.version}"
