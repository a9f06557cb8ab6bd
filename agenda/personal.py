"""Personal links of speakers: signed, revocable, and at an end some time after the Forum."""

from datetime import datetime, timedelta

from django.core import signing
from django.db.models import F

from agenda.models import Speaker, SpeakerMerge

_SALT = "agenda.speaker"
# Who spoke may still correct what the programme says of her.
AFTER_THE_FORUM = timedelta(days=60)


def token_of(speaker: Speaker) -> str:
    """Return the token by which a person answers and corrects her own data."""
    return signing.Signer(salt=_SALT).sign_object([speaker.pk, speaker.link_serial])


def speaker_of(token: str, *, at: datetime) -> Speaker | None:
    """Return whose token it is; ``None`` if we did not make it, or it is not valid any more."""
    try:
        pk, serial = signing.Signer(salt=_SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    speakers = Speaker.objects.select_related("forum")
    speaker = speakers.filter(pk=pk, link_serial=serial).first() or _merged(pk, serial)
    if speaker is None or at.date() > speaker.forum.end_date + AFTER_THE_FORUM:
        return None
    return speaker


def _merged(pk: int, serial: int) -> Speaker | None:
    """Follow the link of one who was taken up into another speaker since."""
    merge = (
        SpeakerMerge.objects.filter(
            undone_at__isnull=True,
            gone__0__row__id=pk,
            gone__0__row__link_serial=serial,
        )
        .select_related("kept__forum")
        .order_by(F("pk").desc())
        .first()
    )
    return merge.kept if merge else None
