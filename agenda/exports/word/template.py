"""A Word file as a Jinja template in a sandbox; what is wrong in it is said with its place."""

import re
import traceback
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml.etree import LxmlError

from agenda.exports.word.broken import BrokenTemplate

_PARAGRAPH = re.compile(r"<w:p([ >])")
_TAG = re.compile(r"<[^>]+>")
_SHOWN = 160
# A macro may call itself.
_FAULTS = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, RecursionError)
_NO_DOCUMENT = (PackageNotFoundError, BadZipFile, LxmlError)


class WordTemplate(DocxTemplate):  # type: ignore[misc]
    """Fills each part of the file with plain data, and changes nothing in what people wrote."""

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        """
        Fill one part: the text, a header, a footer.

        :raises BrokenTemplate: it is no template, or names what is not there
        """
        # A paragraph a line: so an error's line is its paragraph.
        source = _PARAGRAPH.sub(r"\n<w:p\1", src_xml)
        self.current_rendering_part = part
        try:
            filled: str = jinja_env.from_string(source).render(context)
        except _FAULTS as error:
            raise BrokenTemplate(str(error), _place(error, source)) from error
        return filled


def fill(template: bytes, context: dict[str, Any]) -> Any:
    """
    Return the document that a template makes of some data.

    :raises BrokenTemplate: the file is no Word document, no template, or names what is not there
    """
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    document = WordTemplate(BytesIO(template))
    try:
        document.render(context, environment)
    except BrokenTemplate:
        raise
    except (*_NO_DOCUMENT, KeyError, ValueError, AttributeError) as error:
        raise BrokenTemplate(str(error)) from error
    return document.docx


def _place(error: BaseException, source: str) -> str:
    """Return the words of the paragraph in which an error lies."""
    line = getattr(error, "lineno", None)
    if line is None:
        frames = traceback.extract_tb(error.__traceback__)
        line = next((one.lineno for one in reversed(frames) if one.filename == "<template>"), None)
    rows = source.splitlines()
    if not line or line > len(rows):
        return ""
    return _TAG.sub("", rows[line - 1]).strip()[:_SHOWN]
