"""What a column of a list shows, as plain text: markup becomes blanks and lines."""

import html
import re

_UNSEEN = re.compile(r"<(svg|script|style|template)\b.*?</\1\s*>", re.DOTALL)
_LINE = re.compile(r"\s*<(?:br|/p|/li|/div|/tr|/dd)\b[^>]*>\s*")
# "</span><span>" has a gap on the page; "<b>in</b>side" has none.
_BETWEEN = re.compile(r"</[^>]*>\s*<(?=[a-z])[^>]*>")
_TAG = re.compile(r"</?[a-zA-Z][^>]*>|<!--.*?-->", re.DOTALL)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_LINES = re.compile(r" *\n\s*")


def plain(markup: str) -> str:
    """
    Return the words of some markup of ours, a line for each line.

    Only for what is marked as safe: strangers' text in it is escaped, so a tag is one of ours.
    """
    if "<" in markup:
        words = _BLANKS.sub(" ", _UNSEEN.sub("", markup))
        words = _TAG.sub("", _BETWEEN.sub(" ", _LINE.sub("\n", words)))
        markup = _LINES.sub("\n", words).strip()
    return html.unescape(markup)
