"""Verbs on the photo of a speaker, and which files the programme still names."""

from collections.abc import Iterator
from datetime import datetime
from shutil import copyfile

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.db.models import F

from agenda.actions.documents import forget_photos
from agenda.models import Release, Speaker, SpeakerMerge
from consultation.models import Attachment
from wsis_forum import uploads
from wsis_forum.accounts.models import User
from wsis_forum.uploads import storing
from wsis_forum.uploads.small import small_copy

PHOTO = uploads.Rule(("picture",), 10)


def set_photo(*, speaker_id: int, upload: UploadedFile, by: User | None, at: datetime) -> Speaker:
    """
    Give a speaker a photo, written anew without what the camera noted.

    The former file stays for the releases that name it; what nothing names goes with the sweep.

    :raises BadUpload: the file is not taken
    """
    # Before the lock: looking into a large file takes its time.
    received = uploads.receive(upload, PHOTO)
    try:
        # Now, and not for hundreds of photos when a document asks for them.
        small_copy(received.stored_name)
        return _keep(speaker_id, received.stored_name, received.media_type)
    except BaseException:
        received.discard()
        raise


def copy_photo(*, speaker: Speaker, attachment: Attachment) -> None:
    """
    Give a speaker the photo that was handed in with a request, as a file of her own.

    The request keeps its file, and each goes when its owner wants it gone. Nothing happens where
    the file is gone already.
    """
    if attachment.removed_at is not None or not attachment.is_picture:
        return
    copy = storing.incoming()
    try:
        copyfile(storing.path_of(attachment.stored_name), copy)
    except FileNotFoundError:
        return
    stored_name, _size, _digest = storing.keep(copy)
    small_copy(stored_name)
    speaker.photo_name, speaker.photo_type = stored_name, attachment.media_type
    speaker.version += 1
    speaker.save(update_fields=("photo_name", "photo_type", "version"))


def remove_photo(*, speaker_id: int, by: User | None, at: datetime) -> Speaker:
    """Take a speaker's photo away; releases that name it keep theirs."""
    return _keep(speaker_id, "", "")


def named_photos() -> Iterator[str]:
    """Name every photo of a speaker, of one that was merged, and of a release."""
    yield from Speaker.objects.exclude(photo_name="").values_list("photo_name", flat=True)
    for rows in SpeakerMerge.objects.values_list("gone", flat=True):
        yield from (name for row in rows if (name := row["row"].get("photo_name")))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT jsonb_path_query(programme, '$.speakers[*].photo') #>> '{{}}'"  # noqa: S608 our own table
            f" FROM {Release._meta.db_table}"
        )
        yield from (name for (name,) in cursor.fetchall() if name)


@transaction.atomic
def _keep(speaker_id: int, name: str, media_type: str) -> Speaker:
    speaker = Speaker.objects.select_for_update(of=("self",)).get(pk=speaker_id)
    if speaker.photo_name:
        forget_photos(forums=[speaker.forum_id])
    Speaker.objects.filter(pk=speaker_id).update(
        photo_name=name, photo_type=media_type, version=F("version") + 1
    )
    speaker.refresh_from_db()
    return speaker
