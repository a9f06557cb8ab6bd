"""
The draft agenda as a Word document, made from a template that the secretariat writes in Word.

What writes it takes seven megabytes, and most processes never write one: it is imported when it is
needed.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from agenda.exports.word.apart import fill_apart
from agenda.exports.word.broken import BrokenTemplate

if TYPE_CHECKING:
    from agenda.exports.labels import Labels
    from agenda.programme import Programme

__all__ = ["BUILT_IN", "BrokenTemplate", "check_template", "write_docx"]

BUILT_IN = Path(__file__).with_name("agenda.docx")


def write_docx(programme: "Programme", labels: "Labels") -> bytes:
    """
    Return the draft agenda as Word document, from the labels' template or our own.

    :raises BrokenTemplate: the labels' template cannot be filled
    """
    if labels.word_template:
        return fill_apart(labels.word_template, [(programme, labels)])
    from agenda.exports.word import docx  # noqa: PLC0415 needed by few processes

    return docx.write(BUILT_IN.read_bytes(), programme, labels)


def check_template(template: bytes, wanted: Sequence[tuple["Programme", "Labels"]]) -> None:
    """
    Fill a template with each of some programmes, to see whether it can be used.

    :raises BrokenTemplate: it cannot; the error names the place, where it has one
    """
    fill_apart(template, wanted)
