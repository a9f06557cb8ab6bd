"""What the programme keeps of a person who speaks, in her own data."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db.models import Q

from agenda.models import Speaker, SpeakerMerge
from wsis_forum.accounts.models import User
from wsis_forum.languages import column
from wsis_forum.uploads import storing

_TEXTS = ("honorific", "name", "function", "organization", "biography")
_SAID = ("slug", "sort_name", "email", "links", "timezone", "consent", "consent_at")


def as_speaker(user: User) -> list[dict[str, Any]]:
    """Return every row of a speaker with her address, and the copies that merges keep of such."""
    rows = Speaker.objects.filter(email__iexact=user.email).select_related("forum", "country")
    rows = rows.prefetch_related("windows", "appearances__session")
    copies = SpeakerMerge.objects.filter(
        Q(gone__0__row__email__iexact=user.email) | Q(kept__in=rows, undone_at__isnull=True)
    ).select_related("forum")
    return [
        *(_row(one) for one in rows.order_by("pk")),
        *(_copy(one) for one in copies.order_by("pk")),
    ]


def photos(speakers: Iterable[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Give the name in the ZIP and the stored name of each photo that is there."""
    for stored_name in dict.fromkeys(one["photo"] for one in speakers if one["photo"]):
        if storing.path_of(stored_name).exists():
            yield file_name(stored_name), stored_name


def file_name(stored_name: str) -> str:
    """Return under which name a photo stands in the ZIP."""
    return f"photos/{stored_name.replace('/', '-')}"


def _row(one: Speaker) -> dict[str, Any]:
    values = {name: getattr(one, name) for name in (*_SAID, *_columns())}
    return {
        "forum": str(one.forum),
        **_said(values),
        "country": one.country.alpha2 if one.country else None,
        "photo": one.photo_name,
        "can_speak": [[w.period.lower, w.period.upper] for w in one.windows.all()],
        "sessions": [
            {
                "number": part.session.number,
                "title": part.session.title,
                "role": part.role,
                "remotely": part.is_remote,
                "answer": part.answer,
                "answered_at": part.answered_at,
            }
            for part in one.appearances.all()
        ],
    }


def _copy(merge: SpeakerMerge) -> dict[str, Any]:
    """Say what is kept of a row that was taken up into another, to undo that."""
    row = merge.gone[0]["row"]
    return {
        "forum": str(merge.forum),
        "merged_at": merge.merged_at,
        **_said(row),
        "photo": row.get("photo_name", ""),
        "can_speak": [
            copy["row"]["period"] for copy in merge.gone if copy["model"] == "speakerwindow"
        ],
    }


def _said(values: dict[str, Any]) -> dict[str, Any]:
    texts = {
        text: {
            code: said
            for code, _name in settings.LANGUAGES
            if (said := values.get(column(text, code)))
        }
        for text in _TEXTS
    }
    return {**{name: values.get(name) for name in _SAID}, **texts}


def _columns() -> Iterator[str]:
    return (column(text, code) for text in _TEXTS for code, _name in settings.LANGUAGES)
