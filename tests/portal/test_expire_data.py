"""What is past its time goes, to the microsecond, and nothing else does."""

import os
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from threading import Thread

import pytest
from celery import current_app
from django.apps import apps
from django.conf import settings as project
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, transaction

from agenda.models import FollowUp, FollowUpContact
from consultation.actions import attachments
from consultation.choices import Publication
from consultation.models import Contributor, LateCode, SectionEdit, Submission
from tests.factories import (
    NOW,
    AttachmentFactory,
    CallFactory,
    DraftFactory,
    ForumFactory,
    SessionFactory,
    SubmissionFactory,
    UserFactory,
)
from tests.letters.conftest import make_letter
from wsis_forum import clock
from wsis_forum.accounts import privacy
from wsis_forum.accounts.models import User
from wsis_forum.portal import retention, tasks

pytestmark = pytest.mark.django_db
INSTANT = timedelta(microseconds=1)


@pytest.fixture(autouse=True)
def _now(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    monkeypatch.setattr(clock, "now", lambda: NOW)


def run(*arguments: str) -> dict[str, int]:
    """Run the command; return what it says, by kind."""
    out = StringIO()
    call_command("expire_data", *arguments, stdout=out)
    lines = out.getvalue().splitlines()[2:]
    return {line[:42].strip(): int(line.split()[-1]) for line in lines}


def closed(at: datetime):
    return CallFactory(opens_at=at - timedelta(days=90), closes_at=at, questions=False)


def draft_of(call, **values):
    return DraftFactory(call=call, **values)


def anonymous_draft(at):
    return draft_of(CallFactory(questions=False), author=None, saved_at=at)


def late_draft(at):
    return draft_of(closed(at), saved_at=at - timedelta(days=3))


def edit(at):
    owner = SubmissionFactory(call=closed(at))
    return SectionEdit.objects.create(
        submission=owner, section="input", started_at=at, at=at - timedelta(days=1)
    )


def contributor(**values):
    owner = SubmissionFactory()
    fields = {"email": "guest@example.org", "invited_at": NOW - timedelta(days=900), **values}
    return Contributor.objects.create(submission=owner, **fields)


def removed_contributor(at):
    return contributor(user=UserFactory(), accepted_at=at - timedelta(days=9), removed_at=at)


def late_code(at):
    made = {"code": f"c{at:%f}", "note": "Amina, ill", "made_at": at - timedelta(days=9)}
    return LateCode.objects.create(call=closed(at), expires_at=at, **made)


def session(at):
    end = at + timedelta(seconds=project.SESSION_COOKIE_AGE)
    return Session.objects.create(session_key=f"s{at:%f}", session_data="", expire_date=end)


def idle_account(at):
    return UserFactory(joined_at=at - timedelta(days=9), last_login=at)


def never_used_account(at):
    return UserFactory(joined_at=at)


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("anonymous_drafts", anonymous_draft),
        ("drafts", late_draft),
        ("edits", edit),
        ("invitations", lambda at: contributor(invited_at=at)),
        ("invitations", removed_contributor),
        ("late_codes", late_code),
        ("codes", lambda at: make_letter(f"sign-in:{at}", queued_at=at)),
        ("sessions", session),
        ("accounts", idle_account),
        ("accounts", never_used_account),
    ],
)
def test_it_goes_at_the_moment_and_not_before(name, make):
    moment = privacy.current().times[name].before(NOW)
    over, young = make(moment), make(moment + INSTANT)
    rule = next(rule for rule in retention.RULES if rule.name == name)
    dry = run("--dry-run")
    assert dry[rule.what] == 1
    assert {type(row).objects.filter(pk=row.pk).exists() for row in (over, young)} == {True}
    assert run()[rule.what] == 1
    model = type(over)
    assert list(model.objects.filter(pk__in=[over.pk, young.pk])) == [young]
    # A second run finds nothing.
    assert set(run().values()) == {0}


