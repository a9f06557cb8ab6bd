"""Text that every format can hold."""

import unicodedata

# Every line end there is, as one that calendars, sheets and XML can hold.
_LINE_ENDS = str.maketrans(dict.fromkeys("\r\x0b\x0c\x85\u2028\u2029", "\n"))
# What is no character in XML 1.0 (2.2), although Unicode lets programs pass it on.
_NOT_IN_XML = "\ufffe\uffff"


def clean(text: str) -> str:
    """Return a text without control characters, every line end a line feed."""
    text = text.replace("\r\n", "\n").translate(_LINE_ENDS)
    return "".join(c for c in text if c in "\n\t" or _is_written(c))


def one_line(text: str) -> str:
    """Return a clean text in one line, for titles and names."""
    return " ".join(clean(text).split())


def _is_written(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cs"} and character not in _NOT_IN_XML
