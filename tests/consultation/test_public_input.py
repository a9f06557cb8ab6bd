"""The public page of an input: where it went, what of it is shown, and what is gone."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consultation import outcome_links
from consultation.actions.clarifications import answer, ask_back
from consultation.actions.decisions import decide
from consultation.actions.reopening import reopen
from consultation.actions.withdrawals import withdraw
from consultation.choices import (
    Disposition,
    EventKind,
    Publication,
    PublicationRule,
    QuestionType,
    Status,
)
from consultation.models import Forum, Question, Submission, SubmissionEvent, WorkshopDetails
from consultation.outcome_links import OutcomeLink
from tests.factories import NOW, AttachmentFactory, CallFactory, OutcomeFactory, SubmissionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

HOUR = timedelta(hours=1)


@pytest.fixture
def call():
    return CallFactory(publication_rule=PublicationRule.AT_ONCE)


@pytest.fixture
def _session(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a session have been made of every input."""
    monkeypatch.setattr(outcome_links, "_finders", [])
    link = OutcomeLink("124 · Skills", "/session/124/", "", NOW, NOW + HOUR, "Europe/Zurich")
    outcome_links.register(lambda _submission: [link])


def address(one: Submission, language: str = "en") -> str:
    return f"/{language}/forums/{one.call.forum.slug}/inputs/{one.number}/"


def html_of(client: Client, one: Submission, language: str = "en") -> str:
    response = client.get(address(one, language))
    assert response.status_code == 200
    return response.content.decode()


def text_of(client: Client, one: Submission, language: str = "en") -> str:
    return unescape(re.sub(r"(<[^>]*>|\s)+", " ", html_of(client, one, language)))


def way(client: Client, one: Submission) -> list[str]:
    """Return the headings of the way, in their order."""
    found = re.search(r'<ol class="way">.*?</ol>', html_of(client, one), re.DOTALL)
    assert found
    heads = re.findall(r"<h3>(.*?)</h3>", found[0], re.DOTALL)
    return [unescape(re.sub(r"<[^>]*>", "", head)).strip() for head in heads]


def test_the_way_from_the_hand_in_to_the_decision(client: Client, call, stakeholder, secretary):
    one = SubmissionFactory(call=call, author=stakeholder)
    assert way(client, one) == ["Received", "Reading begun", "Decision"]
    asked = ask_back(
        submission_id=one.pk, by=secretary, question="Who pays?", until=NOW + HOUR, at=NOW
    )
    assert way(client, one) == [
        "Received",
        "Reading begun",
        "Its author was asked for clarification",
        "Clarified by its author",
        "Decision",
    ]
    answer(clarification_id=asked.pk, by=stakeholder, answer="The city.", at=NOW + HOUR / 2)
    outcome = OutcomeFactory(
        disposition=Disposition.DEFERRED, detail="Forum 2028", reason="Next year."
    )
    decide(submission_id=one.pk, by=secretary, outcome=outcome, at=NOW + HOUR)
    assert way(client, one) == [
        "Received",
        "Reading begun",
        "Its author was asked for clarification",
        "Clarified by its author",
        "Decision",
    ]
    text = text_of(client, one)
    assert "21 November 2026, 14:00 (Geneva time, UTC+01:00)" in text
    assert "Forum 2028" in text
    assert "Next year." in text
    assert "still to come" not in text
    # What was asked and answered stays between the two, and nobody of the staff is named.
    for words in ("Who pays?", "The city.", secretary.name, stakeholder.name):
        assert words not in text


def test_every_version_is_received_with_its_date(client: Client, call):
    one = SubmissionFactory(call=call)
    one.versions.create(number=2, answers={**one.answers, "text": "Better."}, at=NOW)
    assert way(client, one)[:2] == ["Received", "Changed and handed in again version 2"]
    assert "Better." in text_of(client, one)


def test_what_is_not_handed_in_yet_is_not_shown(client: Client, call):
    one = SubmissionFactory(call=call)
    Submission.objects.filter(pk=one.pk).update(answers={**one.answers, "text": "Half a thought"})
    assert "Half a thought" not in text_of(client, one)