def test_letters_lose_what_is_personal_and_keep_their_key():
    moment = privacy.current().times["letters"].before(NOW)
    sent = {"kind": "receipt", "state": "sent", "sent_at": moment}
    over = make_letter("a", user=UserFactory(), queued_at=moment, **sent)
    young = make_letter("b", queued_at=moment + INSTANT, **sent)
    waiting = make_letter("c", kind="receipt", queued_at=moment)
    held = make_letter("d", kind="receipt", queued_at=moment, state="held")
    assert run()["text and address of other letters"] == 1
    over.refresh_from_db()
    assert (over.key, over.kind, over.sent_at) == ("a", "receipt", moment)
    assert (over.text, over.html, over.subject, over.address, over.user) == ("", "", "", "", None)
    for letter in (young, waiting, held):
        letter.refresh_from_db()
        assert "amina@example.org" in letter.address
        assert letter.text


@pytest.mark.parametrize(
    ("values", "is_emptied"),
    [
        ({"publication": Publication.NOT_PUBLIC, "author": None}, True),
        ({"publication": Publication.WITHOUT_NAME, "author": None}, False),
        ({"publication": Publication.NOT_PUBLIC}, False),
    ],
)
@pytest.mark.parametrize("is_over", [True, False])
def test_unpublished_inputs_of_erased_people_are_emptied_after_the_forum(
    values, is_emptied, is_over
):
    end = date(2026, 10, 21) if is_over else date(2026, 10, 22)
    assert privacy.current().times["erased_inputs"] == privacy.Period(30, "days")
    forum = ForumFactory(start_date=end, end_date=end)
    one = SubmissionFactory(call__forum=forum, **values)
    number = one.number
    run()
    one.refresh_from_db()
    kept = ("What we propose.", "Why and how we propose it.")
    gone = is_emptied and is_over
    assert (one.summary, one.text) == (("", "") if gone else kept)
    assert bool(one.answers) is bool(one.versions.get().answers) is not gone
    assert (one.number, one.status) == (number, "submitted")


@pytest.mark.parametrize(("days", "is_over"), [(0, False), (1, True)])
def test_people_in_what_organizers_handed_in_go_after_the_forum(days, is_over):
    last_day = privacy.current().times["follow_ups"].before(NOW).date() - timedelta(days=days)
    forum = ForumFactory(start_date=last_day, end_date=last_day)
    session, other = SessionFactory(forum=forum), SessionFactory(forum=forum)
    FollowUpContact.objects.create(session=other, name="Ada", email="ada@example.org")
    person = {"name": "Grace", "email": "grace@example.org"}
    FollowUp.objects.create(
        session=session, kind="panellists", number=1, language="en", handed_in_at=NOW,
        panellists=[person], by=UserFactory(), by_email="ada@example.org", text="Kept",
    )  # fmt: skip
    said = "people in what organizers handed in"
    assert run("--dry-run")[said] == (2 if is_over else 0)
    assert run()[said] == (2 if is_over else 0)
    row, contact = FollowUp.objects.get(), FollowUpContact.objects.get()
    assert (row.panellists == [], row.by is None, row.by_email == "") == (is_over,) * 3
    assert (row.text, row.handed_in_at) == ("Kept", NOW)
    assert (contact.email == "", contact.name == "") == (is_over, is_over)
    assert run()[said] == 0


def test_files_of_no_input_go(settings):
    old, new = (settings.MEDIA_ROOT / "ab" / (letter * 32) for letter in "ab")
    old.parent.mkdir(parents=True)
    for path, age in ((old, timedelta(days=1, seconds=1)), (new, timedelta(hours=23))):
        path.write_bytes(b"x")
        os.utime(path, ((NOW - age).timestamp(),) * 2)
    assert run("--dry-run")["files of no input"] == 1
    assert old.exists()
    run()
    assert (old.exists(), new.exists()) == (False, True)


@pytest.mark.django_db(transaction=True)
def test_the_files_of_a_draft_go_with_it(settings):
    draft = anonymous_draft(NOW - timedelta(days=31))
    file = AttachmentFactory(submission=draft, stored_name=f"ab/{'c' * 32}")
    path = settings.MEDIA_ROOT / file.stored_name
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x")
    run()
    assert not path.exists()


