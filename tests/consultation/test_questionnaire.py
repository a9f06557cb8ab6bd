"""What is asked, what is missing, how far a section is: rules over plain values."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.choices import QuestionType, Requirement
from consultation.questionnaire import Asked, Choice, Part, Questionnaire
from consultation.questionnaire.problems import State, problems, section_problems, state
from consultation.questionnaire.values import blank, is_empty, value
from consultation.questionnaire.visibility import visible

YES_NO = (Choice("yes", "Yes"), Choice("no", "No"))
POWER = Asked("power", QuestionType.ONE, "stand", "Power?", choices=YES_NO)
WATTS = Asked(
    "watts",
    QuestionType.NUMBER,
    "stand",
    "How much?",
    requirement=Requirement.HAND_IN,
    least=1,
    most=3000,
    shown_if="power",
    shown_if_values=("yes",),
)
TITLE = Asked(
    "title",
    QuestionType.SHORT,
    "input",
    "Title",
    requirement=Requirement.REQUIRED,
    character_limit=10,
    word_limit=3,
)


def asked(*questions: Asked) -> Questionnaire:
    slugs = dict.fromkeys(question.section for question in questions)
    parts = (
        Part(slug, slug, "", tuple(one for one in questions if one.section == slug))
        for slug in slugs
    )
    return Questionnaire(tuple(parts))


def found(questionnaire: Questionnaire, answers: dict) -> list[tuple[str, bool, bool]]:
    return [(one.field, one.is_missing, one.is_early) for one in problems(questionnaire, answers)]


def test_a_question_waits_for_the_answer_that_opens_it():
    one = asked(POWER, WATTS)

    assert visible(one, {}) == {"power"}
    assert visible(one, {"power": "no"}) == {"power"}
    assert visible(one, {"power": "yes"}) == {"power", "watts"}


def test_what_waits_for_a_question_that_is_not_asked_is_not_asked_either():
    plug = Asked("plug", QuestionType.SHORT, "stand", "Plug", shown_if="watts")
    one = asked(POWER, WATTS, plug)

    assert visible(one, {"power": "no", "watts": 200}) == {"power"}
    assert visible(one, {"power": "yes", "watts": 200}) == {"power", "watts", "plug"}
    assert visible(one, {"power": "yes", "watts": None}) == {"power", "watts"}


def test_questions_that_wait_for_each_other_are_never_asked():
    first = Asked("first", QuestionType.SHORT, "stand", "First", shown_if="second")
    second = Asked("second", QuestionType.SHORT, "stand", "Second", shown_if="first")

    assert visible(asked(first, second), {"first": "x", "second": "y"}) == frozenset()


@pytest.mark.parametrize(
    ("other", "values", "answer"),
    [
        (QuestionType.SEVERAL, ("b",), ["a", "b"]),
        (QuestionType.GOALS, ("4",), [4, 5]),
        (QuestionType.NUMBER, ("0",), 0),
        (QuestionType.CONFIRMATION, ("yes",), True),
        (QuestionType.CONFIRMATION, ("no",), False),
        (QuestionType.FILE, (), [7]),
        (QuestionType.PEOPLE, (), [{"name": "A"}]),
    ],
)
def test_every_kind_of_answer_can_open_a_question(other, values, answer):
    first = Asked("first", other, "input", "First")
    second = Asked(
        "second", QuestionType.SHORT, "input", "S", shown_if="first", shown_if_values=values
    )

    assert "second" in visible(asked(first, second), {"first": answer})
    assert ("second" in visible(asked(first, second), {})) == (values == ("no",))


def test_only_what_is_asked_can_be_missing():
    one = asked(POWER, WATTS)

    assert found(one, {"power": "no"}) == []
    assert found(one, {"power": "yes"}) == [("watts", True, False)]


def test_what_is_required_is_said_while_writing_and_the_rest_at_hand_in():
    assert found(asked(TITLE), {"title": "  "}) == [("title", True, True)]
    later = replace(TITLE, requirement=Requirement.HAND_IN)
    assert found(asked(later), {}) == [("title", True, False)]
    assert found(asked(replace(TITLE, requirement=Requirement.OPTIONAL)), {}) == []


def test_what_is_too_long_is_said_with_both_numbers():
    one = asked(TITLE)

    (words,) = problems(one, {"title": "a b c d e"})
    (characters,) = problems(one, {"title": "a" * 11})
    assert words.message == "“Title” has 5 words. Shorten it to 3."
    assert characters.message == "“Title” has 11 characters. Shorten it to 10."
    assert (words.is_missing, words.anchor) == (False, "id_title")


@pytest.mark.parametrize(("number", "faults"), [(0, 1), (1, 0), (3000, 0), (3001, 1)])
def test_a_number_keeps_its_bounds(number, faults):
    assert len(problems(asked(POWER, WATTS), {"power": "yes", "watts": number})) == faults


def test_everybody_in_a_list_of_people_has_a_name():
    people = Asked("speakers", QuestionType.PEOPLE, "speakers", "Speakers")

    (problem,) = problems(asked(people), {"speakers": [{"name": "A"}, {"function": "Nurse"}]})
    assert problem.field == "speakers-1-name"
    assert problem.message == "Enter the name of person 2, or remove this person."


def test_a_link_from_a_question_with_boxes_goes_to_the_first_box():
    required = replace(POWER, requirement=Requirement.HAND_IN)

    (problem,) = problems(asked(required), {})
    assert problem.anchor == "id_power_0"


def test_a_section_says_how_far_it_is():
    language = Asked("language", QuestionType.LANGUAGE, "input", "Language")
    one = asked(language, TITLE, POWER)
    part, stand = one.parts

    assert state(one, part, {"language": "fr"}) == State.NOT_STARTED
    assert state(one, part, {"title": "x" * 11}) == State.IN_PROGRESS
    assert state(one, part, {"title": "x"}) == State.COMPLETE
    assert state(one, stand, {}) == State.OPTIONAL
    assert section_problems(one, stand, {}) == ()


@given(
    st.sampled_from(QuestionType),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3),
        max_leaves=5,
    ),
)
def test_a_stored_answer_is_read_in_its_types_shape_or_as_none(kind, stored):
    one = Asked("key", kind, "input", "Label")

    read = value(one, {"key": stored})
    assert read == stored or read == blank(kind)
    assert is_empty(one, blank(kind))
