"""The questions that each kind of call begins with: complete, consistent, given once."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultation.actions.questions import give_standard_questions
from consultation.choices import CallKind, FileKind, QuestionType, Requirement
from consultation.models import Call, CallSection, Option, Question
from consultation.questionnaire.known import KNOWN
from consultation.questionnaire.standard import (
    FOLDER,
    BrokenQuestions,
    StandardQuestion,
    read_sections,
    standard_sections,
)
from tests.factories import NOW, CallFactory
from wsis_forum.portal.loading.forum import load_forum
from wsis_forum.portal.loading.source import read

SUFFIXES = ("en", "fr", "es", "ar", "zh_hans", "ru")
EVERY_CALL = {
    "language",
    "title",
    "summary",
    "organization_name",
    "stakeholder_type",
    "country",
    "on_behalf_of",
    "action_lines",
    "goals",
}


def questions_of(kind: str) -> list[StandardQuestion]:
    return [question for section in standard_sections(kind) for question in section.questions]


def all_questions() -> list[StandardQuestion]:
    return [question for kind in CallKind.values for question in questions_of(kind)]


def silent_call(kind: str = CallKind.WORKSHOP) -> Call:
    """Return a call that asks nothing yet."""
    call: Call = CallFactory(kind=kind, questions=False)
    return call


# --- The sets ----------------------------------------------------------------------------


def test_there_is_one_file_for_each_kind_and_one_for_what_they_share():
    assert {path.stem for path in FOLDER.glob("*.json")} == {*CallKind.values, "common"}


@pytest.mark.parametrize("kind", CallKind.values)
def test_every_kind_asks_what_the_register_needs_and_enough_beyond(kind):
    keys = {question.key for question in questions_of(kind)}
    assert keys >= EVERY_CALL
    own = keys - KNOWN.keys() - {"writes_for"}
    assert 5 <= len(own) <= 15, own
    hand_in = {one.key for one in questions_of(kind) if one.requirement != Requirement.OPTIONAL}
    assert hand_in >= {"language", "title", "summary", "organization_name", "country"}


@pytest.mark.parametrize("kind", CallKind.values)
def test_every_text_is_there_in_six_languages_and_tells_them_apart(kind):
    for section in standard_sections(kind):
        texts = [section.title, section.intro]
        for question in section.questions:
            texts += [question.label, *([question.help] if question.help else [])]
            texts += [option.label for option in question.options]
        for text in texts:
            said = list(text.columns("x").values())
            assert len(said) == len(SUFFIXES)
            assert all(words == words.strip() for words in said), said
            assert any("\u0600" <= letter <= "\u06ff" for letter in text.ar), text.ar
            assert any("\u4e00" <= letter <= "\u9fff" for letter in text.zh), text.zh
            assert any("\u0400" <= letter <= "\u04ff" for letter in text.ru), text.ru


def test_no_french_sign_stands_without_its_space():
    for question in all_questions():
        for text in filter(None, (question.label, question.help)):
            for sign in ("?", "!", ";", " :", "»"):
                assert f" {sign}" not in text.fr.replace("\u00a0", "\u2007")
            assert "?" not in text.fr or "\u00a0?" in text.fr


def test_every_type_of_question_and_every_kind_of_file_is_used():
    questions = all_questions()
    assert {question.type for question in questions} == set(QuestionType)
    kinds = {kind for question in questions if question.files for kind in question.files.kinds}
    assert kinds == set(FileKind)


def test_every_call_that_is_personal_keeps_a_part_to_the_secretariat():
    private = {
        kind: [question.key for question in questions_of(kind) if not question.public]
        for kind in ("speaker", "facilitator", "exhibition", "partnership", "special")
    }
    assert private == {
        "speaker": ["person_email"],
        "facilitator": ["nominee_phone"],
        "exhibition": ["contact_name", "contact_email", "contact_phone"],
        "partnership": ["amount", "contact_name", "contact_email", "contact_phone"],
        "special": ["contact_name", "contact_email", "contact_phone"],
    }


def test_a_workshop_must_say_its_tags_and_a_thematic_input_need_not():
    def required(kind: str) -> set[str]:
        tags = next(part for part in standard_sections(kind) if part.slug == "tags")
        return {one.key for one in tags.questions if one.requirement != Requirement.OPTIONAL}

    assert (required("workshop"), required("thematic")) == ({"action_lines", "goals"}, set())
    workshop = {question.key: question for question in questions_of("workshop")}
    assert workshop["speakers"].requirement == Requirement.OPTIONAL
    assert [one.code for one in workshop["format"].options] == ["THEMATIC_WS", "COUNTRY_WS"]
    assert (workshop["minutes"].least, workshop["minutes"].most) == (15, 240)
    # How long it may be is a matter of the call.
    assert (workshop["text"].words, workshop["text"].characters) == (None, None)


# --- Giving them to a call ---------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("kind", CallKind.values)
def test_a_call_is_given_the_questions_of_its_kind_in_six_languages(kind):
    call = silent_call(kind)
    assert give_standard_questions(call_id=call.pk)
    wanted = standard_sections(kind)
    sections = list(CallSection.objects.filter(call=call).order_by("order"))
    assert [section.slug for section in sections] == [section.slug for section in wanted]
    rows = list(
        Question.objects.filter(call=call).order_by("section__order", "order").select_related()
    )
    for question, row in zip(questions_of(kind), rows, strict=True):
        condition = question.shown_if
        assert (row.key, row.type, row.requirement) == (
            question.key,
            question.type,
            question.requirement,
        )
        assert (row.shown_if and row.shown_if.key) == (condition and condition.question)
        assert row.shown_if_values == (list(condition.values) if condition else [])
        for suffix, text in question.label.columns("label").items():
            assert getattr(row, suffix) == text
    options = Option.objects.filter(question__call=call).order_by("question", "order")
    given = {(one.question.key, one.code) for one in options.select_related("question")}
    assert given == {(q.key, option.code) for q in questions_of(kind) for option in q.options}


@pytest.mark.django_db
def test_conditions_files_limits_and_privacy_are_written():
    call = silent_call(CallKind.EXHIBITION)
    give_standard_questions(call_id=call.pk)
    rows = {row.key: row for row in Question.objects.filter(call=call)}
    watts, logo = rows["power_watts"], rows["exhibition_logo"]
    assert (watts.shown_if, watts.shown_if_values) == (rows["power"], ["yes"])
    assert (watts.least, watts.most) == (10, 10_000)
    assert (logo.file_kinds, logo.max_files, logo.max_megabytes) == (["picture"], 1, 5)
    assert (rows["title"].character_limit, rows["exhibits"].word_limit) == (200, 200)
    assert not rows["contact_phone"].is_public
    assert rows["title"].label_fr == "Titre de votre présentation"
    assert rows["power"].help_fr is None


@pytest.mark.django_db
def test_giving_twice_gives_once_and_leaves_what_was_changed():
    call = silent_call()
    assert give_standard_questions(call_id=call.pk)
    Question.objects.filter(call=call).exclude(key="title").delete()
    CallSection.objects.filter(call=call).exclude(slug="input").delete()
    assert not give_standard_questions(call_id=call.pk)
    assert [row.key for row in Question.objects.filter(call=call)] == ["title"]


@pytest.mark.django_db
def test_a_large_set_takes_no_more_queries_than_a_small_one():
    counts = {}
    for kind in (CallKind.OPEN, CallKind.SPECIAL, CallKind.WORKSHOP):
        call = silent_call(kind)
        with CaptureQueriesContext(connection) as queries:
            give_standard_questions(call_id=call.pk)
        counts[kind] = len([one for one in queries if "SAVEPOINT" not in one["sql"]])
    assert set(counts.values()) == {6}


@pytest.mark.django_db
def test_a_call_with_its_questions_can_be_deleted():
    call = silent_call(CallKind.PHOTO)
    give_standard_questions(call_id=call.pk)
    call.delete()
    assert not Question.objects.exists()


@pytest.mark.django_db
def test_every_kind_of_call_is_open_in_the_demonstration(load_reference_tables):
    source = read(settings.BASE_DIR / "agenda" / "data" / "forums" / "2027.json")
    forum = load_forum(source, at=NOW).forum
    calls = list(forum.calls.all())
    assert sorted(call.kind for call in calls) == sorted(CallKind.values)
    assert all(call.is_open(NOW) for call in calls)
    asked = {call.kind: call.sections.count() for call in calls}
    assert asked == {kind: len(standard_sections(kind)) for kind in CallKind.values}
    before = set(CallSection.objects.values_list("pk", flat=True))
    assert load_forum(source, at=NOW).outcome.is_unchanged
    assert set(CallSection.objects.values_list("pk", flat=True)) == before


# --- Broken files ------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with copies of the files."""
    copy = tmp_path / "questions"
    shutil.copytree(FOLDER, copy)
    return copy


