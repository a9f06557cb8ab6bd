"""Speakers confirm, correct their own data and send a photo by a personal link."""

from datetime import timedelta

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from agenda import letters_people
from agenda.actions.invitations import end_links, invite_speakers
from agenda.actions.merging import merge_speakers, undo_merge
from agenda.models import Appearance, Speaker
from agenda.personal import AFTER_THE_FORUM, speaker_of, token_of
from tests.agenda.test_people import _picture
from tests.factories import NOW, CountryFactory, SessionFactory, SpeakerFactory
from wsis_forum import clock
from wsis_forum.letters.models import Letter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def ada() -> Speaker:
    speaker = SpeakerFactory(name="Ada King", email="ada@example.org")
    Appearance.objects.create(session=SessionFactory(title="Engines"), speaker=speaker)
    return Speaker.objects.get(pk=speaker.pk)


def _url(speaker: Speaker, language: str = "en") -> str:
    return f"/{language}/l/{token_of(speaker)}/speaker/"


def _sent(page, **changes: object) -> dict[str, object]:
    """Return what the page's form would send."""
    found = page.context
    forms = [found["form"], found["windows"].management_form, *found["windows"].forms]
    forms += [form for _row, form in found["replies"]]
    data = {
        bound.html_name: value
        for form in forms
        for bound in form
        if (value := bound.value()) is not None and value is not False
    }
    return {name: getattr(value, "pk", value) for name, value in data.items()} | changes


def test_a_speaker_confirms_and_corrects_her_data_without_an_account(client: Client, ada) -> None:
    page = client.get(_url(ada))
    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]
    assert "Engines" in page.content.decode()
    row = ada.appearances.get()
    changes = {
        f"appearance-{row.pk}-answer": "confirmed",
        f"appearance-{row.pk}-is_remote": "on",
        "function_en": "Countess",
        "consent": "yes",
        "timezone": "Asia/Tokyo",
        "windows-0-start": "2027-07-05T09:00",
        "windows-0-end": "2027-07-05T18:00",
    }
    assert client.post(_url(ada), _sent(page, **changes)).status_code == 302
    row.refresh_from_db()
    ada.refresh_from_db()
    assert (row.answer, row.answered_at, row.is_remote) == ("confirmed", NOW, True)
    assert (ada.function_en, ada.consent, ada.consent_at) == ("Countess", "yes", NOW)
    assert ada.windows.get().period.lower.isoformat() == "2027-07-05T00:00:00+00:00"
    assert client.post(_url(ada), _sent(client.get(_url(ada)))).status_code == 302
    assert ada.windows.count() == 1


def test_each_language_is_written_on_its_own_page(client: Client, ada) -> None:
    page = client.get(_url(ada, "ar"))
    client.post(_url(ada, "ar"), _sent(page, biography_ar="عالمة رياضيات"))
    ada.refresh_from_db()
    assert (ada.biography_ar, ada.name_en) == ("عالمة رياضيات", "Ada King")


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client: Client, ada) -> None:
    page = client.get(_url(ada))
    row = ada.appearances.get()
    typed = {
        "name_en": "",
        "biography_en": "</textarea><script>x",
        "windows-0-start": "2027-07-05T09:00",
        f"appearance-{row.pk}-answer": "perhaps",
    }
    answer = client.post(_url(ada), _sent(page, **typed))
    text = answer.content.decode()
    assert "Enter your name." in text
    assert "&lt;/textarea&gt;&lt;script&gt;x" in text
    assert len(answer.context["problems"]) == 2
    ada.refresh_from_db()
    assert ada.name_en == "Ada King"


def test_the_second_of_two_writers_sees_both_texts(client: Client, ada) -> None:
    page = client.get(_url(ada))
    Speaker.objects.filter(pk=ada.pk).update(function_en="Theirs", version=2)
    answer = client.post(_url(ada), _sent(page, function_en="Mine"))
    assert [(d.theirs, d.yours) for d in answer.context["form"].differences] == [("Theirs", "Mine")]
    assert client.post(_url(ada), _sent(answer)).status_code == 302
    ada.refresh_from_db()
    assert ada.function_en == "Mine"


def test_a_photo_is_sent_and_taken_away(client: Client, ada) -> None:
    client.post(_url(ada), {"act": "photo", "photo": _picture()})
    ada.refresh_from_db()
    assert ada.photo_type == "image/jpeg"
    bad = SimpleUploadedFile("ada.svg", b"<svg onload='x'/>")
    page = client.post(_url(ada), {"act": "photo", "photo": bad})
    assert "A file of this kind cannot be taken." in page.content.decode()
    client.post(_url(ada), {"act": "photo", "remove": "yes"})
    ada.refresh_from_db()
    assert ada.photo_name == ""


def test_a_link_opens_nothing_of_somebody_else(client: Client, ada) -> None:
    other = SpeakerFactory(name="Somebody Else")
    foreign = Appearance.objects.create(session=SessionFactory(), speaker=other)
    page = client.get(_url(ada))
    typed = {f"appearance-{foreign.pk}-answer": "declined", "id": other.pk}
    client.post(_url(ada), _sent(page, **typed))
    foreign.refresh_from_db()
    assert foreign.answer == "none"


