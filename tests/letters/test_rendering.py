"""A kind and its context become a letter."""

import pytest
from django.utils import translation

from tests.factories import NOW, UserFactory
from tests.letters.conftest import code_request
from wsis_forum.letters.rendering import Request, message_id, one_line, render


def test_a_letter_is_written_in_the_readers_language_whatever_the_page_has():
    with translation.override("fr"):
        letter = render(code_request("a", language="ar"), at=NOW)
        assert translation.get_language() == "fr"
    assert letter.language == "ar"
    assert '<html lang="ar" dir="rtl">' in letter.html


def test_without_a_language_the_users_counts():
    user = UserFactory.build(email="li@example.org", language="zh-hans")
    letter = render(code_request("a", user=user, address="", language=""), at=NOW)
    assert (letter.language, letter.address) == ("zh-hans", "li@example.org")
    assert '<html lang="zh-Hans" dir="ltr">' in letter.html


def test_an_unknown_language_is_english():
    assert render(code_request("a", language="xx"), at=NOW).language == "en"


def test_a_letter_without_a_reader_is_refused():
    with pytest.raises(ValueError, match="no reader"):
        render(code_request("a", address=""), at=NOW)


def test_a_kind_that_nobody_registered_is_refused():
    with pytest.raises(KeyError):
        render(Request("spam", "a", {}, address="amina@example.org"), at=NOW)


def test_automatic_letters_say_so():
    assert render(code_request("a"), at=NOW).headers == {"Auto-Submitted": "auto-generated"}


def test_the_key_makes_the_message_id(settings):
    settings.PORTAL_URL = "https://consultation.example.org"
    first = message_id("sign-in:1")
    assert first == message_id("sign-in:1")
    assert first != message_id("sign-in:2")
    assert first.endswith("@consultation.example.org>")


@pytest.mark.parametrize(
    "text",
    [
        "Hello\r\nBcc: eve@example.org",
        "Hello\nBcc: eve@example.org",
        "Hello\x85Bcc: eve@example.org",
        "Hello\u2028Bcc: eve@example.org",
        "\x00Hello\x0bBcc:\x07 eve@example.org ",
    ],
)
def test_no_text_can_end_the_subject_line(text):
    assert one_line(text) == "Hello Bcc: eve@example.org"


def test_a_subject_is_cut_where_the_column_ends():
    assert len(one_line("x" * 1000)) == 300


def test_the_text_is_not_escaped_and_the_html_is():
    letter = render(
        Request("code", "a", {"code": "<1&2>", "minutes": 15}, address="amina@example.org"), at=NOW
    )
    assert "<1&2>" in letter.text
    assert "&lt;1&amp;2&gt;" in letter.html
    assert "<1&2>" not in letter.html
