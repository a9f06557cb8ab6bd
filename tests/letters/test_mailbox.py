"""The mailbox of the embedded run."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.letters.conftest import make_letter
from wsis_forum.letters.attached import Attached, rows_of

pytestmark = pytest.mark.django_db


def test_the_newest_letters_come_first_and_can_be_filtered(client):
    for n in range(3):
        make_letter(f"a{n}", address=f"person{n}@example.org", subject=f"Letter {n}")
    page = client.get("/mailbox/")
    assert [letter.subject for letter in page.context["page_obj"]] == [
        "Letter 2",
        "Letter 1",
        "Letter 0",
    ]
    page = client.get("/mailbox/", {"address": "PERSON1@"})
    assert [letter.subject for letter in page.context["page_obj"]] == ["Letter 1"]


@pytest.mark.parametrize("query", ["?page=x", "?page=99", "?address=%25"])
def test_odd_queries_are_no_error(client, query):
    assert client.get(f"/mailbox/{query}").status_code == 200


def test_the_list_costs_the_same_for_1_letter_and_for_30(client, django_assert_num_queries):
    make_letter("first")
    with CaptureQueriesContext(connection) as one:
        client.get("/mailbox/")
    for n in range(24):
        make_letter(f"{n}")
    with django_assert_num_queries(len(one)):
        client.get("/mailbox/")


def test_a_letter_shows_its_code(client):
    letter = make_letter()
    assert "1234-5678" in client.get(f"/mailbox/{letter.pk}/").content.decode()


def test_a_file_that_was_sent_along_can_be_read(client):
    file = Attached("agenda.ics", "text/calendar; charset=utf-8", b"BEGIN:VCALENDAR\r\n")
    letter = make_letter(attachments=rows_of([file]))
    url = f"/mailbox/{letter.pk}/attached/0/"
    assert f'href="{url}"' in client.get(f"/mailbox/{letter.pk}/").content.decode()
    response = client.get(url)
    assert response.content == file.content
    assert response["Content-Disposition"] == 'attachment; filename="agenda.ics"'
    assert client.get(f"/mailbox/{letter.pk}/attached/1/").status_code == 404


def test_what_a_stranger_wrote_stays_text(client):
    letter = make_letter(subject="<script>alert(1)</script>", text="<img src=x onerror=y>")
    page = client.get(f"/mailbox/{letter.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_the_html_text_has_a_policy_of_its_own_that_runs_nothing(client):
    letter = make_letter()
    answer = client.get(f"/mailbox/{letter.pk}/html/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script" not in policy
    assert answer.content.decode() == letter.html


def test_a_letter_that_is_not_there_is_not_found(client):
    assert client.get(reverse("mailbox:letter", args=[1])).status_code == 404
