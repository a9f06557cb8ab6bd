"""One person's data as a ZIP, read back."""

import io
import json
import zipfile
from datetime import timedelta

import pytest

from agenda.models import FollowUp, FollowUpContact
from consultation.models import (
    Clarification,
    Contributor,
    ReceiptDocument,
    SectionEdit,
    SubmissionEvent,
)
from tests.factories import (
    NOW,
    AttachmentFactory,
    DraftFactory,
    SessionFactory,
    SubmissionFactory,
    UserFactory,
    end,
)
from tests.letters.conftest import make_letter
from wsis_forum.accounts.models import User
from wsis_forum.portal import my_data

pytestmark = pytest.mark.django_db
URL = "/en/account/data/"
STRANGER = "stranger@example.org"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def stored(settings, attachment, content):
    path = settings.MEDIA_ROOT / attachment.stored_name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def unpacked(user) -> dict[str, bytes]:
    user = User.objects.get(pk=user.pk)
    with zipfile.ZipFile(my_data.archive(user, at=NOW)) as pack:
        assert pack.testzip() is None
        return {name: pack.read(name) for name in pack.namelist()}


def test_everything_of_hers_is_in_it(stakeholder, settings, secretary):
    stakeholder.organization_name, stakeholder.reads = "Réseau", ["fr", "ar"]
    stakeholder.save()
    one = SubmissionFactory(author=stakeholder, title="Radios «libres»")
    SubmissionEvent.objects.create(submission=one, kind="submitted", at=NOW, by=stakeholder)
    SubmissionEvent.objects.create(submission=one, kind="taken-up", at=NOW, by=secretary)
    SectionEdit.objects.create(
        submission=one, section="input", by=stakeholder, started_at=NOW, at=NOW, answers={"a": "b"}
    )
    Clarification.objects.create(
        submission=one, asked_by=secretary, asked_at=NOW, question="How many?", until=NOW
    )
    end(one, disposition="becomes", reason="Well made", decided_by=secretary)
    ReceiptDocument.objects.create(version=one.versions.get(), pdf=b"%PDF", made_at=NOW)
    file = AttachmentFactory(submission=one, name="../plan\n.pdf", stored_name="ab/" + "a" * 32)
    stored(settings, file, b"plan")
    found = unpacked(stakeholder)
    folder = f"submissions/{one.number}/"
    assert sorted(found) == sorted(
        [
            "README.txt",
            "profile.json",
            "letters.json",
            f"{folder}submission.json",
            f"{folder}submission.txt",
            f"{folder}receipt-1.pdf",
            f"{folder}files/{file.pk}-.._plan_.pdf",
        ]
    )
    assert found[f"{folder}files/{file.pk}-.._plan_.pdf"] == b"plan"
    profile = json.loads(found["profile.json"])
    assert (profile["organization"], profile["languages_read"]) == ("Réseau", ["fr", "ar"])
    data = json.loads(found[f"{folder}submission.json"])
    assert data["answers"] == one.answers
    assert data["you_are"] == "author"
    assert [(v["number"], v["by_you"]) for v in data["versions"]] == [(1, True)]
    assert [(e["what"], e["by_you"]) for e in data["events"]] == [
        ("submitted", True),
        ("taken-up", False),
    ]
    assert data["decision"]["reason"] == "Well made"
    assert data["your_edits"][0]["answers"] == {"a": "b"}
    assert data["questions_of_the_secretariat"][0]["question"] == "How many?"
    text = found[f"{folder}submission.txt"].decode()
    for said in ("Radios «libres»", "What we propose.", "How many?", "Well made", one.number):
        assert said in text


def test_answers_stand_below_their_questions(stakeholder):
    one = DraftFactory(author=stakeholder, title="Radio", answers={"summary": "Less < more & so"})
    text = unpacked(stakeholder)[f"submissions/{one.reference}/submission.txt"].decode()
    labels = {q.key: q.label for q in one.call.questions.all()}
    assert f"\n{labels['title']}\nRadio\n" in text
    assert f"\n{labels['summary']}\nLess < more & so\n" in text
    assert f"\n{labels['text']}\n–\n" in text


