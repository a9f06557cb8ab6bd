"""People in the admin."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import UserFactory
from wsis_forum.accounts.models import User

pytestmark = pytest.mark.django_db
LIST = "/admin/accounts/user/"


def test_the_secretariat_sees_people_and_changes_nobody(desk, stakeholder):
    assert desk.get(LIST, {"q": "amina"}).context["cl"].result_count == 1
    url = reverse("admin:accounts_user_change", args=[stakeholder.pk])
    assert desk.get(url).status_code == 200
    assert desk.post(url, {"is_superuser": "on"}).status_code == 403


def test_a_person_made_by_an_operator_signs_in_by_code_only(admin_client):
    data = {"email": "new@example.org", "language": "fr", "timezone": "UTC", "is_active": "on"}
    assert admin_client.post("/admin/accounts/user/add/", data).status_code == 302
    assert not User.objects.get(email="new@example.org").has_usable_password()


def test_a_name_that_an_operator_types_is_clean_too(admin_client, stakeholder):
    url = reverse("admin:accounts_user_change", args=[stakeholder.pk])
    data = {"email": stakeholder.email, "language": "fr", "timezone": "UTC", "is_active": "on"}
    data |= {"name": "Amina\u202e Diallo\x07", "organization_name": "Réseau\u2067  A"}
    assert admin_client.post(url, data).status_code == 302
    stakeholder.refresh_from_db()
    assert (stakeholder.name, stakeholder.organization_name) == ("Amina Diallo", "Réseau A")


def test_one_address_is_one_person(admin_client, stakeholder):
    data = {"email": "AMINA@example.org", "language": "fr", "timezone": "UTC", "is_active": "on"}
    page = admin_client.post("/admin/accounts/user/add/", data)
    assert page.status_code == 200
    assert page.context["adminform"].form.errors


def test_the_list_costs_the_same_for_1_person_and_for_30(desk, django_assert_num_queries):
    UserFactory()
    desk.get(LIST)
    with CaptureQueriesContext(connection) as one:
        desk.get(LIST)
    UserFactory.create_batch(29)
    with django_assert_num_queries(len(one)):
        desk.get(LIST)


def test_allauths_table_of_addresses_is_not_shown(admin_client):
    assert "emailaddress" not in admin_client.get("/admin/").content.decode()
