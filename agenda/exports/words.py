"""What is said of a session or a speaker in words, by column; for every format that is a table."""

from collections.abc import Iterable, Iterator, Mapping

from agenda.exports import lines
from agenda.exports.labels import Labels
from agenda.programme import (
    Programme,
    ProgrammeItem,
    ProgrammeLink,
    ProgrammeSession,
    ProgrammeSlot,
    ProgrammeSpeaker,
)


def of_session(
    programme: Programme, session: ProgrammeSession, labels: Labels
) -> Mapping[str, str | int]:
    """Return all that a programme says of a session but its times; each a text but the number."""
    title, language = lines.title(session, labels)
    track, kind = lines.kind(programme, session, labels)
    original = session.original_language
    return {
        "number": session.number,
        "title": title,
        "title_language": labels.languages.get(language, language),
        "track": track,
        "type": kind,
        "status": labels.statuses.get(session.status, session.status),
        "mode": labels.modes.get(session.mode, session.mode),
        "organizers": lines.said(session.organizers, labels, original),
        "speakers": "\n".join(lines.speaker_lines(programme, session, labels)),
        "description": lines.said(session.description, labels, original),
        "draft_agenda": "\n".join(
            lines.agenda_lines(session.items, labels, original, people=programme.index.speakers)
        ),
        "action_lines": "\n".join(lines.action_line_lines(programme, session, labels)),
        "goals": "\n".join(lines.goal_lines(programme, session, labels)),
        "captioning": _yes_or_no(session.captioning, labels),
        "sign_language": _yes_or_no(session.sign_language, labels),
        "floor_languages": languages(session.floor_languages, labels),
        "interpretation": languages(session.interpretation, labels),
        "passive": languages(session.interpretation_passive, labels),
        "remote": session.remote_url_at(programme.released_at),
        "recording": session.recording_url,
        "outcome": lines.said(session.outcome, labels, original),
        "documents": "\n".join(_links(session.documents)),
        "links": "\n".join(_links(session.links)),
        "inputs": ", ".join(session.submissions),
        "unverified": ", ".join(session.unverified),
        "url": f"{labels.sessions_url}{session.number}/",
    }


def of_speaker(
    speaker: ProgrammeSpeaker, parts: Iterable[str], labels: Labels
) -> Mapping[str, str]:
    """Return all that is said of a speaker; ``parts`` are what ``parts_of_speakers`` gives."""
    texts = ("name", "honorific", "function", "organization", "biography")
    return {
        **{name: lines.said(getattr(speaker, name), labels) for name in texts},
        "sort_name": speaker.sort_name,
        "country": labels.countries.get(speaker.country, speaker.country),
        "links": "\n".join(_links(speaker.links)),
        "sessions": "\n".join(parts),
        "unverified": ", ".join(speaker.unverified),
    }


def parts_of_speakers(programme: Programme, labels: Labels) -> Mapping[str, list[str]]:
    """
    Write for every speaker, by address, the sessions and the roles: "124 · Skills (Chair)".

    Who only speaks on a point of the draft agenda has no role.
    """
    parts: dict[str, list[str]] = {}
    for session in programme.sessions:
        name = f"{session.number} · {lines.title(session, labels)[0]}"
        for one in session.appearances:
            role = labels.roles.get(one.role, one.role)
            parts.setdefault(one.speaker, []).append(f"{name} ({role})")
        in_roles = {one.speaker for one in session.appearances}
        for slug in dict.fromkeys(_speakers_of(session.items)):
            if slug not in in_roles:
                parts.setdefault(slug, []).append(name)
    return parts


def _speakers_of(items: Iterable[ProgrammeItem]) -> Iterator[str]:
    for item in items:
        yield from item.speakers
        yield from _speakers_of(item.items)


def placed(slot: ProgrammeSlot, labels: Labels) -> str:
    """Write a time and place: "2023-01-27 14:00–15:00 UTC+01:00 (Europe/Zurich), Room A"."""
    return f"{local_time(slot)}, {slot.room or labels.online}"


def local_time(slot: ProgrammeSlot) -> str:
    """Write a time in its own zone: "2023-01-27 14:00–15:00 UTC+01:00 (Europe/Zurich)"."""
    start = f"{slot.local_start:%Y-%m-%d %H:%M}"
    return f"{start}–{end(slot)} {offset(slot)} ({slot.timezone})"


def end(slot: ProgrammeSlot) -> str:
    """Write the end: the time, with its day where that is another one."""
    is_same_day = slot.local_start.date() == slot.local_end.date()
    return f"{slot.local_end:%H:%M}" if is_same_day else f"{slot.local_end:%Y-%m-%d %H:%M}"


def offset(slot: ProgrammeSlot) -> str:
    """Write how far the slot's zone is from UTC then: "UTC+01:00"."""
    return f"UTC{slot.local_start.isoformat()[-6:]}"


def languages(codes: Iterable[str], labels: Labels) -> str:
    """Write the names of languages."""
    return ", ".join(labels.languages.get(code, code) for code in codes)


def _yes_or_no(value: bool, labels: Labels) -> str:  # noqa: FBT001 the value itself
    return labels.yes if value else labels.no


def _links(links: Iterable[ProgrammeLink]) -> Iterable[str]:
    return (f"{one.label}: {one.url}" if one.label else one.url for one in links)
