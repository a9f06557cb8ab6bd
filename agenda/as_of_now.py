"""A frozen programme as it may be shown now; the release itself stays. Nothing of Django."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from agenda.programme import (
    Programme,
    ProgrammeAppearance,
    ProgrammeItem,
    ProgrammeSession,
)


def without(programme: Programme, hidden: Collection[str]) -> Programme:
    """Return the programme without some people, by slug: who has come to refuse to be shown."""
    if not any(slug in programme.index.speakers for slug in hidden):
        return programme
    kept = {one.slug: one.slug for one in programme.speakers if one.slug not in hidden}
    return _with_people(programme, kept)


def as_one(programme: Programme, merged: Mapping[str, str]) -> Programme:
    """Return the programme with people who were found to be one as that one: kept by gone slug."""
    if not any(slug in programme.index.speakers for slug in merged):
        return programme
    return _with_people(
        programme, {one.slug: merged.get(one.slug, one.slug) for one in programme.speakers}
    )


def _with_people(programme: Programme, names: Mapping[str, str]) -> Programme:
    """Return the programme with each person under her name in ``names``; others are left out."""
    people = {}
    for one in programme.speakers:
        # Whose own row is there says more of her than a twin's.
        if (slug := names.get(one.slug)) and (slug == one.slug or slug not in people):
            people[slug] = replace(one, slug=slug)
    sessions = tuple(_session(session, names) for session in programme.sessions)
    gone = tuple(replace(one, speakers=_slugs(one.speakers, names)) for one in programme.gone)
    return replace(programme, speakers=tuple(people.values()), sessions=sessions, gone=gone)


def _session(session: ProgrammeSession, names: Mapping[str, str]) -> ProgrammeSession:
    items = tuple(_item(item, names) for item in session.items)
    appearances: dict[tuple[str, str], ProgrammeAppearance] = {}
    for one in session.appearances:
        if slug := names.get(one.speaker):
            appearances.setdefault((slug, one.role), replace(one, speaker=slug))
    return replace(session, items=items, appearances=tuple(appearances.values()))


def _item(item: ProgrammeItem, names: Mapping[str, str]) -> ProgrammeItem:
    below = tuple(_item(one, names) for one in item.items)
    return replace(item, speakers=_slugs(item.speakers, names), items=below)


def _slugs(speakers: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names[slug] for slug in speakers if slug in names))
