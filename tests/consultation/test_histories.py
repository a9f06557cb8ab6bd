"""Random histories of the verbs that end inputs, and attacks on the database."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from consultation.actions import basket, clarifications, decisions, ledger, reopening, submissions
from consultation.actions.submissions import Consent
from consultation.actions.withdrawals import withdraw
from consultation.choices import Disposition, Publication, Status
from consultation.exceptions import ConsultationError
from consultation.models import Call, Decision, Relation, Submission
from consultation.queries.basket import counted, stamp_of
from tests.factories import (
    NOW,
    CallFactory,
    DraftFactory,
    OutcomeFactory,
    SubmissionFactory,
    UserFactory,
    end,
)
from tests.lengths import length
from wsis_forum.accounts.models import User
from wsis_forum.letters import outbox

HISTORIES = length(150, soak=1_000)
INPUTS = 5
CLOSED = NOW + timedelta(days=30)

# Every row is a promise that is broken; what it says is its name.
BROKEN = """
WITH RECURSIVE way (start, id) AS (
    SELECT source_id, target_id FROM consultation_relation WHERE undone_at IS NULL
    UNION
    SELECT way.start, relation.target_id FROM way
    JOIN consultation_relation AS relation ON relation.source_id = way.id
    WHERE relation.undone_at IS NULL
)
SELECT 'two dispositions' FROM consultation_decision
WHERE reopened_at IS NULL GROUP BY submission_id HAVING count(*) > 1
UNION ALL
SELECT 'status and disposition disagree' FROM consultation_submission AS input
LEFT JOIN consultation_decision AS decision
    ON decision.submission_id = input.id AND decision.reopened_at IS NULL
WHERE (input.status IN ('decided', 'withdrawn')) <> (decision.id IS NOT NULL)
    OR input.decision_id IS DISTINCT FROM decision.id
    OR (input.status = 'withdrawn') <> (coalesce(decision.disposition, '') = 'withdrawn')
UNION ALL
SELECT 'an input of a decided call has none' FROM consultation_submission AS input
JOIN consultation_call AS call ON call.id = input.call_id
WHERE call.decided_at IS NOT NULL AND input.status NOT IN ('draft', 'decided', 'withdrawn')
UNION ALL
SELECT 'a circle' FROM way WHERE start = id
UNION ALL
SELECT 'merged into what is not there' FROM consultation_relation AS relation
JOIN consultation_submission AS target ON target.id = relation.target_id
WHERE relation.undone_at IS NULL AND target.status IN ('draft', 'withdrawn')
UNION ALL
SELECT 'both directions disagree' FROM consultation_submission AS input
LEFT JOIN consultation_decision AS decision ON decision.id = input.decision_id
WHERE (coalesce(decision.disposition, '') = 'merged') <> EXISTS (
    SELECT FROM consultation_relation AS relation
    WHERE relation.source_id = input.id AND relation.undone_at IS NULL
    AND relation.decision_id = input.decision_id
)
UNION ALL
SELECT 'a relation is in force and its decision is not' FROM consultation_relation AS relation
JOIN consultation_decision AS decision ON decision.id = relation.decision_id
WHERE (relation.undone_at IS NULL) <> (decision.reopened_at IS NULL)
UNION ALL
SELECT 'a decision without a reason' FROM consultation_decision
WHERE btrim(reason) = '' AND reason_texts = '{}'
UNION ALL
SELECT 'ended, and still in a basket' FROM consultation_basketitem AS item
JOIN consultation_submission AS input ON input.id = item.submission_id
WHERE input.status IN ('decided', 'withdrawn')
"""

# Where each input is, and which of them are merged into another: key -> status, desk, merged.
STANDING = """
SELECT input.id, input.status, input.handler_id, relation.id
FROM consultation_submission AS input
LEFT JOIN consultation_relation AS relation
    ON relation.source_id = input.id AND relation.undone_at IS NULL
