"""The public register: who stands in it, what narrows it down, and what never shows."""

import csv
import io
import itertools
import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consultation.choices import Disposition, Publication, PublicationRule, Status
from consultation.models import Question, Region, Relation, Submission, WorkshopDetails
from consultation.views import register as views
from tests.factories import (
    NOW,
    ActionLineFactory,
    CallFactory,
    CountryFactory,
    ForumFactory,
    GoalFactory,
    SessionTypeFactory,
    StakeholderTypeFactory,
    SubmissionFactory,
    end,
)
from wsis_forum import paging

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

REGISTER = "/en/forums/2027/inputs/"
STATUSES = (
    Status.DRAFT,
    Status.SUBMITTED,
    Status.UNDER_REVIEW,
    Status.RETURNED,
    Status.DECIDED,
    Status.WITHDRAWN,
)


@pytest.fixture(autouse=True)
def _counts_anew() -> Iterator[None]:
    """Count anew in each test; a process keeps the counts for a minute."""
    caches["process"].clear()
    yield
    caches["process"].clear()


@pytest.fixture
def call():
    return CallFactory(publication_rule=PublicationRule.AT_ONCE, slug="workshops")


def _text(html: str) -> str:
    return unescape(re.sub(r"(<[^>]*>|\s)+", " ", html))


def shown(client: Client, query: str = "") -> str:
    response = client.get(f"{REGISTER}{query}")
    assert response.status_code == 200
    return _text(response.content.decode())


def listed(client: Client, query: str = "") -> list[str]:
    response = client.get(f"{REGISTER}{query}")
    assert response.status_code == 200
    return [row.submission.title for row in response.context["rows"]]


def table(client: Client, query: str = "", language: str = "en") -> list[dict[str, str]]:
    response: Any = client.get(f"/{language}/forums/2027/inputs/inputs.csv{query}")
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize(
    ("publication", "rule", "status", "is_over"),
    list(itertools.product(Publication, PublicationRule, STATUSES, (False, True))),
)
def test_what_is_not_public_shows_nowhere(
    client: Client, publication: str, rule: str, status: str, *, is_over: bool
):
    closes_at = NOW - timedelta(hours=1) if is_over else NOW + timedelta(hours=1)
    values = {} if status != Status.DRAFT else {"number": None, "submitted_at": None}
    one = SubmissionFactory(
        call=CallFactory(publication_rule=rule, closes_at=closes_at),
        publication=publication,
        status=Status.SUBMITTED,
        title="Lighthouses",
        organization_name="Keepers of lights",
        version=False,
    )
    Submission.objects.filter(pk=one.pk).update(**values, **_reached(one, status))
    may = (
        publication != Publication.NOT_PUBLIC
        and status not in {Status.DRAFT, Status.WITHDRAWN}
        and (
            rule == PublicationRule.AT_ONCE or (rule == PublicationRule.AFTER_DEADLINE and is_over)
        )
    )
    may_name = may and publication == Publication.FULL
    page = client.get(f"{REGISTER}{one.number}/")
    every = (
        shown(client),
        shown(client, "?q=lighthouse"),
        "\n".join(str(row) for row in table(client)),
        _text(page.content.decode()),
    )
    assert [("Lighthouses" in text) for text in every] == [may] * 4
    assert [("Keepers of lights" in text) for text in every] == [may_name] * 4
    assert page.status_code in ((200,) if may else (404, 410))


def _reached(one: Submission, status: str) -> dict[str, object]:
    if status in {Status.DECIDED, Status.WITHDRAWN}:
        end(one, status)
        return {}
    return {"status": status}


