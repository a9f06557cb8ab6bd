"""The agenda as static HTML in a ZIP: pages that work from a folder, without server or script."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from agenda.exports import lines
from agenda.exports.ical import write_ical
from agenda.exports.labels import Labels
from agenda.exports.text import clean
from agenda.presentation import days_of, page_of, unplaced_of
from agenda.programme import (
    Programme,
    ProgrammeBreak,
    ProgrammeSession,
    ProgrammeSlot,
    ProgrammeSpeaker,
    Text,
    pick,
)

_FOLDER = Path(__file__).with_name("site")
_STYLE = "agenda.css"
_RTL = frozenset({"ar"})
_TAGS = {"zh-hans": "zh-Hans"}


def write_site(programme: Programme, labels: Labels) -> bytes:
    """Return the pages in one folder; the same release gives the same bytes."""
    folder = f"wsis-forum-{programme.forum}-agenda-{programme.version}-{labels.language}"
    moment = programme.released_at.astimezone(UTC).timetuple()[:6]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in _files(programme, labels):
            info = zipfile.ZipInfo(f"{folder}/{name}", date_time=moment)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return out.getvalue()


def _files(programme: Programme, labels: Labels) -> Iterator[tuple[str, bytes]]:
    """Give the name and content of each file."""
    photos = {one.slug: data for one in programme.speakers if (data := _photo(one, labels))}
    words = {**_words(programme, labels), "photos": photos}
    page = partial(_page, words)
    days, unplaced = days_of(programme), unplaced_of(programme)
    yield "index.html", page("index.jinja", days=days, unplaced=unplaced)
    numbers = lines.sessions_of_speakers(programme)
    yield "speakers.html", page("speakers.jinja", numbers=numbers)
    for session in programme.sessions:
        facts = {
            "session": session,
            "original": session.original_language,
            "page": page_of(programme, session, labels.language),
            "addresses": list(lines.addresses(programme, session, labels)),
        }
        yield f"sessions/{session.number}.html", page("session.jinja", up="../", **facts)
    for slug, data in photos.items():
        yield f"photos/{slug}.jpg", data
    yield _STYLE, (_FOLDER / _STYLE).read_bytes()
    yield "agenda.ics", write_ical(programme, labels)


def _photo(speaker: ProgrammeSpeaker, labels: Labels) -> bytes:
    return labels.photos[speaker.slug].read() if speaker.slug in labels.photos else b""


def _page(words: Mapping[str, Any], template: str, *, up: str = "", **facts: Any) -> bytes:
    return _templates().get_template(template).render(**words, up=up, **facts).encode()


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finished,
    )


def _finished(value: Any) -> Any:
    """Take control characters, which HTML has no place for, out of whatever is written."""
    return clean(value) if type(value) is str else value


def _words(programme: Programme, labels: Labels) -> dict[str, Any]:
    """Return what every template may call."""
    return {
        "programme": programme,
        "labels": labels,
        "words": labels.words,
        "columns": labels.columns,
        "direction": _direction(labels.language),
        "said": partial(_said, labels),
        "prose": partial(_prose, labels),
        "plain": lambda text: pick(text, labels.language)[0],
        "title": partial(_title, labels),
        "break_title": partial(_break_title, labels),
        "until": partial(lines.until, labels=labels),
        "badge": partial(_badge, labels),
        "named": partial(_named, labels),
        "post": partial(_post, labels),
        "photo_of": partial(lines.photo_of, labels=labels),
        "span": partial(_span, labels),
        "spoken": lambda codes: ", ".join(labels.languages.get(code, code) for code in codes),
        "is_web": lines.is_web,
    }


def _direction(language: str) -> str:
    return "rtl" if language in _RTL else "ltr"


def _marked(labels: Labels, text: str, language: str) -> Markup:
    """Write a text so that its direction stays its own and its language is known."""
    if language == labels.language:
        return Markup("<bdi>{}</bdi>").format(clean(text))
    return Markup('<span lang="{}" dir="{}">{}</span>').format(
        _TAGS.get(language, language), _direction(language), clean(text)
    )


def _note(labels: Labels, *languages: str) -> Markup:
    """Name the languages other than the page's."""
    others = dict.fromkeys(one for one in languages if one != labels.language)
    return Markup("").join(
        Markup(' <span class="in">({})</span>').format(labels.in_language.get(one, one))
        for one in others
    )


def _said(labels: Labels, text: Text, original: str = "en") -> Markup:
    found, language = pick(text, labels.language, original=original)
    return _marked(labels, found, language) + _note(labels, language) if found else Markup("")


def _title(labels: Labels, session: ProgrammeSession) -> Markup:
    found, language = lines.title(session, labels)
    return _marked(labels, found, language) + _note(labels, language)


def _break_title(labels: Labels, one: ProgrammeBreak) -> Markup:
    found, language = lines.break_title(one, labels)
    return _marked(labels, found, language) + _note(labels, language)


def _badge(labels: Labels, session: ProgrammeSession) -> Markup:
    if session.status == "confirmed":
        return Markup("")
    return Markup('<span class="badge">{}</span>').format(labels.statuses[session.status])


def _prose(labels: Labels, text: Text, original: str = "en") -> Markup:
    """Write a long text by its paragraphs."""
    found, language = pick(text, labels.language, original=original)
    blocks = [block.strip("\n") for block in clean(found).split("\n\n")]
    body = Markup("\n").join(
        Markup('<p dir="auto">{}</p>').format(Markup("<br>").join(block.split("\n")))
        for block in blocks
        if block.strip()
    )
    return Markup('<div lang="{}">{}</div>{}').format(
        _TAGS.get(language, language), body, _note(labels, language)
    )


def _named(labels: Labels, speaker: ProgrammeSpeaker) -> Markup:
    """Write honorific and name; in Chinese the honorific follows."""
    texts = [speaker.honorific, speaker.name]
    if labels.language == "zh-hans":
        texts.reverse()
    return _together(labels, texts, Markup(" ")) or Markup("<bdi>{}</bdi>").format(speaker.slug)


def _post(labels: Labels, speaker: ProgrammeSpeaker) -> Markup:
    """Write function, organization and country, as far as they are known."""
    country = labels.countries.get(speaker.country, speaker.country)
    texts = [speaker.function, speaker.organization]
    if country:
        texts.append({labels.language: country})
    return _together(labels, texts, Markup(", "))


def _together(labels: Labels, texts: list[Text], separator: Markup) -> Markup:
    """Write texts in a row; another language is named once, after all of them."""
    found = [pick(text, labels.language) for text in texts]
    found = [(text, language) for text, language in found if text]
    marked = separator.join(_marked(labels, text, language) for text, language in found)
    return marked + _note(labels, *(language for _text, language in found))


def _span(labels: Labels, slot: ProgrammeSlot, zone: str) -> Markup:
    words = labels.spans[slot.starts_at, slot.ends_at, zone]
    stamp = f"{slot.starts_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return Markup('<time datetime="{}">{}</time>').format(stamp, words)
