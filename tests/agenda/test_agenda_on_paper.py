"""The agenda printed from a browser: what is taken with a mouse stays off the paper."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from agenda.actions.releases import release
from agenda.models import Slot
from tests.consultation.test_writing_in_browser import PORTAL, Server
from tests.factories import SessionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.mark.parametrize("code", ["en", "ar"])
def test_paper_has_the_sessions_and_nothing_to_press(
    page: Page, client: Client, at: datetime, code: str
) -> None:
    session = SessionFactory(number=124, title="Skills for all")
    Slot.objects.create(session=session, period=(at, at + timedelta(hours=1)))
    release(forum_id=session.forum_id, public=True, remark="", by=None, at=at)
    Server(page, client)
    page.goto(f"{PORTAL}/{code}/forums/{session.forum.slug}/agenda/")
    expect(page.locator(".agenda-keep").first).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_text("Skills for all").first).to_be_visible()
    expect(page.locator(".agenda-when time").first).to_be_visible()
    for hidden in (".agenda-keep", ".register-form", ".site-nav", ".site-footer", ".agenda-ways"):
        for one in page.locator(hidden).all():
            expect(one).to_be_hidden()
    assert page.pdf(format="A4").startswith(b"%PDF")
