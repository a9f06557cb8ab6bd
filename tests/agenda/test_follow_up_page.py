"""A session's contact hands in what is owed by a personal link, without an account."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from agenda import handing_in
from agenda.actions import follow_ups as verbs
from agenda.actions.follow_up_settings import (
    Other,
    end_follow_up_links,
    set_contact,
    set_exceptions,
)
from agenda.choices import FollowUpKind
from agenda.exceptions import NotAsked
from agenda.follow_up_links import AFTER_THE_FORUM, opened
from agenda.models import Appearance, FollowUp, Session
from agenda.queries.contacts import contact_of
from tests.agenda.owing import DUE, dates_of, handed_in, link_of, owing_session
from tests.agenda.sessions import accepted_request
from tests.agenda.test_people import _picture
from tests.factories import NOW, SpeakerFactory, UserFactory
from wsis_forum import clock
from wsis_forum.uploads import storing

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _now(monkeypatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def session() -> Session:
    one = owing_session(description="Old words")
    dates_of(one)
    return one


def _sent(page, **changes: object) -> dict[str, object]:
    """Return what the page's form would send: values and what was seen."""
    data: dict[str, object] = {}
    for section in page.context["sections"]:
        people = getattr(section.part, "people", None)
        rows = [section.part, *([people.management_form, *people.forms] if people else [])]
        for form in rows:
            for bound in form:
                value = bound.value()
                if value is not None and value is not False:
                    data[bound.html_name] = value
                if bound.field.show_hidden_initial:
                    data[bound.html_initial_name] = "" if bound.initial is None else bound.initial
    return data | changes


def test_the_page_shows_all_five_with_their_dates(client: Client, session) -> None:
    page = client.get(link_of(session))
    assert page["Referrer-Policy"] == "same-origin"
    assert "no-store" in page["Cache-Control"]
    text = page.content.decode()
    shown = [(one.title, one.state.words, one.due) for one in page.context["sections"]]
    until = "21 December 2026, 13:00 (Geneva time, UTC+01:00)"
    assert shown == [
        ("Final description", "due", until),
        ("Logo", "due", until),
        ("List of panellists", "due", until),
        ("Presentation", "due", until),
        ("Outcome", "the date follows", ""),
    ]
    assert text.count(f"Due: {until}") == 8
    assert "Old words" in text


def test_everything_is_handed_in_at_once_and_the_session_stays(client: Client, session) -> None:
    speaker = SpeakerFactory(name="Grace Hopper", email="grace@example.org")
    Appearance.objects.create(session=session, speaker=speaker)
    page = client.get(link_of(session))
    assert "grace@example.org" not in page.content.decode()
    answer = client.post(
        link_of(session),
        _sent(page)
        | {
            "description-text": "New words",
            "logo-file": _picture(),
            "presentation-file": SimpleUploadedFile("slides.pdf", PDF),
            "outcome-text": "We agreed.",
            "people-0-is_remote": "on",
            "people-1-name": "Ada King",
            "people-1-email": "ada@example.org",
        },
    )
    assert answer.status_code == 302
    rows = {one.kind: one for one in FollowUp.objects.all()}
    assert set(rows) == set(FollowUpKind)
    assert (rows["description"].text, rows["description"].language) == ("New words", "en")
    assert [(one["name"], one["is_remote"]) for one in rows["panellists"].panellists] == [
        ("Grace Hopper", True),
        ("Ada King", False),
    ]
    assert rows["presentation"].file_name == "slides.pdf"
    assert {one.by_email for one in rows.values()} == {"ada@example.org"}
    session.refresh_from_db()
    assert (session.description, session.version) == ("Old words", 1)
    states = [one.state.words for one in client.get(link_of(session)).context["sections"]]
    assert states == ["handed in"] * 5
    named = set(verbs.named_follow_ups())
    assert named <= storing.named()
    assert named == {rows["logo"].stored_name, rows["presentation"].stored_name}


def test_what_was_not_changed_is_not_handed_in(client: Client, session) -> None:
    Appearance.objects.create(session=session, speaker=SpeakerFactory(name="Grace Hopper"))
    page = client.get(link_of(session))
    # What a browser sends: other ends of lines. Meanwhile an organizer changes the session.
    Session.objects.filter(pk=session.pk).update(description_en="Their words")
    answer = client.post(link_of(session), _sent(page), follow=True)
    assert "Nothing was filled in" in answer.content.decode()
    assert not FollowUp.objects.exists()
    data = _sent(client.get(link_of(session)))
    client.post(
        link_of(session), data | {"description-is_final": "on", "panellists-is_final": "on"}
    )
    assert list(FollowUp.objects.values_list("kind", "text").order_by("kind")) == [
        ("description", "Their words"),
        ("panellists", ""),
    ]