"""

# What nobody may lose or change: texts, authors, versions, and decisions that were reopened.
KEPT = """
SELECT
    (SELECT md5(string_agg(concat_ws('|', id, title, text, author_id, call_id), ';' ORDER BY id))
     FROM consultation_submission WHERE status <> 'draft' AND begun_at < now()
     AND number LIKE 'H-%%'),
    (SELECT count(*) FROM consultation_submissionversion),
    (SELECT count(*) FROM consultation_decision),
    (SELECT array_agg(concat_ws('|', id, disposition, reason, decided_at, reopened_at)
        ORDER BY id) FROM consultation_decision WHERE reopened_at IS NOT NULL)
"""


@dataclass
class World:
    """A handful of inputs of two calls, one of them a draft yet."""

    inputs: list[Submission]
    calls: list[Call]
    secretary: User


Step = Callable[[World, int, int], Any]


def _decide(disposition: Disposition, **more: Any) -> Step:
    def step(world: World, one: int, other: int) -> None:
        target = world.inputs[other].pk if disposition == Disposition.MERGED else None
        outcome = OutcomeFactory(
            disposition=disposition, reason="For this reason.", target_id=target, **more
        )
        decisions.decide(
            submission_id=world.inputs[one].pk, by=world.secretary, outcome=outcome, at=NOW
        )

    return step


def _again(world: World, keys: Any, one: int) -> bool:
    """Reopen one of these, so that many histories undo something; tell whether there was any."""
    found = list(keys)
    if found:
        key = found[one % len(found)]
        reopening.reopen(submission_id=key, by=world.secretary, reason="Looked again.", at=NOW)
    return bool(found)


def _reopen(world: World, one: int, other: int) -> bool:
    rows = Submission.objects.filter(status=Status.DECIDED).order_by("pk")
    return _again(world, rows.values_list("pk", flat=True), one)


def _split(world: World, one: int, other: int) -> bool:
    rows = Relation.objects.active().order_by("pk")
    return _again(world, rows.values_list("source", flat=True), one)


def _withdraw_target(world: World, one: int, other: int) -> bool:
    relation = Relation.objects.active().order_by("pk").first()
    if relation is not None:
        withdraw(submission_id=relation.target_id, by=world.secretary, reason="No time.", at=NOW)
    return relation is not None


def _withdraw(world: World, one: int, other: int) -> None:
    withdraw(submission_id=world.inputs[one].pk, by=world.secretary, reason="No time.", at=NOW)


def _take_up(world: World, one: int, other: int) -> None:
    decisions.take_up(submission_id=world.inputs[one].pk, by=world.secretary, at=NOW)


def _ask_back(world: World, one: int, other: int) -> None:
    clarifications.ask_back(
        submission_id=world.inputs[one].pk,
        by=world.secretary,
        question="Which room?",
        until=NOW + timedelta(days=1),
        at=NOW,
    )


def _hand_in(world: World, one: int, other: int) -> None:
    draft = world.inputs[-1]
    submissions.submit(
        submission_id=draft.pk,
        by=draft.author,  # type: ignore[arg-type]
        key="k",
        at=NOW,
        opened_at=NOW,
        consent=Consent(publication=Publication.FULL, privacy_version="1"),
    )


def _mark(world: World, one: int, other: int) -> None:
    call = world.calls[one % len(world.calls)]
    ledger.mark_decided(call_id=call.pk, by=world.secretary, at=CLOSED)


def _end_all(world: World, one: int, other: int) -> None:
    """Decide what is left of a call, so that marking has a chance."""
    call = world.calls[one % len(world.calls)]
    for row in Submission.objects.filter(call=call).exclude(status=Status.DRAFT):
        if row.status in (Status.SUBMITTED, Status.UNDER_REVIEW):
            outcome = OutcomeFactory(disposition=Disposition.DECLINED, reason="Too many.")
            decisions.decide(submission_id=row.pk, by=world.secretary, outcome=outcome, at=NOW)


def _ended_and_marked(world: World, one: int, other: int) -> None:
    """Decide what is left of a call and mark it: few histories would come so far by chance."""
    call = world.calls[one % len(world.calls)]
    for row in Submission.objects.filter(call=call, status=Status.RETURNED):
        decisions.take_up(submission_id=row.pk, by=world.secretary, at=NOW)
    _end_all(world, one, other)
    _mark(world, one, other)


def _put(world: World, one: int, other: int) -> None:
    target = world.inputs[other].pk if other % 2 else None
    disposition = Disposition.MERGED if target else Disposition.DEFERRED
    outcome = OutcomeFactory(disposition=disposition, reason="In a basket.", target_id=target)
    basket.put(submission_id=world.inputs[one].pk, by=world.secretary, outcome=outcome, at=NOW)


def _land(world: World, one: int, other: int) -> bool:
    items = counted().filter(put_by=world.secretary)
    landed = basket.land(
        by=world.secretary, stamps={item.pk: stamp_of(item, NOW) for item in items}, at=NOW
    )
    return bool(landed.decisions)


def _filled_and_landed(world: World, one: int, other: int) -> bool:
    """Put decisions on two inputs into the basket, as far as that is possible, and land them."""
    for place in (one, other):
        with suppress(ConsultationError):
            _put(world, place, one)
    return _land(world, one, other)


def _merged_and_split(world: World, one: int, other: int) -> bool:
    """Merge, if it can be, and undo one of the merges."""
    with suppress(ConsultationError):
        _decide(Disposition.MERGED)(world, one, other)
    return _split(world, one, other)


STEPS: tuple[Step, ...] = (
    _decide(Disposition.MERGED),
    _decide(Disposition.MERGED, relation="duplicate"),
    _decide(Disposition.MERGED),
    _decide(Disposition.BECOMES),
    _decide(Disposition.OUT_OF_SCOPE),
    _reopen,
    _split,
    _withdraw_target,
    _withdraw,
    _take_up,
    _ask_back,
    _hand_in,
    _end_all,
    _ended_and_marked,
    _ended_and_marked,
    _put,
    _land,
    _filled_and_landed,
    _filled_and_landed,
    _merged_and_split,
)
places = st.integers(0, INPUTS - 1)
histories = st.lists(st.tuples(st.sampled_from(STEPS), places, places), min_size=4, max_size=7)


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """Return the inputs; letters have tests of their own, and take most of the time."""
    monkeypatch.setattr(outbox, "queue_many", lambda requests, **_options: len(list(requests)))
    calls: list[Any] = [CallFactory(questions=False) for _ in range(2)]
    inputs = [
        SubmissionFactory(number=f"H-{place}", call=calls[place % 2], author=None)
        for place in range(INPUTS - 1)
    ]
    return World([*inputs, DraftFactory(call=calls[0])], calls, UserFactory(name="Secretary"))


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


class Undone:
    """Looks after every step that an input is, once its merge is undone, what it was before."""

    def __init__(self) -> None:
        self.before: dict[int, tuple[Any, ...]] = {}
        self.now = self._standing()

    def _standing(self) -> dict[int, tuple[Any, ...]]:
        return {key: tuple(rest) for key, *rest in _rows(STANDING)}

    def look(self) -> None:
        """Compare with the last step."""
        last, self.now = self.now, self._standing()
        for key, (status, handler, relation) in self.now.items():
            if relation and not last[key][2]:
                self.before[key] = last[key][:2]
            if last[key][2] and not relation and status != Status.WITHDRAWN:
                assert (status, handler) == self.before[key], "undoing did not restore exactly"


def _hold_now() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.soak
@pytest.mark.django_db
@settings(
    max_examples=HISTORIES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=histories)
def test_no_history_breaks_a_promise(world: World, history: list[tuple[Step, int, int]]):
    with transaction.atomic():
        texts, *_counts = _rows(KEPT)[0]
        before: tuple[Any, ...] = (texts, 0, 0, [])
        undone = Undone()
        for step, one, other in history:
            try:
                is_done = step(world, one, other) is not False
            except ConsultationError:
                continue
            # ``pytest --hypothesis-show-statistics`` tells in how many histories each is met.
            event(step.__name__ if is_done else "nothing to do")
            # A verb that leaves it to the database fails here: it has to know first.
            _hold_now()
            assert _rows(BROKEN) == []
            now = _rows(KEPT)[0]
            assert now[0] == before[0], "a text was lost or changed"
            assert now[1] >= before[1]
            assert now[2] >= before[2]
            assert set(before[3] or ()) <= set(now[3] or ()), "a reopened decision was changed"
            undone.look()
            before = now
        transaction.set_rollback(True)


# --- What the database refuses by itself -----------------------------------------------------


@pytest.fixture
def pair(db: None) -> tuple[Submission, Submission]:
    call = CallFactory()
    return SubmissionFactory(call=call), SubmissionFactory(call=call)


def _merge(source: Submission, target: Submission) -> None:
    """Merge with rows alone, past every verb."""
    decision = end(source, disposition=Disposition.MERGED)
    Relation.objects.create(
        source=source, target=target, decision=decision, kind="merged", made_at=NOW
    )


@contextmanager
def refused() -> Iterator[None]:
    """Expect that the database refuses what is done inside, at the end of its transaction."""
    try:
        with transaction.atomic():
            yield
            _hold_now()
    except IntegrityError:
        return
    pytest.fail("the database let it pass")


def test_a_circle_is_refused(pair):
    with refused():
        _merge(*pair)
        _merge(*reversed(pair))


def test_a_long_circle_is_refused(pair):
    with refused():
        third = SubmissionFactory(call=pair[0].call)
        _merge(*pair)
        _merge(pair[1], third)
        _merge(third, pair[0])


def test_a_target_that_is_withdrawn_is_refused(pair):
    with refused():
        end(pair[1], status=Status.WITHDRAWN)
        _merge(*pair)


def test_withdrawing_a_target_is_refused(pair):
    with refused():
        _merge(*pair)
        end(pair[1], status=Status.WITHDRAWN)


def test_a_draft_as_target_is_refused(pair):
    with refused():
        _merge(pair[0], DraftFactory(call=pair[0].call))


def test_merged_without_a_relation_is_refused(pair):
    with refused():
        end(pair[0], disposition=Disposition.MERGED)


def test_a_relation_without_a_merge_is_refused(pair):
    with refused():
        decision = end(pair[0], disposition=Disposition.DECLINED)
        Relation.objects.create(
            source=pair[0], target=pair[1], decision=decision, kind="merged", made_at=NOW
        )


def test_a_disposition_that_nobody_points_to_is_refused(pair):
    with refused():
        Decision.objects.create(
            submission=pair[0], disposition="declined", reason="Why.", decided_at=NOW
        )


def test_an_open_input_of_a_decided_call_is_refused(pair):
    with refused():
        Call.objects.filter(pk=pair[0].call_id).update(decided_at=NOW)


def test_two_dispositions_are_refused_at_once(pair):
    end(pair[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            submission=pair[0], disposition="declined", reason="Why.", decided_at=NOW
        )


def test_merging_into_itself_is_refused_at_once(pair):
    with pytest.raises(IntegrityError), transaction.atomic():
        _merge(pair[0], pair[0])


def _by_rows(source: Submission, target: Submission, meet: Callable[[], Any]) -> None:
    with transaction.atomic():
        _merge(source, target)
        meet()


def _by_verb(source: Submission, target: Submission, meet: Callable[[], Any]) -> None:
    meet()
    outcome = OutcomeFactory(
        disposition=Disposition.MERGED, reason="The same.", target_id=target.pk
    )
    by = User.objects.get(name="Secretary")
    decisions.decide(submission_id=source.pk, by=by, outcome=outcome, at=NOW)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("merge", [_by_rows, _by_verb])
def test_of_two_who_close_a_circle_from_both_ends_one_is_refused(merge: Callable[..., None]):
    call = CallFactory()
    one, other = SubmissionFactory(call=call), SubmissionFactory(call=call)
    UserFactory(name="Secretary")
    both = threading.Barrier(2)
    results: list[str] = []

    def meet() -> None:
        # Rows that wait for each other never get here; the database ends that by itself.
        with suppress(threading.BrokenBarrierError):
            both.wait(timeout=3)

    def run(source: Submission, target: Submission) -> None:
        try:
            merge(source, target, meet)
            results.append("done")
        except (IntegrityError, OperationalError, ConsultationError):
            results.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in ((one, other), (other, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(results) == ["done", "refused"]
    assert _rows(BROKEN) == []
