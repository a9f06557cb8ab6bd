"""The HTML text of a letter whose plain text was changed by hand."""

import re

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from wsis_forum.languages import language as describe
from wsis_forum.letters.models import Letter


def html_of(letter: Letter) -> str:
    """
    Return a letter's plain text in the frame of every letter's HTML text.

    Only the portal's own addresses become links: a title that a stranger wrote makes none.
    """
    with translation.override(letter.language):
        context = {
            "language": describe(letter.language),
            "title": letter.subject,
            "paragraphs": [_lines(part) for part in letter.text.split("\n\n") if part.strip()],
        }
        return render_to_string("letters/by_hand.html", context)


def _lines(paragraph: str) -> SafeString:
    lines = paragraph.strip("\n").split("\n")
    return format_html_join(SafeString("<br>"), "{}", ((_linked(line),) for line in lines))


def _linked(line: str) -> SafeString:
    address = re.compile(rf"({re.escape(settings.PORTAL_URL)}/[^\s<>\"]*)")
    parts = (
        (_part(part, is_link=place % 2 == 1),) for place, part in enumerate(address.split(line))
    )
    return format_html_join("", "{}", parts)


def _part(text: str, *, is_link: bool) -> SafeString:
    if is_link:
        return format_html('<a href="{}" dir="ltr" style="color: #0b5c6e;">{}</a>', text, text)
    return format_html("{}", text)
