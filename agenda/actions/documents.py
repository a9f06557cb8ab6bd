"""The verb about documents of releases: each is made once, then served from storage."""

import logging
from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from functools import partial

from django.db import connection, transaction
from django.db.models import F

from agenda import stored
from agenda.exceptions import DocumentFailed
from agenda.exports import FORMATS
from agenda.exports.text import one_line
from agenda.models import FailedDocument, Release, ReleaseDocument
from agenda.queries.exports import about_export, export_of
from wsis_forum.letters import nudge as worker

# A reader who comes while a document is being made waits for it, longer than for other locks.
_PATIENCE = "60s"
# What failed is not tried again before.
TRIED_AGAIN = timedelta(minutes=10)
_REASON_LENGTH = 300

_log = logging.getLogger(__name__)


def nudge(release: Release) -> None:
    """Ask a worker for all documents of a release, after the commit; a reader can ask, too."""
    transaction.on_commit(
        partial(worker.tell, "agenda.tasks.make_documents", release_id=release.pk)
    )


def document_of(
    *, release: Release, extension: str, language: str, at: datetime
) -> ReleaseDocument:
    """
    Return a release in a format and a language; the first who asks has it made.

    It is made anew where other words or another writer would make another one, where somebody has
    come to refuse to be shown, where an address has come to show, and where its file is lost. Two
    who ask at once get the same: the second waits for the first.

    What cannot be made is noted and said to the log once, and for ten minutes not tried again: it
    may take long to fail.

    :raises KeyError: there is no such format
    :raises DocumentFailed: it cannot be made
    """
    about = about_export(release, extension=extension, language=language, at=at)
    revision = about.revision
    kept = _kept(release, extension, language, revision)
    if kept is not None:
        return kept
    place = {"release": release, "extension": extension, "language": language}
    recent = FailedDocument.objects.filter(
        **place, revision=revision, tried_at__gt=at - TRIED_AGAIN
    ).first()
    if recent is not None:
        raise DocumentFailed(extension=extension, language=language, reason=recent.reason)
    try:
        return _make(release, extension, language, revision, at)
    except DocumentFailed as failed:
        tried = {"revision": revision, "reason": failed.reason, "tried_at": at}
        _row, is_new = FailedDocument.objects.update_or_create(
            **place, defaults=tried, create_defaults={**tried, "failed_at": at}
        )
        if is_new:
            _log.exception("Release %d: cannot make %s", release.pk, failed)
        raise


def try_again(*, release: Release) -> int:
    """Ask a worker for what could not be made of a release; return how many documents that is."""
    failed = FailedDocument.objects.filter(release=release)
    count = failed.update(tried_at=F("tried_at") - TRIED_AGAIN)
    nudge(release)
    return count


def written(write: Callable[[], bytes], *, extension: str, language: str) -> bytes:
    """
    Return what a writer makes.

    :raises DocumentFailed: it cannot; the reason is the kind of error and its first words
    """
    try:
        return write()
    except Exception as error:
        reason = one_line(f"{type(error).__name__}: {error}")[:_REASON_LENGTH]
        raise DocumentFailed(extension=extension, language=language, reason=reason) from error


def forget_photos(*, forums: Collection[int]) -> None:
    """Delete the documents of Forums that hold photos; who asks next has one made without."""
    extensions = [extension for extension, one in FORMATS.items() if one.has_photos]
    rows = ReleaseDocument.objects.filter(release__forum__in=forums, extension__in=extensions)
    names = set(rows.values_list("stored_name", flat=True))
    rows.delete()
    _discard(names)


def _discard(names: Iterable[str]) -> None:
    """Delete files that no row names any more, after the commit."""
    used = ReleaseDocument.objects.filter(stored_name__in=names)
    for name in set(names) - set(used.values_list("stored_name", flat=True)):
        transaction.on_commit(partial(stored.discard, name), robust=True)


def _kept(release: Release, extension: str, language: str, revision: str) -> ReleaseDocument | None:
    row = ReleaseDocument.objects.filter(
        release=release, extension=extension, language=language, revision=revision
    ).first()
    return row if row is not None and stored.path_of(row.stored_name).exists() else None


@transaction.atomic
def _make(
    release: Release, extension: str, language: str, revision: str, at: datetime
) -> ReleaseDocument:
    _wait_for_others(f"document:{release.pk}:{extension}:{language}")
    kept = _kept(release, extension, language, revision)
    if kept is not None:
        return kept
    one = export_of(release, extension=extension, language=language, at=at)
    content = written(one.write, extension=extension, language=language)
    # The file is whole and on disk before a row names it; without the row nobody finds it.
    file = stored.keep(content)
    former = ReleaseDocument.objects.filter(
        release=release, extension=extension, language=language
    ).exclude(stored_name=file.stored_name)
    names = list(former.values_list("stored_name", flat=True))
    row, _is_new = ReleaseDocument.objects.update_or_create(
        release=release,
        extension=extension,
        language=language,
        defaults={
            "revision": revision,
            "stored_name": file.stored_name,
            "sha256": file.sha256,
            "size": len(content),
            "made_at": at,
        },
    )
    FailedDocument.objects.filter(release=release, extension=extension, language=language).delete()
    # It may hold what is not to be shown any more, such as a photo.
    _discard(names)
    return row


def _wait_for_others(name: str) -> None:
    """Let one at a time make a document; the lock ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(name, %s, true) FROM unnest(array['lock_timeout',"
            " 'statement_timeout', 'idle_in_transaction_session_timeout']) AS name",
            [_PATIENCE],
        )
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
