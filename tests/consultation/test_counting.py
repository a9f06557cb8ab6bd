"""Words are counted by one rule, on the server and while they are typed."""

import pytest

from consultation.counting import count_characters, count_words

# text -> words; tests/e2e asks the page's script for the same.
SAMPLES = {
    "": 0,
    "  \n\t ": 0,
    "one": 1,
    "one two\nthree": 3,
    "e-mail, l'accès – 2027!": 3,
    "— … ! ، 。": 0,
    "C7-ELEA": 1,
    "数字技能": 4,
    "数字 skills，培训。": 5,
    "2027年": 2,
    "المهارات الرقمية للجميع": 3,
    "مُحَمَّد ٢٠٢٧": 2,
    "Цифровые навыки — всем": 3,
    "non\u00a0breaking\u3000space\u2003here": 4,
    "a\ufeffb": 2,
    "zero\u200bwidth": 1,
    "👩‍💻 codes": 1,
    "𠮷野家": 3,
    "snake_case _ __": 1,
    "½ cup": 2,
}


@pytest.mark.parametrize(("text", "words"), SAMPLES.items())
def test_counts_words(text, words):
    assert count_words(text) == words


def test_counts_characters_as_code_points():
    assert [count_characters(text) for text in ("", "abc", "𠮷野", "é")] == [0, 3, 2, 1]
