"""The own profile: name, organization, languages, time zone, letters."""

import pytest

from consultation.actions.drafts import begin_draft
from tests.factories import NOW, CallFactory
from wsis_forum.accounts import zones
from wsis_forum.letters import kinds, preferences
from wsis_forum.letters.models import Refusal

pytestmark = pytest.mark.django_db
URL = "/en/account/"


@pytest.fixture
def own(client, stakeholder):
    client.force_login(stakeholder)
    return client


def save(client, **values):
    given = {"name": "Amina Diallo", "language": "en", "timezone": "UTC", **values}
    return client.post(URL, given, follow=True)


def test_a_visitor_is_asked_to_sign_in(client):
    answer = client.get(URL)
    assert answer.url == "/en/account/login/?next=/en/account/"


def test_what_is_saved_is_confirmed(own, stakeholder):
    page = save(
        own,
        name="  Amina   Diallo-Sow ",
        organization_name=" Réseau  des radios ",
        language="ar",
        reads=["fr", "ar"],
        timezone="Africa/Addis_Ababa",
    )
    assert [str(message) for message in page.context["messages"]] == ["Your profile is saved."]
    stakeholder.refresh_from_db()
    assert (stakeholder.name, stakeholder.language, stakeholder.timezone) == (
        "Amina Diallo-Sow",
        "ar",
        "Africa/Addis_Ababa",
    )
    assert (stakeholder.organization_name, stakeholder.reads) == ("Réseau des radios", ["fr", "ar"])
    assert own.get(URL).context["form"].initial["reads"] == ["fr", "ar"]


def test_a_name_turns_no_words_around_and_holds_nothing_invisible(own, stakeholder):
    save(own, name="Amina\u202e\x07 Diallo", organization_name="\u2066Réseau\u2028des\x9b radios")
    stakeholder.refresh_from_db()
    assert (stakeholder.name, stakeholder.organization_name) == (
        "Amina Diallo",
        "Réseau des radios",
    )


def test_letters_are_wanted_until_their_box_is_cleared(own, stakeholder):
    optional = [kind.name for kind in kinds.optional()]
    assert "reminder" in optional
    assert own.get(URL).context["form"]["letters"].value() == optional
    save(own, letters=[name for name in optional if name != "reminder"])
    assert list(Refusal.objects.values_list("user", "kind")) == [(stakeholder.pk, "reminder")]
    assert "reminder" not in own.get(URL).context["form"]["letters"].value()
    save(own, letters=optional)
    assert not Refusal.objects.exists()


def test_a_refusal_keeps_its_moment(own, stakeholder):
    preferences.refuse(user_id=stakeholder.pk, kind="reminder", at=NOW)
    save(own)
    assert Refusal.objects.get(kind="reminder").refused_at == NOW


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_kind_of_letter_that_can_be_refused_has_its_words(client, stakeholder, language):
    client.force_login(stakeholder)
    choices = client.get(f"/{language}/account/").context["form"].fields["letters"].choices
    assert [name for name, _words in choices] == [kind.name for kind in kinds.optional()]
    assert all(words and words != name for name, words in choices)


def test_the_page_leads_to_my_data_erasure_and_the_notice(own):
    page = own.get(URL).content.decode()
    for address in ("/en/account/data/", "/en/account/erase/", "/en/privacy/"):
        assert f'href="{address}"' in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("language", "xx"),
        ("reads", ["fr", "xx"]),
        ("letters", ["reminder", "receipt"]),
        ("organization_name", "x" * 251),
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


def test_a_new_draft_begins_with_the_organization_of_the_profile(stakeholder, at):
    stakeholder.organization_name = "Réseau des radios"
    stakeholder.save()
    call = CallFactory()
    draft = begin_draft(call_id=call.pk, by=stakeholder, key="k", language="fr", at=at)
    assert draft.answers == {"language": "fr", "organization_name": "Réseau des radios"}
