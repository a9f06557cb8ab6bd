"""Which photos of a release's speakers may be shown now."""

from collections.abc import Iterable

from agenda.choices import Consent
from agenda.models import Speaker
from agenda.programme import ProgrammeSpeaker
from consultation.models import Forum


def photos_of(forum: Forum, speakers: Iterable[ProgrammeSpeaker]) -> dict[str, Speaker]:
    """
    Return the speakers, by slug, whose photo a release names and the portal still shows (1 query).

    Who has taken back her consent, or the photo, is not shown in any release. No query where the
    release names no photo.
    """
    named = {one.slug: one.photo for one in speakers if one.photo}
    if not named:
        return {}
    rows = Speaker.objects.filter(forum=forum, slug__in=named).exclude(consent=Consent.NO)
    found = rows.only("slug", "photo_name", "photo_type").exclude(photo_name="")
    return {one.slug: one for one in found if one.photo_name == named[one.slug]}