def test_filters_search_and_order(client: Client, call):
    east = Region.objects.create(scheme="itu", code="D", title="Western Europe")
    CountryFactory(alpha3="FRA", alpha2="FR", name_in_file="France", region=east)
    first = SubmissionFactory(
        call=call, title="Broadband", language="fr", country=CountryFactory(alpha3="FRA")
    )
    first.action_lines.add(ActionLineFactory())
    SubmissionFactory(
        title="Access for all",
        call=CallFactory(publication_rule=PublicationRule.AT_ONCE, slug="themes"),
        stakeholder_type=StakeholderTypeFactory(code="GOV", title="Governments"),
        submitted_at=NOW,
        status=Status.DECIDED,
        decision={"disposition": Disposition.DECLINED},
    ).goals.add(GoalFactory())
    one, other = ["Broadband"], ["Access for all"]
    expected = {
        "": [*other, *one],
        "?order=number": [*one, *other],
        "?order=title": [*other, *one],
        "?call=workshops": one,
        "?type=GOV": other,
        "?type=CS": one,
        "?region=D": one,
        "?line=C4": one,
        "?goal=4": other,
        "?language=fr": one,
        "?disposition=declined": other,
        "?disposition=open": one,
        "?q=broadband": one,
        "?q=broadband&language=en": [],
        f"?q={first.number}": one,
        f"?q={str(first.number).lower()}": one,
        "?q=WSIS-2027-9999": [],
    }
    assert {query: listed(client, query) for query in expected} == expected
    rows = {query: [row["Title"] for row in table(client, query)] for query in expected}
    assert rows == expected


@pytest.mark.usefixtures("load_reference_tables")
def test_a_part_of_a_type_counts_for_the_official_one(client: Client, call):
    part = StakeholderTypeFactory._meta.model.objects.filter(parent__isnull=False).first()
    SubmissionFactory(call=call, title="From a part", stakeholder_type=part)
    assert listed(client, f"?type={part.parent.code}") == ["From a part"]
    assert f"{part.parent.title} (1)" in shown(client)


def test_filters_name_their_values_with_counts_and_can_be_removed(client: Client, call):
    SubmissionFactory.create_batch(2, call=call)
    text = shown(client, "?q=digital&type=CS&order=title")
    assert "Requests for workshops (2)" in text
    assert "Civil society (2)" in text
    chips = client.get(f"{REGISTER}?q=digital&type=CS&order=title").context["chips"]
    assert [(str(one.label), one.value, one.query) for one in chips] == [
        ("", "digital", "type=CS&order=title"),
        ("Stakeholder type", "Civil society", "q=digital&order=title"),
    ]


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("?call=nope", "“nope” is not known as a value of “Call”"),
        ("?type=%3Cscript%3E", "“<script>” is not known as a value of “Stakeholder type”"),
        ("?goal=99999999999999999999", "is not known as a value of “Sustainable Development Goal”"),
        ("?line=" + "C" * 5000, "“" + "C" * 40 + "”"),
        ("?region=D%27;--", "is not known as a value of “Region”"),
        ("?language=zz&disposition=withdrawn", "“withdrawn” is not known as a value"),
        ("?q=" + "x" * 5000, "Only the first 200 characters were searched for."),
        ("?order=nonsense&page=nonsense", "1 input"),
        ("?page=99999999999999999999999", "1 input"),
        ("?page=-1", "1 input"),
        ("?call=&type=&q=&page=", "1 input"),
        ("?q=%ED%A0%80%F0", "No public input matches"),
        ("?call=%1B%5B2J%07", "is not known as a value of “Call”"),
    ],
)
def test_whatever_the_address_asks_is_answered(client: Client, call, query: str, note: str):
    SubmissionFactory(call=call)
    response = client.get(f"{REGISTER}{query}")
    assert response.status_code == 200
    assert note in _text(response.content.decode())
    assert "<script>" not in response.content.decode()


def test_nul_in_the_address_is_refused_calmly(client: Client, call):
    assert client.get(f"{REGISTER}?q=a%00b").status_code in {200, 400}


def test_without_any_input_and_without_a_match_the_page_says_what_to_do(client: Client, call):
    assert "No input is public yet" in shown(client)
    SubmissionFactory(call=call)
    text = shown(client, "?q=nothing+like+it&language=fr")
    assert "No public input matches" in text
    assert "Use fewer words" in text
    assert "Remove one of the filters above." in text


