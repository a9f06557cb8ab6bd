"""Search in what was handed in: six languages, one query for all; and who may be found when."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultation.choices import Publication, PublicationRule, Status
from consultation.models import Question, SearchWords, Submission
from consultation.queries.public import public_at
from consultation.queries.search import matching
from consultation.queries.similar import MOST, similar
from tests.factories import NOW, CallFactory, DraftFactory, ForumFactory, SubmissionFactory

pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    return sorted(one.title for one in matching(Submission.objects.all(), text))


@pytest.fixture
def _six():
    SubmissionFactory(language="en", title="Teaching skills to rural schools")
    SubmissionFactory(language="fr", title="«Égalité» d’accès aux compétences numériques…")
    SubmissionFactory(language="es", title="¿Quién enseña habilidades digitales?")
    SubmissionFactory(language="ru", title="Цифровые навыки, доступные всем")
    SubmissionFactory(language="ar", title="المهارات الرقمية، للجميع؟")
    SubmissionFactory(language="zh-hans", title="农村学校的数字技能培训。")


@pytest.mark.usefixtures("_six")
@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("school teaches skill", "Teaching skills to rural schools"),
        ("égalité numérique", "«Égalité» d’accès aux compétences numériques…"),
        ("ÉGALITÉ COMPÉTENCE", "«Égalité» d’accès aux compétences numériques…"),
        ("habilidad digital", "¿Quién enseña habilidades digitales?"),
        ("цифровых навыков", "Цифровые навыки, доступные всем"),
        ("НАВЫК", "Цифровые навыки, доступные всем"),
        ("مهارات رقمية", "المهارات الرقمية، للجميع؟"),
        ("المهارة", "المهارات الرقمية، للجميع؟"),
        ("الجميع", "المهارات الرقمية، للجميع؟"),
        ("数字技能", "农村学校的数字技能培训。"),
        ("学校", "农村学校的数字技能培训。"),
        ("校学", None),
    ],
)
def test_words_are_found_as_their_language_bends_them(typed: str, title: str | None):
    assert found(typed) == ([title] if title else [])


@pytest.mark.parametrize(
    "typed", ["", " ", "the", "«»", "' | !", "a & b:*", "\\", "\0", "\ud800", "x" * 3000, "校"]
)
def test_whatever_is_typed_is_no_error(typed: str):
    SubmissionFactory()
    assert found(typed) == []


def test_words_follow_the_columns_and_a_draft_has_none():
    draft = DraftFactory(title="Broadband")
    assert not SearchWords.objects.exists()
    Submission.objects.filter(pk=draft.pk).update(
        status=Status.SUBMITTED, number="WSIS-2027-0001", submitted_at=NOW, text="Fibre optics"
    )
    assert (found("broadband"), found("fibre")) == (["Broadband"], ["Broadband"])
    Submission.objects.update(title="Satellites")
    assert (found("broadband"), found("satellite")) == ([], ["Satellites"])


def test_the_title_counts_more_than_the_text():
    SubmissionFactory(title="Some other thing", text="About gender")
    SubmissionFactory(title="Gender", text="Nothing")
    ranked = [one.title for one in matching(Submission.objects.all(), "gender")]
    assert ranked == ["Gender", "Some other thing"]


def test_a_very_long_text_is_kept_and_found_by_its_beginning():
    text = "".join(chr(0x4E00 + (at * 7919) % 20_000) for at in range(300_000))
    SubmissionFactory(language="zh-hans", title="长文", text=text)
    assert found(text[:6]) == ["长文"]


def test_search_uses_its_index():
    with connection.cursor() as cursor:
        # Six looks into an index cost more than a few rows; the question is whether it fits.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    assert "words_of_submissions" in matching(Submission.objects.all(), "skills").explain()


@pytest.mark.parametrize(
    ("rule", "values", "is_public"),
    [
        (PublicationRule.AT_ONCE, {}, True),
        (PublicationRule.AT_ONCE, {"status": Status.DECIDED}, True),
        (PublicationRule.AT_ONCE, {"publication": Publication.WITHOUT_NAME}, True),
        (PublicationRule.AT_ONCE, {"publication": Publication.NOT_PUBLIC}, False),
        (PublicationRule.AT_ONCE, {"status": Status.WITHDRAWN}, False),
        (PublicationRule.AFTER_DEADLINE, {}, False),
        (PublicationRule.NEVER, {}, False),
    ],
)
def test_who_may_be_read_while_the_call_is_open(
    rule: str, values: dict[str, str], *, is_public: bool
):
    SubmissionFactory(call=CallFactory(publication_rule=rule), **values)
    assert public_at(NOW).exists() == is_public


def test_after_the_deadline_to_the_second():
    one = SubmissionFactory()
    second = timedelta(seconds=1)
    assert one.call.closes_at is not None
    assert not public_at(one.call.closes_at - second).exists()
    assert public_at(one.call.closes_at).exists()
    Submission.objects.update(publication=Publication.NOT_PUBLIC)
    assert not public_at(one.call.closes_at + second).exists()


def near(title: str, summary: str = "", exclude: int | None = None) -> list[str]:
    forum = ForumFactory()
    rows = similar(title=title, summary=summary, forum_id=forum.pk, at=NOW, exclude=exclude)
    return [row.title for row in rows]


@pytest.fixture
def call():
    return CallFactory(publication_rule=PublicationRule.AT_ONCE)


def test_inputs_on_one_subject_share_two_words(call):
    SubmissionFactory(call=call, title="Digital skills for rural women", language="en")
    SubmissionFactory(call=call, title="Digital currencies", language="en")
    SubmissionFactory(call=call, title="Compétences numériques en zone rurale", language="fr")
    SubmissionFactory(call=call, title="农村数字技能培训", language="zh-hans")
    DraftFactory(call=call, title="Digital skills for rural men")
    assert near("Skills of women in the countryside") == ["Digital skills for rural women"]
    assert near("La compétence numérique") == ["Compétences numériques en zone rurale"]
    assert near("数字技能") == ["农村数字技能培训"]
    assert near("Nothing like it at all") == []
    assert near("", "") == []


def test_similar_ones_of_every_call_and_language_five_at_most_without_ones_own(call):
    other = CallFactory(publication_rule=PublicationRule.AT_ONCE, kind="thematic")
    own = SubmissionFactory(call=call, title="Internet governance")
    for language in ("en", "fr", "es", "ru", "ar", "zh-hans"):
        SubmissionFactory(call=other, title="Internet governance", language=language)
    elsewhere = CallFactory(
        forum=ForumFactory(slug="2026", year=2026), publication_rule=PublicationRule.AT_ONCE
    )
    SubmissionFactory(call=elsewhere, title="Internet governance elsewhere")
    assert near("Internet governance", exclude=own.pk) == ["Internet governance"] * MOST


def test_similar_ones_cost_one_query_however_many_there_are(call):
    counts = []
    for number in (1, 30):
        SubmissionFactory.create_batch(number, call=call, title="Internet governance")
        with CaptureQueriesContext(connection) as queries:
            near("Internet governance")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_summary_that_the_call_does_not_publish_is_marked(call):
    SubmissionFactory(call=call, title="Internet governance")
    Question.objects.filter(call=call, key="summary").update(is_public=False)
    rows = similar(
        title="Internet governance", summary="", forum_id=call.forum_id, at=NOW, exclude=None
    )
    assert [row.hides_summary for row in rows] == [True]


def test_nothing_is_found_by_a_summary_that_the_call_does_not_publish(call):
    SubmissionFactory(call=call, title="Cartography", summary="Buried treasure maps")
    assert near("Treasure maps") == ["Cartography"]
    Question.objects.filter(call=call, key="summary").update(is_public=False)
    assert near("Treasure maps") == []
    SubmissionFactory(call=call, title="Treasure maps", summary="Hidden")
    assert near("Treasure maps") == ["Treasure maps"]


def test_a_title_that_the_call_does_not_publish_is_not_among_the_similar_ones(call):
    SubmissionFactory(call=call, title="Internet governance")
    Question.objects.filter(call=call, key="title").update(is_public=False)
    assert near("Internet governance") == []