@pytest.mark.usefixtures("_session")
def test_a_session_is_named_with_its_time(client: Client, call):
    one = SubmissionFactory(
        call=call, status=Status.DECIDED, decision={"disposition": Disposition.BECOMES}
    )
    SubmissionEvent.objects.create(submission=one, kind=EventKind.SCHEDULED, at=NOW)
    html = html_of(client, one)
    assert '<a href="/session/124/"' in html
    assert "21 November 2026, 13:00–14:00" in html
    assert way(client, one)[-1] == "Session"


def test_an_accepted_request_waits_for_its_session(client: Client, call):
    one = SubmissionFactory(
        call=call, status=Status.DECIDED, decision={"disposition": Disposition.BECOMES}
    )
    assert way(client, one)[-2:] == ["Decision", "Session"]
    assert "still to come" in text_of(client, one)


@pytest.mark.usefixtures("_session")
def test_an_input_without_names_does_not_lead_to_a_session_that_names_them(client: Client, call):
    one = SubmissionFactory(
        call=call,
        publication=Publication.WITHOUT_NAME,
        status=Status.DECIDED,
        decision={"disposition": Disposition.BECOMES},
    )
    html = html_of(client, one)
    assert "/session/124/" not in html
    assert "It is not named here" in html


def test_a_reopened_decision_stays_on_the_way(client: Client, call, secretary):
    one = SubmissionFactory(call=call)
    outcome = OutcomeFactory(disposition=Disposition.DECLINED, reason="Off the subject.")
    decide(submission_id=one.pk, by=secretary, outcome=outcome, at=NOW)
    reopen(submission_id=one.pk, by=secretary, reason="We were wrong.", at=NOW + HOUR)
    assert way(client, one)[-3:] == ["Decision", "Decision taken back", "Decision"]
    text = text_of(client, one)
    assert "We were wrong." in text
    assert "Being read" in text


def test_a_merge_shows_on_both_pages_and_its_undoing_too(client: Client, call, secretary):
    source, target = SubmissionFactory(call=call), SubmissionFactory(call=call)
    merge = OutcomeFactory(
        disposition=Disposition.MERGED, target_id=target.pk, reason="The same subject."
    )
    decide(submission_id=source.pk, by=secretary, outcome=merge, at=NOW)
    assert f'<a href="{address(target)}">Merged into {target.number}</a>' in html_of(client, source)
    Submission.objects.filter(pk=source.pk).update(title="Part of the whole")
    assert f"{source.number} · Part of the whole" in text_of(client, target)
    Question.objects.filter(call=call, key="title").update(is_public=False)
    assert f'<a href="{address(source)}"' in html_of(client, target)
    assert "Part of the whole" not in text_of(client, target)
    reopen(submission_id=source.pk, by=secretary, reason="Another subject.", at=NOW + HOUR)
    assert str(source.number) not in html_of(client, target)


@pytest.mark.parametrize("publication", [Publication.NOT_PUBLIC, Publication.WITHOUT_NAME])
def test_a_merge_names_only_inputs_that_are_public(
    client: Client, call, secretary, publication: str
):
    source, target = SubmissionFactory(call=call), SubmissionFactory(call=call)
    merge = OutcomeFactory(
        disposition=Disposition.MERGED, target_id=target.pk, reason="The same subject."
    )
    decide(submission_id=source.pk, by=secretary, outcome=merge, at=NOW)
    is_public = publication != Publication.NOT_PUBLIC
    Submission.objects.filter(pk=target.pk).update(publication=publication)
    assert (str(target.number) in html_of(client, source)) == is_public
    Submission.objects.update(publication=Publication.FULL)
    Submission.objects.filter(pk=source.pk).update(publication=publication)
    assert (str(source.number) in html_of(client, target)) == is_public
    assert ("1 input that is not public" in text_of(client, target)) != is_public


def test_the_reason_of_another_author_is_not_told(client: Client, call, secretary, stakeholder):
    source = SubmissionFactory(call=call)
    target = SubmissionFactory(call=call, author=stakeholder, publication=Publication.NOT_PUBLIC)
    merge = OutcomeFactory(
        disposition=Disposition.MERGED, target_id=target.pk, reason="The same subject."
    )
    decide(submission_id=source.pk, by=secretary, outcome=merge, at=NOW)
    withdraw(submission_id=target.pk, by=stakeholder, reason="My secret.", at=NOW + HOUR)
    text = text_of(client, source)
    assert "My secret." not in text
    assert "The input that this one was merged into was withdrawn." in text


