"""Rules of reminding in Chromium: changed, forecast, previewed, and one letter held back."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from consultation import due
from consultation.models import ReminderRule
from tests.consultation.test_writing_in_browser import PORTAL, Server
from tests.e2e.looking import seen
from tests.factories import NOW, CallFactory, DraftFactory, UserFactory
from wsis_forum import clock
from wsis_forum.letters import delivery
from wsis_forum.letters.models import Letter

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.usefixtures("usual_rules")]

DAY = timedelta(days=1)
NAME = "admin:consultation_reminderrule_"


@pytest.fixture
def desk(page: Page, client: Client, secretary, monkeypatch) -> Page:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    client.force_login(secretary)
    Server(page, client)
    return page


@pytest.fixture
def drafts(db):
    call = CallFactory(closes_at=NOW + 4 * DAY)
    people = (("Amina Diallo", "fr"), ("Иван Петров", "ru"), ("李雷", "zh-hans"))
    for place, (name, code) in enumerate(people):
        author = UserFactory(name=name, language=code, email=f"p{place}@example.org")
        DraftFactory(call=call, author=author, begun_at=NOW - DAY)
    return call


def rule_of(label: str) -> ReminderRule:
    rules = ReminderRule.objects.filter(subject="call-closes")
    return next(rule for rule in rules if rule.offset.label == label)


def test_a_secretary_changes_a_rule_sees_the_calendar_and_a_letter_and_holds_one(
    desk: Page, drafts
) -> None:
    calendar = f"{PORTAL}{reverse(f'{NAME}calendar')}"
    desk.goto(calendar)
    expect(desk.locator(".letters-day h2").first).to_contain_text("22 November 2026")
    # Two days before instead of three: the next letters leave a day later.
    desk.goto(f"{PORTAL}{reverse(f'{NAME}change', args=[rule_of('-3d').pk])}")
    desk.locator("#id_amount").fill("2")
    desk.locator("[name=_save]").click()
    expect(desk.locator(".messagelist")).to_contain_text("2 days before")
    desk.goto(calendar)
    days = desk.locator(".letters-day h2")
    expect(days.first).to_contain_text("23 November 2026")
    expect(days.first).to_contain_text("3 letters")

    desk.locator(".letters-day a", has_text="2 days before").first.click()
    desk.get_by_role("link", name="See its letter").click()
    desk.get_by_label("As this person gets it").select_option(label="Иван Петров – " + drafts.title)
    desk.get_by_label("In this language").select_option("ru")
    desk.get_by_role("button", name="Show").click()
    expect(desk.locator("#content-main h2")).to_contain_text("Ваш черновик еще не подан")
    expect(desk.locator(".letter-text")).to_contain_text("Здравствуйте, Иван Петров!")

    at = NOW + 2 * DAY
    assert due.queue_due(at) == 3
    desk.goto(f"{PORTAL}{reverse('admin:letters_letter_changelist')}")
    desk.get_by_role("link", name="черновик").first.click()
    desk.get_by_role("button", name="Hold back").click()
    expect(desk.locator(".messagelist")).to_contain_text("1 letter is held back.")
    assert delivery.deliver(now=lambda: at, budget=DAY).sent == 2
    assert Letter.objects.get(state="held").text.startswith("Здравствуйте, Иван Петров!")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_on_their_pages(desk: Page, drafts, client, language: str) -> None:
    client.cookies["django_language"] = language
    due.queue_due(NOW + 2 * DAY)
    letter, rule = Letter.objects.earliest("pk"), rule_of("-1d")
    page = client.get(reverse(f"{NAME}calendar"))
    client.post(reverse(f"{NAME}stop"), {"day": "2027-01-01"})
    addresses = (
        reverse(f"{NAME}changelist"),
        reverse(f"{NAME}change", args=[rule.pk]),
        reverse(f"{NAME}calendar"),
        page.context["days"][0][2][0].parts[0].names_url,
        reverse(f"{NAME}preview", args=[rule.pk]),
        reverse("admin:letters_letter_changelist"),
        reverse("admin:letters_letter_change", args=[letter.pk]),
        reverse("admin:letters_letter_edit", args=[letter.pk]),
        reverse("admin:letters_kindsetting_changelist"),
    )
    faults = {}
    for address in addresses:
        desk.goto(f"{PORTAL}{address}")
        if found := seen(desk):
            faults[address] = found
    assert faults == {}
