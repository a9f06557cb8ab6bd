"""Names of likely the same person, in any script."""

import json
from pathlib import Path

import pytest
from faker import Faker

import agenda
from agenda import twins

FORUMS = Path(agenda.__file__).parent / "data" / "forums"
# Pairs of the loaded Forums that are said to be likely one person.
REAL: dict[str, list[tuple[str, str]]] = {}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Aïcha Traoré", "TRAORE, Aicha"),
        ("Иван Петров", "Petrov Ivan"),
        ("李 雷", "李雷"),
        ("أحمد علي", "احمد  على"),
        ("مُحَمَّد حسن", "محمد حسن"),
        ("Łukasz Nowak", "Lukasz Nowak"),
        ("Ada Lovelace", "Ada K. Lovelace"),
        ("Dr Ada Lovelace", "Lovelace, Ada"),
        ("Mohamed Ali", "Mohammed Ali"),
        ("Muhammad Hussein", "Mohamed Hussain"),
        ("張偉", "张伟"),
        ("Zhang Wei", "张伟"),
        ("Xiaoming Wang", "王晓明"),
        ("محمد علي", "Mohammed Ali"),
        ("الدكتور خالد الحسن", "Khaled Al-Hassan"),
        ("Sergey Ivanov", "Sergei Ivanov"),
        ("Сергей Иванов", "Ivanov Sergei"),
        ("Евгений Щукин", "Yevgeny Shchukin"),
        ("Александр Попов", "Aleksandr Popov"),
        ("Γιώργος Παπαδόπουλος", "Giorgos Papadopoulos"),
        ("Müller, Jörg", "Joerg Mueller"),
        ("नरेन्द्र मोदी", "नरेंद्र मोदी"),
        ("Narendra Modi", "नरेंद्र मोदी"),
        ("דוד כהן", "David Cohen"),
        ("ברק פלדמן", "Barak Feldman"),
        ("김민수", "김민수"),
        ("김민수", "김 민수"),
        ("김민수", "Kim Min-su"),
        ("이지은", "Lee Jieun"),
        ("남궁민수", "Namgung Min-su"),
    ],
)
def test_one_person_written_twice_is_found(one: str, other: str) -> None:
    assert twins.groups({1: ([one], ""), 2: ([other], "")}) == {1: {2}, 2: {1}}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ahmed", "Ahmed"),
        ("", ""),
        ("Ada King", "Ada Kong"),
        ("李", "李"),
        ("Daniel Garcia", "Daniela Garcia"),
        ("Иван Петров", "Ивана Петрова"),
        ("Maria Silva", "Mario Silva"),
        ("Zhang Wei", "Zhang Lei"),
        ("علي حسن", "علي حسين محمد"),
        ("J. Smith", "K. Smith"),
        ("김민수", "김민서"),
        ("김민수", "Kim Min-seo"),
        ("김", "김"),
        ("김영수", "김정수"),
        ("דוד כהן", "David Levi"),
    ],
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


def _speakers_of(path: Path) -> dict[int, tuple[list[str], str]]:
    sessions = json.loads(path.read_text()).get("sessions", [])
    people = {one["key"]: one["name"] for each in sessions for one in each.get("speakers", [])}
    written = [
        [text if isinstance(text, str) else text["text"] for text in name.values()]
        for name in people.values()
    ]
    return {place: (names, "") for place, names in enumerate(written)}


@pytest.mark.parametrize("path", sorted(FORUMS.glob("*.json")), ids=lambda path: path.stem)
def test_nobody_of_the_real_forums_is_taken_for_another(path) -> None:
    rows = _speakers_of(path)
    found = twins.groups(rows)
    said = sorted({tuple(sorted((rows[a][0][0], rows[b][0][0]))) for a in found for b in found[a]})
    assert said == REAL.get(path.stem, [])


def test_the_speakers_of_a_large_forum_give_few_false_alarms() -> None:
    made_up = Faker(["en_GB", "fr_FR", "es_ES", "ar_AA", "zh_CN", "ru_RU", "hi_IN", "el_GR"])
    made_up.seed_instance(7)
    people = sorted({f"{made_up.first_name()} {made_up.last_name()}" for _ in range(850)})
    rows = {key: ([name], "") for key, name in enumerate(people)}
    found = twins.groups(rows)
    # Few false alarms, though made-up names repeat themselves more than people's do.
    said = {tuple(sorted((people[one], people[two]))) for one in found for two in found[one]}
    assert len(said) < 12, sorted(said)