def _parts(data: Any) -> Iterator[Any]:
    return (part for part in data["sections"] if "questions" in part)


def _question(data: Any, key: str) -> Any:
    return next(one for part in _parts(data) for one in part["questions"] if one["key"] == key)


BROKEN: list[tuple[Callable[[Any], Any], str]] = [
    (
        lambda data: _question(data, "remote")["label"].pop("ar"),
        "workshop.json: sections[5].questions[0].label.ar: Field required",
    ),
    (
        lambda data: _question(data, "minutes").update(type="text"),
        "workshop.json: sections[2].questions[1].type: Input should be 'short', 'long', ",
    ),
    (
        lambda data: _question(data, "minutes").update(type="short", least=None, most=None),
        "minutes: is of type number in every call",
    ),
    (
        lambda data: _question(data, "remote_needs")["shown_if"].update({"is": ["perhaps"]}),
        "workshop.json: remote_needs: “perhaps” is no answer to “remote”",
    ),
    (
        lambda data: _question(data, "remote_needs")["shown_if"].update(question="logo"),
        "workshop.json: remote_needs: no earlier question is named “logo”",
    ),
    (
        lambda data: _question(data, "moderator").update(key="title"),
        "workshop.json: title: stands twice",
    ),
    (
        lambda data: data["sections"].append({"use": "organization"}),
        "workshop.json: the section “organization” stands twice",
    ),
    (
        lambda data: data["sections"].append({"use": "prizes"}),
        "workshop.json: there is no section “prizes” in common.json",
    ),
    (
        lambda data: data["sections"][0].update(without=["texts"]),
        "workshop.json: “input” asks nothing named texts",
    ),
    (
        lambda data: _question(data, "remote").pop("options"),
        "remote: options belong to a choice, and a choice needs them",
    ),
    (
        lambda data: _question(data, "logo").pop("files"),
        "logo: files belong to a file, and a file needs them",
    ),
    (
        lambda data: data.update(kind="photo"),
        "workshop.json: kind: is “photo”, the file says “workshop”",
    ),
]


@pytest.mark.parametrize(("change", "message"), BROKEN)
def test_a_broken_file_is_refused_with_the_place_of_the_fault(folder, change, message):
    file = folder / "workshop.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    change(data)
    file.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(BrokenQuestions) as caught:
        read_sections("workshop", folder)
    line, *_more = str(caught.value).splitlines()
    assert message in line


def test_a_missing_file_is_named(folder):
    (folder / "photo.json").unlink()
    with pytest.raises(BrokenQuestions, match=r"^photo\.json: cannot be read: No such file"):
        read_sections("photo", folder)
