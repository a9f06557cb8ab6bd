"""Erasing a person: nothing of hers is left in any table, and what was handed in stays."""

import json
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import connection, models
from django.test import Client

from agenda.models import FollowUp, FollowUpContact
from consultation.choices import Publication, Status
from consultation.history import KEPT, acting
from consultation.models import (
    Clarification,
    Conflict,
    Contributor,
    LateCode,
    ReceiptDocument,
    Review,
    SectionEdit,
    Submission,
    SubmissionEvent,
    SubmissionVersion,
    TeamNote,
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
from wsis_forum.letters.models import Letter, LetterState, Refusal
from wsis_forum.portal.erasure import StaffStays, erase_person

pytestmark = pytest.mark.django_db
ADDRESS = "amina@example.org"
URL = "/en/account/erase/"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def erase(user):
    erase_person(user_id=user.pk)


def invite(submission, user=None, email="", accepted_at=NOW, **values):
    return Contributor.objects.create(
        submission=submission,
        email=email or user.email,
        user=user,
        invited_at=NOW,
        accepted_at=accepted_at,
        **values,
    )


def tables_with(word: str) -> list[str]:
    """Search every column of every table of the database for a word."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f'SELECT count(*) FROM "{table}" t WHERE t::text ILIKE %s',  # noqa: S608 our own tables
                [f"%{word}%"],
            )
            if cursor.fetchone()[0]:
                found.append(table)
    return sorted(found)


def follow_ups(user):
    """Let a person owe what a session needs, hand it in, and be on somebody else's list."""
    session = SessionFactory()
    FollowUpContact.objects.create(session=session, name=user.name, email=ADDRESS.title())
    given = {"session": session, "language": "en", "handed_in_at": NOW, "number": 1}
    person = {
        "honorific": "", "function": f"see {ADDRESS}", "organization": "", "is_remote": False,
    }  # fmt: skip
    people = [
        {**person, "name": user.name, "email": ADDRESS.title()},
        {**person, "name": "Kofi", "email": "kofi@example.org"},
    ]
    FollowUp.objects.create(kind="panellists", panellists=people, by=user, **given)
    FollowUp.objects.create(
        kind="description", text=f"Ask {ADDRESS}", replaced={"description_en": ADDRESS},
        by_name=user.name, by_email=ADDRESS, **given,
    )  # fmt: skip


def everywhere(user, secretary):
    """Put a person into every table that can name her."""
    draft = DraftFactory(author=user)
    AttachmentFactory(submission=draft, uploaded_by=user, stored_name="ab/" + "a" * 32)
    own = SubmissionFactory(
        author=user, text=f"Write to {ADDRESS.upper()}!", begin_key=f"1:{user.pk}"
    )
    version = own.versions.get()
    ReceiptDocument.objects.create(version=version, pdf=b"x", made_at=NOW)
    SectionEdit.objects.create(
        submission=own, section="input", by=user, started_at=NOW, at=NOW,
        answers={"people": [{"name": "A", "biography": f"<{ADDRESS}>"}]},
    )  # fmt: skip
    SubmissionEvent.objects.create(submission=own, kind="submitted", at=NOW, by=user, note=ADDRESS)
    Clarification.objects.create(
        submission=own, asked_by=secretary, asked_at=NOW, question=f"Is it {ADDRESS}?", until=NOW,
        answer=ADDRESS, answered_by=user, answered_at=NOW,
    )  # fmt: skip
    end(own, disposition="informs", reason=f"{ADDRESS}: yes", decided_by=secretary)
    TeamNote.objects.create(submission=own, by=secretary, at=NOW, text=f"Ask {ADDRESS}")
    Review.objects.create(
        submission=own, reviewer=secretary, version_number=1, saved_at=NOW,
        note_for_colleagues=ADDRESS, note_for_author=ADDRESS,
    )  # fmt: skip
    Conflict.objects.create(submission=own, user=secretary, declared_at=NOW, note=ADDRESS)
    others = SubmissionFactory()
    invite(others, user)
    invite(DraftFactory(), email=ADDRESS, accepted_at=None)
    colleague = UserFactory()
    invite(others, colleague, invited_by=user)
    LateCode.objects.create(
        call=own.call, code="x", note=f"for {ADDRESS}", made_by=secretary, made_at=NOW,
        expires_at=NOW,
    )  # fmt: skip
    follow_ups(user)
    make_letter("hers", user=user, kind="receipt")
    make_letter("code", address=ADDRESS)
    invitation = make_letter("invitation", user=colleague, kind="receipt")
    Letter.objects.filter(pk=invitation.pk).update(
        subject=f"From {ADDRESS}", text=f"{ADDRESS} invites you", html=f"<p>{ADDRESS}</p>"
    )
    Refusal.objects.create(user=user, kind="reminder", refused_at=NOW)
    Authenticator.objects.create(user=user, type="totp", data={})
    LogEntry.objects.create(
        user=secretary, content_type=ContentType.objects.get_for_model(User), object_id=user.pk,
        object_repr=ADDRESS, action_flag=CHANGE,
    )  # fmt: skip
    return own


def test_no_trace_is_left_in_any_table(stakeholder, secretary):
    own = everywhere(stakeholder, secretary)
    name, key = stakeholder.name, stakeholder.pk
    assert {"accounts_user", "consultation_submission", "letters_letter"} < set(
        tables_with(ADDRESS)
    )
    erase(stakeholder)
    assert tables_with(ADDRESS) == []
    assert tables_with(name) == []
    assert not User.objects.filter(pk=key).exists()
    own.refresh_from_db()
    assert own.text == "Write to •••!"
    assert not ReceiptDocument.objects.exists()


def test_the_history_of_rows_forgets_her_too(stakeholder, secretary):
    one = SubmissionFactory(author=stakeholder, text=f"Write to {ADDRESS.upper()}!", title=ADDRESS)
    with acting(stakeholder.pk):
        Submission.objects.filter(pk=one.pk).update(text="Write to nobody", title="Changed")
        Conflict.objects.create(submission=one, user=stakeholder, declared_at=NOW, note=ADDRESS)
    assert "consultation_submissiontextchange" in tables_with(ADDRESS)
    key = stakeholder.pk
    with acting(key):
        erase(stakeholder)
    assert tables_with(ADDRESS) == []
    for table in (table for tables in KEPT.values() for table in tables):
        assert not table.objects.filter(pgh_context__user=key).exists()
    conflict = KEPT[Conflict][0].objects.filter(pgh_label="row-added").get()
    assert (conflict.user_id, conflict.note) == (None, "•••")


def test_what_she_handed_in_for_a_session_stays_without_her(stakeholder):
    follow_ups(stakeholder)
    erase(stakeholder)
    people, text = FollowUp.objects.order_by("-kind")
    assert [(one["name"], one["function"]) for one in people.panellists] == [("Kofi", "see •••")]
    assert (text.text, text.replaced) == ("Ask •••", {"description_en": "•••"})
    assert (people.by, text.by_name, text.by_email) == (None, "", "")
    contact = FollowUpContact.objects.get()
    # A link that she got opens nothing any more.
    assert (contact.name, contact.email, contact.link_serial) == ("", "", 2)


def links_to_people():
    histories = {table for tables in KEPT.values() for table in tables}
    # The histories of rows are emptied together (``portal.forgetting``).
    tables = (model for model in apps.get_models() if model._meta.can_migrate("default"))
    for model in set(tables) - histories:
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey) and field.related_model is User:
                yield f"{model.__name__}.{field.name}"