def test_what_she_handed_in_for_sessions_is_in_it_with_its_files(stakeholder, settings):
    session = SessionFactory(title="Engines")
    given = {"session": session, "kind": "logo", "language": "en", "handed_in_at": NOW}
    kept = {"media_type": "image/png", "size": 1, "sha256": "0" * 64}
    hers = FollowUp.objects.create(
        number=1, by=stakeholder, file_name="a/b.png", stored_name="ab/" + "a" * 32, **given, **kept
    )
    stored(settings, hers, b"her logo")
    FollowUp.objects.create(
        number=2, by=UserFactory(), file_name="stranger.png", stored_name="ab/" + "b" * 32,
        **given, **kept,
    )  # fmt: skip
    FollowUpContact.objects.create(session=session, email=stakeholder.email.title())
    found = unpacked(stakeholder)
    assert found[f"follow-ups/files/{hers.pk}-a_b.png"] == b"her logo"
    assert not any("stranger" in name for name in found)
    data = json.loads(found["follow-ups/follow-ups.json"])
    assert [one["kind"] for one in data["handed_in"]] == ["logo"]
    assert data["contact_for"] == [str(session)]
    other = UserFactory()
    assert "follow-ups/follow-ups.json" not in unpacked(other)


def test_nobody_else_is_in_it(stakeholder):
    other = UserFactory(email=STRANGER, name="Stranger Danger")
    SubmissionFactory(author=other, title="Stranger things")
    make_letter("other", address=STRANGER, kind="receipt")
    shared = SubmissionFactory(author=other, title="Written together")
    Contributor.objects.create(
        submission=shared, user=stakeholder, email=stakeholder.email, invited_by=other,
        invited_at=NOW, accepted_at=NOW,
    )  # fmt: skip
    SectionEdit.objects.create(
        submission=shared, section="input", by=other, started_at=NOW, at=NOW,
        answers={"summary": "Stranger's words"},
    )  # fmt: skip
    removed = DraftFactory(author=other, title="Stranger again")
    Contributor.objects.create(
        submission=removed, user=stakeholder, email=stakeholder.email, invited_at=NOW,
        accepted_at=NOW, removed_at=NOW + timedelta(days=1),
    )  # fmt: skip
    found = unpacked(stakeholder)
    whole = b"\n".join(found.values()).decode()
    assert "tranger" not in whole
    data = json.loads(found[f"submissions/{shared.number}/submission.json"])
    assert data["answers"]["title"] == "Written together"
    assert data["you_are"] == "contributor"
    assert data["your_edits"] == []
    assert not any(removed.reference in name for name in found)


def test_letters_come_with_their_codes_masked(stakeholder):
    make_letter("code", address=stakeholder.email)
    make_letter("receipt", user=stakeholder, kind="receipt", state="sent", sent_at=NOW)
    letters = json.loads(unpacked(stakeholder)["letters.json"])
    assert [(one["kind"], one["state"]) for one in letters] == [
        ("code", "planned"),
        ("receipt", "sent"),
    ]
    assert all("•••" in one["text"] and "1234-5678" not in one["text"] for one in letters)


@pytest.mark.parametrize("code", ["en", "fr", "es", "ar", "zh-hans", "ru"])
def test_the_readme_is_in_her_language(stakeholder, code):
    stakeholder.language = code
    stakeholder.save()
    text = unpacked(stakeholder)["README.txt"].decode()
    assert stakeholder.email in text
    assert ("Your files as the portal keeps them." in text) is (code == "en")


def test_a_file_that_the_disk_has_lost_is_left_out(stakeholder):
    one = SubmissionFactory(author=stakeholder)
    AttachmentFactory(submission=one, stored_name="ab/" + "b" * 32)
    found = unpacked(stakeholder)
    assert not any("/files/" in name for name in found)
    data = json.loads(found[f"submissions/{one.number}/submission.json"])
    assert [file["name"] for file in data["files"]] == ["programme.pdf"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_it_comes_as_a_file_for_her_alone(client, stakeholder, method):
    client.force_login(stakeholder)
    answer = getattr(client, method)(URL)
    assert answer["Content-Disposition"] == 'attachment; filename="my-data.zip"'
    assert "no-store" in answer["Cache-Control"]
    content = b"".join(answer.streaming_content)
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        assert json.loads(pack.read("profile.json"))["email"] == stakeholder.email


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get(URL).url == f"/en/account/login/?next={URL}"