def test_bad_input_is_told_and_loses_nothing(client: Client, session) -> None:
    page = client.get(link_of(session))
    answer = client.post(
        link_of(session),
        _sent(page)
        | {
            "description-text": "</textarea><script>x",
            "logo-file": SimpleUploadedFile("logo.svg", b"<svg onload='x'/>"),
            "people-0-function": "Countess",
            "people-1-name": "Grace",
            "people-1-email": "no address",
            "outcome-text": "x" * 20_001,
        },
    )
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "<title>Error: " in text
    found = [one["id"] for one in answer.context["problems"]]
    assert found == ["id_logo-file", "id_people-0-name", "id_people-1-email", "id_outcome-text"]
    assert "A file of this kind cannot be taken." in text
    assert 'value="Countess"' in text
    assert "Handed in: Final description." in text
    # The good part is in, and shown as it stands; sent anew, it is there once.
    assert "&lt;/textarea&gt;&lt;script&gt;x" in text
    client.post(link_of(session), _sent(page) | {"description-text": "</textarea><script>x"})
    assert FollowUp.objects.get().text == "</textarea><script>x"


@pytest.mark.parametrize(
    ("kind", "name", "content", "words"),
    [
        ("logo", "logo.png", b"<html><script>x</script>", "not what its name says"),
        ("logo", "logo.png", b"", "empty"),
        ("presentation", "s.pdf", PDF.replace(b"<<>>", b"<</JavaScript 1>>"), "macros or scripts"),
        ("logo", "logo.pdf", PDF, "cannot be taken"),
        ("presentation", "s.exe", b"MZ", "cannot be taken"),
        ("outcome", "o.docx", b"PK\x03\x04", "damaged"),
    ],
)
def test_a_hostile_file_is_refused_and_nothing_of_it_kept(
    client: Client, session, kind: str, name: str, content: bytes, words: str
) -> None:
    data = _sent(client.get(link_of(session)))
    answer = client.post(
        link_of(session), data | {f"{kind}-file": SimpleUploadedFile(name, content)}
    )
    assert words in str(answer.context["problems"])
    assert not FollowUp.objects.exists()
    assert [*storing.leftovers()] == []


def test_a_name_of_a_file_hurts_nobody(client: Client, session) -> None:
    data = _sent(client.get(link_of(session)))
    name = "\u202eevil\x07" + "a" * 300 + ".pdf"
    client.post(link_of(session), data | {"presentation-file": SimpleUploadedFile(name, PDF)})
    row = FollowUp.objects.get()
    assert row.file_name.isprintable()
    assert len(row.file_name) <= 255
    answer: Any = client.get(f"{link_of(session)}{row.pk}/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")


