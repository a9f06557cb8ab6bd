"""The verb about documents of releases: each is made once, then served from storage."""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import partial

from django.db import connection, transaction

from agenda import stored
from agenda.exports import FORMATS
from agenda.models import Release, ReleaseDocument
from agenda.queries.exports import about_export, export_of
from wsis_forum.letters import nudge as worker

# A reader who comes while a document is being made waits for it, longer than for other locks.
_PATIENCE = "60s"


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

    :raises KeyError: there is no such format
    """
    about = about_export(release, extension=extension, language=language, at=at)
    revision = about.revision
    kept = _kept(release, extension, language, revision)
    return kept or _make(release, extension, language, revision, at)


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
    content = export_of(release, extension=extension, language=language, at=at).write()
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
