"""Staff enter the workbench with a second factor, except in the embedded run."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from django.core.cache import cache
from django.urls import reverse

from tests.accounts.test_sign_in import ask, enter, newest_code
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
ADMIN = "/admin/"


@pytest.fixture(autouse=True)
def _forget_the_limits():
    cache.clear()


@pytest.fixture
def _outside(settings):
    settings.STAFF_SECOND_FACTOR = True


def totp_now(secret):
    return format_hotp_value(hotp_value(secret, next(iter(counters()))))


@pytest.fixture
def secret(secretary):
    made = generate_totp_secret()
    TOTP.activate(secretary, made)
    return made


def test_the_embedded_run_does_not_ask(desk):
    assert desk.get(ADMIN).status_code == 200


@pytest.mark.usefixtures("_outside")
def test_staff_without_a_factor_are_sent_to_set_one_up(desk):
    answer = desk.get(ADMIN)
    assert answer.url == reverse("mfa_index")
    page = desk.get(answer.url)
    assert page.status_code == 200
    assert "second factor" in str(next(iter(page.context["messages"])))


@pytest.mark.usefixtures("_outside")
def test_no_page_of_the_workbench_is_left_open(desk):
    for path in ("/admin/letters/letter/", "/admin/jsi18n/", "/admin/autocomplete/"):
        assert desk.post(path).url == reverse("mfa_index")


@pytest.mark.usefixtures("_outside")
def test_a_session_without_the_factor_has_to_show_it(client, secretary, secret):
    client.force_login(secretary)
    answer = client.get("/admin/letters/letter/?kind=code")
    assert answer.url == (
        f"{reverse('mfa_reauthenticate')}?next=%2Fadmin%2Fletters%2Fletter%2F%3Fkind%3Dcode"
    )
    assert client.get(answer.url).status_code == 200
    answer = client.post(answer.url, {"code": totp_now(secret)})
    assert answer.url == "/admin/letters/letter/?kind=code"
    assert client.get(answer.url).status_code == 200


@pytest.mark.usefixtures("_outside")
def test_sign_in_asks_for_the_factor_after_the_code(client, secretary, secret):
    ask(client, secretary.email)
    answer = enter(client, newest_code(), next=ADMIN)
    assert answer.url == reverse("mfa_authenticate")
    assert client.get(answer.url).status_code == 200
    assert "_auth_user_id" not in client.session, "half a sign-in is none"
    assert client.post(answer.url, {"code": "000000"}).status_code == 200
    answer = client.post(answer.url, {"code": totp_now(secret)})
    assert answer.url == ADMIN
    assert client.get(ADMIN).status_code == 200


@pytest.mark.usefixtures("_outside")
def test_a_factor_is_set_up_and_then_asked_for(client, secretary):
    ask(client, secretary.email)
    enter(client, newest_code())
    url = reverse("mfa_activate_totp")
    page = client.get(url)
    assert "data:image/svg+xml" in page.content.decode()
    secret = page.context["form"].secret
    assert client.post(url, {"code": totp_now(secret)}).status_code == 302
    assert Authenticator.objects.filter(user=secretary, type="totp").count() == 1
    # The code that came by mail is the first factor; it does not stand for the second.
    assert client.get(ADMIN).url.startswith(reverse("mfa_reauthenticate"))


@pytest.mark.usefixtures("_outside")
def test_who_is_no_staff_is_not_asked(client, stakeholder):
    client.force_login(stakeholder)
    assert client.get("/en/account/").status_code == 200
    assert "second-factor" not in client.get(ADMIN).get("Location", "")


@pytest.mark.usefixtures("_outside")
def test_a_factor_of_an_earlier_session_does_not_count(client, secretary, secret):
    client.force_login(secretary)
    client.post(f"{reverse('mfa_reauthenticate')}?next=/admin/", {"code": totp_now(secret)})
    client.post("/en/account/logout/")
    client.force_login(UserFactory(is_staff=True))
    assert client.get(ADMIN).url == reverse("mfa_index")


def test_every_answer_keeps_other_sites_from_loading_it(client):
    assert client.get("/en/account/login/")["Cross-Origin-Resource-Policy"] == "same-origin"
