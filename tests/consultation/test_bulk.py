"""Actions on several inputs: none on a row that somebody else changed meanwhile."""

from typing import Any

import pytest
from django.contrib import admin
from django.http import HttpRequest
from django.test import Client

from consultation.actions import decisions
from consultation.admin import bulk
from consultation.admin.submission import SubmissionAdmin
from consultation.models import Submission
from tests.factories import NOW, SubmissionFactory
from wsis_forum.accounts.models import User

pytestmark = pytest.mark.django_db

LIST = "/admin/consultation/submission/"


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the list one action, which notes the numbers of what it was done to."""
    noted: list[str] = []

    @admin.action(description="Note")
    def note(model_admin: Any, request: HttpRequest, queryset: Any) -> Any:
        changed = bulk.stale(request, queryset)
        if changed:
            return bulk.stale_page(model_admin, request, changed)
        noted.extend(sorted(row.number for row in queryset))
        return None

    monkeypatch.setattr(SubmissionAdmin, "actions", (note,))
    return noted


def chosen(desk: Client, *rows: Submission, **more: Any) -> dict[str, Any]:
    """Return what the list's form posts with these rows chosen."""
    stamps = {f"seen_{row.pk}": bulk.stamp(row) for row in Submission.objects.all()}
    html = desk.get(LIST).content.decode()
    for name, value in stamps.items():
        assert f'<input type="hidden" name="{name}" value="{value}">' in html
    keys = [row.pk for row in rows]
    return {"action": "note", "index": "0", "_selected_action": keys, **stamps, **more}


def test_an_action_is_done_to_the_chosen_rows(desk: Client, done: list[str]):
    one, two, _three = (SubmissionFactory(number=number) for number in "ABC")
    assert desk.post(LIST, chosen(desk, one, two)).status_code == 302
    assert done == ["A", "B"]


def test_rows_of_pages_that_nobody_looked_at_are_not_touched(desk: Client, done: list[str]):
    one, _two = (SubmissionFactory(number=number) for number in "AB")
    desk.post(LIST, chosen(desk, one, select_across="1"))
    assert done == ["A"]


def test_a_changed_row_stops_the_action_and_nothing_is_lost(
    desk: Client, done: list[str], reviewer: User
):
    one, two = (SubmissionFactory(number=number) for number in "AB")
    form = chosen(desk, one, two, note="Kept <b>")
    decisions.take_up(submission_id=two.pk, by=reviewer, at=NOW)
    response = desk.post(f"{LIST}?status=waiting", form)
    html = response.content.decode()
    assert done == []
    assert response.status_code == 200
    assert [row.number for row, _event in response.context["changed"]] == ["B"]
    assert "Review begun, by Reviewer" in html
    assert '<input type="hidden" name="note" value="Kept &lt;b&gt;">' in html
    assert f'action="{LIST}?status=waiting"' in html


def test_one_goes_on_with_what_is_as_one_saw_it_or_with_all(
    desk: Client, done: list[str], reviewer: User
):
    one, two = (SubmissionFactory(number=number) for number in "AB")
    form = chosen(desk, one, two)
    decisions.take_up(submission_id=two.pk, by=reviewer, at=NOW)
    context = desk.post(LIST, form).context
    again = dict(context["posted"])
    desk.post(LIST, {**again, "_selected_action": context["unchanged"]})
    assert done == ["A"]
    desk.post(LIST, {**again, **dict(context["stamps"]), "_selected_action": context["chosen"]})
    assert done == ["A", "A", "B"]


def test_a_row_that_changes_once_more_stops_again(desk: Client, done: list[str], reviewer: User):
    one = SubmissionFactory(number="A")
    form = chosen(desk, one)
    decisions.take_up(submission_id=one.pk, by=reviewer, at=NOW)
    context = desk.post(LIST, form).context
    Submission.objects.filter(pk=one.pk).update(version=9)
    again = {**dict(context["posted"]), **dict(context["stamps"])}
    response = desk.post(LIST, {**again, "_selected_action": context["chosen"]})
    assert response.status_code == 200
    assert done == []


def test_what_is_too_near_to_somebody_is_never_acted_on(
    desk: Client, done: list[str], secretary: User
):
    one = SubmissionFactory(number="A")
    form = chosen(desk, one)
    one.conflicts.create(user=secretary, declared_at=NOW)
    desk.post(LIST, form)
    assert done == []
