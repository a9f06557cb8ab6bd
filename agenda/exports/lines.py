"""Parts of a session as lines of plain text, for every format that knows no structure."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from agenda.exports.labels import Labels
from agenda.presentation import Break, Row, names
from agenda.programme import (
    Programme,
    ProgrammeAppearance,
    ProgrammeBreak,
    ProgrammeItem,
    ProgrammeLink,
    ProgrammeSession,
    ProgrammeSpeaker,
    Text,
    pick,
)

INDENT = "   "


def said(text: Text, labels: Labels, original: str = "en") -> str:
    """Return a text in the asked language, or another one that says which it is."""
    found, language = pick(text, labels.language, original=original)
    if not found or language == labels.language:
        return found
    return f"{found} [{labels.in_language.get(language, language)}]"


def title(session: ProgrammeSession, labels: Labels) -> tuple[str, str]:
    """Return a session's title, with dots where the source goes on, and its language."""
    found, language = pick(session.title, labels.language, original=session.original_language)
    return (f"{found} …" if session.title_is_cut else found), language


def agenda_lines(
    items: Iterable[ProgrammeItem],
    labels: Labels,
    original: str,
    depth: int = 0,
    *,
    people: Mapping[str, ProgrammeSpeaker] = MappingProxyType({}),
) -> Iterator[str]:
    """
    Give the lines of a nested agenda, indented: "1.2. Opening (Ada Lovelace, 10′)".

    A line has its number or a dot; of ``people``, by address, those are named who speak in it and
    whom its text does not name.
    """
    for item in items:
        mark = f"{item.number}." if item.number else "•"
        text = said(item.title, labels, original)
        named = (people[slug] for slug in item.speakers if slug in people)
        facts = [
            pick(one.name, labels.language, original=original)[0]
            for one in named
            if not names(text, one)
        ]
        facts += [f"{item.minutes}′"] if item.minutes else []
        rest = f" ({', '.join(facts)})" if facts else ""
        yield f"{INDENT * depth}{mark} {text}{rest}"
        yield from agenda_lines(item.items, labels, original, depth + 1, people=people)


def full_name(honorific: str, name: str, labels: Labels) -> str:
    """Put a name and its honorific together; in Chinese the honorific follows."""
    parts = (name, honorific) if labels.language == "zh-hans" else (honorific, name)
    return " ".join(part for part in parts if part)


def speaker_line(
    programme: Programme, appearance: ProgrammeAppearance, labels: Labels, original: str
) -> str:
    """
    Write who speaks, for whom, in which role: "Ms Ada Lovelace, Director, ITU (Chair)".

    Another language than the asked one is named once, after all that is said of the person.
    """
    person = programme.index.speakers[appearance.speaker]
    texts = (person.honorific, person.name, person.function, person.organization)
    found = [pick(text, labels.language, original=original) for text in texts]
    honorific, name, *rest = (text for text, _ in found)
    country = labels.countries.get(person.country, person.country)
    facts = (full_name(honorific, name, labels), *rest, country)
    others = {code for text, code in found if text and code != labels.language}
    marks = [labels.in_language.get(code, code) for code in sorted(others)]
    marks.append(labels.roles.get(appearance.role, appearance.role))
    if appearance.is_remote:
        marks.append(labels.remotely)
    return f"{', '.join(fact for fact in facts if fact)} ({', '.join(marks)})"


def speaker_lines(programme: Programme, session: ProgrammeSession, labels: Labels) -> list[str]:
    """Write every speaker of a session in order."""
    return [
        speaker_line(programme, one, labels, session.original_language)
        for one in session.appearances
    ]


def action_line_lines(programme: Programme, session: ProgrammeSession, labels: Labels) -> list[str]:
    """Write the Action Lines of a session: "C4 Capacity building"."""
    rows = (programme.index.action_lines[code] for code in session.action_lines)
    return [f"{row.code} {said(row.title, labels)}".strip() for row in rows]


def goal_lines(programme: Programme, session: ProgrammeSession, labels: Labels) -> list[str]:
    """Write the Goals of a session: "Goal 4: Quality education"."""
    rows = (programme.index.goals[number] for number in session.goals)
    return [f"{labels.goals[row.number]}: {said(row.title, labels)}" for row in rows]


def kind(programme: Programme, session: ProgrammeSession, labels: Labels) -> tuple[str, str]:
    """Return the titles of a session's track and type; the type may be empty."""
    track = programme.index.tracks[session.track]
    row = programme.index.types.get(session.type)
    return said(track.title, labels), said(row.title, labels) if row else ""


def addresses(
    programme: Programme, session: ProgrammeSession, labels: Labels
) -> Iterator[tuple[str, list[ProgrammeLink]]]:
    """
    Give the addresses of a session under their headings; one without an address is a sentence.

    Nobody knows when a file is read: it must not name the remote link before its time.
    """
    words = labels.words
    remote = [ProgrammeLink(url=session.remote_url)] if session.remote_url else []
    if session.remote_url and session.remote_from:
        moment = labels.spans[session.remote_from, None, programme.timezone]
        remote = [ProgrammeLink(url="", label=words["remote_later"] % {"moment": moment})]
    recording = [ProgrammeLink(url=session.recording_url)] if session.recording_url else []
    published = [
        link if link.label else ProgrammeLink(url=link.url, label=words["published"])
        for link in session.links
    ]
    for label, links in (
        (words["remote_link"], remote),
        (words["recording"], recording),
        (words["documents"], list(session.documents)),
        (words["links"], published),
    ):
        if links:
            yield label, links


def clock(one: Row | Break, labels: Labels) -> str:
    """
    Return from when to when something takes place: "23:00–01:00 (Wed 15 Mar)".

    The day is said where it ends on another than it begins. Marks of direction keep the start left
    of the end wherever the line runs.
    """
    mark = "\u200e" if labels.direction == "rtl" else ""
    range_ = one.clock.replace("–", f"{mark}–{mark}")
    return f"{range_}{until(one, labels)}"


def until(one: Row | Break, labels: Labels) -> str:
    """Return the day on which something ends, where it is another: " (Wed 15 Mar)"."""
    return f" ({labels.end_days[one.last_day]})" if one.last_day else ""


def break_title(one: ProgrammeBreak, labels: Labels) -> tuple[str, str]:
    """Return what a break is called, and the language of that; "Break" where nobody named it."""
    found, language = pick(one.title, labels.language)
    return (found, language) if found else (labels.words["break"], labels.language)


def photo_of(speaker: ProgrammeSpeaker, labels: Labels) -> str:
    """Say in words what a photo shows."""
    name, _language = pick(speaker.name, labels.language)
    return labels.words["photo_of"] % {"name": name or speaker.slug}


def is_web(url: str) -> bool:
    """Whether an address may be pressed: whatever else it begins with may run something."""
    return url.startswith(("https://", "http://"))


def sessions_of_speakers(programme: Programme) -> dict[str, list[int]]:
    """Return the numbers of the sessions in which each speaker appears, by slug."""
    found: dict[str, dict[int, None]] = {}
    for session in programme.sessions:
        for slug in _slugs(session):
            found.setdefault(slug, {})[session.number] = None
    return {slug: list(numbers) for slug, numbers in found.items()}


def _slugs(session: ProgrammeSession) -> Iterator[str]:
    yield from (one.speaker for one in session.appearances)
    points = list(session.items)
    while points:
        point = points.pop()
        yield from point.speakers
        points.extend(point.items)