def test_what_comes_late_is_taken_and_said_to_be_late(client, session, monkeypatch) -> None:
    later = DUE + timedelta(days=2, hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    page = client.get(link_of(session))
    assert page.context["sections"][0].state.words == "2 days late"
    client.post(link_of(session), _sent(page) | {"description-text": "New"})
    assert FollowUp.objects.get().handed_in_at == later
    again = client.get(link_of(session)).context["sections"][0]
    assert again.state.words == "handed in 2 days late"
    # A correction is not later than the first.
    monkeypatch.setattr(clock, "now", lambda: later + timedelta(days=9))
    client.post(link_of(session), _sent(client.get(link_of(session))) | {"description-text": "X"})
    row = client.get(link_of(session)).context["sections"][0]
    assert (len(row.owed.rows), row.state.words) == (2, "handed in 2 days late")


def test_a_list_can_be_shortened_and_a_person_taken_off(client: Client, session) -> None:
    people = [
        {"honorific": "", "name": name, "function": "", "organization": "", "email": "",
         "is_remote": False}
        for name in ("Ada King", "Grace Hopper")
    ]  # fmt: skip
    handed_in(session, "panellists", panellists=people)
    data = _sent(client.get(link_of(session)))
    client.post(link_of(session), data | {"people-0-gone": "on"})
    latest = FollowUp.objects.get(number=2)
    assert [one["name"] for one in latest.panellists] == ["Grace Hopper"]
    data = _sent(client.get(link_of(session)))
    answer = client.post(link_of(session), data | {"people-0-gone": "on"})
    assert "Enter at least one panellist." in answer.content.decode()


def test_a_stolen_link_fills_no_disk(client: Client, session, monkeypatch) -> None:
    monkeypatch.setattr(handing_in, "MOST", 2)
    for text in ("one", "two", "three"):
        data = _sent(client.get(link_of(session)))
        answer = client.post(link_of(session), data | {"description-text": text})
    assert "handed in too often" in answer.content.decode()
    assert FollowUp.objects.count() == 2


def test_what_is_not_asked_is_not_taken(client: Client, session, organizer) -> None:
    data = _sent(client.get(link_of(session)))
    exceptions = {FollowUpKind.DESCRIPTION: Other(None)}
    set_exceptions(session_id=session.pk, exceptions=exceptions, by=organizer, at=NOW)
    kinds = [one.owed.kind for one in client.get(link_of(session)).context["sections"]]
    assert kinds == ["logo", "panellists", "presentation", "outcome"]
    client.post(link_of(session), data | {"description-text": "New"})
    contact = contact_of(session)
    assert contact is not None
    said = handing_in.Said(language="en", text="New")
    for kind in (FollowUpKind.DESCRIPTION, FollowUpKind.OUTCOME):
        if kind == FollowUpKind.OUTCOME:
            Session.objects.filter(pk=session.pk).update(status="cancelled")
        with pytest.raises(NotAsked):
            verbs.hand_in(session_id=session.pk, kind=kind, said=said, by=contact, at=NOW)
    assert not FollowUp.objects.exists()
    client.post(link_of(session), data | {"outcome-text": "New"})
    assert not FollowUp.objects.exists()
    assert "This session is cancelled." in client.get(link_of(session)).content.decode()


def test_forged_ended_and_former_links_open_nothing(client: Client, session, organizer) -> None:
    good = link_of(session).split("/")[3]
    forged = signing.Signer(salt="agenda.speaker").sign_object([session.pk, 1, "x"])
    for token in (forged, good[:-1], "x", signing.Signer(salt="agenda.follow-ups").sign_object(7)):
        assert client.get(f"/en/l/{token}/follow-ups/").status_code == 404
        assert client.get(f"/en/l/{token}/follow-ups/1/").status_code == 404
    last = NOW.replace(year=2027, month=2, day=12) + AFTER_THE_FORUM
    assert opened(good, at=last) is not None
    assert opened(good, at=last + timedelta(days=1)) is None
    end_follow_up_links(session_id=session.pk, by=organizer, at=NOW)
    assert opened(good, at=NOW) is None
    assert client.get(link_of(session)).status_code == 200
    former = link_of(session).split("/")[3]
    contact = {"name": "Eve", "email": "eve@example.org", "language": "fr"}
    set_contact(session_id=session.pk, by=organizer, at=NOW, **contact)
    assert opened(former, at=NOW) is None


def test_a_link_opens_nothing_of_another_session(client: Client, session) -> None:
    other = owing_session(title="Other")
    data = _sent(client.get(link_of(other))) | {"logo-file": _picture()}
    client.post(link_of(other), data)
    row = FollowUp.objects.get()
    assert client.get(f"{link_of(other)}{row.pk}/").status_code == 200
    assert client.get(f"{link_of(session)}{row.pk}/").status_code == 404


def test_who_handed_the_input_in_owes_unless_somebody_is_named(organizer) -> None:
    author = UserFactory(name="Amina", email="amina@example.org", language="fr")
    one = accepted_request(NOW, author=author)
    session = owing_session()
    session.session_sources.create(submission=one, linked_at=NOW)
    assert contact_of(session).name == "Ada King"  # type: ignore[union-attr]
    nobody = {"name": "", "email": "", "language": "en"}
    set_contact(session_id=session.pk, by=organizer, at=NOW, **nobody)
    found = contact_of(session)
    assert found is not None
    assert (found.user, found.email, found.language) == (author, "amina@example.org", "fr")
    helper = UserFactory(email="helper@example.org")
    one.contributors.create(email=helper.email, user=helper, invited_at=NOW, accepted_at=NOW)
    type(one).objects.filter(pk=one.pk).update(author=None)
    assert contact_of(session).user == helper  # type: ignore[union-attr]
    type(helper).objects.filter(pk=helper.pk).update(is_active=False)
    assert contact_of(session) is None