def test_submitted_as_and_accepted_as_stand_side_by_side(client: Client, call):
    one = SubmissionFactory(
        call=call,
        title="Wish",
        status=Status.DECIDED,
        decision={
            "disposition": Disposition.BECOMES,
            "accepted_title": "Reality",
            "accepted_minutes": 45,
        },
    )
    WorkshopDetails.objects.create(submission=one, minutes=90)
    text = text_of(client, one)
    assert "Submitted as Accepted as Title Wish Reality Length 90 minutes 45 minutes" in text
    one.workshop.format = "THEMATIC_WS"
    one.workshop.save()
    one.decisions.update(accepted_minutes=None)
    text = text_of(client, one)
    assert "Format THEMATIC_WS as submitted Length 90 minutes as submitted" in text
    # One question that is not published hides its own line only.
    Question.objects.filter(call=call, key="title").update(is_public=False)
    text = text_of(client, one)
    assert "Reality" not in text
    assert "Submitted as Accepted as Format THEMATIC_WS" in text


def test_reasons_are_in_the_page_s_language_and_free_text_in_its_own(client: Client, call):
    texts = {"en": "Too late.", "ar": "متأخر."}
    one = SubmissionFactory(
        call=call,
        status=Status.DECIDED,
        decision={
            "disposition": Disposition.DECLINED,
            "reason_texts": texts,
            "reason": "Voir la lettre.",
            "reason_language": "fr",
        },
    )
    html = html_of(client, one, "ar")
    assert "متأخر." in html
    assert "Too late." not in html
    assert '<div class="their-words" lang="fr" dir="ltr"><p>Voir la lettre.</p></div>' in html


NAMES = {
    "organization_name": "Org Alpha",
    "on_behalf_of": "Org Beta",
    "moderator": "Mod Gamma",
    "speakers": [{"name": "Speaker Delta", "organization": "Org Epsilon", "biography": "Bio Zeta"}],
    "page": "https://eta.example",
}
PLAIN = {"objectives": "To learn", "expected_results": "To know"}


@pytest.fixture
def rich(call) -> dict[str, Any]:
    part = call.questions.get(key="objectives").section
    Question.objects.create(call=call, section=part, key="page", type=QuestionType.LINK, label="x")
    call.questions.update(shown_if=None)
    return {"call": call, "answers": {**NAMES, **PLAIN}, "organization_name": "Org Alpha"}


def _found(html: str) -> set[str]:
    return set(re.findall(r"(?:Org|Mod|Speaker|Bio) [A-Z][a-z]+|eta\.example|To \w+", html))


def test_published_in_full_everything_public_is_shown(client: Client, rich):
    one = SubmissionFactory(**rich, on_behalf_of="Org Beta")
    names = {"Org Alpha", "Org Beta", "Mod Gamma", "Speaker Delta", "Org Epsilon", "Bio Zeta"}
    html = html_of(client, one)
    assert _found(html) >= {*names, "eta.example", "To learn", "To know"}
    assert "not asked yet" not in html


def test_published_without_names_no_answer_names_anybody(client: Client, rich):
    one = SubmissionFactory(**rich, on_behalf_of="Org Beta", publication=Publication.WITHOUT_NAME)
    html = html_of(client, one)
    assert _found(html) == {"To learn", "To know"}
    assert "published without any name" in html


def test_what_is_only_for_the_secretariat_stays_there(client: Client, rich):
    rich["call"].questions.filter(key="objectives").update(is_public=False)
    assert "To learn" not in html_of(client, SubmissionFactory(**rich))


