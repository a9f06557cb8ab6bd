"""Verbs that take two speakers for one person, and that take it back."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import F

from agenda.exceptions import MergeImpossible, SpeakerChanged, UndoImpossible
from agenda.models import AgendaItem, Appearance, Session, Speaker, SpeakerMerge, SpeakerWindow
from wsis_forum.accounts.models import User
from wsis_forum.languages import column

_TEXTS = ("honorific", "name", "function", "organization", "biography")
# What the kept row takes over where it says nothing itself; consent goes with its moment.
FILLED = (
    *(column(name, code) for name in _TEXTS for code, _language in settings.LANGUAGES),
    "email",
    "timezone",
    "country_id",
    "links",
)
_TOGETHER = (("photo_name", "photo_type"), ("consent", "consent_at"))
_EMPTY: tuple[Any, ...] = (None, "", [], "unknown")


def fills(kept: Speaker, gone: Speaker) -> dict[str, Any]:
    """Return what a merge fills into the kept speaker's empty columns."""
    found = {
        name: getattr(gone, name)
        for name in FILLED
        if getattr(kept, name) in _EMPTY and getattr(gone, name) not in _EMPTY
    }
    for first, second in _TOGETHER:
        if getattr(kept, first) in _EMPTY and getattr(gone, first) not in _EMPTY:
            found |= {first: getattr(gone, first), second: getattr(gone, second)}
    return found


@transaction.atomic
def merge_speakers(
    *, kept_id: int, gone_id: int, seen: tuple[int, int], by: User, at: datetime
) -> SpeakerMerge:
    """
    Take one speaker up into another: appearances, lines, times; what is empty is filled in.

    ``seen`` are the versions of both that were looked at. All is recorded, so that ``undo_merge``
    restores both rows. Releases stay as they are.

    :raises MergeImpossible: it is the same row, one is gone, or they are of two Forums
    :raises SpeakerChanged: somebody else has changed one of them since
    """
    rows = Speaker.objects.select_for_update(of=("self",)).filter(pk__in=(kept_id, gone_id))
    found = {row.pk: row for row in rows.order_by("pk")}
    kept, gone = found.get(kept_id), found.get(gone_id)
    if kept is None or gone is None or kept_id == gone_id or kept.forum_id != gone.forum_id:
        raise MergeImpossible(kept_id, gone_id)
    if (kept.version, gone.version) != seen:
        raise SpeakerChanged(kept_id, gone_id)
    moved, lost = _move(kept, gone)
    filled = fills(kept, gone)
    before = {name: getattr(kept, name) for name in filled}
    merge = SpeakerMerge.objects.create(
        forum_id=kept.forum_id,
        kept=kept,
        slug=gone.slug,
        name=str(gone),
        gone=[*_rows(Speaker, [gone_id]), *lost],
        moved=moved,
        filled={name: [_plain(before[name]), _plain(value)] for name, value in filled.items()},
        merged_at=at,
        merged_by=by,
    )
    _write(kept, filled)
    gone.delete()
    return merge


@transaction.atomic
def undo_merge(*, merge_id: int, by: User, at: datetime) -> SpeakerMerge:
    """
    Take a merge back: both speakers are again what they were, with what each had.

    What was changed since stays as it is now: a moved appearance that was deleted does not come
    back, a filled column that was rewritten is kept.

    :raises UndoImpossible: it was undone already, or the address is another speaker's now
    """
    merge = SpeakerMerge.objects.select_for_update(of=("self",)).get(pk=merge_id)
    kept = Speaker.objects.select_for_update(of=("self",)).get(pk=merge.kept_id)
    taken = Speaker.objects.filter(forum=merge.forum_id, slug=merge.slug).exists()
    if merge.undone_at is not None or taken:
        raise UndoImpossible(merge_id)
    for row in merge.gone:
        _restore(row)
    gone_id = merge.gone[0]["row"]["id"]
    moved = merge.moved
    ours = {"speaker": kept}
    Appearance.objects.filter(pk__in=moved["appearances"], **ours).update(speaker=gone_id)
    SpeakerWindow.objects.filter(pk__in=moved["windows"], **ours).update(speaker=gone_id)
    for item in AgendaItem.objects.filter(pk__in=moved["items"]):
        if item.speakers.filter(pk=kept.pk).exists():
            item.speakers.add(gone_id)
            if item.pk not in moved["items_of_both"]:
                item.speakers.remove(kept)
    SpeakerMerge.objects.filter(pk__in=moved["merges"]).update(kept=gone_id)
    unchanged = (
        (name, before)
        for name, (before, value) in merge.filled.items()
        if _plain(getattr(kept, name)) == value
    )
    _write(kept, dict(unchanged))
    merge.undone_at, merge.undone_by = at, by
    merge.save()
    return merge