def test_there_is_no_register_of_an_unknown_forum(client: Client):
    ForumFactory()
    for url in ("/en/forums/1999/inputs/", "/en/forums/1999/inputs/inputs.csv"):
        assert client.get(url).status_code == 404


def test_other_forums_stay_out(client: Client, call):
    other = CallFactory(
        forum=ForumFactory(slug="2026", year=2026), publication_rule=PublicationRule.AT_ONCE
    )
    SubmissionFactory(call=other, title="Of another year")
    SubmissionFactory(call=call, title="Of this year")
    assert listed(client) == ["Of this year"]
    assert [row["Title"] for row in table(client)] == ["Of this year"]


@pytest.mark.parametrize(
    ("key", "words", "query"),
    [
        ("summary", "Lanterns", "?q=lantern"),
        ("text", "Windmills", "?q=windmill"),
        ("title", "Lighthouses", "?q=lighthouse"),
        ("organization_name", "Keepers of lights", None),
        ("stakeholder_type", "Learned", "?type=LRN"),
        ("country", "Utopia", "?region=U"),
        ("action_lines", "C99", "?line=C99"),
        ("goals", "Fly to Mars", "?goal=99"),
    ],
)
def test_what_a_call_does_not_publish_is_neither_shown_nor_found(
    client: Client, call, key: str, words: str, query: str | None
):
    utopia = Region.objects.create(scheme="itu", code="U", title="Nowhere")
    one = SubmissionFactory(
        call=call,
        title="Lighthouses",
        summary="Lanterns",
        text="Windmills",
        organization_name="Keepers of lights",
        stakeholder_type=StakeholderTypeFactory(code="LRN", title="Learned"),
        country=CountryFactory(alpha3="UTO", alpha2=None, name_in_file="Utopia", region=utopia),
    )
    CountryFactory._meta.model.objects.filter(pk="UTO").update(alpha2="UT")
    one.action_lines.add(ActionLineFactory(code="C99", title="Something"))
    one.goals.add(GoalFactory(number=99, title="Fly to Mars"))
    row = f"{REGISTER}{one.number}/"

    def everywhere() -> str:
        rows = re.search(
            r'<ol class="register".*?</ol>', client.get(REGISTER).content.decode(), re.DOTALL
        )
        assert rows
        return f"{rows[0]} {client.get(row).content.decode()} {table(client)}"

    assert words in everywhere()
    if query:
        assert len(listed(client, query)) == 1
    caches["process"].clear()
    Question.objects.filter(call=call, key=key).update(is_public=False)
    assert words not in everywhere()
    assert len(listed(client)) == 1
    if query:
        assert listed(client, query) == []
        assert f"{words} (1)" not in shown(client)
    # The other texts are found as before.
    others = {"title": "lighthouse", "summary": "lantern", "text": "windmill"}
    for text in (word for name, word in others.items() if name != key):
        assert len(listed(client, f"?q={text}")) == 1


def test_no_name_stands_where_the_author_wants_none(client: Client, call):
    SubmissionFactory(
        call=call,
        publication=Publication.WITHOUT_NAME,
        organization_name="Keepers of lights",
        on_behalf_of="Union of keepers",
    )
    text = f"{client.get(REGISTER).content.decode()} {table(client)}"
    assert "Keepers of lights" not in text
    assert "Union of keepers" not in text


def test_a_merged_input_names_the_other_only_if_it_is_public(client: Client, call):
    target = SubmissionFactory(call=call, title="The target")
    source = SubmissionFactory(call=call, title="The source")
    merge(source, target)
    words = f"Merged into {target.number}"
    assert words in shown(client)
    assert words in str(table(client))
    Submission.objects.filter(pk=target.pk).update(publication=Publication.NOT_PUBLIC)
    text = f"{client.get(REGISTER).content.decode()} {table(client)}"
    assert "Merged into another input" in text
    assert str(target.number) not in text


