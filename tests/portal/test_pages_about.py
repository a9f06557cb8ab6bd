"""The pages about the portal itself."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["privacy", "accessibility", "help"])
@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "zh-hans", "ru"])
def test_the_page_is_there_in_every_language(client: Client, name: str, language: str):
    response = client.get(f"/{language}/{name}/")
    assert response.status_code == 200


@pytest.mark.parametrize("name", ["privacy", "accessibility", "help"])
def test_the_page_says_whom_to_ask(client: Client, settings, name: str):
    settings.REPLY_TO_EMAIL = "desk@example.org"
    assert "desk@example.org" in client.get(f"/en/{name}/").content.decode()


def test_a_page_takes_no_posts(client: Client):
    assert client.post("/en/help/").status_code == 405