def test_every_column_that_names_a_person_is_thought_of():
    """Whoever adds one decides here what becomes of it when the person is erased."""
    gone = {
        "AssignmentRule.reviewer", "Authenticator.user", "BasketItem.put_by", "CallRole.user",
        "Conflict.user", "Contributor.user", "EmailAddress.user", "Mention.user", "Refusal.user",
        "ReminderStop.user",
        "StaffName.user", "ReleaseSubscription.user", "ReviewerCapacity.user",
        "SavedFilter.owner", "User_groups.user", "User_user_permissions.user",
    }  # fmt: skip
    emptied = {
        "Assignment.ended_by", "Assignment.made_by", "Attachment.uploaded_by",
        "Clarification.answered_by", "Clarification.asked_by", "FollowUp.adopted_by",
        "FollowUp.by",
        "Conflict.declared_by", "Contributor.invited_by", "Decision.handler_before",
        "LateCode.made_by", "Letter.user", "PlacingStep.by", "ReminderStop.made_by",
        "StaffName.added_by", "StaffName.removed_by",
        "SectionEdit.by", "Submission.author", "Submission.handler", "SubmissionEvent.by",
        "SubmissionVersion.by",
    }  # fmt: skip
    # What staff did: frozen, or the history of the desk. Their row stays, without its person.
    keeps_the_row = {
        "Assignment.reviewer", "DateChange.changed_by", "Decision.decided_by",
        "ImportRun.made_by",
        "Decision.reopened_by", "LogEntry.user", "PlannedRelease.planned_by",
        "Relation.made_by", "Release.released_by", "Release.taken_on_by",
        "Review.reviewer", "Screening.by", "SpeakerMerge.merged_by", "SpeakerMerge.undone_by",
        "TeamNote.by", "WordTemplate.uploaded_by",
    }  # fmt: skip
    assert set(links_to_people()) - gone == emptied | keeps_the_row


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Publication.FULL, Publication.WITHOUT_NAME),
        (Publication.WITHOUT_NAME, Publication.WITHOUT_NAME),
        (Publication.NOT_PUBLIC, Publication.NOT_PUBLIC),
    ],
)
def test_what_was_handed_in_stays_without_her(stakeholder, before, after):
    one = SubmissionFactory(author=stakeholder, publication=before)
    SubmissionEvent.objects.create(submission=one, kind="submitted", at=NOW, by=stakeholder)
    erase(stakeholder)
    one = Submission.objects.get()
    assert (one.author, one.publication, one.status) == (None, after, Status.SUBMITTED)
    assert (one.number, one.text) == (one.number, "Why and how we propose it.")
    assert list(one.versions.values_list("publication", "by")) == [(after, None)]
    assert list(one.events.values_list("kind", "by")) == [("submitted", None)]


