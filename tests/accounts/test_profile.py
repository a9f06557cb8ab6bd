"""The own profile."""

import pytest

from wsis_forum.accounts import zones

pytestmark = pytest.mark.django_db
URL = "/en/account/"


@pytest.fixture
def own(client, stakeholder):
    client.force_login(stakeholder)
    return client


def save(client, **values: str):
    given = {"name": "Amina Diallo", "language": "en", "timezone": "UTC", **values}
    return client.post(URL, given, follow=True)


def test_a_visitor_is_asked_to_sign_in(client):
    answer = client.get(URL)
    assert answer.url == "/en/account/login/?next=/en/account/"


def test_what_is_saved_is_confirmed(own, stakeholder):
    page = save(own, name="  Amina   Diallo-Sow ", language="ar", timezone="Africa/Addis_Ababa")
    assert [str(message) for message in page.context["messages"]] == ["Your profile is saved."]
    stakeholder.refresh_from_db()
    assert (stakeholder.name, stakeholder.language, stakeholder.timezone) == (
        "Amina Diallo-Sow",
        "ar",
        "Africa/Addis_Ababa",
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("language", "xx"),
        ("language", ""),
        ("timezone", "Mars/Olympus"),
        ("timezone", ""),
        ("name", "x" * 201),
        ("name", "a\0b"),
    ],
)
def test_a_wrong_value_is_said_at_its_field_and_nothing_is_saved(own, stakeholder, field, value):
    page = save(own, **{field: value})
    assert list(page.context["form"].errors) == [field]
    stakeholder.refresh_from_db()
    assert (stakeholder.name, stakeholder.language) == ("Amina Diallo", "en")


def test_nobody_makes_himself_staff(own, stakeholder):
    save(own, is_staff="on", is_superuser="on", email="secretariat@example.org", groups="1")
    stakeholder.refresh_from_db()
    assert (stakeholder.is_staff, stakeholder.is_superuser) == (False, False)
    assert stakeholder.email == "amina@example.org"


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "Asia/Calcutta", "Europe/Kyiv", "Etc/UTC", "UTC"])
def test_every_name_of_a_zone_is_found_in_the_list(own, stakeholder, zone):
    stakeholder.timezone = zone
    stakeholder.save()
    form = own.get(URL).context["form"]
    assert form["timezone"].value() in dict(form.fields["timezone"].choices)


def test_a_zone_is_named_in_the_pages_language(own):
    assert "Éthiopie – Addis-Abeba" in own.get("/fr/account/").content.decode()


def test_every_listed_zone_is_one():
    names = [zone for zone, _label in zones.choices()]
    assert len(names) == len(set(names))
    assert len(names) > 400
    assert set(names) <= zones.known()


def test_staff_find_their_second_factor(client, secretary, stakeholder):
    for user, shown in ((secretary, True), (stakeholder, False)):
        client.force_login(user)
        assert ("/en/account/second-factor/" in client.get(URL).content.decode()) is shown
