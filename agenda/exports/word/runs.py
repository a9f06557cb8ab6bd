"""Text as runs of a Word document: each says its language and its direction."""

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape

from markupsafe import Markup

from agenda.exports.text import clean
from consultation.exports.shown import is_rtl

# Word names a language by region; only Chinese and Arabic have settings of their own.
_REGIONS = {
    "en": "en-GB",
    "fr": "fr-FR",
    "es": "es-ES",
    "ar": "ar-SA",
    "zh-hans": "zh-CN",
    "ru": "ru-RU",
}
# They turn the direction of all that follows, to the end of the paragraph and beyond the text.
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")


def region(language: str) -> str:
    """Return a language as Word names it: ``zh-CN``."""
    return _REGIONS.get(language, language)


def plain(text: str) -> str:
    """Return a text that XML can hold and that turns the direction of nothing beside it."""
    return _OVERRIDES.sub("", clean(text))


def run(text: str, language: str) -> str:
    """
    Return one run in its language; from right to left where its letters run so.

    The order of the properties is the schema's (ISO/IEC 29500-1, 17.3.2.28).
    """
    text = plain(text)
    if not text:
        return ""
    properties = f"{'<w:rtl/>' if is_rtl(text, default=False) else ''}{language_tag(language)}"
    parts = escape(text).replace("\t", "</w:t><w:tab/><w:t xml:space='preserve'>")
    parts = parts.replace("\n", "</w:t><w:br/><w:t xml:space='preserve'>")
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{parts}</w:t></w:r>"


def language_tag(language: str) -> str:
    """Return the property that names a run's language for each kind of script."""
    name = region(language)
    kind = {"ar": "w:bidi", "zh-hans": "w:eastAsia"}.get(language, "w:val")
    also = f' w:val="{name}"' if kind == "w:eastAsia" else ""
    return f'<w:lang{also} {kind}="{name}"/>'


def runs(pieces: Iterable[tuple[str, str]]) -> Markup:
    """Return (text, language) after (text, language) as runs, for ``{{r … }}`` in a template."""
    return Markup("".join(run(text, language) for text, language in pieces))  # noqa: S704 escaped