@pytest.mark.django_db(transaction=True)
def test_drafts_of_hers_alone_go_with_their_files(settings, stakeholder):
    draft = DraftFactory(author=stakeholder)
    file = AttachmentFactory(submission=draft, stored_name="ab/" + "a" * 32)
    path = settings.MEDIA_ROOT / file.stored_name
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x")
    erase(stakeholder)
    assert not Submission.objects.exists()
    assert not path.exists()


@pytest.mark.parametrize("make", [DraftFactory, SubmissionFactory])
def test_what_others_write_too_becomes_theirs(stakeholder, make):
    one = make(author=stakeholder)
    first, second, removed = UserFactory(), UserFactory(), UserFactory()
    invite(one, removed, accepted_at=NOW - timedelta(days=9), removed_at=NOW)
    invite(one, second, accepted_at=NOW)
    invite(one, first, accepted_at=NOW - timedelta(days=1))
    invite(one, email="not-yet@example.org", accepted_at=None)
    erase(stakeholder)
    one.refresh_from_db()
    assert one.author == first
    assert list(one.contributors.active().values_list("user", flat=True)) == [second.pk]
    is_named = one.publication == Publication.FULL
    assert is_named is one.is_draft


def test_she_leaves_what_others_began(stakeholder):
    others = DraftFactory()
    invite(others, stakeholder)
    SectionEdit.objects.create(
        submission=others, section="input", by=stakeholder, started_at=NOW, at=NOW
    )
    author = others.author
    erase(stakeholder)
    others.refresh_from_db()
    assert others.author == author
    assert not others.contributors.exists()
    assert others.edits.get().by is None


def test_letters_are_emptied_and_those_that_wait_do_not_leave(stakeholder):
    make_letter("sent", user=stakeholder, kind="receipt", state="sent", sent_at=NOW)
    make_letter("planned", user=stakeholder)
    make_letter("held", address=ADDRESS, state="sending", leased_until=NOW)
    other = make_letter("other", address="kofi@example.org")
    erase(stakeholder)
    states = dict(Letter.objects.values_list("key", "state"))
    cancelled = LetterState.CANCELLED
    assert states == {"sent": "sent", "planned": cancelled, "held": cancelled, "other": "planned"}
    other.refresh_from_db()
    assert (other.address, "1234-5678" in other.text) == ("kofi@example.org", True)


def test_an_invitation_to_another_address_of_hers_is_emptied_too(stakeholder):
    colleague = UserFactory(email="kofi@example.org")
    for email in ("Private@example.org", colleague.email):
        invite(DraftFactory(), stakeholder, email=email)
        make_letter(email, address=email, kind="receipt")
    erase(stakeholder)
    assert list(Letter.objects.exclude(address="").values_list("address", flat=True)) == [
        colleague.email
    ]


def test_others_are_left_alone(stakeholder):
    other = UserFactory(name="Kofi Mensah", email="kofi@example.org")
    theirs = SubmissionFactory(author=other)
    SubmissionEvent.objects.create(submission=theirs, kind="submitted", at=NOW, by=other)
    erase(stakeholder)
    theirs.refresh_from_db()
    assert (theirs.author, theirs.publication) == (other, Publication.FULL)
    assert theirs.events.get().by == other


def test_staff_cannot_be_erased(secretary):
    with pytest.raises(StaffStays):
        erase(secretary)
    assert User.objects.filter(pk=secretary.pk).exists()


