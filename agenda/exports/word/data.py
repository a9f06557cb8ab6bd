"""A programme as what a Word template names: plain data, and texts as runs in their languages."""

from collections.abc import Iterable, Iterator
from typing import Any

from markupsafe import Markup

from agenda.exports import lines
from agenda.exports.labels import Labels
from agenda.exports.word.runs import runs
from agenda.presentation import (
    Break,
    Person,
    Point,
    Row,
    SessionPage,
    days_of,
    page_of,
    unplaced_of,
)
from agenda.programme import (
    Programme,
    ProgrammeLink,
    ProgrammeSession,
    ProgrammeSpeaker,
    Text,
    pick,
)


def data_of(programme: Programme, labels: Labels) -> dict[str, Any]:
    """Return everything that a template can name; ``docs/word-template.md`` lists it."""
    words = labels.words
    own = labels.language
    return {
        "words": {name: runs([(text, own)]) for name, text in words.items()},
        "columns": {name: runs([(text, own)]) for name, text in labels.columns.items()},
        "forum": _said(programme.name, labels),
        "theme": _said(programme.theme, labels),
        "dates": runs([(labels.dates, own)]),
        "place": _joined([_pieces(programme.venue, labels), _pieces(programme.city, labels)]),
        "release": runs([(labels.release, own)]),
        "version": programme.version,
        "is_public": programme.is_public,
        "note": runs([(words["public"] if programme.is_public else words["draft"], own)]),
        "demonstration": runs([(words["demonstration"], own)])
        if programme.is_demonstration
        else Markup(""),
        "remark": runs([(programme.remark, own)]),
        "zone": runs([(labels.zone, own)]),
        "days": [
            {
                "title": runs([(labels.days[day.day], own)]),
                "breaks": _joined((_break(one, labels) for one in day.breaks), " · "),
                "rows": [_row(row, labels) for row in day.rows],
            }
            for day in days_of(programme)
        ],
        "unplaced": [_row(row, labels) for row in unplaced_of(programme)],
        "sessions": [_session(programme, one, labels) for one in programme.sessions],
        "speakers": [_speaker(one, labels) for one in programme.speakers],
    }


def _pieces(text: Text, labels: Labels, original: str = "en") -> list[tuple[str, str]]:
    """Return a text in the asked language, or another with a note that says which."""
    found, language = pick(text, labels.language, original=original)
    return _noted(found, language, labels)


def _noted(text: str, language: str, labels: Labels) -> list[tuple[str, str]]:
    if not text or language == labels.language:
        return [(text, language)]
    note = labels.in_language.get(language, language)
    return [(text, language), (f" [{note}]", labels.language)]


def _said(text: Text, labels: Labels, original: str = "en") -> Markup:
    return runs(_pieces(text, labels, original))


def _joined(texts: Iterable[list[tuple[str, str]]], sign: str = ", ") -> Markup:
    """Return several texts one after the other, with a sign between those that are there."""
    pieces: list[tuple[str, str]] = []
    for text in texts:
        if any(words for words, _language in text):
            pieces += [(sign, "en"), *text] if pieces else text
    return runs(pieces)


def _row(row: Row, labels: Labels) -> dict[str, Any]:
    session = row.session
    place = (row.slot.room or labels.online) if row.slot else ""
    return {
        "clock": lines.clock(row, labels),
        "number": session.number,
        "title": runs(_noted(*lines.title(session, labels), labels)),
        "kind": _said((row.type or row.track).title, labels),
        "organizers": _said(session.organizers, labels, session.original_language),
        "room": runs([(place, labels.language)]),
        "status": _status(session, labels),
        "elsewhere": _elsewhere(row, labels),
    }


def _break(one: Break, labels: Labels) -> list[tuple[str, str]]:
    """Return a break as a line: "12:00–13:00 Lunch (Room A)"."""
    room = f" ({one.said.room})" if one.said.room else ""
    title = _noted(*lines.break_title(one.said, labels), labels)
    return [(f"{lines.clock(one, labels)} ", labels.language), *title, (room, labels.language)]


def _status(session: ProgrammeSession, labels: Labels) -> Markup:
    """Return a session's status where it is another than confirmed."""
    word = "" if session.status == "confirmed" else labels.statuses[session.status]
    return runs([(word, labels.language)])


def _elsewhere(row: Row, labels: Labels) -> Markup:
    if row.slot is None or not row.is_elsewhere:
        return Markup("")
    there = labels.spans[row.slot.starts_at, row.slot.ends_at, row.slot.timezone]
    return runs([(f"{labels.words['elsewhere']} {there}", labels.language)])


def _session(programme: Programme, session: ProgrammeSession, labels: Labels) -> dict[str, Any]:
    page = page_of(programme, session, labels.language)
    original = session.original_language
    return {
        "number": session.number,
        "title": runs(_noted(*lines.title(session, labels), labels)),
        "status": _status(session, labels),
        "organizers": _said(session.organizers, labels, original),
        "facts": list(_facts(page, programme, labels)),
        "description": _paragraphs(session.description, labels, original),
        "outcome": _paragraphs(session.outcome, labels, original),
        "points": list(_points(page.points, labels, original)),
        "people": [_person(one, labels) for one in page.people],
        "action_lines": [
            runs([(f"{row.code} ", "en"), *_pieces(row.title, labels)]) for row in page.action_lines
        ],
        "goals": [
            runs([(f"{labels.goals[row.number]}: ", labels.language), *_pieces(row.title, labels)])
            for row in page.goals
        ],
        "links": list(_links(programme, session, labels)),
        "inputs": ", ".join(session.submissions),
        "remarks": [runs([(remark, "en")]) for remark in session.data_quality if remark],
        "unverified": runs([(labels.unverified, labels.language)])
        if page.has_unverified
        else Markup(""),
    }


