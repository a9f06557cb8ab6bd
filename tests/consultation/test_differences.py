"""What changed between two states of answers."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.choices import QuestionType
from consultation.differences import Kind, Run, around, differences, word_runs
from consultation.questionnaire import Asked, Choice, Part, Questionnaire

SAME, ADDED, REMOVED, GAP = Kind.SAME, Kind.ADDED, Kind.REMOVED, Kind.GAP


def of(kind, before, after, **values):
    asked = Asked("key", kind, "part", "Label", **values)
    questionnaire = Questionnaire((Part("part", "Part", questions=(asked,)),))
    found = differences(
        questionnaire, {"key": before}, {"key": after}, word=lambda kind, code: f"<{code}>"
    )
    return [(run.kind.value, run.text) for change in found for run in change.runs]


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ("Skills for all.", "Skills for many.", [(SAME, "Skills for "), (REMOVED, "all"), (ADDED, "many"), (SAME, ".")]),  # noqa: E501
        ("数字技能", "数字新技能", [(SAME, "数字"), (ADDED, "新"), (SAME, "技能")]),
        ("", "New", [(ADDED, "New")]),
        ("المهارات للجميع", "المهارات", [(SAME, "المهارات"), (REMOVED, " للجميع")]),
        ("Old", "", [(REMOVED, "Old")]),
    ],
)  # fmt: skip
def test_texts_are_compared_by_words(before: str, after: str, wanted: list[tuple[Kind, str]]):
    assert word_runs(before, after) == tuple(Run(*one) for one in wanted)


@given(st.text("ab 字\n\u0301", max_size=60), st.text("ab 字\n\u0301", max_size=60))
def test_the_passages_are_the_two_texts_again(before: str, after: str):
    runs = word_runs(before, after)
    assert "".join(run.text for run in runs if run.kind != ADDED) == before
    assert "".join(run.text for run in runs if run.kind != REMOVED) == after


@pytest.mark.parametrize(
    "words",
    [
        (f"{number} " for number in range(200_000)),
        (f"word{number % 7}\n" for number in range(200_000)),
    ],
)
def test_very_long_texts_are_compared_in_time(words):
    text = "".join(words)
    begun = perf_counter()
    assert word_runs(text, text[::-1])
    assert word_runs(text, f"x{text}y")
    assert perf_counter() - begun < 5


@pytest.mark.parametrize(
    ("kind", "before", "after", "wanted"),
    [
        (QuestionType.SEVERAL, ["a", "b"], ["b", "c"], [("removed", "<a>"), ("same", "<b>"), ("added", "<c>")]),  # noqa: E501
        (QuestionType.GOALS, [], [4], [("added", "<4>")]),
        (QuestionType.COUNTRY, "CHE", "SEN", [("removed", "<CHE>"), ("added", "<SEN>")]),
        (QuestionType.NUMBER, None, 0, [("added", "<0>")]),
        (QuestionType.NUMBER, 60, None, [("removed", "<60>")]),
        (QuestionType.DATE, "", "2027-02-08", [("added", "<2027-02-08>")]),
        (QuestionType.CONFIRMATION, False, True, [("added", "✓")]),
        (QuestionType.LONG, " ", "", []),
        (QuestionType.LONG, "Same", "Same", []),
        (QuestionType.LONG, 7, "Text", [("added", "Text")]),
    ],
)  # fmt: skip
def test_other_answers_are_compared_as_a_whole(kind: str, before, after, wanted):
    assert of(kind, before, after) == wanted


def test_a_choice_is_shown_by_its_label():
    choices = (Choice("yes", "Yes, please"),)
    assert of(QuestionType.ONE, "", "yes", choices=choices) == [("added", "Yes, please")]


def test_people_are_compared_word_by_word():
    before = [{"name": "Amina Diallo", "country": "SEN", "attendance": "on-site"}]
    after = [{"name": "Amina Diallo", "country": "CHE", "attendance": "on-site"}]
    runs = of(QuestionType.PEOPLE, before, after)
    assert ("removed", "SEN") in runs
    assert ("added", "CHE") in runs


def test_text_of_a_question_that_is_not_asked_any_more_is_shown_under_its_name():
    (change,) = differences(Questionnaire(()), {"old": "Written once"}, {})
    assert (change.asked.label, change.runs) == ("old", (Run(REMOVED, "Written once"),))


def test_what_is_far_from_a_change_is_left_out():
    long = "word " * 200
    runs = around((Run(SAME, long), Run(ADDED, "new "), Run(SAME, long)))
    assert [run.kind for run in runs] == [GAP, SAME, ADDED, SAME, GAP]
    assert max(len(run.text) for run in runs) <= 160
