"""Whoever reads blind finds no name that the portal knows, on any page about an input."""

import pytest
from django.urls import reverse

from consultation.actions.withdrawals import withdraw
from consultation.choices import Status
from consultation.models import (
    Clarification,
    Conflict,
    Decision,
    Relation,
    SubmissionEvent,
    SubmissionVersion,
)
from tests.agenda.sessions import full_request
from tests.consultation.reviewing import criteria, give, staff
from tests.factories import (
    NOW,
    AttachmentFactory,
    CallFactory,
    OrganizationFactory,
    SessionFactory,
    SubmissionFactory,
    UserFactory,
    end,
)
from wsis_forum.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

STORED = "ab/" + "ab" * 16
SECRETS = ("Diallo", "diallo", "Petrov", "Okafor", "Zephyrtel", "zephyr.example", "Quuxcorp")


@pytest.fixture
def submission(settings):
    call = CallFactory(is_blind=True)
    criteria(call)
    author = UserFactory(
        email="amina@zephyr.example", name="Amina Diallo", organization_name="Zephyrtel"
    )
    made = SubmissionFactory(
        call=call,
        author=author,
        status=Status.UNDER_REVIEW,
        organization=OrganizationFactory(name="Zephyrtel"),
        organization_name="Zephyrtel",
        title="Skills by Amina Diallo of Zephyrtel",
        text="Amina Diallo (amina@zephyr.example) and I. Petrov of Quuxcorp Limited ask.",
        answers={
            "speakers": [
                {"name": "Ivan Petrov", "organization": "Quuxcorp Limited", "biography": "Petrov."}
            ]
        },
    )
    other = UserFactory(email="ngozi@okafor.example", name="Ngozi Okafor")
    made.contributors.create(
        email=other.email, user=other, accepted_at=NOW, invited_at=NOW, invited_by=author
    )
    answers = made.versions.get().answers
    SubmissionVersion.objects.create(
        submission=made,
        number=2,
        answers={**answers, "text": "Ngozi Okafor and Diallo ask."},
        at=NOW,
        by=other,
    )
    Clarification.objects.create(
        submission=made,
        asked_at=NOW,
        until=NOW,
        question="Who?",
        answer="Ngozi Okafor does.",
        answered_by=other,
        answered_at=NOW,
    )
    SubmissionEvent.objects.create(submission=made, kind="changed", at=NOW, by=other)
    return made


def _texts(client, reviewer, submission):
    client.force_login(reviewer)
    page = reverse("admin:consultation_submission_change", args=(submission.pk,))
    for url in (
        page,
        f"{page}?from=1&to=2",
        reverse("admin:consultation_submission_review", args=(submission.pk,)),
        reverse("admin:consultation_submission_changelist"),
        reverse("admin:consultation_submission_changelist") + "?q=skills",
        reverse("admin:index"),
    ):
        answer = client.get(url)
        assert answer.status_code == 200, url
        yield url, answer.content.decode()


def test_no_name_on_any_page(client, reviewer, submission):
    give(submission, staff("Colleague"), 3, 3, note_for_colleagues="As Diallo says")
    for url, text in _texts(client, reviewer, submission):
        found = [name for name in SECRETS if name in text]
        places = [text[max(0, text.index(name) - 120) : text.index(name) + 40] for name in found]
        assert not found, (url, places)


def test_the_secretariat_reads_every_name(client, secretary, submission):
    client.force_login(secretary)
    page = reverse("admin:consultation_submission_change", args=(submission.pk,))
    text = client.get(page).content.decode()
    for name in ("Amina Diallo", "Petrov", "Okafor", "Zephyrtel"):
        assert name in text


def test_a_name_finds_nothing_for_blind_readers(client, reviewer, secretary, submission):
    url = reverse("admin:consultation_submission_changelist")
    client.force_login(reviewer)
    for query in ("Petrov", "Zephyrtel", "Diallo", "amina@zephyr.example"):
        assert submission.number not in client.get(url, {"q": query}).content.decode(), query
    client.force_login(secretary)
    assert submission.number in client.get(url, {"q": "Zephyrtel"}).content.decode()


