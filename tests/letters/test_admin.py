"""Letters in the admin: read only, without secrets."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import UserFactory
from tests.letters.conftest import make_letter
from wsis_forum.letters import kinds
from wsis_forum.letters.models import Letter

pytestmark = pytest.mark.django_db


def change(letter):
    return reverse("admin:letters_letter_change", args=[letter.pk])


LIST = "admin:letters_letter_changelist"


def test_staff_never_see_a_code(desk):
    letter = make_letter(
        subject="1234-5678 is your code", server_said="250 1234-5678 taken", text="Code 1234-5678"
    )
    for page in (desk.get(change(letter)), desk.get(reverse(LIST))):
        assert page.status_code == 200
        assert "1234-5678" not in page.content.decode()
        assert "•••" in page.content.decode()


def test_a_code_cannot_be_searched_for(desk):
    make_letter()
    assert desk.get(reverse(LIST), {"q": "1234-5678"}).context["cl"].result_count == 0
    assert desk.get(reverse(LIST), {"q": "amina"}).context["cl"].result_count == 1


def test_letters_are_filtered_by_state_and_kind(desk):
    make_letter("a")
    make_letter("b", kind="receipt")
    page = desk.get(reverse(LIST), {"kind": "receipt", "state": "planned"})
    assert [letter.key for letter in page.context["cl"].result_list] == ["b"]


def test_kinds_are_named_in_words(desk):
    make_letter("a", kind="reviews-owed")
    make_letter("b", kind="of-a-former-version")
    text = desk.get(reverse(LIST)).text
    assert text.count("reviews owed") == 2
    assert ">reviews-owed<" not in text
    assert "of-a-former-version" in text
    assert "reviews owed" in desk.get(change(Letter.objects.get(kind="reviews-owed"))).text
    assert not [one.name for one in kinds._KINDS.values() if not (one.title or one.label)]


@pytest.mark.parametrize("by", ["desk", "admin_client"])
def test_nobody_changes_a_letter(request, by):
    client = request.getfixturevalue(by)
    letter = make_letter()
    assert client.post(change(letter), {"subject": "x"}).status_code == 403
    assert client.get(reverse("admin:letters_letter_add")).status_code == 403
    assert client.post(reverse("admin:letters_letter_delete", args=[letter.pk])).status_code == 403
    assert Letter.objects.get() == letter


@pytest.mark.parametrize("role", ["reviewer", "organizer", "stakeholder"])
def test_only_the_secretariat_reads_letters(client, request, role):
    client.force_login(request.getfixturevalue(role))
    assert client.get(reverse(LIST)).status_code in {302, 403}


def test_the_list_costs_the_same_for_1_letter_and_for_30(desk, django_assert_num_queries):
    make_letter("first", user=UserFactory())
    desk.get(reverse(LIST))
    with CaptureQueriesContext(connection) as one:
        desk.get(reverse(LIST))
    for n in range(29):
        make_letter(f"{n}", user=UserFactory())
    with django_assert_num_queries(len(one)):
        desk.get(reverse(LIST))


def test_the_longest_secret_is_masked_first():
    letter = Letter(secrets=["12", "1234", ""])
    assert letter.masked("1234 and 12") == "••• and •••"
