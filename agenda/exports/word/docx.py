"""Writes the Word document: fills the template, then says language and direction everywhere."""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from agenda.exports.labels import Labels
from agenda.exports.text import one_line
from agenda.exports.word.data import data_of
from agenda.exports.word.runs import language_tag, region
from agenda.exports.word.template import fill
from agenda.programme import Programme, pick
from consultation.exports.shown import is_rtl

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
# A zip holds no earlier year.
_FIRST_YEAR = 1980


def write(template: bytes, programme: Programme, labels: Labels) -> bytes:
    """
    Return the draft agenda as Word document.

    :raises BrokenTemplate: the template cannot be filled
    """
    document = fill(template, data_of(programme, labels))
    for part in _parts(document):
        _say_languages(part, labels.language)
    _describe(document, programme, labels)
    made = io.BytesIO()
    document.save(made)
    return _dated(made.getvalue(), programme.released_at)


def _parts(document: Any) -> Iterator[Any]:
    """Give the text, and every header and footer that it has."""
    yield document.element.body
    # Not by the sections: docxtpl puts parts of its own in the place of those they know, and a
    # section makes an empty one where there is none.
    for relation in document.part.rels.values():
        if relation.reltype in {RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER}:
            yield relation.target_part.element


def _say_languages(part: Any, language: str) -> None:
    """Let every run say its language, and every paragraph and table its direction."""
    is_arabic = language == "ar"
    for run in part.iter(qn("w:r")):
        properties = run.get_or_add_rPr()
        if properties.find(qn("w:lang")) is None:
            text = "".join(one.text or "" for one in run.iter(qn("w:t")))
            if is_rtl(text, default=False) and properties.find(qn("w:rtl")) is None:
                properties.append(OxmlElement("w:rtl"))
            properties.append(_element(language_tag(language)))
    for paragraph in part.iter(qn("w:p")):
        text = "".join(one.text or "" for one in paragraph.iter(qn("w:t")))
        # One margin for a whole Arabic document; its runs in other languages run their own way.
        if is_arabic or is_rtl(text, default=False):
            _turn(paragraph)
    if is_arabic:
        for table in part.iter(qn("w:tbl")):
            table.tblPr.insert(_after_style(table.tblPr), OxmlElement("w:bidiVisual"))
        for section in part.iter(qn("w:sectPr")):
            _insert_before(section, OxmlElement("w:bidi"), ("w:rtlGutter", "w:docGrid"))


def _turn(paragraph: Any) -> None:
    """Let a paragraph run from right to left, at its place in the schema's order."""
    properties = paragraph.get_or_add_pPr()
    if properties.find(qn("w:bidi")) is None:
        _insert_before(properties, OxmlElement("w:bidi"), _AFTER_BIDI)


# What follows ``w:bidi`` in a paragraph's properties (ISO/IEC 29500-1, 17.3.1.26).
_AFTER_BIDI = (
    *("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing"),
    *("w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment"),
    *("w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr"),
    "w:pPrChange",
)


def _insert_before(parent: Any, child: Any, followers: tuple[str, ...]) -> None:
    names = {qn(name) for name in followers}
    follower = next((one for one in parent if one.tag in names), None)
    if follower is None:
        parent.append(child)
    else:
        follower.addprevious(child)


def _after_style(properties: Any) -> int:
    """Return the place after a table's style and position, which come first."""
    first = {qn(f"w:{name}") for name in ("tblStyle", "tblpPr", "tblOverlap")}
    return sum(one.tag in first for one in properties)


def _element(xml: str) -> Any:
    """Make one of our own properties an element."""
    return parse_xml(xml.replace("<w:lang", f'<w:lang xmlns:w="{_W}"', 1))


def _describe(document: Any, programme: Programme, labels: Labels) -> None:
    """Write what the file says of itself; no name of a person and no moment but the release's."""
    forum, _language = pick(programme.name, labels.language)
    facts = document.core_properties
    facts.title = one_line(f"{labels.words['agenda']} – {forum} ({programme.version})")[:250]
    facts.language = region(labels.language)
    facts.author = facts.last_modified_by = "WSIS Forum consultation"
    facts.comments = facts.subject = facts.keywords = ""
    moment = programme.released_at.astimezone(UTC).replace(tzinfo=None)
    facts.created = facts.modified = moment
    facts.revision = 1


def _dated(document: bytes, at: datetime) -> bytes:
    """Pack the same parts with the moment of the release, so that the same makes the same."""
    moment = at.astimezone(UTC)
    stamp = (max(moment.year, _FIRST_YEAR), moment.month, moment.day, 0, 0, 0)
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(document)) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, stamp), source.read(name), zipfile.ZIP_DEFLATED)
    return made.getvalue()