def merge(source: Submission, target: Submission) -> None:
    decision = end(source, disposition=Disposition.MERGED)
    Relation.objects.create(
        source=source, target=target, decision=decision, kind="merged", made_at=NOW
    )


def test_the_table_says_the_reason_in_the_page_s_language_and_no_cell_runs(client: Client, call):
    reasons = {"en": "Too late.", "fr": "Trop tard."}
    SubmissionFactory(
        call=call,
        title="=HYPERLINK(1)",
        status=Status.DECIDED,
        decision={
            "disposition": Disposition.DECLINED,
            "reason_texts": reasons,
            "reason": "+1\nSee you",
            "reason_language": "en",
        },
    )
    (row,) = table(client)
    assert (row["Title"], row["What became of it"]) == ("'=HYPERLINK(1)", "Declined")
    assert row["Reason"] == "Too late.\n+1\nSee you"
    assert row["Address"].startswith("http")
    assert row["Address"].endswith(f"/en/forums/2027/inputs/{row['Number']}/")
    assert "Trop tard." in str(table(client, language="fr"))


def test_queries_do_not_grow_with_the_inputs(client: Client, call):
    def made() -> list[int]:
        found = []
        for url in (REGISTER, f"{REGISTER}?q=digital&type=CS", f"{REGISTER}inputs.csv"):
            caches["process"].clear()
            with CaptureQueriesContext(connection) as queries:
                response: Any = client.get(url)
                if response.streaming:
                    list(response.streaming_content)
            found.append(len(queries))
        return found

    target = SubmissionFactory(call=call)
    _one_of_each(call, target)
    one = made()
    for _ in range(29):
        _one_of_each(call, target)
    assert made() == one
    assert max(one) <= 20  # eight of them once a minute


def _one_of_each(call, target: Submission) -> None:
    merge(SubmissionFactory(call=call), target)
    for line in ("C1", "C2"):
        SubmissionFactory(call=call).action_lines.add(ActionLineFactory(code=line))


def test_pages_hold_25_and_keep_what_was_asked(client: Client, call):
    SubmissionFactory.create_batch(26, call=call)
    assert len(listed(client, "?q=digital")) == 25
    assert len(listed(client, "?q=digital&page=2")) == 1
    html = client.get(f"{REGISTER}?q=digital&type=CS").content.decode()
    assert 'href="?q=digital&amp;type=CS&amp;page=2"' in html


def test_the_table_says_what_was_asked_for_and_what_was_accepted(client: Client, call):
    SessionTypeFactory(title="Thematic Workshop")
    one = SubmissionFactory(
        call=call,
        status=Status.DECIDED,
        decision={"disposition": Disposition.BECOMES, "accepted_minutes": 45},
    )
    WorkshopDetails.objects.create(submission=one, format="THEMATIC_WS", minutes=90)
    names = ("Format", "Length (minutes)", "Accepted format", "Accepted length (minutes)")
    (line,) = table(client)
    assert [line[name] for name in names] == ["Thematic Workshop", "90", "", "45"]
    Question.objects.filter(call=call, key="minutes").update(is_public=False)
    (line,) = table(client)
    assert [line[name] for name in names] == ["Thematic Workshop", "", "", ""]


def test_a_long_register_is_counted_only_so_far(
    client: Client, call, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(views, "COUNTED", 3)
    monkeypatch.setattr(views, "PAGE_SIZE", 2)
    monkeypatch.setattr(paging, "PAGES_AHEAD", 1)
    for number in range(7):
        SubmissionFactory(call=call, number=f"N{number}")
    first = client.get(REGISTER)
    assert "More than 4 inputs" in _text(first.content.decode())
    second = _text(client.get(REGISTER, {"page": "2"}).content.decode())
    assert "More than 6 inputs" in second
    assert "Page 2 Next page" in second
    # What lies behind is reached all the same.
    last = _text(client.get(REGISTER, {"page": "4"}).content.decode())
    assert "7 inputs" in last
    assert "Page 4 of 4" in last
    assert {"page": client.get(REGISTER, {"page": "9" * 30}).status_code} == {"page": 200}
