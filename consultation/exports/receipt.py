"""The receipt of a hand-in as a PDF that a screen reader can read (PDF/UA-1)."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from consultation.exports.shown import is_rtl, is_whole, isolated, paragraphs, shown
from consultation.exports.typeset import spoken, typeset

_TEMPLATE = Path(__file__).with_name("receipt.typ")


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file of an answer; ``size`` in words of the receipt's language."""

    name: str
    size: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptAnswer:
    """A question and what was answered: a text, a list, or files; none of them is no answer."""

    label: str
    text: str = ""
    items: tuple[str, ...] = ()
    files: tuple[FileEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiptSection:
    """One section of the call with its questions."""

    title: str
    answers: tuple[ReceiptAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """
    The document's own words, in its language.

    ``page`` holds ``{page}`` and ``{pages}``. ``substituted`` says what ``[U+1230]`` means and
    ``attached`` that the text is attached; ``number`` … ``organization`` name the facts.
    """

    portal: str
    receipt: str
    number: str
    version: str
    handed_in: str
    call: str
    forum: str
    organization: str
    publication: str
    privacy_version: str
    digest: str
    no_answer: str
    page: str
    attached: str
    substituted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """
    What was handed in, as it was.

    ``language`` is Django's code; ``at`` becomes the document's date, ``handed_in`` is the same
    moment in words with its zone.
    """

    language: str
    number: str
    version: int
    title: str
    forum: str
    call: str
    organization: str
    at: datetime
    handed_in: str
    publication: str
    privacy_version: str
    sections: tuple[ReceiptSection, ...]
    labels: Labels


def render(receipt: Receipt) -> bytes:
    """
    Write the receipt; the same receipt gives the same bytes.

    Whatever a person wrote reaches typst as JSON strings and is never read as markup.
    """
    return typeset(_TEMPLATE, data=_data(receipt), at=receipt.at)


def plain_text(receipt: Receipt) -> str:
    """Return the receipt with every character as it was handed in, to attach."""
    lines = [f"{label}: {value}" for label, value in _facts(receipt)]
    lines += ["", receipt.title]
    for section in receipt.sections:
        lines += ["", f"== {section.title}"]
        for answer in section.answers:
            lines += ["", f"-- {answer.label}", *_plain_answer(answer, receipt.labels)]
    return "\n".join(lines) + "\n"


def _plain_answer(answer: ReceiptAnswer, labels: Labels) -> list[str]:
    lines = [answer.text] if answer.text else []
    lines += [f"* {item}" for item in answer.items]
    lines += [
        f"* {file.name} ({file.size}) {labels.digest}: {file.sha256}" for file in answer.files
    ]
    return lines or [labels.no_answer]


def _facts(receipt: Receipt) -> list[tuple[str, str]]:
    labels = receipt.labels
    facts = (
        (labels.number, receipt.number),
        (labels.version, str(receipt.version)),
        (labels.handed_in, receipt.handed_in),
        (labels.call, receipt.call),
        (labels.forum, receipt.forum),
        (labels.organization, receipt.organization),
        (labels.publication, receipt.publication),
        (labels.privacy_version, receipt.privacy_version),
    )
    return [(label, value) for label, value in facts if value]


def _data(receipt: Receipt) -> dict[str, Any]:
    """Return what the template reads: strings whose every character a font has."""
    labels = receipt.labels
    language = spoken(receipt.language)
    rtl = language["rtl"]
    text = plain_text(receipt)
    return {
        **language,
        "name": shown(f"{receipt.number} · {receipt.title}"),
        "kind": shown(labels.receipt),
        "header": [shown(labels.portal), isolated(receipt.number)],
        "title": _paragraph([shown(receipt.title or labels.receipt)], rtl=rtl),
        "facts": [[shown(label), isolated(value)] for label, value in _facts(receipt)],
        "sections": [
            {
                "title": shown(section.title),
                "answers": [_answer(answer, rtl=rtl) for answer in section.answers],
            }
            for section in receipt.sections
        ],
        "text": text.encode(errors="backslashreplace").decode(),
        "text_name": f"{receipt.number}-{receipt.version}.txt",
        "is_whole": is_whole(text),
        **{
            name: shown(getattr(labels, name))
            for name in ("digest", "no_answer", "page", "attached")
        },
        "substituted": shown(labels.substituted),
    }


def _answer(answer: ReceiptAnswer, *, rtl: bool) -> dict[str, Any]:
    return {
        "label": shown(answer.label),
        "paragraphs": [_paragraph(lines, rtl=rtl) for lines in paragraphs(answer.text)],
        "items": [_paragraph(shown(item).split("\n"), rtl=rtl) for item in answer.items],
        "files": [
            {"name": isolated(file.name), "size": isolated(file.size), "sha256": shown(file.sha256)}
            for file in answer.files
        ],
    }


def _paragraph(lines: list[str], *, rtl: bool) -> dict[str, Any]:
    return {"lines": lines, "rtl": is_rtl("\n".join(lines), default=rtl)}
