"""
Writes the Word template that the portal begins with: ``agenda/exports/word/agenda.docx``.

    python -m tools.word_template

The secretariat changes a copy of it in Word; ``docs/word-template.md`` says what it may name.
"""

import io
import zipfile
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from agenda.exports.word import BUILT_IN

_DEEP, _LAKE, _SOFT = (RGBColor.from_string(one) for one in ("0B3C49", "0F5C6E", "4F5B60"))
_HEADINGS = {"Title": (26, 0, 4), "Heading 1": (18, 22, 6), "Heading 2": (13, 18, 4)}
_POINTS = 4
_STAMP = (2026, 1, 1, 0, 0, 0)


def main() -> None:
    """Write the file, the same bytes every time."""
    document = Document()
    _look(document)
    _frame(document)
    _cover(document)
    _days(document)
    _sessions(document)
    made = io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(BUILT_IN, "w") as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, _STAMP), source.read(name), zipfile.ZIP_DEFLATED)


def _look(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2)
    styles = document.styles
    _font(styles["Normal"], 10.5)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    for name, (size, before, after) in _HEADINGS.items():
        style = styles[name]
        _font(style, size, bold=True, color=_DEEP)
        style.paragraph_format.space_before, style.paragraph_format.space_after = (
            Pt(before),
            Pt(after),
        )
        style.paragraph_format.keep_with_next = True
        border = style.element.find(f".//{qn('w:pBdr')}")
        if border is not None:
            border.getparent().remove(border)
    _font(styles.add_style("Part", 1), 11, bold=True, color=_LAKE)
    styles["Part"].paragraph_format.space_before = Pt(10)
    styles["Part"].paragraph_format.keep_with_next = True
    _outline(styles["Part"], 2)
    _font(styles.add_style("Note", 1), 9.5, color=_SOFT)
    styles["Note"].paragraph_format.space_after = Pt(2)
    for level in range(_POINTS):
        style = styles.add_style(f"Point {level + 1}", 1)
        _font(style, 10.5)
        shape = style.paragraph_format
        shape.left_indent, shape.first_line_indent = Cm(1 + level * 0.9), Cm(-0.9)
        shape.tab_stops.add_tab_stop(Cm(1 + level * 0.9))
        shape.space_after = Pt(3)


def _font(style: Any, size: float, *, bold: bool = False, color: RGBColor | None = None) -> None:
    style.font.name, style.font.size, style.font.bold = "Arial", Pt(size), bold
    if color is not None:
        style.font.color.rgb = color
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)
    fonts.set(qn("w:cs"), "Arial")
    fonts.set(qn("w:eastAsia"), "Microsoft YaHei")
    size_of_arabic = OxmlElement("w:szCs")
    size_of_arabic.set(qn("w:val"), str(int(size * 2)))
    style.element.rPr.find(qn("w:sz")).addnext(size_of_arabic)


def _outline(style: Any, level: int) -> None:
    """Let a style of ours count as a heading for the outline and for screen readers."""
    mark = OxmlElement("w:outlineLvl")
    mark.set(qn("w:val"), str(level))
    style.element.get_or_add_pPr().append(mark)


def _frame(document: Any) -> None:
    """Write header and footer: Forum and release, and the page."""
    section = document.sections[0]
    header = section.header.paragraphs[0]
    header.style = document.styles["Note"]
    header.add_run("{{r forum }} · {{r release }}")
    footer = section.footer.paragraphs[0]
    footer.style = document.styles["Note"]
    footer.paragraph_format.tab_stops.add_tab_stop(Cm(16.6), WD_TAB_ALIGNMENT.RIGHT)
    footer.add_run("{{r note }}\t")
    for instruction in ("PAGE", "NUMPAGES"):
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), instruction)
        run = OxmlElement("w:r")
        text = OxmlElement("w:t")
        text.text = "1"
        run.append(text)
        field.append(run)
        footer._p.append(field)  # noqa: SLF001 python-docx has no fields
        if instruction == "PAGE":
            footer.add_run(" / ")


def _cover(document: Any) -> None:
    document.add_paragraph("{{r words.agenda }}", style="Title")
    document.add_paragraph("{{r forum }}", style="Heading 2")
    for name in ("theme", "dates", "place", "release", "demonstration", "remark"):
        _if(document, name, f"{{{{r {name} }}}}", "Normal")
    document.add_paragraph("{{r zone }}", style="Note")


def _days(document: Any) -> None:
    document.add_paragraph("{%p for day in days %}")
    document.add_paragraph("{{r day.title }}", style="Heading 1")
    document.add_paragraph("{%p if day.breaks %}")
    document.add_paragraph("{{r words.breaks }}: {{r day.breaks }}", style="Note")
    document.add_paragraph("{%p endif %}")
    _agenda_table(document, "day.rows", "{{ row.clock }}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p if unplaced %}")
    document.add_paragraph("{{r words.unplaced }}", style="Heading 1")
    _agenda_table(document, "unplaced", "{{r words.not_fixed }}")
    document.add_paragraph("{%p endif %}")