def test_a_former_colleague_leaves_an_empty_row(secretary):
    decided = end(SubmissionFactory(), disposition="declined", decided_by=secretary)
    address = secretary.email
    secretary.is_staff = False
    secretary.save()
    Refusal.objects.create(user=secretary, kind="reminder", refused_at=NOW)
    erase(secretary)
    assert tables_with(address) == []
    decided.refresh_from_db()
    left = decided.decided_by
    assert (left.name, left.is_active, left.groups.count()) == ("", False, 0)
    assert left.email == f"{left.pk}@erased.invalid"
    assert not Refusal.objects.exists()


def test_twice_is_once(stakeholder):
    erase(stakeholder)
    erase(stakeholder)


# --- The page ------------------------------------------------------------------------


def signed_in(user, *, minutes_ago=0, browser=None):
    """Return a browser in which the person has entered a code some minutes ago."""
    browser = browser or Client()
    browser.force_login(user)
    session = browser.session
    moment = time.time() - minutes_ago * 60
    session["account_authentication_methods"] = [
        {"method": "code", "at": moment, "email": user.email}
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return browser


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get(URL).url == f"/en/account/login/?next={URL}"


def test_it_is_done_by_a_box_and_a_button(stakeholder):
    browser, elsewhere = signed_in(stakeholder), signed_in(stakeholder)
    other = signed_in(UserFactory())
    answer = browser.post(URL, {"understood": "on"}, follow=True)
    said = [str(message) for message in answer.context["messages"]]
    assert said == ["Your account and your personal data are erased."]
    assert not User.objects.filter(email=ADDRESS).exists()
    for gone in (browser, elsewhere):
        assert gone.get("/en/account/").status_code == 302
    assert other.get("/en/account/").status_code == 200
    assert all(ADDRESS not in json.dumps(one.get_decoded()) for one in Session.objects.all())


def test_without_the_box_nothing_happens_and_the_page_says_why(stakeholder):
    page = signed_in(stakeholder).post(URL)
    assert page.context["form"].errors == {"understood": ["Tick the box if you want to be erased."]}
    assert b"<title>Error: " in page.content
    assert b'href="#id_understood"' in page.content
    assert User.objects.filter(email=ADDRESS).exists()


@pytest.mark.parametrize(("minutes", "is_recent"), [(14, True), (16, False)])
def test_the_sign_in_must_be_fresh(stakeholder, minutes, is_recent):
    browser = signed_in(stakeholder, minutes_ago=minutes)
    assert browser.get(URL).context["is_recent"] is is_recent
    browser.post(URL, {"understood": "on"})
    assert User.objects.filter(email=ADDRESS).exists() is not is_recent


def test_a_fresh_code_leads_back_to_the_page(client, stakeholder):
    browser = signed_in(stakeholder, minutes_ago=60)
    asked = browser.post(URL, {"action": "code"})
    assert asked.url == f"/en/account/login/code/confirm/?next={URL.replace('/', '%2F')}"
    letter = Letter.objects.get(kind="code")
    assert letter.address == ADDRESS
    done = browser.post(asked.url, {"code": letter.secrets[0], "next": URL})
    assert done.url == URL
    assert browser.get(URL).context["is_recent"]


def test_staff_are_told_whom_to_ask(secretary, settings):
    settings.REPLY_TO_EMAIL = "desk@example.org"
    browser = signed_in(secretary)
    page = browser.get(URL).content.decode()
    assert "desk@example.org" in page
    assert "Erase me for good" not in page
    browser.post(URL, {"understood": "on"})
    assert User.objects.filter(pk=secretary.pk).exists()


def test_versions_keep_what_was_agreed_to_elsewhere(stakeholder):
    """Only her inputs lose their names."""
    other = SubmissionFactory()
    SubmissionFactory(author=stakeholder)
    erase(stakeholder)
    kept = SubmissionVersion.objects.get(submission=other)
    assert kept.publication == Publication.FULL


def test_a_letter_that_is_held_back_goes_and_what_was_noted_about_it(stakeholder, secretary):
    letter = make_letter("x", user=stakeholder, state="held")
    LogEntry.objects.log_actions(secretary.pk, [letter], CHANGE, change_message="held back")
    assert stakeholder.email in LogEntry.objects.get().object_repr
    erase_person(user_id=stakeholder.pk)
    letter.refresh_from_db()
    assert (letter.state, letter.address) == (LetterState.CANCELLED, "")
    assert LogEntry.objects.get().object_repr == ""