def _facts(page: SessionPage, programme: Programme, labels: Labels) -> Iterator[dict[str, Any]]:
    """Give the facts of a session: a label and what stands beside it."""
    session, columns, words, own = page.row.session, labels.columns, labels.words, labels.language
    kind = page.row.type
    rooms = dict.fromkeys((row.slot.room if row.slot else "") or labels.online for row in page.rows)
    facts: tuple[tuple[str, Markup], ...] = (
        (words["when"], runs([("\n".join(_times(page, programme, labels)), own)])),
        (columns["room"], runs([("\n".join(rooms), own)])),
        (columns["track"], _said(page.row.track.title, labels)),
        (columns["type"], _said(kind.title, labels) if kind else Markup("")),
        (words["phase"], _said(session.phase, labels)),
        (columns["mode"], runs([(labels.modes.get(session.mode, session.mode), own)])),
        (words["floor_languages"], _languages(session.floor_languages, labels)),
        (columns["interpretation"], _languages(session.interpretation, labels)),
        (columns["passive"], _languages(session.interpretation_passive, labels)),
        (words["sign_language"], runs([(labels.yes if session.sign_language else "", own)])),
        (columns["captioning"], runs([(labels.yes if session.captioning else "", own)])),
    )
    for label, value in facts:
        if value:
            yield {"label": runs([(label, own)]), "value": value}


def _times(page: SessionPage, programme: Programme, labels: Labels) -> Iterator[str]:
    if not page.rows:
        yield labels.words["not_fixed"]
    for row in page.rows:
        if row.slot is None:
            continue
        yield labels.spans[row.slot.starts_at, row.slot.ends_at, row.slot.timezone]
        if row.is_elsewhere:
            there = labels.spans[row.slot.starts_at, row.slot.ends_at, programme.timezone]
            yield f"{labels.words['in_forum_zone']} {there}"


def _languages(codes: Iterable[str], labels: Labels) -> Markup:
    names = ", ".join(labels.languages.get(code, code) for code in codes)
    return runs([(names, labels.language)])


def _paragraphs(text: Text, labels: Labels, original: str) -> list[Markup]:
    found, language = pick(text, labels.language, original=original)
    blocks = [block.strip() for block in found.replace("\r\n", "\n").split("\n\n")]
    blocks = [block for block in blocks if block]
    if not blocks:
        return []
    return [
        *(runs([(block, language)]) for block in blocks[:-1]),
        runs(_noted(blocks[-1], language, labels)),
    ]


def _points(
    points: Iterable[Point], labels: Labels, original: str, level: int = 0
) -> Iterator[dict[str, Any]]:
    """Give the lines of a draft agenda as they are read, each with its depth from 0."""
    for point in points:
        minutes = labels.minutes[point.item.minutes] if point.item.minutes else ""
        yield {
            "level": level,
            "mark": f"{point.item.number}." if point.item.number else "–",
            "title": _said(point.item.title, labels, original),
            "minutes": runs([(minutes, labels.language)]),
            "speakers": _joined((_name(one, labels) for one in point.speakers), "; "),
        }
        yield from _points(point.points, labels, original, level + 1)


def _name(speaker: ProgrammeSpeaker, labels: Labels) -> list[tuple[str, str]]:
    """Return honorific and name; in Chinese the honorific follows."""
    honorific, language = pick(speaker.honorific, labels.language)
    name = _pieces(speaker.name, labels)
    if not honorific:
        return name
    if labels.language == "zh-hans":
        return [*name, (f" {honorific}", language)]
    return [(f"{honorific} ", language), *name]


def _post(speaker: ProgrammeSpeaker, labels: Labels) -> Markup:
    country = labels.countries.get(speaker.country, speaker.country)
    facts = [_pieces(speaker.function, labels), _pieces(speaker.organization, labels)]
    return _joined([*facts, [(country, labels.language)]])


def _speaker(speaker: ProgrammeSpeaker, labels: Labels) -> dict[str, Any]:
    return {
        "name": runs(_name(speaker, labels)),
        "post": _post(speaker, labels),
        "biography": _paragraphs(speaker.biography, labels, "en"),
    }


def _person(person: Person, labels: Labels) -> dict[str, Any]:
    one = person.appearance
    marks = [labels.roles.get(one.role, one.role), *([labels.remotely] if one.is_remote else [])]
    return {
        **_speaker(person.speaker, labels),
        "role": runs([(" · ".join(marks), labels.language)]),
    }


def _links(
    programme: Programme, session: ProgrammeSession, labels: Labels
) -> Iterator[dict[str, Any]]:
    """Give the headed lists of addresses."""
    words, own = labels.words, labels.language
    remote: list[Markup] = []
    if session.remote_url and session.remote_from is None:
        remote = [_link(ProgrammeLink(url=session.remote_url))]
    elif session.remote_url and session.remote_from is not None:
        # Nobody knows when a document is read: it must not name the address before its time.
        moment = labels.spans[session.remote_from, None, programme.timezone]
        remote = [runs([(words["remote_later"] % {"moment": moment}, own)])]
    recording = [ProgrammeLink(url=session.recording_url)] if session.recording_url else []
    published = [
        link if link.label else ProgrammeLink(url=link.url, label=words["published"])
        for link in session.links
    ]
    for label, rows in (
        (words["remote_link"], remote),
        (words["recording"], [_link(link) for link in recording]),
        (words["documents"], [_link(link) for link in session.documents]),
        (words["links"], [_link(link) for link in published]),
    ):
        if rows:
            yield {"label": runs([(label, own)]), "rows": rows}


def _link(link: ProgrammeLink) -> Markup:
    label = f"{link.label}: " if link.label.strip() else ""
    return runs([(label, link.language or "en"), (link.url, "en")])
