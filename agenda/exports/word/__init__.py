"""The draft agenda as a Word document, made from a template that the secretariat writes in Word."""

from agenda.exports.word.docx import BUILT_IN, check_template, write_docx
from agenda.exports.word.template import BrokenTemplate

__all__ = ["BUILT_IN", "BrokenTemplate", "check_template", "write_docx"]
