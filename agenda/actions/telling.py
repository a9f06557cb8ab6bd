"""
The verb that writes the letters about a public release.

Not in the release's own transaction: a thousand letters take seconds, and the Forum is locked
meanwhile. The release's row says whether they are written, so none is lost and none comes twice.
"""

from datetime import datetime
from functools import partial

from django.db import transaction

from agenda import letters_of_releases
from agenda.models import Release
from agenda.queries.releases import before_of, compared
from wsis_forum.letters import nudge as worker


def nudge(release: Release) -> None:
    """Ask a worker for the letters, after the commit; a sweep asks as well."""
    transaction.on_commit(
        partial(worker.tell, "agenda.tasks.tell_of_release", release_id=release.pk)
    )


@transaction.atomic
def tell_of_release(*, release_id: int, at: datetime) -> int:
    """
    Queue the letters to those whom a public release concerns, and return how many.

    None where they are queued already, and where another worker is at it.
    """
    release = (
        Release.objects.public()
        .select_for_update(of=("self",), skip_locked=True, no_key=True)
        .select_related("forum")
        .defer("programme")
        .filter(pk=release_id, told_at__isnull=True)
        .first()
    )
    if release is None:
        return 0
    found = compared(before_of(release), release)
    count = letters_of_releases.queue_public(
        release=release, before=found.before, after=found.after, at=at
    )
    release.told_at = at
    release.save(update_fields=("told_at",))
    return count
