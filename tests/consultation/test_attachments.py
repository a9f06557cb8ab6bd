"""Files of a submission: who may add, read and remove them, and what a broken upload leaves."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext

from consultation.actions import attachments
from consultation.actions.attachments import add_file, remove_file
from consultation.choices import QuestionType, Status
from consultation.exceptions import AnswerFrozen, NoSuchQuestion, TooManyFiles, WrongStatus
from consultation.forms.files import FilesField
from consultation.models import Attachment, Call, CallSection, Contributor, Question, Submission
from consultation.queries import questions
from consultation.queries.attachments import by_question
from consultation.views import files as views
from tests.factories import NOW, CallFactory, DraftFactory, SubmissionFactory, UserFactory
from tests.platform.files import pdf, picture, upload
from wsis_forum.uploads import BadUpload, storing

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def root(settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def call(db: None) -> Call:
    """Return a call with one section that asks for files, and for people."""
    call = CallFactory(questions=False)
    section = CallSection.objects.create(call=call, slug="papers", title="Papers")
    common = {"call": call, "section": section}
    Question.objects.create(
        key="papers",
        type=QuestionType.FILE,
        label="Papers",
        file_kinds=["document", "picture"],
        max_files=2,
        max_megabytes=1,
        **common,
    )
    Question.objects.create(key="people", type=QuestionType.PEOPLE, label="People", **common)
    Question.objects.create(key="note", type=QuestionType.SHORT, label="Note", **common)
    return call


@pytest.fixture
def draft(call: Call) -> Submission:
    return DraftFactory(call=call, answers={"note": "Kept"})


def add(submission: Submission, name: str = "paper.pdf", content: bytes = b"", **options):
    given = {"question_key": "papers", "by": submission.author, "at": NOW, **options}
    return add_file(
        submission_id=submission.pk, upload=upload(name, content or pdf(name.encode())), **given
    )


def take_away(file: Attachment, **options) -> Submission:
    given = {"by": None, "at": NOW, **options}
    return remove_file(submission_id=file.submission_id, attachment_id=file.pk, **given)


def lying(root: Path) -> list[Path]:
    return sorted(path for path in root.rglob("*") if path.is_file())


def test_a_file_is_kept_and_named_in_the_answer(draft, root):
    before = draft.version
    first, second = add(draft, "a.pdf"), add(draft, "b.pdf")
    draft.refresh_from_db()
    assert draft.answers["papers"] == [first.pk, second.pk]
    assert draft.answers["note"] == "Kept"
    assert (draft.version, draft.section_versions) == (before + 2, {})
    assert (first.name, first.size, first.uploaded_by) == (
        "a.pdf",
        len(pdf(b"a.pdf")),
        draft.author,
    )
    edit = draft.edits.get()
    assert (edit.section, edit.by, edit.answers["papers"]) == (
        "papers",
        draft.author,
        [first.pk, second.pk],
    )
    assert len(lying(root)) == 2


def test_the_same_file_sent_again_is_there_once(draft, root):
    assert add(draft) == add(draft)
    draft.refresh_from_db()
    assert len(draft.answers["papers"]) == len(lying(root)) == 1


def test_a_photo_of_somebody_is_kept_for_the_section_s_save(draft):
    file = add(draft, "me.jpg", picture(), question_key="people")
    draft.refresh_from_db()
    assert "people" not in draft.answers
    with pytest.raises(BadUpload):
        add(draft, question_key="people")
    draft.answers["people"] = [{"name": "A", "photo": file.pk}, {"name": "B", "photo": None}]
    draft.save()
    take_away(file)
    draft.refresh_from_db()
    assert [one["photo"] for one in draft.answers["people"]] == [None, None]
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("key", ["note", "unknown", ""])
def test_only_a_question_for_files_takes_one(draft, key, root):
    with pytest.raises(NoSuchQuestion):
        add(draft, question_key=key)
    assert lying(root) == []


def test_a_question_takes_no_more_files_than_it_says(draft, root):
    add(draft, "a.pdf"), add(draft, "b.pdf")
    with pytest.raises(TooManyFiles) as refused:
        add(draft, "c.pdf")
    assert refused.value.most == 2
    assert len(lying(root)) == 2


def test_a_file_that_is_refused_leaves_the_draft_whole(draft, root):
    with pytest.raises(BadUpload):
        add(draft, "run.exe")
    after = Submission.objects.get(pk=draft.pk)
    assert (after.answers, after.version) == (draft.answers, draft.version)
    assert (Attachment.objects.count(), lying(root)) == (0, [])


def test_a_frozen_answer_stays(draft, root):
    file = add(draft)
    Question.objects.filter(key="papers").update(frozen_at=NOW)
    with pytest.raises(AnswerFrozen):
        add(draft, "b.pdf")
    with pytest.raises(AnswerFrozen):
        take_away(file)
    assert len(lying(root)) == 1


@pytest.mark.parametrize(
    ("status", "late", "may"),
    [
        (Status.SUBMITTED, False, True),
        (Status.SUBMITTED, True, False),
        (Status.WITHDRAWN, False, False),
        (Status.DECIDED, False, False),
    ],
)
def test_after_the_deadline_nothing_is_added_or_removed(call, status, late, may):
    sent = SubmissionFactory(call=call, status=status)
    at = call.closes_at + timedelta(days=1) if late else NOW
    if may:
        take_away(add(sent, at=at), at=at)
        return
    with pytest.raises(WrongStatus):
        add(sent, at=at)
    with pytest.raises(WrongStatus):
        remove_file(submission_id=sent.pk, attachment_id=1, by=None, at=at)


def test_a_removed_file_is_gone_once_that_is_certain(
    draft, root, django_capture_on_commit_callbacks
):
    file = add(draft)
    with django_capture_on_commit_callbacks() as callbacks:
        take_away(file)
        take_away(file)
    assert len(lying(root)) == 1, "as long as the removal may be taken back"
    for callback in callbacks:
        callback()
    draft.refresh_from_db()
    assert (draft.answers["papers"], lying(root)) == ([], [])


def handed_in(call: Call) -> tuple[Submission, Attachment]:
    sent = SubmissionFactory(call=call)
    file = add(sent)
    sent.refresh_from_db()
    sent.versions.update(answers=sent.answers)
    return sent, file


def test_what_was_handed_in_stays_for_its_readers(call, root):
    sent, file = handed_in(call)
    take_away(file)
    sent.refresh_from_db()
    file.refresh_from_db()
    assert (sent.answers["papers"], file.removed_at, len(lying(root))) == ([], NOW, 1)


@pytest.mark.django_db(transaction=True)
def test_a_crash_leaves_at_worst_a_file_that_is_swept(draft, root):
    kept = add(draft, "a.pdf")

    def crash() -> None:
        with transaction.atomic():
            add(draft, "b.pdf")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        crash()
    draft.refresh_from_db()
    assert draft.answers["papers"] == [kept.pk]
    storing.incoming().write_bytes(b"half")
    assert len(lying(root)) == 3
    assert attachments.delete_unused(at=NOW - timedelta(days=3650)) == 0
    later = datetime.now(tz=NOW.tzinfo) + timedelta(days=2)
    assert attachments.delete_unused(at=later) == 2
    assert lying(root) == [storing.path_of(kept.stored_name)]


def test_a_photo_that_nobody_saved_is_swept(draft):
    kept, photo = add(draft), add(draft, "me.jpg", picture(), question_key="people")
    assert list(attachments.unused_rows(at=NOW + timedelta(days=2))) == [photo]
    attachments.delete_unused(at=NOW + timedelta(days=2))
    assert list(Attachment.objects.all()) == [kept]


def test_the_number_of_queries_does_not_depend_on_the_number_of_files(
    draft, django_assert_max_num_queries, django_assert_num_queries
):
    Question.objects.filter(key="papers").update(max_files=20)
    counts = []
    for number in range(6):
        with django_assert_max_num_queries(24) as asked:
            file = add(draft, f"{number}.pdf")
        counts.append(len(asked))
    assert len(set(counts[1:])) == 1
    with django_assert_max_num_queries(20):
        take_away(file)
    with django_assert_num_queries(1):
        assert len(by_question(draft, ["papers", "people"])["papers"]) == 5


# --- By HTTP ---------------------------------------------------------------------------


def url(name: str, submission: Submission, **parts) -> str:
    return reverse(f"consultation:{name}", kwargs={"ref": submission.reference, **parts})


def send(client: Client, submission: Submission, key="papers", **data):
    given = {"file": upload("paper.pdf", pdf()), "whole": "1", **data}
    given = {name: value for name, value in given.items() if value is not None}
    return client.post(url("add_file", submission, key=key), given, headers=JSON)


def test_a_script_gets_the_file_s_line(client, draft):
    client.force_login(draft.author)
    answer = send(client, draft).json()
    file = Attachment.objects.get()
    assert answer["id"] == file.pk
    assert url("remove_file", draft, pk=file.pk) in answer["html"]
    assert client.post(url("remove_file", draft, pk=file.pk), headers=JSON).json()["html"] == ""
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        ({"whole": None}, 400, "The upload broke off. Please try again."),
        ({"file": None}, 400, "The upload broke off. Please try again."),
        ({"file": ""}, 400, "The upload broke off. Please try again."),
        (
            {"file": upload("a.csv", b"a")},
            422,
            "A file of this kind cannot be taken. Possible here: PDF, DOCX, ODT, JPG, PNG, WEBP.",
        ),
        (
            {"file": upload("a.pdf", b"MZ")},
            422,
            "The content of this file is not what its name says.",
        ),
    ],
)
def test_a_broken_upload_says_so_and_leaves_the_draft_whole(client, draft, data, status, words):
    client.force_login(draft.author)
    answer = send(client, draft, **data)
    assert (answer.status_code, answer.json()) == (status, {"message": words})
    after = Submission.objects.get(pk=draft.pk)
    assert (after.answers, after.version) == (draft.answers, draft.version)


def test_a_body_cut_short_is_no_file(client, draft):
    """What gunicorn passes on when a line breaks: the beginning, and nothing more."""
    client.force_login(draft.author)
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n'
        b"Content-Type: application/pdf\r\n\r\n%PDF-1.7 and so"
    )
    answer = client.post(
        url("add_file", draft, key="papers"),
        body,
        content_type="multipart/form-data; boundary=x",
        headers=JSON,
    )
    assert (answer.status_code, Attachment.objects.count()) == (400, 0)


def test_a_plain_form_comes_back_to_its_page(client, draft):
    client.force_login(draft.author)
    answer = client.post(
        url("add_file", draft, key="papers"), {"file": upload("a.pdf", pdf()), "whole": "1"}
    )
    assert answer.status_code == 302
    assert answer.url == url("edit", draft, section="papers") + "#id_papers"


def test_a_message_comes_in_the_reader_s_language(client, draft):
    client.force_login(draft.author)
    address = url("add_file", draft, key="papers").replace("/en/", "/ar/")
    answer = client.post(address, {"file": upload("a.pdf", b""), "whole": "1"}, headers=JSON)
    with translation.override("ar"):
        assert answer.json() == {"message": gettext("This file is empty.")}


def test_a_section_s_form_brings_files_and_takes_one_away(client, draft, rf):
    old = add(draft, "old.pdf")
    files = [upload("new.pdf", pdf(b"new")), upload("run.exe", b"MZ")]
    request = rf.post("/", {"action": f"remove-file-{old.pk}", "papers": files})
    request.user = draft.author
    part = questions.of_call(draft.call).part("papers")
    problems = list(views.take_up(request, draft, part, NOW))
    draft.refresh_from_db()
    assert [file.name for file in by_question(draft, ["papers"])["papers"]] == ["new.pdf"]
    assert [(one.section, one.field) for one in problems] == [("papers", "papers")]
    assert problems[0].message.startswith("run.exe: A file of this kind cannot be taken.")


def test_the_field_shows_what_is_there_and_the_rule(draft):
    file = add(draft)
    asked = questions.of_call(draft.call).by_key["papers"]
    field = FilesField(asked, draft, [file])
    html = field.widget.render("papers", None, {"id": "id_papers"})
    assert url("file", draft, pk=file.pk) in html
    assert 'aria-describedby="id_papers_rule"' in html
    assert "Possible: PDF, DOCX, ODT, JPG, PNG, WEBP; each file at most 1 MB." in html
    assert field.widget.value_omitted_from_data({}, MultiValueDict(), "papers")


# --- Who may read ----------------------------------------------------------------------


@pytest.mark.parametrize("who", ["author", "contributor"])
def test_writers_read_every_file(client, draft, who):
    person = draft.author
    if who == "contributor":
        person = UserFactory()
        Contributor.objects.create(
            submission=draft,
            user=person,
            email=person.email,
            invited_by=draft.author,
            invited_at=NOW,
            accepted_at=NOW,
        )
    client.force_login(person)
    file = add(draft, "me.jpg", picture())
    answer = client.get(url("file", draft, pk=file.pk))
    assert answer.status_code == 200
    assert {
        name: answer.headers[name]
        for name in (
            "Content-Disposition",
            "Content-Type",
            "X-Content-Type-Options",
            "Content-Security-Policy",
            "Cross-Origin-Resource-Policy",
        )
    } == {
        "Content-Disposition": 'attachment; filename="me.jpg"',
        "Content-Type": "image/jpeg",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    shown = client.get(url("picture", draft, pk=file.pk))
    assert shown.headers["Content-Disposition"] == 'inline; filename="me.jpg"'
    assert send(client, draft).status_code == 200


def test_a_contributor_who_was_removed_reads_and_adds_nothing(client, draft):
    person = UserFactory()
    Contributor.objects.create(
        submission=draft,
        user=person,
        email=person.email,
        invited_by=draft.author,
        invited_at=NOW,
        accepted_at=NOW,
        removed_at=NOW,
    )
    nobody_may(client, person, draft)


def nobody_may(client: Client, person, submission: Submission) -> None:
    """Check that a file looks as if it were not there."""
    file = add(submission)
    if person:
        client.force_login(person)
    assert [
        client.get(url("file", submission, pk=file.pk)).status_code,
        client.get(url("picture", submission, pk=file.pk)).status_code,
        client.post(url("remove_file", submission, pk=file.pk), headers=JSON).status_code,
        send(client, submission).status_code,
    ] == [404] * 4
    assert list(submission.attachments.all()) == [file]


def test_a_stranger_reads_and_changes_nothing(client, draft, stakeholder):
    nobody_may(client, stakeholder, draft)


def test_who_is_not_signed_in_reads_and_changes_nothing(client, draft):
    nobody_may(client, None, draft)


def test_a_draft_is_not_staff_s(client, draft, secretary):
    nobody_may(client, secretary, draft)


def test_a_file_is_found_only_under_its_own_submission(client, draft):
    file = add(draft)
    other = DraftFactory(call=draft.call, author=draft.author)
    client.force_login(draft.author)
    assert client.get(url("file", other, pk=file.pk)).status_code == 404
    client.post(url("remove_file", other, pk=file.pk), headers=JSON)
    assert Attachment.objects.count() == 1


def test_a_draft_begun_without_an_account_is_its_browser_s(client, call):
    draft = DraftFactory(call=call, author=None)
    nobody_may(client, None, draft)
    session = client.session
    session["drafts"] = [draft.reference]
    session.save()
    file = Attachment.objects.get()
    assert client.get(url("file", draft, pk=file.pk)).status_code == 200
    assert send(client, draft).status_code == 200
    assert Attachment.objects.filter(uploaded_by=None).count() == 2


@pytest.mark.parametrize("role", ["secretary", "reviewer", "organizer"])
def test_staff_read_what_was_handed_in_and_nothing_written_since(client, call, role, request):
    sent, file = handed_in(call)
    since = add(sent, "since.pdf")
    client.force_login(request.getfixturevalue(role))
    assert client.get(url("file", sent, pk=file.pk)).status_code == 200
    assert client.get(url("file", sent, pk=since.pk)).status_code == 404
    assert client.post(url("remove_file", sent, pk=file.pk), headers=JSON).status_code == 404


def test_a_strangers_reading_of_what_was_handed_in(client, call, stakeholder):
    sent, file = handed_in(call)
    client.force_login(stakeholder)
    assert client.get(url("file", sent, pk=file.pk)).status_code == 404
