"""The page "History" of a row in the workbench: who changed what, also past the portal."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from consultation.models import ActionLine, Country
from tests.factories import CountryFactory, OrganizationFactory, SubmissionFactory

pytestmark = pytest.mark.django_db


def page(row):
    return f"/admin/consultation/{row._meta.model_name}/{row.pk}/history/"


@pytest.fixture
def line():
    return ActionLine.objects.create(code="C99", title="Radio", title_fr="Radio", order=99)


def test_a_change_in_the_workbench_names_its_author(desk: Client, secretary):
    row = OrganizationFactory(acronym="OLD")
    url = f"/admin/consultation/organization/{row.pk}/change/"
    form = desk.get(url).context["adminform"].form
    sent = {name: form[name].value() or "" for name in form.fields}
    assert desk.post(url, {**sent, "acronym": "NEW"}).status_code == 302
    changed, added = desk.get(page(row)).context["entries"]
    assert (added.title, added.person, added.is_unknown) == ("Added", "", True)
    assert (changed.title, changed.person) == ("Changed", str(secretary))
    said = [(one.label, one.before, one.after) for one in changed.lines]
    assert said == [("Acronym", "OLD", "NEW")]


def test_a_change_by_hand_in_the_database_is_there_too(desk: Client, line):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE consultation_actionline SET title_fr = '<b>x</b>' WHERE id = %s", [line.pk]
        )
    html = desk.get(page(line)).content.decode()
    assert "not through the portal" in html
    assert "&lt;b&gt;x&lt;/b&gt;" in html


def test_links_are_named(desk: Client):
    organization = OrganizationFactory()
    other = CountryFactory(alpha3="KEN", alpha2="KE")
    organization.country = other
    organization.save()
    changed, _added = desk.get(page(organization)).context["entries"]
    assert [one.after for one in changed.lines] == [str(Country.objects.get(pk=other.pk))]


def test_the_history_of_an_input_is_on_its_page(desk: Client):
    one = SubmissionFactory()
    assert (
        desk.get(page(one))["Location"]
        == f"/admin/consultation/submission/{one.pk}/change/#history"
    )


def test_whoever_may_not_see_a_row_sees_no_history_of_it(client: Client, stakeholder, line):
    stakeholder.is_staff = True
    stakeholder.save()
    client.force_login(stakeholder)
    assert client.get(page(line)).status_code == 403


def test_a_row_that_is_not_there_is_said_so(desk: Client, line):
    assert desk.get(page(line).replace(str(line.pk), "999999")).status_code == 302


def test_it_asks_the_same_for_any_number_of_changes(desk: Client, line):
    counts = []
    for count in (1, 30):
        for number in range(count):
            ActionLine.objects.filter(pk=line.pk).update(order=100 + count + number)
        with CaptureQueriesContext(connection) as asked:
            desk.get(page(line))
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("code", ["fr", "es", "ar", "zh-hans", "ru"])
def test_it_is_there_in_every_language(desk: Client, line, code):
    desk.cookies["django_language"] = code
    with translation.override(code):
        assert desk.get(page(line)).status_code == 200