def test_a_files_name_is_hidden_from_the_readers_computer(
    client, reviewer, secretary, settings, tmp_path, submission
):
    settings.MEDIA_ROOT = tmp_path
    file = AttachmentFactory(submission=submission, name="diallo-cv.pdf", stored_name=STORED)
    (tmp_path / STORED).parent.mkdir()
    (tmp_path / STORED).write_bytes(b"%PDF")
    version = submission.versions.get(number=2)
    version.answers = {**version.answers, "files": [file.pk]}
    version.save()
    url = reverse("consultation:file", args=(submission.reference, file.pk))
    client.force_login(reviewer)
    answer = client.get(url)
    assert answer.status_code == 200
    assert "diallo" not in answer.headers["Content-Disposition"]
    assert "File 1.pdf" in answer.headers["Content-Disposition"]
    client.force_login(secretary)
    assert "diallo-cv.pdf" in client.get(url).headers["Content-Disposition"]


@pytest.mark.parametrize("is_merged", [True, False])
def test_the_other_side_of_a_merge_is_blind_too(client, reviewer, submission, is_merged):
    other = SubmissionFactory(call=submission.call, title="Another one by <b>Ngozi</b>")
    target, source = (submission, other) if is_merged else (other, submission)
    decision = end(source, disposition="merged")
    Relation.objects.create(
        source=source, target=target, decision=decision, made_at=NOW, kind="merged"
    )
    client.force_login(reviewer)
    page = reverse("admin:consultation_submission_change", args=(other.pk,))
    text = client.get(page).content.decode()
    assert submission.number in text
    assert "Skills by [name hidden]" in text
    assert "Diallo" not in text


def test_the_other_side_of_a_merge_is_hidden_in_a_conflict(client, reviewer, submission):
    other = SubmissionFactory(call=submission.call, title="Another one")
    decision = end(other, disposition="merged")
    Relation.objects.create(
        source=other, target=submission, decision=decision, made_at=NOW, kind="merged"
    )
    Conflict.objects.create(submission=submission, user=reviewer, declared_at=NOW)
    client.force_login(reviewer)
    page = reverse("admin:consultation_submission_change", args=(other.pk,))
    text = client.get(page).content.decode()
    assert "Another one" in text
    at = text.find(submission.number)
    assert at < 0, text[at - 300 : at + 60]


def test_the_programmes_pages_of_requests_are_blind_too(client, reviewer, organizer, secretary, at):
    submission = full_request(
        at,
        title="Skills by Amina Diallo",
        author=UserFactory(name="Amina Diallo", organization_name="Zephyrtel"),
        organization=None,
        organization_name="Zephyrtel",
        call=CallFactory(is_blind=True),
    )
    decision = submission.decision
    decision.accepted_title = "Skills"
    decision.save()
    made = SessionFactory(forum=submission.call.forum)
    urls = [
        reverse("admin:agenda_session_unmade"),
        f"{reverse('admin:agenda_release_add')}?forum={submission.call.forum.slug}",
        reverse("admin:agenda_session_change", args=(made.pk,)),
    ]
    for person, names in ((reviewer, False), (organizer, False), (secretary, True)):
        client.force_login(person)
        for url in urls[:1] if person == reviewer else urls[:2]:
            text = client.get(url).text
            assert submission.number in text, (person, url)
            assert ("Diallo" in text) == names, (person, url)
            assert ("Zephyrtel" in text) == (names and "unmade" in url), (person, url)
    made.session_sources.create(submission=submission, linked_at=at)
    for person, names in ((reviewer, False), (organizer, False), (secretary, True)):
        client.force_login(person)
        text = client.get(urls[2]).text
        assert submission.number in text
        assert ("Diallo" in text) == names, (person, text.partition("Diallo")[0][-300:])


@pytest.mark.parametrize("is_staff", [False, True])
def test_who_withdrew_is_not_named_to_blind_readers(client, reviewer, submission, is_staff):
    author = submission.author
    User.objects.filter(pk=author.pk).update(is_staff=is_staff)
    end(submission, decided_by=staff("Colleague"), accepted_title="Skills by Amina")
    withdraw(submission_id=submission.pk, by=author, reason="Diallo is ill.", at=NOW)
    # As earlier systems and the demonstration tell a withdrawal.
    Decision.objects.filter(reopened_at=None).update(decided_by=author)
    SubmissionEvent.objects.create(submission=submission, kind="withdrawn", at=NOW, by=author)
    client.force_login(reviewer)
    text = client.get(reverse("admin:consultation_submission_change", args=(submission.pk,))).text
    assert not [text[max(0, text.index(n) - 99) :][:200] for n in SECRETS if n in text]
    assert "Reopened</strong> · <bdi>the author</bdi>" in text
    assert '<p class="quiet"><bdi>the author</bdi> · ' in text
    assert "[name hidden] is ill." in text