def _agenda_table(document: Any, rows: str, clock: str) -> None:
    heads = [
        "{{r words.time }}",
        "{{r columns.number }}",
        "{{r columns.title }}",
        "{{r columns.room }}",
    ]
    cells = [
        clock,
        "{{ row.number }}",
        "{{r row.title }} {{r row.status }}",
        "{{r row.room }}",
    ]
    _table(document, heads, f"row in {rows}", cells, (2.8, 2.0, 8.2, 3.6))


def _table(
    document: Any, heads: list[str], loop: str, cells: list[str], widths: tuple[float, ...]
) -> None:
    """Make a table whose head comes again on every page, and whose rows are not torn apart."""
    table = document.add_table(rows=4, cols=len(heads))
    table.style = document.styles["Table Grid"]
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    table.rows[1].cells[0].text = f"{{%tr for {loop} %}}"
    table.rows[3].cells[0].text = "{%tr endfor %}"
    for place, (head, cell, width) in enumerate(zip(heads, cells, widths, strict=True)):
        first, third = table.rows[0].cells[place], table.rows[2].cells[place]
        first.paragraphs[0].add_run(head)
        first.paragraphs[0].style = document.styles["Part"]
        first.paragraphs[0].paragraph_format.space_before = Pt(2)
        third.paragraphs[0].add_run(cell)
        table.columns[place].width = Cm(width)
        for row in table.rows:
            row.cells[place].width = Cm(width)
            row.cells[place].paragraphs[0].paragraph_format.space_after = Pt(2)
    for row, name in (
        (table.rows[0], "w:tblHeader"),
        (table.rows[0], "w:cantSplit"),
        (table.rows[2], "w:cantSplit"),
    ):
        row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 python-docx has no heads
    document.add_paragraph("", style="Note")


def _sessions(document: Any) -> None:
    document.add_paragraph("{{r words.sessions }}", style="Heading 1")
    document.add_paragraph("{%p for session in sessions %}")
    document.add_paragraph("{{ session.number }} · {{r session.title }}", style="Heading 2")
    _if(document, "session.status", "{{r session.status }}", "Note")
    _if(
        document,
        "session.organizers",
        "{{r words.organized_by }}: {{r session.organizers }}",
        "Normal",
    )
    document.add_paragraph("{%p for fact in session.facts %}")
    document.add_paragraph("{{r fact.label }}: {{r fact.value }}", style="Note")
    document.add_paragraph("{%p endfor %}")
    _texts(document, "session.description", "columns.description")
    _points(document)
    document.add_paragraph("{%p if session.people %}")
    document.add_paragraph("{{r columns.speakers }}", style="Part")
    _table(
        document,
        ["{{r words.name }}", "{{r words.post }}", "{{r words.role }}"],
        "person in session.people",
        ["{{r person.name }}", "{{r person.post }}", "{{r person.role }}"],
        (5.4, 7.6, 3.6),
    )
    document.add_paragraph("{%p endif %}")
    _list(document, "session.action_lines", "columns.action_lines")
    _list(document, "session.goals", "columns.goals")
    document.add_paragraph("{%p for list in session.links %}")
    document.add_paragraph("{{r list.label }}", style="Part")
    document.add_paragraph("{%p for link in list.rows %}")
    document.add_paragraph("{{r link }}", style="List Bullet")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endfor %}")
    _texts(document, "session.outcome", "words.outcome")
    _if(document, "session.inputs", "{{r columns.inputs }}: {{ session.inputs }}", "Note")
    _list(document, "session.remarks", "words.remarks")
    _if(document, "session.unverified", "{{r session.unverified }}", "Note")
    document.add_paragraph("{%p endfor %}")


def _points(document: Any) -> None:
    """Write the lines of a draft agenda, each level in a style of its own."""
    document.add_paragraph("{%p if session.points %}")
    document.add_paragraph("{{r columns.draft_agenda }}", style="Part")
    document.add_paragraph("{%p for point in session.points %}")
    words = "{{ point.mark }}\t{{r point.title }} {{r point.minutes }} {{r point.speakers }}"
    for level in range(_POINTS):
        test = "if" if not level else "elif"
        document.add_paragraph(
            f"{{%p {test} point.level == {level} %}}" if level < _POINTS - 1 else "{%p else %}"
        )
        document.add_paragraph(words, style=f"Point {level + 1}")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endif %}")


def _if(document: Any, name: str, words: str, style: str) -> None:
    document.add_paragraph(f"{{%p if {name} %}}")
    document.add_paragraph(words, style=style)
    document.add_paragraph("{%p endif %}")


def _texts(document: Any, name: str, label: str) -> None:
    document.add_paragraph(f"{{%p if {name} %}}")
    document.add_paragraph(f"{{{{r {label} }}}}", style="Part")
    document.add_paragraph(f"{{%p for text in {name} %}}")
    document.add_paragraph("{{r text }}", style="Normal")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endif %}")


def _list(document: Any, name: str, label: str) -> None:
    document.add_paragraph(f"{{%p if {name} %}}")
    document.add_paragraph(f"{{{{r {label} }}}}", style="Part")
    document.add_paragraph(f"{{%p for text in {name} %}}")
    document.add_paragraph("{{r text }}", style="List Bullet")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endif %}")


if __name__ == "__main__":
    main()