def test_files_are_kept_by_the_secretariat(client: Client, call):
    file = AttachmentFactory(submission=SubmissionFactory(call=call), question_key="logo")
    one = file.submission
    one.versions.update(answers={**one.answers, "logo": [file.pk]})
    html = html_of(client, one)
    assert "Files came with it." in html
    assert file.name not in html
    assert client.get(f"/en/submissions/{one.reference}/files/{file.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("rule", "publication", "hours_before_close", "status"),
    [
        (PublicationRule.AT_ONCE, Publication.FULL, 1, 410),
        (PublicationRule.AT_ONCE, Publication.WITHOUT_NAME, 1, 410),
        (PublicationRule.AT_ONCE, Publication.NOT_PUBLIC, 1, 404),
        (PublicationRule.AFTER_DEADLINE, Publication.FULL, 1, 404),
        (PublicationRule.AFTER_DEADLINE, Publication.FULL, -1, 410),
        (PublicationRule.NEVER, Publication.FULL, -1, 404),
    ],
)
def test_a_page_is_gone_only_if_it_was_there(
    client: Client, stakeholder, rule: str, publication: str, hours_before_close: int, status: int
):
    call = CallFactory(publication_rule=rule, closes_at=NOW + hours_before_close * HOUR)
    one = SubmissionFactory(
        call=call, publication=publication, author=stakeholder, title="Lighthouses"
    )
    withdraw(submission_id=one.pk, by=stakeholder, reason="My secret.", at=NOW)
    response = client.get(address(one))
    assert response.status_code == status
    html = response.content.decode()
    for words in ("Lighthouses", "My secret.", "Organization"):
        assert words not in html
    if status == 410:
        assert "This input was withdrawn" in html


def test_what_is_hidden_looks_like_what_does_not_exist(client: Client, call):
    hidden = SubmissionFactory(call=call, publication=Publication.NOT_PUBLIC)
    never = client.get("/en/forums/2027/inputs/WSIS-2027-9999/")
    found = client.get(address(hidden))
    assert (never.status_code, found.status_code) == (404, 404)
    assert never.content == found.content
    for url in ("/en/forums/1999/inputs/WSIS-2027-0001/", "/en/forums/2027/inputs/%00/"):
        assert client.get(url).status_code in {400, 404}


def test_the_page_names_its_address_and_its_other_languages(client: Client, call):
    one = SubmissionFactory(call=call)
    html = html_of(client, one)
    assert re.search(rf'<link rel="canonical" href="https?://[^"]+{address(one)}">', html)
    assert f'hreflang="ar" href="{address(one, "ar")}"' in html


def test_strangers_text_stays_text(client: Client, call):
    bad = "<script>alert(1)</script>"
    one = SubmissionFactory(
        call=call,
        title=bad,
        text=bad,
        organization_name=bad,
        status=Status.DECIDED,
        decision={"disposition": Disposition.DEFERRED, "detail": bad, "reason": bad},
    )
    assert bad not in html_of(client, one)


def test_queries_do_not_grow_with_what_happened(client: Client, call, secretary):
    one = SubmissionFactory(call=call)

    def history(times: int) -> int:
        for n in range(times):
            source = SubmissionFactory(call=call)
            merge = OutcomeFactory(disposition=Disposition.MERGED, target_id=one.pk, reason="Same.")
            decide(submission_id=source.pk, by=secretary, outcome=merge, at=NOW)
            no = OutcomeFactory(disposition=Disposition.DECLINED, reason="No.")
            decide(submission_id=one.pk, by=secretary, outcome=no, at=NOW + n * HOUR)
            reopen(submission_id=one.pk, by=secretary, reason="Yes.", at=NOW + n * HOUR)
            number = one.versions.count() + 1
            one.versions.create(number=number, answers=one.answers, at=NOW)
        with CaptureQueriesContext(connection) as made:
            html_of(client, one)
        return len(made)

    first = history(1)
    assert history(29) == first
    assert first <= 18


def test_a_number_alone_leads_to_the_page_and_tells_nothing_of_others(client: Client, call):
    one = SubmissionFactory(call=call)
    hidden = SubmissionFactory(call=call, publication=Publication.NOT_PUBLIC)
    response = client.get(f"/en/inputs/{one.number.lower()}/")
    assert (response.status_code, response["Location"]) == (302, address(one))
    for number in (hidden.number, "WSIS-2027-999999", "x"):
        assert client.get(f"/en/inputs/{number}/").status_code == 404


def test_the_short_address_of_the_register_keeps_what_is_asked(client: Client, call):
    Forum.objects.update(is_current=True)
    response = client.get("/fr/inputs/?q=skills&type=media")
    there = f"/fr/forums/{call.forum.slug}/inputs/?q=skills&type=media"
    assert response["Location"] == there
    assert client.get("/inputs/", follow=True).status_code == 200
    Submission.objects.all().delete()
    call.forum.delete()
    assert client.get("/fr/inputs/").status_code == 404
