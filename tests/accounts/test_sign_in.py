"""Sign-in by a code: known and unknown addresses alike, and the account made by entering it."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.factories import UserFactory
from wsis_forum.accounts import sign_in
from wsis_forum.accounts.models import User
from wsis_forum.letters.models import Letter

pytestmark = pytest.mark.django_db
LOGIN, CONFIRM = "/en/account/login/", "/en/account/login/code/confirm/"
ADDRESS = "amina@example.org"


@pytest.fixture(autouse=True)
def _forget_the_limits():
    cache.clear()


def ask(client, address=ADDRESS, language="en", **data: str):
    return client.post(f"/{language}/account/login/", {"email": address, **data})


def newest_code():
    found = re.search(r"\d{4}-\d{4}", Letter.objects.filter(kind="code").latest("pk").text)
    assert found is not None
    return found[0]


def enter(client, code, language="en", **data: str):
    url = f"/{language}/account/login/code/confirm/"
    return client.post(url, {"code": code, **data})


def wrong(code):
    return ("1" if code[0] != "1" else "2") + code[1:]


def said(client, url):
    return [str(message) for message in client.get(url).context["messages"]]


def signed_in(client):
    return client.get("/en/account/").status_code == 200


# --- The address ---------------------------------------------------------------------


def test_a_known_and_an_unknown_address_get_the_same_answer():
    UserFactory(email=ADDRESS)
    UserFactory(email="closed@example.org", is_active=False)
    answers = []
    for address in (ADDRESS, "closed@example.org", "nobody@example.org"):
        browser = Client()
        answer = ask(browser, address)
        page = browser.get(answer.url)
        text = page.content.decode().replace(address, "ADDRESS")
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
        answers.append((answer.status_code, answer.url, text))
    assert answers[0] == answers[1] == answers[2]
    letters = list(Letter.objects.values_list("address", "kind").order_by("pk"))
    assert letters == [
        (ADDRESS, "code"),
        ("closed@example.org", "code"),
        ("nobody@example.org", "code"),
    ]


def test_asking_makes_no_account(client):
    ask(client)
    assert User.objects.count() == 0
    assert EmailAddress.objects.count() == 0


@pytest.mark.parametrize("address", ["", "amina", "amina@", "a b@example.org", "a@b", "a\0@x.org"])
def test_a_mistyped_address_is_said_at_its_field(client, address):
    page = ask(client, address)
    assert page.status_code == 200
    assert page.context["form"].errors["email"]
    assert "<title>Error:" in page.content.decode()
    assert Letter.objects.count() == 0


def test_the_code_is_a_letter_in_the_pages_language_and_secret(client):
    ask(client, language="ar")
    letter = Letter.objects.get()
    assert letter.language == "ar"
    assert letter.secrets == [newest_code()]
    assert newest_code() not in letter.key


def test_the_page_says_where_the_code_went_and_where_it_can_be_read(client):
    ask(client)
    page = client.get(CONFIRM).content.decode()
    assert f"<bdi>{ADDRESS}</bdi>" in page
    assert 'href="/mailbox/"' in page
    assert "data-reader-zone-field" in page


def test_a_second_click_sends_no_second_code(client):
    ask(client)
    again = ask(client, next="/en/help/")
    assert again.url == f"{CONFIRM}?next=%2Fen%2Fhelp%2F"
    assert Letter.objects.count() == 1


def test_a_dead_broker_neither_stops_nor_delays_the_code(client, monkeypatch, caplog):
    from wsis_forum.letters import nudge  # noqa: PLC0415

    def no_answer(*args: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(nudge, "_silent_until", 0.0)
    monkeypatch.setattr(nudge, "_publish", no_answer)
    start = time.monotonic()
    assert ask(client).status_code == 302
    assert time.monotonic() - start < 1
    assert Letter.objects.count() == 1
    nudge._silent_until = 0.0


def test_no_code_and_no_address_reaches_the_log(client, caplog):
    caplog.set_level("DEBUG")
    ask(client)
    enter(client, wrong(newest_code()))
    enter(client, newest_code())
    ours = [r for r in caplog.records if not r.name.startswith("django.db")]
    assert newest_code() not in " ".join(r.getMessage() for r in ours)
    assert ADDRESS not in " ".join(r.getMessage() for r in ours)


# --- The code ------------------------------------------------------------------------


def test_entering_the_code_makes_the_account(client):
    ask(client, "Amina.Diallo@Example.org", language="fr")
    answer = enter(client, newest_code(), language="fr", timezone="Africa/Addis_Ababa")
    assert answer.status_code == 302
    user = User.objects.get()
    assert (user.email, user.language, user.timezone) == (
        "amina.diallo@example.org",
        "fr",
        "Africa/Addis_Ababa",
    )
    assert not user.has_usable_password()
    assert not user.is_staff
    assert signed_in(client)


def test_the_second_sign_in_is_the_same_account_and_keeps_its_settings(client):
    user = UserFactory.create(email="Amina@example.org", language="ru", timezone="Asia/Kathmandu")
    ask(client)
    enter(client, newest_code(), timezone="Europe/Paris")
    assert client.session["_auth_user_id"] == str(user.pk)
    user.refresh_from_db()
    assert (user.language, user.timezone) == ("ru", "Asia/Kathmandu")


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "a\0b", "x" * 500])
def test_a_zone_that_is_none_is_utc(client, zone):
    ask(client)
    answer = enter(client, newest_code(), timezone=zone)
    if answer.status_code == 302:
        assert User.objects.get().timezone == "UTC"
    else:
        # Only a forged form sends a NUL.
        assert answer.status_code == 200
        assert User.objects.count() == 0


@pytest.mark.parametrize(
    "write",
    [
        lambda code: code.replace("-", ""),
        lambda code: f"  {code.replace('-', ' ')} ",
        lambda code: code.translate({ord("0") + n: ord("٠") + n for n in range(10)}),
        lambda code: code.translate({ord("0") + n: ord("０") + n for n in range(10)}),
    ],
)
def test_the_code_may_be_typed_as_people_type_it(client, write):
    ask(client)
    enter(client, write(newest_code()))
    assert signed_in(client)


def test_a_wrong_code_says_how_many_tries_are_left(client):
    ask(client)
    page = enter(client, wrong(newest_code()))
    assert page.context["form"].errors["code"] == [
        "This is not the code in the letter. 4 tries are left."
    ]
    enter(client, newest_code())
    assert signed_in(client)


def test_an_empty_field_is_no_try(client):
    ask(client)
    for _ in range(9):
        page = enter(client, "")
        assert page.context["form"].errors["code"] == ["Enter the code from the letter."]
    enter(client, newest_code())
    assert signed_in(client)


def test_after_five_wrong_codes_the_right_one_is_void(client):
    ask(client, next="/en/help/")
    for _ in range(4):
        assert enter(client, wrong(newest_code())).status_code == 200
    last = enter(client, wrong(newest_code()))
    assert last.url == LOGIN
    assert said(client, LOGIN) == [
        "Too many wrong codes: this one is no longer valid. Ask for a new one."
    ]
    assert enter(client, newest_code()).url == LOGIN
    assert not signed_in(client)


def test_an_expired_code_is_explained(client, monkeypatch):
    ask(client)
    later = time.time() + 15 * 60 + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert enter(client, newest_code()).url == LOGIN
    assert said(client, LOGIN) == ["The code has expired. Ask for a new one."]
    assert User.objects.count() == 0


def test_a_code_of_another_browser_is_worth_nothing(client):
    ask(client)
    other = Client()
    assert enter(other, newest_code()).url == LOGIN
    assert "No code waits for this browser" in said(other, LOGIN)[0]


def test_a_code_is_good_for_one_address_only(client):
    other = Client()
    ask(client)
    code = newest_code()
    ask(other, "eve@example.org")
    enter(other, code)
    assert not signed_in(other)


def test_a_code_signs_in_once(client):
    ask(client)
    code = newest_code()
    enter(client, code)
    client.post("/en/account/logout/")
    assert enter(client, code).url == LOGIN
    assert not signed_in(client)


def test_sign_in_gives_the_browser_a_new_session(client):
    ask(client)
    before = client.session.session_key
    enter(client, newest_code())
    assert client.session.session_key != before


def test_a_closed_account_stays_closed(client):
    UserFactory(email=ADDRESS, is_active=False)
    ask(client)
    answer = enter(client, newest_code())
    assert answer.url == "/en/account/inactive/"
    assert client.get(answer.url).status_code == 200
    assert not signed_in(client)


# --- The way back --------------------------------------------------------------------


def test_next_is_kept_to_the_end(client):
    first = client.get(f"{LOGIN}?next=/en/help/%3Fa%3D1")
    assert 'name="next" value="/en/help/?a=1"' in first.content.decode()
    answer = ask(client, next="/en/help/?a=1")
    page = client.get(answer.url)
    assert 'name="next" value="/en/help/?a=1"' in page.content.decode()
    assert enter(client, newest_code(), next="/en/help/?a=1").url == "/en/help/?a=1"


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_next_leads_to_no_other_site(client, url):
    ask(client, next=url)
    assert enter(client, newest_code(), next=url).url == reverse("consultation:mine")


def test_who_is_signed_in_needs_no_code(client, stakeholder):
    client.force_login(stakeholder)
    assert client.get(LOGIN).status_code == 302
    assert client.get(f"{CONFIRM}?next=/en/help/").url == "/en/help/"


# --- When the code does not come -----------------------------------------------------


def test_the_same_code_is_sent_again(client):
    ask(client)
    code = newest_code()
    assert client.post(CONFIRM, {"action": "resend"}).url == CONFIRM
    assert newest_code() == code
    assert Letter.objects.count() == 2
    enter(client, code)
    assert signed_in(client)


def test_a_code_sent_again_is_valid_anew(client, monkeypatch):
    start = time.time()
    ask(client)
    code = newest_code()
    monkeypatch.setattr(time, "time", lambda: start + 14 * 60)
    client.post(CONFIRM, {"action": "resend"})
    monkeypatch.setattr(time, "time", lambda: start + 28 * 60)
    enter(client, code)
    assert signed_in(client)


def test_sending_again_gives_no_new_tries(client):
    ask(client)
    for _ in range(4):
        enter(client, wrong(newest_code()))
    client.post(CONFIRM, {"action": "resend"})
    assert enter(client, wrong(newest_code())).url == LOGIN


def test_a_code_is_not_sent_again_for_ever(client, monkeypatch):
    monkeypatch.setattr("wsis_forum.accounts.views.may_send", lambda *_: True)
    ask(client)
    for _ in range(5):
        client.post(CONFIRM, {"action": "resend"})
    assert Letter.objects.count() == 1 + 3
    assert "Send it again" not in client.get(CONFIRM).content.decode()


def test_a_mistyped_address_can_be_changed(client):
    ask(client, "amnia@example.org")
    old = newest_code()
    answer = client.post(CONFIRM, {"action": "change", "next": "/en/help/"})
    assert answer.url == f"{LOGIN}?next=%2Fen%2Fhelp%2F"
    ask(client)
    enter(client, old)
    assert not signed_in(client)


# --- Limits --------------------------------------------------------------------------


def test_one_address_gets_few_codes_whoever_asks(client):
    for _ in range(3):
        assert ask(Client()).status_code == 302
    page = ask(Client())
    assert page.status_code == 200
    assert "Too many codes" in page.context["form"].errors["email"][0]
    assert Letter.objects.count() == 3
    assert ask(Client(), "other@example.org").status_code == 302


def test_one_network_gets_many_codes_but_not_any_number(settings):
    settings.ACCOUNT_RATE_LIMITS = {"request_login_code": "2/m/ip"}
    answers = [ask(Client(), f"person{n}@example.org").status_code for n in range(3)]
    assert answers == [302, 302, 200]


@pytest.mark.parametrize(("proxies", "allowed"), [(0, 1), (1, 3)])
def test_a_forwarded_address_counts_only_from_our_proxy(settings, proxies, allowed):
    settings.ACCOUNT_RATE_LIMITS = {"request_login_code": "1/m/ip"}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    for n in range(3):
        forged = {"X-Forwarded-For": f"198.51.100.{n}"}
        Client(headers=forged).post(LOGIN, {"email": f"person{n}@example.org"})
    assert Letter.objects.count() == allowed


def test_signing_out_takes_a_press_of_a_button(client, stakeholder):
    client.force_login(stakeholder)
    assert client.get("/en/account/logout/").status_code == 200
    assert signed_in(client)
    assert client.post("/en/account/logout/").url == "/en/"
    assert not signed_in(client)


def test_there_is_no_password_page():
    for path in ("signup/", "password/reset/", "password/change/", "email/"):
        assert Client().get(f"/en/account/{path}").status_code == 404


def test_the_letter_says_how_long_the_code_is_valid():
    assert sign_in.minutes_valid() == 15
