"""Text that every format can hold."""

import re

# Every line end there is, as one that calendars, sheets and XML can hold.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Control characters, lone surrogates, and what is no character in XML 1.0 (2.2).
_NOT_WRITTEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Return a text without control characters, every line end a line feed."""
    return _NOT_WRITTEN.sub("", _LINE_ENDS.sub("\n", text))


def one_line(text: str) -> str:
    """Return a clean text in one line, for titles and names."""
    return " ".join(clean(text).split())
