"""Nothing that can be read is taken out of a text, and nothing that cannot be stays in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wsis_forum.cleaning import clean_line, clean_text


@pytest.mark.parametrize(
    ("typed", "line", "text"),
    [
        ("  plain  ", "plain", "plain"),
        ("one\r\ntwo\rthree\u2028four", "one two three four", "one\ntwo\nthree\nfour"),
        ("nul\x00 bell\x07 del\x7f c1\x9b", "nul bell del c1", "nul bell del c1"),
        ("half\ud83d of a pair", "half of a pair", "half of a pair"),
        ("a\tb", "a b", "a\tb"),
        ("evil\u202egnp.exe\u2066", "evilgnp.exe", "evilgnp.exe"),
        ("لا\u200cیک \u200f!", "لا\u200cیک \u200f!", "لا\u200cیک \u200f!"),
        ("👩‍💻 é 数", "👩‍💻 é 数", "👩‍💻 é 数"),
        ("\ufffe\uffff", "", ""),
    ],
)
def test_cleans(typed, line, text):
    assert (clean_line(typed), clean_text(typed)) == (line, text)


@given(st.text(alphabet=st.characters()))
def test_what_is_kept_can_be_stored_and_stays_as_it_is(typed):
    for clean in (clean_line, clean_text):
        kept = clean(typed)
        kept.encode("utf-8")
        assert "\x00" not in kept
        assert clean(kept) == kept
