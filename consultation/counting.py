"""How words and characters are counted; ``static/js/word-count.js`` counts the same."""

import re

# Scripts written without spaces between words: every Han character counts as one word.
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Written out, because Python and JavaScript do not mean quite the same by \s.
_SPACE = "\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_RUN = re.compile(f"[{_HAN}]|[^{_SPACE}{_HAN}]+")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


def count_words(text: str) -> int:
    """
    Count words: Han characters, and other runs between spaces that hold a letter or a digit.

    "e-mail", "l'accès" and "2027" are one word each, a dash between spaces is none, and
    "数字 skills" is three.
    """
    return sum(1 for run in _RUN.findall(text) if _LETTER_OR_DIGIT.search(run))


def count_characters(text: str) -> int:
    """Count characters as a reader of code points does; a line break is one."""
    return len(text)
