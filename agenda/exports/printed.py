"""A programme as what a PDF's template puts on paper: plain data, every character with a glyph."""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from agenda.exports import lines
from agenda.exports.labels import Labels
from agenda.presentation import Day, Person, Point, Row, SessionPage, page_of
from agenda.programme import (
    Programme,
    ProgrammeLink,
    ProgrammeSession,
    ProgrammeSpeaker,
    Text,
    pick,
)
from consultation.exports.shown import is_rtl, isolated, paragraphs, shown
from consultation.exports.typeset import spoken

# A text in the document's language, or one that says which language it is in.
Piece = str | dict[str, Any]

# Directions of characters (UAX 9); digits run from left to right among Arabic words.
_AGAINST_LTR = frozenset({"R", "AL", "AN"})
_AGAINST_RTL = frozenset({"L", "EN", "AN"})


def line(text: str, labels: Labels) -> str:
    """Return one line of text; what runs against the document's direction is kept apart."""
    against = _AGAINST_RTL if spoken(labels.language)["rtl"] else _AGAINST_LTR
    if any(unicodedata.bidirectional(char) in against for char in text):
        return isolated(text)
    return " ".join(shown(text).split())


def piece(text: str, language: str, labels: Labels) -> Piece:
    """Return one line of text; in another language than the document's it is marked as such."""
    words = line(text, labels)
    return {"in": language, "text": words} if words and language != labels.language else words


def said(text: Text, labels: Labels, original: str = "en") -> Piece:
    """Return a text in the document's language, or else in another and labelled."""
    return piece(*pick(text, labels.language, original=original), labels)


def title(session: ProgrammeSession, labels: Labels) -> Piece:
    """Return a session's title."""
    return piece(*lines.title(session, labels), labels) or line(str(session.number), labels)


def block(text: Text, labels: Labels, original: str = "en") -> dict[str, Any] | None:
    """Return a long text by paragraphs and lines; ``None`` where there is none."""
    found, language = pick(text, labels.language, original=original)
    if not found.strip():
        return None
    is_rtl_by_default = spoken(language)["rtl"]
    return {
        "in": language,
        "paragraphs": [
            {"lines": rows, "rtl": is_rtl("\n".join(rows), default=is_rtl_by_default)}
            for rows in paragraphs(found)
        ],
    }


def languages(labels: Labels) -> dict[str, Any]:
    """Return what the template must know of the languages that texts can be in."""
    return {
        code: {**spoken(code), "note": "" if code == labels.language else shown(words)}
        for code, words in labels.in_language.items()
    }


def name(speaker: ProgrammeSpeaker, labels: Labels) -> list[Piece]:
    """Return honorific and name; in Chinese the honorific follows."""
    parts = [said(speaker.honorific, labels), said(speaker.name, labels)]
    if labels.language == "zh-hans":
        parts.reverse()
    # A heading of nothing is no heading (PDF/UA-1).
    return [part for part in parts if part] or [line(speaker.slug, labels)]


def post(speaker: ProgrammeSpeaker, labels: Labels) -> list[Piece]:
    """Return function, organization and country of a speaker, as far as they are known."""
    facts = [
        said(speaker.function, labels),
        said(speaker.organization, labels),
        line(labels.countries.get(speaker.country, speaker.country), labels),
    ]
    return [fact for fact in facts[: 3 if speaker.country else 2] if fact]


def session_data(
    programme: Programme, session: ProgrammeSession, labels: Labels, *, biographies: bool = False
) -> dict[str, Any]:
    """Return everything that is said of a session."""
    page = page_of(programme, session, labels.language)
    original = session.original_language
    words = labels.words
    return {
        "number": session.number,
        "label": shown(words["session"] % {"number": session.number}),
        "title": title(session, labels),
        "hint": shown(words["title_is_cut"]) if session.title_is_cut else "",
        "status": status(session, labels),
        "organizers": said(session.organizers, labels, original),
        "facts": list(_facts(page, programme, labels)),
        "description": block(session.description, labels, original),
        "outcome": block(session.outcome, labels, original),
        "points": (points := _points(page.points, labels, original)),
        "points_in": _only_language(points),
        "people": [_person(one, labels, biographies=biographies) for one in page.people],
        "action_lines": [[row.code, said(row.title, labels)] for row in page.action_lines],
        "goals": [
            [row.color, line(labels.goals[row.number], labels), said(row.title, labels)]
            for row in page.goals
        ],
        "links": [
            [shown(label), [_link(link, labels) for link in links]]
            for label, links in lines.addresses(programme, session, labels)
        ],
        "inputs": [line(number, labels) for number in session.submissions],
        "remarks": [line(remark, labels) for remark in session.data_quality if remark],
        "unverified": shown(labels.unverified) if page.has_unverified else "",
    }


