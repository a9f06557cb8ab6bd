"""Known organizations, found by the beginnings of the words of their names."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultation.choices import Publication, Status
from consultation.models import Organization, Submission
from consultation.queries.organizations import MOST, found_by
from consultation.views import lookup
from tests.factories import CountryFactory, DraftFactory, OrganizationFactory, SubmissionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    caches["process"].clear()


def names(typed: str) -> list[str]:
    return [row.name for row in found_by(typed)]


@pytest.fixture
def _known():
    OrganizationFactory(name="Ministère de l’Économie numérique", acronym="MEN")
    OrganizationFactory(name="International Telecommunication Union", acronym="ITU")
    OrganizationFactory(name="Union of Teachers")
    OrganizationFactory(name="وزارة الاتصالات")
    OrganizationFactory(name="中国信息通信研究院", acronym="CAICT")
    OrganizationFactory(name="Министерство связи")


@pytest.mark.usefixtures("_known")
@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("economie", ["Ministère de l’Économie numérique"]),
        ("MINISTERE num", ["Ministère de l’Économie numérique"]),
        ("min num éco", ["Ministère de l’Économie numérique"]),
        ("men", ["Ministère de l’Économie numérique"]),
        ("union", ["Union of Teachers", "International Telecommunication Union"]),
        ("itu", ["International Telecommunication Union"]),
        ("الاتص", ["وزارة الاتصالات"]),
        ("中国", ["中国信息通信研究院"]),
        ("СВЯЗИ", ["Министерство связи"]),
        ("nion", []),
        ("un", []),
        ("  ", []),
        ("'&| :*", []),
        ("x" * 5000, []),
    ],
)
def test_found_by_beginnings_whatever_case_and_accents(typed: str, wanted: list[str]):
    assert names(typed) == wanted


def test_eight_at_most():
    OrganizationFactory.create_batch(10)
    assert len(names("organ")) == MOST


@pytest.mark.parametrize(
    ("values", "is_found"),
    [
        ({}, True),
        ({"publication": Publication.WITHOUT_NAME}, False),
        ({"publication": Publication.NOT_PUBLIC}, False),
        ({"status": Status.WITHDRAWN}, False),
    ],
)
def test_known_is_only_what_its_author_lets_be_known(values: dict[str, str], *, is_found: bool):
    organization = OrganizationFactory(name="Quiet Initiative")
    SubmissionFactory(organization=organization, **values)
    assert (names("quiet") != []) == is_found


def test_a_draft_makes_no_organization_known():
    DraftFactory(organization_name="Quiet Initiative")
    assert not Organization.objects.exists()
    assert names("quiet") == []


def test_the_answer_fills_the_form(client: Client):
    OrganizationFactory(name="Digital Skills Network", acronym="DSN", country=CountryFactory())
    answer = client.get(reverse("consultation:organizations"), {"q": "skil"})
    assert answer.json() == {
        "organizations": [
            {
                "name": "Digital Skills Network",
                "acronym": "DSN",
                "type": "CS",
                "type_title": "Civil society",
                "country": "CHE",
                "country_name": "Switzerland",
            }
        ]
    }


def test_bad_questions_are_answered_with_nothing(client: Client):
    url = reverse("consultation:organizations")
    assert [client.get(f"{url}{query}").json() for query in ("", "?q=", "?q=%ff%fe%fd")] == [
        {"organizations": []}
    ] * 3
    assert client.post(url).status_code == 405


def test_too_many_questions_are_put_off(client: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lookup, "_A_MINUTE", 2)
    url = reverse("consultation:organizations")
    assert [client.get(url).status_code for _ in range(3)] == [200, 200, 429]


def test_one_query_however_many_there_are():
    counts = []
    for number in (1, 30):
        for _ in range(number):
            SubmissionFactory()
        with CaptureQueriesContext(connection) as queries:
            names("organ")
        counts.append(len(queries))
    assert counts == [1, 1]
    assert Submission.objects.count() == 31


def test_it_uses_its_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT 1 FROM consultation_organization WHERE to_tsvector('simple'::regconfig,"
            " COALESCE(consultation_folded(name, acronym), '')) @@ consultation_beginnings('min')"
        )
        assert "words_of_organizations" in str(cursor.fetchall())
