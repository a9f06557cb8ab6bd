"""What is taken out of a stranger's text before it is kept: nothing that anybody can read."""

import re

# Control characters but tab and line feed, halves of surrogate pairs, noncharacters.
_CONTROLS = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
# They turn the reading direction of what follows, beyond the text that holds them.
_BIDI_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_BREAKS = re.compile("\r\n?|[\u2028\u2029\u0085]")
_SPACES = re.compile(r"\s+")


def clean_text(value: str) -> str:
    """Keep a text's lines, each ended by one line feed; drop controls and direction overrides."""
    return _BIDI_OVERRIDES.sub("", _CONTROLS.sub("", _BREAKS.sub("\n", value))).strip()


def clean_line(value: str) -> str:
    """Make one line of a text, without control characters and without direction overrides."""
    return _SPACES.sub(
        " ", _BIDI_OVERRIDES.sub("", _CONTROLS.sub("", _BREAKS.sub(" ", value)))
    ).strip()