def status(session: ProgrammeSession, labels: Labels) -> str:
    """Return a session's status where it is another than confirmed."""
    return "" if session.status == "confirmed" else shown(labels.statuses[session.status])


def speaker_data(speaker: ProgrammeSpeaker, labels: Labels) -> dict[str, Any]:
    """Return a speaker with her biography."""
    return {
        "name": name(speaker, labels),
        "post": post(speaker, labels),
        "biography": block(speaker.biography, labels),
    }


def photo(speaker: ProgrammeSpeaker, labels: Labels) -> dict[str, Any] | None:
    """Return the photo of a speaker: its bytes, and what it shows in words; ``None`` without."""
    found = labels.photos.get(speaker.slug)
    data = found.read() if found else b""
    return {"data": list(data), "alt": shown(lines.photo_of(speaker, labels))} if data else None


def breaks(day: Day, labels: Labels) -> list[dict[str, Any]]:
    """Return the breaks of a day: times, what they are called, and a room where it is only one."""
    return [
        {
            "clock": one.clock,
            "until": shown(lines.until(one, labels)),
            "title": piece(*lines.break_title(one.said, labels), labels),
            "room": line(one.said.room, labels) if one.said.room else "",
        }
        for one in day.breaks
    ]


def place(row: Row, labels: Labels) -> str:
    """Return the room of a row; online where it has none."""
    return line((row.slot.room if row.slot else "") or labels.online, labels)


def _facts(page: SessionPage, programme: Programme, labels: Labels) -> Iterator[list[Any]]:
    """Give the facts of a session: a label and the lines beside it."""
    session, columns, words = page.row.session, labels.columns, labels.words
    kind = page.row.type
    facts: tuple[tuple[str, list[Piece]], ...] = (
        (words["when"], list(_times(page, programme, labels)) or [shown(words["not_fixed"])]),
        (columns["room"], list(dict.fromkeys(place(row, labels) for row in page.rows))),
        (columns["track"], [said(page.row.track.title, labels)]),
        (columns["type"], [said(kind.title, labels)] if kind else []),
        (words["phase"], [said(session.phase, labels)]),
        (columns["mode"], [shown(labels.modes.get(session.mode, session.mode))]),
        (words["floor_languages"], _languages(session.floor_languages, labels)),
        (columns["interpretation"], _languages(session.interpretation, labels)),
        (columns["passive"], _languages(session.interpretation_passive, labels)),
        (words["sign_language"], [labels.yes] if session.sign_language else []),
        (columns["captioning"], [labels.yes] if session.captioning else []),
    )
    for label, found in facts:
        if shown_ones := [one for one in found if one]:
            yield [shown(label), shown_ones]


def _times(page: SessionPage, programme: Programme, labels: Labels) -> Iterator[str]:
    for row in page.rows:
        if row.slot is None:
            continue
        slot = row.slot
        yield shown(labels.spans[slot.starts_at, slot.ends_at, slot.timezone])
        if row.is_elsewhere:
            there = labels.spans[slot.starts_at, slot.ends_at, programme.timezone]
            yield shown(f"{labels.words['in_forum_zone']} {there}")


def _languages(codes: Iterable[str], labels: Labels) -> list[Piece]:
    words = ", ".join(labels.languages.get(code, code) for code in codes)
    return [shown(words)] if words else []


def _points(points: Iterable[Point], labels: Labels, original: str) -> list[dict[str, Any]]:
    return [
        {
            "mark": f"{point.item.number}." if point.item.number else "•",
            "title": said(point.item.title, labels, original),
            "minutes": labels.minutes[point.item.minutes] if point.item.minutes else "",
            "speakers": [name(one, labels) for one in point.speakers],
            "points": _points(point.points, labels, original),
        }
        for point in points
    ]


def _only_language(points: Iterable[dict[str, Any]]) -> str:
    """Return the other language that all points are in, to be said once; empty if they differ."""
    found = set(_languages_of(points))
    return found.pop() if len(found) == 1 else ""


def _languages_of(points: Iterable[dict[str, Any]]) -> Iterator[str]:
    for point in points:
        yield point["title"]["in"] if isinstance(point["title"], dict) else ""
        yield from _languages_of(point["points"])


def _person(person: Person, labels: Labels, *, biographies: bool) -> dict[str, Any]:
    one = person.appearance
    marks = [labels.roles.get(one.role, one.role)]
    if one.is_remote:
        marks.append(labels.remotely)
    data = speaker_data(person.speaker, labels)
    if not biographies:
        data["biography"] = None
    return {**data, "role": shown(" · ".join(marks))}


def _link(link: ProgrammeLink, labels: Labels) -> dict[str, str]:
    label = line(link.label, labels) if link.label.strip() else ""
    is_web = lines.is_web(link.url)
    return {"label": label, "shown": line(link.url, labels), "url": link.url if is_web else ""}
