"""The Atom feed of a Forum's public releases, each with what it changed."""

import hashlib
import re
import uuid
from collections.abc import Sequence

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agenda.change_words import shown_changes
from agenda.models import Release
from agenda.queries.programme import NAMESPACE
from agenda.queries.releases import Edition, compared, edition_of, releases_of
from agenda.views.reading import forum_of
from consultation.models import Forum
from wsis_forum.languages import language
from wsis_forum.templatetags.ui import local_text

# As many releases as a reader who looks once in a quarter has missed.
ENTRIES = 10
# Raise it when the same releases are written otherwise: readers then fetch the feed anew.
REVISION = 1
# What no XML document may hold, however it is written (XML 1.0, 2.2).
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@require_safe
def feed(request: HttpRequest, year: str) -> HttpResponse:
    """Answer with the feed in the language of the address; 304 where the reader has it."""
    forum = forum_of(year)
    # One more than is shown: the oldest entry says what it changed, too.
    rows = list(releases_of(forum).public()[: ENTRIES + 1])
    if not rows:
        raise Http404
    editions = [edition_of(row) for row in rows]
    etag, changed = _etag(forum, editions), int(rows[0].released_at.timestamp())
    # Who left out a person has changed since the release; the moment of that is nobody's business.
    known = None if any(one.hidden for one in editions) else changed
    response = get_conditional_response(request, etag=etag, last_modified=known)
    if response is None:
        text = _written(forum, rows).encode()
        response = HttpResponse(text, content_type="application/atom+xml; charset=utf-8")
    response["ETag"] = etag
    response["Last-Modified"] = http_date(changed)
    response["Cache-Control"] = "no-cache"
    return response


def _etag(forum: Forum, editions: Sequence[Edition]) -> str:
    parts = (REVISION, language().code, str(forum), editions)
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def _written(forum: Forum, rows: Sequence[Release]) -> str:
    spoken = language()
    name = local_text(forum, "name")
    page = _absolute("agenda:releases", forum)
    made = Atom1Feed(
        title=clean(_("Releases of the agenda of the %(forum)s") % {"forum": name}),
        link=page,
        description=None,
        language=spoken.tag,
        author_name=_("WSIS Forum consultation"),
        feed_url=_absolute("agenda:feed", forum),
        feed_guid=_id(forum, "releases"),
    )
    for row, before in zip(rows[:ENTRIES], [*rows[1:], None], strict=False):
        query = f"?to={row.version}"
        made.add_item(
            title=clean(_entry_title(row)),
            link=_absolute("agenda:compare", forum) + query,
            description=clean(_content(forum, row, before)),
            unique_id=_id(forum, f"releases/{row.version}"),
            pubdate=row.released_at,
            updateddate=row.released_at,
        )
    return made.writeString("utf-8")


def clean(text: str) -> str:
    """Return a text without what XML cannot hold."""
    return _NOT_XML.sub("", text)


def _entry_title(row: Release) -> str:
    words = _("Release %(version)s") % {"version": row.version}
    return f"{words}: {row.name}" if row.name else words


def _content(forum: Forum, row: Release, before: Release | None) -> str:
    found = compared(before, row)
    changes = shown_changes(found.changes, found.before, found.after)
    context = {"forum": forum, "release": row, "changes": changes, "base": settings.PORTAL_URL}
    return render_to_string("agenda/feed_entry.html", context)


def _absolute(name: str, forum: Forum) -> str:
    return f"{settings.PORTAL_URL}{reverse(name, args=(forum.slug,))}"


def _id(forum: Forum, what: str) -> str:
    """Return an identifier that stays, wherever the portal moves; each language has its own."""
    return uuid.uuid5(NAMESPACE, f"{forum.slug}/{what}/{language().code}").urn