def test_who_is_needed_or_at_work_stays(secretary):
    old = NOW - timedelta(days=3000)
    User.objects.update(joined_at=old, last_login=old)
    author = SubmissionFactory(author=UserFactory(joined_at=old)).author
    guest = contributor(user=UserFactory(joined_at=old), accepted_at=NOW).user
    run()
    assert set(User.objects.all()) >= {secretary, author, guest}


def test_what_was_handed_in_stays():
    old = NOW - timedelta(days=3000)
    one = SubmissionFactory(call=closed(old), saved_at=old, submitted_at=old)
    run()
    assert list(Submission.objects.all()) == [one]
    assert one.versions.count() == 1


def test_a_dry_run_changes_no_table():
    for make in (anonymous_draft, late_draft, edit, late_code, session, idle_account):
        make(NOW - timedelta(days=3000))
    make_letter("a", kind="receipt", queued_at=NOW - timedelta(days=3000), state="cancelled")
    before = counted()
    assert sum(run("--dry-run").values()) >= 7
    assert counted() == before


def counted() -> dict[str, str]:
    """Return a digest of every table."""
    found = {}
    with connection.cursor() as cursor:
        for model in (each for each in apps.get_models() if each._meta.can_migrate("default")):
            table = model._meta.db_table
            cursor.execute(
                f'SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "{table}" t'  # noqa: S608 our own tables
            )
            found[table] = cursor.fetchone()[0]
    return found


def test_more_rows_than_a_batch_all_go(monkeypatch):
    for _n in range(3):
        anonymous_draft(NOW - timedelta(days=40))
    rule = retention.Rule(
        "anonymous_drafts", "x", retention._anonymous_drafts, retention.delete_submissions, batch=2
    )
    assert list(rule.expire(NOW)) == [2, 1]


@pytest.mark.django_db(transaction=True)
def test_a_row_that_somebody_holds_waits_for_the_next_night():
    held = anonymous_draft(NOW - timedelta(days=40))
    free = anonymous_draft(NOW - timedelta(days=40))

    def sweep():
        run()
        connection.close()

    with transaction.atomic():
        Submission.objects.select_for_update().get(pk=held.pk)
        thread = Thread(target=sweep)
        thread.start()
        thread.join(20)
    assert list(Submission.objects.values_list("pk", flat=True)) == [held.pk]
    assert free.pk != held.pk


def test_the_worker_does_the_same_once_a_night():
    anonymous_draft(NOW - timedelta(days=40))
    entry = current_app.conf.beat_schedule["expiry"]
    assert entry["task"] == tasks.expire_data.name
    assert entry["schedule"].remaining_estimate(datetime.now(UTC)) <= timedelta(days=1)
    tasks.expire_data()
    assert not Submission.objects.exists()


def test_every_time_of_the_notice_has_its_rule_and_the_other_way_round():
    names = [rule.name for rule in retention.RULES]
    assert len(names) == len(set(names))
    assert set(names) == set(privacy.current().times)


def test_times_that_other_parts_hold_are_those_of_the_notice():
    times = privacy.current().times
    assert NOW - times["sessions"].before(NOW) == timedelta(seconds=project.SESSION_COOKIE_AGE)
    assert NOW - times["files"].before(NOW) == attachments.SETTLED


@pytest.mark.parametrize(
    ("at", "months", "expected"),
    [
        (datetime(2027, 3, 31, tzinfo=UTC), 1, datetime(2027, 2, 28, tzinfo=UTC)),
        (datetime(2028, 2, 29, tzinfo=UTC), 12, datetime(2027, 2, 28, tzinfo=UTC)),
        (datetime(2027, 1, 31, tzinfo=UTC), 2, datetime(2026, 11, 30, tzinfo=UTC)),
        (datetime(2027, 1, 15, tzinfo=UTC), 1, datetime(2026, 12, 15, tzinfo=UTC)),
    ],
)
def test_a_month_is_one_of_the_calendar(at, months, expected):
    assert privacy.Period(months, "months").before(at) == expected
