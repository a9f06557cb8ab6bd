"""Planned releases: issued once when due, refused with a letter, changed or cancelled before."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from agenda import tasks
from agenda.actions.planned import cancel_plan, change_plan, issue_planned, plan_release
from agenda.exceptions import PlanInThePast, PlanIsOver
from agenda.models import PlannedRelease, Release
from agenda.queries.releases import planned_until
from tests.agenda.sessions import accepted_request
from tests.factories import ForumFactory, SessionFactory
from wsis_forum import clock
from wsis_forum.letters.models import Letter

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def _planned(by: Any, at: datetime, **facts: Any) -> PlannedRelease:
    usual = {"forum": ForumFactory(), "is_public": True, "name": "Second", "due_at": at + HOUR}
    return plan_release(plan=PlannedRelease(**(usual | facts)), by=by, at=at)


def test_it_is_issued_when_its_moment_comes(organizer, at: datetime, monkeypatch) -> None:
    SessionFactory()
    plan = _planned(organizer, at, remark="On time")
    assert planned_until(at) == []
    assert issue_planned(plan_id=plan.pk, at=at) is None
    monkeypatch.setattr(clock, "now", lambda: at + HOUR)
    tasks.issue_planned_releases()
    tasks.issue_planned_releases()
    made = Release.objects.get()
    assert (made.version, made.name, made.remark) == ("v1.0", "Second", "On time")
    assert (made.released_by, made.released_at) == (organizer, at + HOUR)
    assert made.planned == plan


def test_what_is_refused_is_told_to_its_planner_and_stays_refused(organizer, at: datetime) -> None:
    organizer.language = "fr"
    organizer.save()
    SessionFactory()
    accepted_request(at)
    plan = _planned(organizer, at)
    for _ in range(2):
        issue_planned(plan_id=plan.pk, at=at + HOUR)
    plan.refresh_from_db()
    assert plan.refused_at == at + HOUR
    assert "1" in plan.refusal
    letter = Letter.objects.get(kind="release-refused")
    assert (letter.user, letter.language) == (organizer, "fr")
    assert plan.refusal in letter.text
    assert not Release.objects.exists()


def test_who_takes_inputs_on_has_it_issued(organizer, at: datetime) -> None:
    SessionFactory()
    accepted_request(at)
    plan = _planned(organizer, at, takes_on="It comes with the next one.")
    issue_planned(plan_id=plan.pk, at=at + HOUR)
    made = Release.objects.get()
    assert (made.taken_on_by, made.taken_on_reason) == (organizer, "It comes with the next one.")
    assert made.taken_on_inputs == plan.taken_on_inputs
    assert len(made.taken_on_inputs) == 1


def test_what_is_accepted_after_the_plan_is_taken_on_by_nobody(organizer, at: datetime) -> None:
    SessionFactory()
    accepted_request(at)
    plan = _planned(organizer, at, takes_on="It comes with the next one.")
    accepted_request(at)
    issue_planned(plan_id=plan.pk, at=at + HOUR)
    plan.refresh_from_db()
    assert not Release.objects.exists()
    assert plan.refusal == "1 accepted input has no session."


@pytest.mark.parametrize("how", ["inactive", "without the role"])
def test_who_may_not_any_more_has_nothing_issued(organizer, at: datetime, how: str) -> None:
    SessionFactory()
    plan = _planned(organizer, at)
    if how == "inactive":
        type(organizer).objects.filter(pk=organizer.pk).update(is_active=False)
    else:
        organizer.groups.clear()
    issue_planned(plan_id=plan.pk, at=at + HOUR)
    plan.refresh_from_db()
    assert not Release.objects.exists()
    assert plan.refusal == "Who planned it may not issue releases any more."


def test_it_can_be_changed_and_cancelled_before(organizer, secretary, at: datetime) -> None:
    SessionFactory()
    plan = _planned(organizer, at)
    plan.due_at = at + 2 * HOUR
    change_plan(plan=plan, by=secretary, at=at)
    assert issue_planned(plan_id=plan.pk, at=at + HOUR) is None
    assert PlannedRelease.objects.get().planned_by == secretary
    for _ in range(2):
        cancel_plan(plan_id=plan.pk, by=secretary, at=at)
    assert issue_planned(plan_id=plan.pk, at=at + 2 * HOUR) is None
    assert not Release.objects.exists()
    with pytest.raises(PlanIsOver):
        change_plan(plan=plan, by=organizer, at=at)


def test_what_was_issued_is_not_cancelled(organizer, at: datetime) -> None:
    SessionFactory()
    plan = _planned(organizer, at)
    issue_planned(plan_id=plan.pk, at=at + HOUR)
    with pytest.raises(PlanIsOver):
        cancel_plan(plan_id=plan.pk, by=organizer, at=at + HOUR)


def test_a_moment_that_is_past_is_refused(organizer, at: datetime) -> None:
    with pytest.raises(PlanInThePast):
        _planned(organizer, at, due_at=at)


def test_a_plan_ends_once_and_says_why_it_was_refused(organizer, at: datetime) -> None:
    plan = _planned(organizer, at)
    ends = ({"refused_at": at, "refusal": "x", "cancelled_at": at}, {"refused_at": at})
    for end in ends:
        with pytest.raises(IntegrityError, match="planned_release_"), transaction.atomic():
            PlannedRelease.objects.filter(pk=plan.pk).update(**end)


@pytest.mark.expects_error_log
def test_one_that_fails_stops_no_other(organizer, at: datetime, monkeypatch) -> None:
    SessionFactory()
    first, _second = (_planned(organizer, at, is_public=public) for public in (True, False))

    def issue(*, plan_id: int, at: datetime) -> Any:
        if plan_id == first.pk:
            raise RuntimeError("broken")
        return issue_planned(plan_id=plan_id, at=at)

    monkeypatch.setattr(tasks, "issue_planned", issue)
    monkeypatch.setattr(clock, "now", lambda: at + HOUR)
    tasks.issue_planned_releases()
    assert [one.version for one in Release.objects.all()] == ["v0.1"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_issue_it_once(organizer, at: datetime) -> None:
    SessionFactory()
    plan = _planned(organizer, at)
    start = Barrier(2)

    def work() -> Any:
        try:
            start.wait(timeout=10)
            return issue_planned(plan_id=plan.pk, at=at + HOUR)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        done = [future.result() for future in [pool.submit(work) for _ in range(2)]]
    assert sum(one is not None for one in done) == 1
    assert Release.objects.count() == 1


# --- In the workbench ---

ADD = reverse("admin:agenda_plannedrelease_add")


def _typed(forum: Any, **facts: str) -> dict[str, str]:
    usual = {"forum": str(forum.pk), "is_public": "True", "due_at_0": "2090-02-08"}
    return usual | {"due_at_1": "09:30"} | facts


def test_the_workbench_plans_changes_and_cancels(desk: Client) -> None:
    session = SessionFactory()
    assert desk.post(ADD, _typed(session.forum), follow=True).status_code == 200
    plan = PlannedRelease.objects.get()
    assert plan.due_at.isoformat() == "2090-02-08T08:30:00+00:00"
    url = reverse("admin:agenda_plannedrelease_change", args=(plan.pk,))
    page = desk.get(url).content.decode()
    assert 'value="09:30"' in page
    desk.post(url, _typed(session.forum, due_at_1="10:00", name="Third"))
    plan.refresh_from_db()
    assert (plan.name, plan.due_at.hour) == ("Third", 9)
    cancel = reverse("admin:agenda_plannedrelease_cancel", args=(plan.pk,))
    assert "The planned release is cancelled." in (desk.post(cancel, follow=True).content.decode())
    assert desk.post(url, _typed(session.forum)).status_code == 403


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"due_at_0": "2001-02-08"}, "Enter a moment to come."),
        ({"due_at_1": ""}, "Enter the time as well."),
        ({"due_at_0": "2027-03-28", "due_at_1": "02:30"}, "clocks"),
    ],
)
def test_a_moment_that_cannot_be_is_said_at_its_field(desk: Client, facts, message: str) -> None:
    page = desk.post(ADD, _typed(ForumFactory(), **facts)).content.decode()
    assert message in page
    assert not PlannedRelease.objects.exists()


def test_the_list_says_what_became_of_each(desk: Client, organizer, at: datetime) -> None:
    SessionFactory()
    plans = [_planned(organizer, at) for _ in range(3)]
    issue_planned(plan_id=plans[0].pk, at=at + HOUR)
    cancel_plan(plan_id=plans[1].pk, by=organizer, at=at)
    page = desk.get(reverse("admin:agenda_plannedrelease_changelist")).content.decode()
    for words in ("issued as v1.0", ">cancelled<", ">waits<"):
        assert words in page
