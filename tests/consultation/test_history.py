"""Who wrote what in a submission, and when."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultation.actions.drafts import save_section
from consultation.models import SectionEdit
from consultation.queries.questions import of_call
from tests.factories import NOW, DraftFactory, SubmissionFactory, UserFactory
from wsis_forum.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(stakeholder):
    return DraftFactory(author=stakeholder, title="", answers={"title": ""})


@pytest.fixture
def section(draft):
    questionnaire = of_call(draft.call)
    return questionnaire.by_key["title"].section


def save(draft, section: str, by: User | None, minutes: int, **answers: object):
    draft.refresh_from_db()
    return save_section(
        submission_id=draft.pk,
        by=by,
        section=section,
        answers=answers,
        version=draft.version,
        at=NOW + timedelta(minutes=minutes),
    )


def read(client: Client, draft, **query: str) -> str:
    client.force_login(draft.author)
    url = reverse("consultation:history", args=(draft.reference,))
    return client.get(url, query).content.decode()


def test_each_edit_is_compared_with_the_one_before(client: Client, draft, section: str):
    kofi = UserFactory(name="Kofi Mensah")
    save(draft, section, draft.author, 0, title="Skills for all")
    save(draft, section, kofi, 5, title="Digital skills for all")
    save(draft, section, draft.author, 30, title="Digital skills")
    text = read(client, draft)
    assert text.count('class="entry"') == 3
    added = re.findall(r"<ins>.*? </span>(.*?)<span", text)
    assert added == ["Digital skills", "English", "Skills for all"]
    assert "[added:" in text
    assert "[removed:" in text


def test_a_name_and_never_an_address_is_shown(client: Client, draft, section: str):
    nameless = UserFactory(name="", email="secret@example.org")
    save(draft, section, nameless, 0, title="One")
    save(draft, section, None, 60, title="Two")
    text = read(client, draft)
    assert "secret@example.org" not in text
    assert "A contributor" in text
    assert "Somebody whose name is not kept" in text


def test_written_markup_stays_text(client: Client, draft, section: str):
    save(draft, section, draft.author, 0, title="<script>alert(1)</script>")
    assert "<script>alert" not in read(client, draft)


def test_hand_ins_stand_between_the_edits_and_one_section_is_chosen(client: Client):
    handed_in = SubmissionFactory()
    at: datetime = handed_in.submitted_at - timedelta(hours=1)
    for name in ("input", "gone"):
        SectionEdit.objects.create(
            submission=handed_in, section=name, started_at=at, at=at, answers={"x": "Text"}
        )
    text = read(client, handed_in)
    assert text.count('class="entry"') == 3
    assert text.index("Handed in: version 1") < text.index("A section that is not asked any more")
    questionnaire = of_call(handed_in.call)
    chosen = read(client, handed_in, section=questionnaire.parts[0].slug)
    assert "Handed in: version 1" not in chosen
    assert read(client, handed_in, section="none-such").count('class="entry"') == 3


def test_long_histories_come_in_pages_of_the_same_cost(client: Client, draft, section: str):
    counts = []
    for number, many in enumerate((1, 29)):
        for step in range(many):
            save(
                draft,
                section,
                draft.author,
                1000 * number + 20 * step,
                title=f"Title {number}.{step}",
            )
        read(client, draft)
        with CaptureQueriesContext(connection) as queries:
            text = read(client, draft)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert "Page 1 of 2" in text
    assert read(client, draft, page="2").count('class="entry"') == 10
