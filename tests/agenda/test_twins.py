"""Names of likely the same person, in any script."""

import pytest

from agenda import twins


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Aïcha Traoré", "TRAORE, Aicha"),
        ("Иван Петров", "Petrov Ivan"),
        ("李 雷", "李雷"),
        ("أحمد علي", "احمد  على"),
        ("مُحَمَّد حسن", "محمد حسن"),
        ("Łukasz Nowak", "Lukasz Nowak"),
    ],
)
def test_one_person_written_twice_is_found(one: str, other: str) -> None:
    assert twins.groups({1: ([one], ""), 2: ([other], "")}) == {1: {2}, 2: {1}}


@pytest.mark.parametrize(
    ("one", "other"), [("Ahmed", "Ahmed"), ("", ""), ("Ada King", "Ada Kong"), ("李", "李")]
)
def test_other_people_are_not(one: str, other: str) -> None:
    assert twins.groups({1: ([one], ""), 2: ([other], "")}) == {}


def test_any_language_and_the_address_tell() -> None:
    rows = {
        1: (["Li Lei", "李雷"], "A@x.org"),
        2: (["李雷"], ""),
        3: (["Someone Else"], "a@x.org "),
    }
    assert twins.groups(rows) == {1: {2, 3}, 2: {1}, 3: {1}}