def test_forged_expired_and_ended_links_open_nothing(client: Client, ada, organizer) -> None:
    good = token_of(ada)
    forged = signing.Signer(salt="other").sign_object([ada.pk, 1])
    for token in (
        forged,
        good[:-1],
        "x",
        f"{good}x",
        signing.Signer(salt="agenda.speaker").sign_object(7),
    ):
        assert client.get(f"/en/l/{token}/speaker/").status_code == 404
    end = NOW.replace(
        year=ada.forum.end_date.year, month=ada.forum.end_date.month, day=ada.forum.end_date.day
    )
    assert speaker_of(good, at=end + AFTER_THE_FORUM) == ada
    assert speaker_of(good, at=end + AFTER_THE_FORUM + timedelta(days=1)) is None
    end_links(speaker_id=ada.pk, by=organizer, at=NOW)
    assert speaker_of(good, at=NOW) is None


def test_the_link_of_one_who_was_merged_leads_to_the_one_who_stays(ada, organizer) -> None:
    kept = SpeakerFactory(name="A. King")
    token = token_of(ada)
    kept.refresh_from_db()
    seen = (kept.version, ada.version)
    merge = merge_speakers(kept_id=kept.pk, gone_id=ada.pk, seen=seen, by=organizer, at=NOW)
    assert speaker_of(token, at=NOW) == kept
    undo_merge(merge_id=merge.pk, by=organizer, at=NOW)
    assert speaker_of(token, at=NOW) == ada


def test_those_without_an_answer_are_invited_once_a_day(client: Client, ada, organizer) -> None:
    client.force_login(organizer)
    session = ada.appearances.get().session
    Appearance.objects.create(session=session, speaker=SpeakerFactory(name="No Address"))
    done = SpeakerFactory(email="done@example.org")
    Appearance.objects.create(session=session, speaker=done, answer="declined")
    url = reverse("admin:agenda_session_invite", args=(session.pk,))
    page = client.post(url, follow=True).content.decode()
    assert "1 invitation is on its way." in page
    assert "No Address" in page
    client.post(url)
    letter = Letter.objects.get()
    assert (letter.address, letter.kind, letter.language) == (
        "ada@example.org",
        letters_people.KIND,
        "en",
    )
    assert _url(ada) in letter.text
    assert token_of(ada) not in letter.masked(letter.text)
    assert letters_people.unwanted([letter], NOW) == set()
    ada.appearances.update(answer="confirmed")
    assert letters_people.unwanted([letter], NOW) == {letter.key}
    invited = invite_speakers(session_id=session.pk, by=organizer, at=NOW + timedelta(days=1))
    assert (invited.queued, [str(one) for one in invited.without_address]) == (0, ["No Address"])


def test_nobody_is_asked_to_speak_in_a_cancelled_session(client: Client, ada, organizer) -> None:
    session = ada.appearances.get().session
    invite_speakers(session_id=session.pk, by=organizer, at=NOW)
    (letter,) = Letter.objects.filter(kind=letters_people.KIND)
    assert letters_people.unwanted([letter], NOW) == set()
    type(session).objects.filter(pk=session.pk).update(status="cancelled")
    assert letters_people.unwanted([letter], NOW) == {letter.key}
    later = NOW + timedelta(days=2)
    assert invite_speakers(session_id=session.pk, by=organizer, at=later).queued == 0
    page = client.get(_url(ada))
    html = page.content.decode()
    assert "This session is cancelled. Nothing more is asked of you." in html
    assert page.context["replies"] == []
    # The rest of the page is still hers to correct.
    assert client.post(_url(ada), _sent(page, function_en="Countess")).status_code == 302
    ada.refresh_from_db()
    assert (ada.function_en, ada.appearances.get().answer) == ("Countess", "none")


def test_a_speaker_corrects_how_she_is_sorted_her_country_and_her_links(client: Client, ada):
    country = CountryFactory()
    page = client.get(_url(ada))
    changes = {
        "sort_name": "Lovelace, Ada",
        "country": country.pk,
        "links-0-url": "https://example.org/ada",
        "links-0-label": "Notes",
    }
    assert client.post(_url(ada), _sent(page, **changes)).status_code == 302
    ada.refresh_from_db()
    assert (ada.sort_name, ada.country) == ("Lovelace, Ada", country)
    assert [(one["url"], one["label"]) for one in ada.links] == [
        ("https://example.org/ada", "Notes")
    ]
    page = client.get(_url(ada))
    assert 'value="https://example.org/ada"' in page.content.decode()
    refused = client.post(_url(ada), _sent(page, **(changes | {"links-0-url": "javascript:1"})))
    assert "Row 1: enter a whole address" in refused.content.decode()
    ada.refresh_from_db()
    assert ada.links[0]["url"] == "https://example.org/ada"
