"""Verbs that take out of the programme what is a person's own; what the programme says stays."""

from collections.abc import Collection, Iterable, Mapping
from functools import partial, reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from agenda.actions.documents import forget_photos
from agenda.models import Speaker, SpeakerMerge, SpeakerWindow
from consultation import history
from wsis_forum.languages import column
from wsis_forum.uploads import storing

_WINDOW = SpeakerWindow._meta.model_name
# How somebody is reached; the times at which she can speak go along.
REACHED: Mapping[str, Any] = {"email": "", "timezone": ""}
# What is hers beside the line of the programme: name, function and organization.
OWN: Mapping[str, Any] = {
    **REACHED,
    "links": [],
    "photo_name": "",
    "photo_type": "",
    "biography": "",
    **{column("biography", code): "" for code, _name in settings.LANGUAGES},
}


@transaction.atomic
def forget_speakers(*, addresses: Collection[str]) -> None:
    """
    Take what is her own from every speaker with one of these addresses, and end her links.

    The copies that merges keep lose the same, so that undoing one brings nothing back; so do the
    changes of these rows. Name, function, organization and roles stay, and so do releases.
    """
    ids = _locked(addresses)
    merges = list(
        SpeakerMerge.objects.select_for_update(of=("self",))
        .filter(
            Q(kept__in=ids, undone_at__isnull=True)
            | Q(gone__0__row__id__in=ids)
            | _any("gone__0__row__email__iexact", addresses)
        )
        .select_related("kept")
        .order_by("pk")
    )
    # Whom an undoing has just restored was in a copy a moment ago.
    ids |= _locked(addresses)
    photos = set(_of(ids).exclude(photo_name="").values_list("photo_name", flat=True))
    for merge in merges:
        photos.add(merge.gone[0]["row"].get("photo_name", ""))
        if merge.kept_id not in ids and merge.undone_at is None:
            _take_back(merge)
        _empty_copy(merge, OWN)
    _empty(ids, OWN)
    changed = _changes().filter(
        Q(pgh_obj__in=ids | {merge.gone[0]["row"]["id"] for merge in merges})
        | _any("email__iexact", addresses)
    )
    photos.update(changed.values_list("photo_name", flat=True))
    forums = {merge.forum_id for merge in merges} | set(changed.values_list("forum", flat=True))
    changed.update(**_without_raw(OWN))
    forget_photos(forums=forums)
    for name in filter(None, photos):
        transaction.on_commit(partial(storing.discard, name), robust=True)


@transaction.atomic
def forget_how_to_reach(*, forums: Collection[int]) -> None:
    """Take addresses, time zones and times from all speakers of Forums, and from what is kept."""
    speakers = Speaker.objects.filter(forum__in=forums).select_for_update(of=("self",))
    ids = set(speakers.order_by("pk").values_list("pk", flat=True))
    merges = SpeakerMerge.objects.filter(forum__in=forums).select_for_update(of=("self",))
    for merge in merges.order_by("pk"):
        _empty_copy(merge, REACHED)
    _empty(ids, REACHED)
    _changes().filter(forum__in=forums).update(**REACHED)


def _any(lookup: str, values: Iterable[str]) -> Q:
    return reduce(or_, (Q(**{lookup: one}) for one in values if one), Q(pk__in=()))


def _locked(addresses: Collection[str]) -> set[int]:
    """Lock who has one of the addresses, and who has none and took such a one up."""
    taken_up = _any("gone__0__row__email__iexact", addresses)
    merges = SpeakerMerge.objects.filter(taken_up, undone_at__isnull=True)
    rows = Speaker.objects.filter(
        _any("email__iexact", addresses) | Q(email="", pk__in=merges.values("kept"))
    )
    return {row.pk for row in rows.select_for_update(of=("self",)).order_by("pk")}


def _of(ids: Collection[int]) -> Any:
    """Return speakers by the columns themselves: also those without a language."""
    return Speaker.objects.rewrite(False).filter(pk__in=ids)


def _changes() -> Any:
    (table,) = history.KEPT[Speaker]
    return table._default_manager


def _without_raw(values: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out the column without a language, which the history does not copy."""
    return {name: value for name, value in values.items() if name != "biography"}


def _empty(ids: Collection[int], values: Mapping[str, Any]) -> None:
    SpeakerWindow.objects.filter(speaker__in=ids).delete()
    _of(ids).update(**values, link_serial=F("link_serial") + 1, version=F("version") + 1)


def _take_back(merge: SpeakerMerge) -> None:
    """Take from a speaker with another address what she has of the copy, unless it is changed."""
    taken = {
        name: OWN[name]
        for name, (_before, value) in merge.filled.items()
        if name in OWN and getattr(merge.kept, name) == value
    }
    SpeakerWindow.objects.filter(pk__in=merge.moved["windows"], speaker=merge.kept).delete()
    _of({merge.kept_id}).update(**taken, version=F("version") + 1)
    for name in _without_raw(taken):
        same = {"pgh_obj": merge.kept_id, name: getattr(merge.kept, name)}
        _changes().filter(**same).update(**{name: OWN[name]})


def _empty_copy(merge: SpeakerMerge, values: Mapping[str, Any]) -> None:
    """Empty the columns of the copy, whose links become invalid, and what is known of them."""
    row = merge.gone[0]["row"]
    row |= {name: value for name, value in values.items() if name in row}
    if "link_serial" in row:
        row["link_serial"] += 1
    merge.gone = [copy for copy in merge.gone if copy["model"] != _WINDOW]
    merge.filled = {name: pair for name, pair in merge.filled.items() if name not in values}
    merge.save(update_fields=("gone", "filled"))
