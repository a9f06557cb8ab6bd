"""What the calendar says will be sent is what is sent, whatever dates and people do."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from consultation import due
from consultation.choices import Status
from consultation.models import (
    Assignment,
    Call,
    Clarification,
    Contributor,
    Phase,
    ReminderRule,
    ReminderStop,
    Submission,
)
from tests.consultation.reviewing import staff
from tests.factories import (
    CallFactory,
    DraftFactory,
    ForumFactory,
    PhaseFactory,
    SubmissionFactory,
    UserFactory,
)
from tests.lengths import length
from wsis_forum.letters.models import Letter, Refusal

pytestmark = pytest.mark.usefixtures("usual_rules")

START = datetime(2026, 3, 1, 10, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
ZONES = (
    *("Europe/Zurich", "America/Adak", "Pacific/Kiritimati", "Asia/Kathmandu"),
    *("Australia/Lord_Howe", "Africa/Casablanca", "not a zone", ""),
)


class World:
    """A consultation in which something changes every day, by a seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 no secret
        self.at = START
        self.forum = ForumFactory(start_date=START.date(), end_date=(START + 500 * DAY).date())
        self.people = [
            UserFactory(email=f"p{n}@example.org", timezone=ZONES[n % len(ZONES)]) for n in range(8)
        ]
        self.reviewers = [staff(f"Reviewer{n}") for n in range(2)]
        self.calls: list[Call] = [self.new_call() for _ in range(2)]

    def soon(self, days: int = 30) -> datetime:
        return self.at + timedelta(minutes=self.random.randrange(1, days * 1440))

    def new_call(self) -> Call:
        opens_at = self.at - self.random.randrange(1, 20) * DAY
        call: Call = CallFactory.create(forum=self.forum, opens_at=opens_at, closes_at=self.soon())
        return call

    def someone(self) -> Any:
        return self.random.choice(self.people)

    def change(self) -> None:
        changes = (
            self.move_a_deadline,
            self.begin_a_draft,
            self.begin_a_draft,
            self.hand_one_in,
            self.open_another_call,
            self.ask_back,
            self.ask_for_a_review,
            self.plan_a_meeting,
            self.change_a_rule,
            self.refuse_or_allow,
            self.stop_or_go_on,
            self.move_somebody,
        )
        for change in self.random.sample(changes, 4):
            change()

    def move_a_deadline(self) -> None:
        call = self.random.choice(self.calls)
        # Every call of this world opened before its days began to be counted.
        call.closes_at = self.soon()
        call.closes_revision += 1
        call.save()

    def begin_a_draft(self) -> None:
        call = self.random.choice(self.calls)
        draft = DraftFactory.create(call=call, author=self.someone(), begun_at=self.at)
        helper = self.someone()
        if helper != draft.author:
            Contributor.objects.create(
                submission=draft,
                email=helper.email,
                user=helper,
                invited_at=self.at,
                accepted_at=self.at,
            )

    def hand_one_in(self) -> None:
        draft = self.random.choice([None, *Submission.objects.drafts().order_by("pk")])
        if draft is not None:
            Submission.objects.filter(pk=draft.pk).update(
                status=Status.SUBMITTED, number=f"N-{draft.pk}", submitted_at=self.at
            )

    def open_another_call(self) -> None:
        self.calls = [*self.calls[-3:], self.new_call()]

    def ask_back(self) -> None:
        row = SubmissionFactory.create(
            call=self.random.choice(self.calls), author=self.someone(), status=Status.RETURNED
        )
        Clarification.objects.create(
            submission=row, asked_at=self.at, question="Why?", until=self.soon(10)
        )

    def ask_for_a_review(self) -> None:
        row = SubmissionFactory.create(call=self.random.choice(self.calls))
        Assignment.objects.create(
            submission=row,
            reviewer=self.random.choice(self.reviewers),
            how="hand",
            made_at=self.at,
            due_at=self.soon(10),
        )

    def plan_a_meeting(self) -> None:
        order = Phase.objects.count() + 1
        PhaseFactory.create(
            forum=self.forum,
            order=order,
            kind="meeting",
            precision="moment",
            starts_at=self.soon(),
            start_date=None,
            end_date=None,
        )

    def change_a_rule(self) -> None:
        rule = self.random.choice(list(ReminderRule.objects.order_by("pk")))
        rule.is_active = self.random.random() < 0.8
        if rule.unit == "d":
            rule.local_hour = self.random.choice((None, 0, 2, 9, 23))
        rule.since = self.random.choice((rule.since, self.at))
        rule.save()

    def refuse_or_allow(self) -> None:
        Refusal.objects.all().delete()
        Refusal.objects.create(user=self.someone(), kind="reminder", refused_at=self.at)

    def stop_or_go_on(self) -> None:
        ReminderStop.objects.all().delete()
        day = (self.at + self.random.randrange(3) * DAY).date()
        which = ({"day": day}, {"user": self.someone()}, {"user": self.someone(), "day": day})
        ReminderStop.objects.create(made_at=self.at, **self.random.choice(which))

    def move_somebody(self) -> None:
        person = self.someone()
        person.timezone = self.random.choice(ZONES)
        person.save()


def queued() -> dict[str, datetime]:
    return dict(Letter.objects.values_list("key", "queued_at"))


def run(after: datetime, until: datetime, moments: list[datetime]) -> None:
    """Sweep within a minute after each of these moments, and at the end; others change nothing."""
    for moment in sorted({*moments, after, until}):
        due.queue_due(min(max(moment, after), until))


@pytest.mark.soak
@pytest.mark.django_db
def test_each_day_sends_what_its_forecast_said_while_dates_and_people_change():
    world = World(seed=7)
    days, sent = length(30, soak=400), 0
    for _ in range(days):
        world.change()
        until = world.at + DAY
        said = due.forecast(world.at, until)
        before = queued()
        run(world.at, until, [one.moment + MINUTE / 2 for one in said])
        new = {key: moment for key, moment in queued().items() if key not in before}
        assert set(new) == {one.key for one in said}
        assert all(one.moment <= new[one.key] < one.until for one in said)
        sent += len(new)
        world.at = until
    assert sent > days / 2, "too little happened to show anything"


@pytest.mark.django_db
def test_with_unchanged_data_ninety_days_come_true():
    world = World(seed=3)
    for _ in range(6):
        world.change()
    until = world.at + 90 * DAY
    said = due.forecast(world.at, until)
    run(world.at, until, [one.moment + MINUTE for one in said])
    assert set(queued()) == {one.key for one in said}
    assert len(said) > 10, "too little to show anything"


@pytest.mark.django_db
def test_a_sweep_between_adds_nothing_that_was_not_said():
    world = World(seed=5)
    for _ in range(6):
        world.change()
    until = world.at + 10 * DAY
    said = {one.key for one in due.forecast(world.at, until)}
    moments = [world.at + timedelta(minutes=97 * n) for n in range(10 * 15)]
    run(world.at, until, moments)
    assert set(queued()) == said