def _move(kept: Speaker, gone: Speaker) -> tuple[dict[str, list[int]], list[dict[str, Any]]]:
    """Point to the kept speaker; return what was moved, and the rows that fell together."""
    there = set(kept.appearances.values_list("session_id", "role"))
    twice = [one.pk for one in gone.appearances.all() if (one.session_id, one.role) in there]
    lost = _rows(Appearance, twice)
    Appearance.objects.filter(pk__in=twice).delete()
    items = list(AgendaItem.objects.filter(speakers=gone).order_by("pk"))
    of_both = set(AgendaItem.objects.filter(speakers=kept).values_list("pk", flat=True))
    moved = {
        "appearances": list(gone.appearances.values_list("pk", flat=True)),
        # Somebody without windows can always speak; those of a twin would narrow that.
        "windows": list(gone.windows.values_list("pk", flat=True)) if kept.windows.exists() else [],
        "items": [item.pk for item in items],
        "items_of_both": [item.pk for item in items if item.pk in of_both],
        "merges": list(SpeakerMerge.objects.filter(kept=gone).values_list("pk", flat=True)),
    }
    gone.appearances.update(speaker=kept)
    SpeakerWindow.objects.filter(pk__in=moved["windows"]).update(speaker=kept)
    lost += _rows(SpeakerWindow, gone.windows.values_list("pk", flat=True))
    SpeakerMerge.objects.filter(pk__in=moved["merges"]).update(kept=kept)
    for item in items:
        item.speakers.remove(gone)
        item.speakers.add(kept)
    return moved, lost


def _write(kept: Speaker, values: dict[str, Any]) -> None:
    """Write these columns and no other: a save would fill those without a language, too."""
    Speaker.objects.filter(pk=kept.pk).update(**values, version=F("version") + 1)


def _rows(model: type[models.Model], keys: Iterable[int]) -> list[dict[str, Any]]:
    """Copy rows column by column, as PostgreSQL itself writes them."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT to_jsonb(t)::text FROM {table} t WHERE id = ANY(%s) ORDER BY id",  # noqa: S608 our own table
            [list(keys)],
        )
        found = [json.loads(text) for (text,) in cursor.fetchall()]
    return [{"model": model._meta.model_name, "row": row} for row in found]


_COPIED = {model._meta.model_name: model for model in (Speaker, Appearance, SpeakerWindow)}


def _restore(copy: dict[str, Any]) -> None:
    """Write a row again as it was; columns that came since get what a new row has."""
    model = _COPIED[copy["model"]]
    row = dict(copy["row"])
    if model is Appearance and not _has_room(row):
        return
    for field in model._meta.concrete_fields:
        if field.column not in row and field.has_default():
            row[field.column] = _plain(field.get_default())
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, %s::jsonb)",  # noqa: S608 our own table
            [json.dumps(row)],
        )


def _has_room(row: dict[str, Any]) -> bool:
    """Tell whether the session of a deleted appearance is still there."""
    return Session.objects.filter(pk=row["session_id"]).exists()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
