"""
The draft agenda as a Word document, made from a template that the secretariat writes in Word.

What writes it takes seven megabytes, and most processes never write one: it is imported when it is
needed.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from agenda.exports.word.broken import BrokenTemplate

if TYPE_CHECKING:
    from agenda.exports.labels import Labels
    from agenda.programme import Programme

__all__ = ["BUILT_IN", "BrokenTemplate", "check_template", "write_docx"]

BUILT_IN = Path(__file__).with_name("agenda.docx")


def write_docx(programme: "Programme", labels: "Labels") -> bytes:
    """
    Return the draft agenda as Word document, from the labels' template or our own.

    :raises BrokenTemplate: the template cannot be filled
    """
    from agenda.exports.word import docx  # noqa: PLC0415 needed by few processes

    return docx.write(labels.word_template or BUILT_IN.read_bytes(), programme, labels)


def check_template(template: bytes, programme: "Programme", labels: "Labels") -> None:
    """
    Fill a template once, to see whether it can be used.

    :raises BrokenTemplate: it cannot; the error names the place
    """
    from agenda.exports.word import docx  # noqa: PLC0415 needed by few processes

    docx.check(template, programme, labels)
